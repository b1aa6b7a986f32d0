"""A list of feeds (OPML) that an admin sends as a file: shown first, taken up by a button."""

from collections.abc import Sequence

from telegram import Document
from telegram.error import TelegramError

from handlers.context import Pressed, Turn
from handlers.remembered import RememberedList
from readouts.archive import feed_lists, sources
from readouts.delivery.message import Message, callback_button, compose
from readouts.delivery.rendering.details import translated
from readouts.delivery.styling import Text, cut, short, styled
from readouts.domain.feed_list import MAX_FEED_LIST_BYTES, FeedList, Intake, NoFeedList, Unusable, sorted_out
from readouts.domain.source import Source

_NAME_UNITS = 60
_NAMES_SHOWN = 40
_NAMES_UNITS = 1_500
_REASON_UNITS = 160
_UNUSABLE_SHOWN = 10


def is_named_like_one(file: Document) -> bool:
    """Whether its name says that a file is a list of feeds."""
    return (file.file_name or "").lower().endswith(".opml")


async def offer(turn: Turn, file: Document) -> Message:
    """What the list names, with a button that adds what is new."""
    found = await _read(turn, file)
    if isinstance(found, NoFeedList):
        reason = short(translated(found.reason, turn.look.translations), _REASON_UNITS)
        return compose([turn.say("Not added: {reason}", reason=reason)])
    intake = await turn.desk.archive.read(
        lambda db: sorted_out(found.feeds, [each.source for each in sources.all_health(db)])
    )
    lines = [_new(intake.new, turn), *_rest(found, intake, turn)]
    if not intake.new:
        return compose(lines)
    token = turn.desk.lists.keep(RememberedList(turn.chat.id, intake.new))
    add = turn.look.ngettext("Add {count} source", "Add {count} sources", len(intake.new))
    buttons = [callback_button(add, f"addlist {token}"), callback_button(turn.say("Cancel"), "droplist")]
    return compose(lines, [buttons])


async def _read(turn: Turn, file: Document) -> FeedList | NoFeedList:
    if (file.file_size or 0) > MAX_FEED_LIST_BYTES:
        return NoFeedList(f"The file is larger than {MAX_FEED_LIST_BYTES / 1e6:g} MB.")
    try:
        content = await (await turn.bot.get_file(file)).download_as_bytearray()
    except TelegramError:  # its words hold the address, and so the token
        return NoFeedList("Telegram does not hand the file out. Please send it again.")
    return await turn.desk.read_feed_list(bytes(content))


def _new(feeds: Sequence[Source], turn: Turn) -> Text:
    if not feeds:
        return turn.say("The list names no feed that is new here.")
    names = [short(feed.name, _NAME_UNITS) for feed in feeds[:_NAMES_SHOWN]]
    more = ["…"] if len(feeds) > len(names) else []
    return turn.look.ngettext(
        "{count} feed of the list is new: {names}",
        "{count} feeds of the list are new: {names}",
        len(feeds),
        names=cut(turn.look.listing([*names, *more]), _NAMES_UNITS),
    )


def _rest(found: FeedList, intake: Intake, turn: Turn) -> list[Text]:
    """What is not new or cannot be used."""
    say, more = turn.look, len(found.unusable) - _UNUSABLE_SHOWN
    lines = [
        (
            intake.known,
            say.ngettext("{count} is looked at already.", "{count} are looked at already.", intake.known),
        ),
        (found.repeated, say.ngettext("{count} is named twice.", "{count} are named twice.", found.repeated)),
        *((1, _unusable(each, turn)) for each in found.unusable[:_UNUSABLE_SHOWN]),
        (more, say.ngettext("{count} more line cannot be used.", "{count} more lines cannot be used.", more)),
        (bool(found.damage), styled(translated(found.damage, say.translations))),
        (not found.is_whole, say.gettext("The list is longer than can be read; the rest was left out.")),
    ]
    return [line for number, line in lines if number > 0]


def _unusable(entry: Unusable, turn: Turn) -> Text:
    reason = short(translated(entry.reason, turn.look.translations), _REASON_UNITS)
    if not entry.title:
        return turn.say("Line {line}: {reason}", line=entry.line, reason=reason)
    return turn.say(
        "Line {line} ({title}): {reason}",
        line=entry.line,
        title=short(entry.title, _NAME_UNITS),
        reason=reason,
    )


async def press_add(turn: Turn) -> Pressed:
    """Look at the new feeds of the list from now on."""
    offered = turn.desk.lists.find(turn.argument, turn.chat.id)
    if offered is None:
        return Pressed(turn.brief("That offer is too old. Please send the file again."))
    now = turn.desk.clock()
    taken = await turn.desk.archive.write(lambda db: feed_lists.take_up(db, offered.feeds, now))
    turn.desk.poke()
    said = turn.look.ngettext(
        "Added {count} source. What it holds now rings no watch; what is new from now on does.",
        "Added {count} sources. What they hold now rings no watch; what is new from now on does.",
        len(taken.new),
    )
    return Pressed("", compose([said, turn.say("/sources shows all.")]), replaces=True)


async def press_cancel(turn: Turn) -> Pressed:
    """Leave the list alone."""
    return Pressed("", compose([turn.say("Nothing was added.")]), replaces=True)
