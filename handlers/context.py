"""What a handler is given: the desk it works at, and the turn of the conversation it answers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from telegram import Bot

from handlers.access import Access, Caller
from handlers.locales import language_of
from handlers.remembered import RememberedFeeds, RememberedLists, RememberedSearches
from readouts.archive.database import Archive
from readouts.delivery.message import Message
from readouts.delivery.rendering import Look, render_alert
from readouts.delivery.styling import Part, Text
from readouts.domain.chat import Chat, Language
from readouts.domain.delivery import Delivery
from readouts.domain.feed_list import FeedList, NoFeedList
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.source import Poll, Source, SourceHealth
from readouts.queries.engine import Engine


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything handlers work with.

    admins: Telegram user ids of the bot's admins. try_source: asks a source once, for /addsource.
    find_feeds: asks the site at a source's address for its feeds; each as a poll that answered.
    read_feed_list: the feeds that a file names. intervals: about how often each of these sources is asked
    now, by its name; those that are paused are not there.
    poke: tells the poller that sources changed. release: owes the alerts of a held poll, and says how
    many, None where it was decided already.
    """

    archive: Archive
    engine: Engine
    gazetteer: Gazetteer
    admins: frozenset[int]
    languages: tuple[Language, ...]
    translations: Mapping[Language, NullTranslations]
    clock: Callable[[], datetime]
    zone: ZoneInfo
    try_source: Callable[[Source], Awaitable[Poll]]
    find_feeds: Callable[[Source], Awaitable[tuple[Poll, ...]]]
    poke: Callable[[], None]
    release: Callable[[int], Awaitable[int | None]]
    read_feed_list: Callable[[bytes], Awaitable[FeedList | NoFeedList]]
    intervals: Callable[[Sequence[SourceHealth]], Mapping[str, timedelta]]
    searches: RememberedSearches = field(default_factory=RememberedSearches)
    feeds: RememberedFeeds = field(default_factory=RememberedFeeds)
    lists: RememberedLists = field(default_factory=RememberedLists)

    def language(self, code: str | None) -> Language:
        """The language for somebody whose client says `code`; the first one we speak if not theirs."""
        wanted = language_of(code)
        return wanted if wanted in self.languages else self.languages[0]

    def today(self) -> date:
        """The day that "today" and "last:30d" mean."""
        return self.clock().astimezone(self.zone).date()

    def rendered(self, owed: Delivery) -> Message:
        """What is owed to a chat, in its language."""
        return render_alert(owed, self.look(owed.chat.language))

    def look(self, language: Language) -> Look:
        """How messages look to a chat that reads `language`."""
        return Look(language, self.translations[language], self.gazetteer, self.zone)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing somebody asked. `argument`: what stands after the command, or a button's value."""

    desk: Desk
    bot: Bot
    chat: Chat
    caller: Caller
    argument: str
    commands: "tuple[CommandSpec, ...]"

    @property
    def look(self) -> Look:
        return self.desk.look(self.chat.language)

    def say(self, sentence: str, **values: Part | int) -> Text:
        """`sentence` in the chat's language, its named places filled in."""
        return self.look.gettext(sentence, **values)

    def brief(self, sentence: str, **values: object) -> str:
        """The same as a short notice without any styling."""
        return self.look.translations.gettext(sentence).format(**values)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What follows a pressed button: a short notice, and a message that is sent or, if `replaces`,
    takes the place of the one with the button."""

    notice: str = ""
    message: Message | None = None
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command, as the router, /help, Telegram's menu and the documentation show it.

    usage: what is typed after it. help: one line. Both are English and marked for translation.
    where: the kinds of chat it works in.
    """

    name: str
    handler: Callable[[Turn], Awaitable[Message]]
    access: Access
    usage: str
    help: str
    where: frozenset[str]


@dataclass(frozen=True, slots=True)
class ButtonSpec:
    """What a button does: its data is "verb value"."""

    verb: str
    handler: Callable[[Turn], Awaitable[Pressed]]
    access: Access
