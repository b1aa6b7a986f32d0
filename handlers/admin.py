"""/addsource and /pausesource: what the bot's admins decide about where to look."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import urlsplit

from handlers.context import Pressed, Turn
from handlers.remembered import RememberedFeed
from readouts.archive import sources
from readouts.archive.database import Database
from readouts.delivery.message import Button, Message, callback_button, compose
from readouts.delivery.rendering.buttons import key_of
from readouts.delivery.rendering.details import translated
from readouts.delivery.styling import Text, bold, code, is_web_address, short, styled
from readouts.domain.feed_list import LookedAt, free_name
from readouts.domain.source import Poll, Source, SourceHealth, SourceState

_NAME_CHARACTERS = 60
_BUTTONS_SHOWN = 40
_TITLES_SHOWN = 3
_TITLE_UNITS = 120
_ADDRESS_UNITS = 200
_FEEDS_SHOWN = 10


async def add_source(turn: Turn) -> Message:
    """Ask an address once, show what it holds, and look at it regularly from now on. Where it is a page
    and no feed, show the feeds of the site to choose from."""
    address, _, wish = turn.argument.partition(" ")
    if not is_web_address(address):
        return _how_to_add(address, turn)
    known, looked_at = await turn.desk.archive.read(_known)
    if address in looked_at:
        return _known_already(turn)
    source = Source(_free_name(wish or urlsplit(address).hostname or "", known), address, built_in=False)
    poll = await turn.desk.try_source(source)
    feeds = await turn.desk.find_feeds(source) if poll.state is SourceState.UNREADABLE else ()
    return _offer(feeds, looked_at, turn) if feeds else await _add(poll, turn)


def _known(db: Database) -> tuple[Sequence[SourceHealth], LookedAt]:
    """All sources, and their addresses."""
    known = sources.all_health(db)
    return known, LookedAt(each.source for each in known)


async def press_add(turn: Turn) -> Pressed:
    """Look at the button's feed from now on."""
    offered = turn.desk.feeds.find(turn.argument, turn.chat.id)
    if offered is None:
        return Pressed(turn.brief("That offer is too old. /addsource finds the feeds again."))
    known, looked_at = await turn.desk.archive.read(_known)
    if offered.source.url in looked_at:
        return Pressed(message=_known_already(turn))
    source = replace(offered.source, name=_free_name(offered.source.name, known))
    return Pressed(message=await _add(await turn.desk.try_source(source), turn))


async def _add(poll: Poll, turn: Turn) -> Message:
    """Take up a source that answered."""
    if not poll.state.answered:
        return _not_added(poll, turn)
    if not await turn.desk.archive.write(lambda db: sources.add(db, poll.source, turn.desk.clock())):
        return _known_already(turn)
    turn.desk.poke()
    return _added(poll, turn)


def _offer(feeds: Sequence[Poll], looked_at: LookedAt, turn: Turn) -> Message:
    """The feeds of a site, each with what it holds, and a button for those that are new."""
    shown = feeds[:_FEEDS_SHOWN]
    is_new = [poll.source.url not in looked_at for poll in shown]
    if not any(is_new):
        said = turn.say("That is a page and no feed, and the feeds of its site are looked at already.")
        return compose([said, turn.say("/sources shows all.")])
    lines: list[Text] = [turn.say("That is a page and no feed, but its site has feeds. Which one?")]
    buttons = []
    for number, poll in enumerate(shown, start=1):
        lines.append(styled(f"{number}. ", code(short(poll.source.url, _ADDRESS_UNITS))))
        if not is_new[number - 1]:
            lines.append(turn.say("It is looked at already."))
            continue
        lines += [_holds(len(poll.items), turn), *_titles(poll, 1)]
        token = turn.desk.feeds.keep(RememberedFeed(turn.chat.id, poll.source))
        buttons.append([callback_button(turn.say("Add {number}", number=number), f"addfeed {token}")])
    return compose(lines, buttons)


def _how_to_add(address: str, turn: Turn) -> Message:
    return compose(
        [
            turn.say("Not added: {reason}", reason=_fault(address, turn)) if address else (),
            turn.say("Give the address of a feed, and a name if you like, for example:"),
            code("/addsource https://example.org/feed.xml example"),
            turn.say("Or send me a list of feeds as an .opml file."),
        ]
    )


def _fault(address: str, turn: Turn) -> Text:
    """Why an address is none that can be asked."""
    if not address.lower().startswith(("http://", "https://")):
        return turn.say("An address begins with http:// or https://; no others are asked.")
    if "@" in address.split("/")[2]:
        return turn.say("Addresses with a user name or password in them are not asked.")
    return turn.say("The address is not a proper URL.")


def _known_already(turn: Turn) -> Message:
    return compose([turn.say("That address is looked at already. /sources shows all.")])


def _not_added(poll: Poll, turn: Turn) -> Message:
    reason = short(translated(poll.detail, turn.look.translations), 300)
    return compose([turn.say("Not added: {reason}", reason=reason)])


def _added(poll: Poll, turn: Turn) -> Message:
    """What was found, so that a wrong address is noticed at once."""
    return compose(
        [
            turn.say("Added {name}.", name=bold(short(poll.source.name, _NAME_CHARACTERS))),
            _holds(len(poll.items), turn),
            *_titles(poll, _TITLES_SHOWN),
            turn.say("I look most often at the hours when it posts, and tell of what is new from now on."),
        ]
    )


def _titles(poll: Poll, most: int) -> list[Text]:
    return [styled("• ", short(item.title or item.text, _TITLE_UNITS)) for item in poll.items[:most]]


def _holds(articles: int, turn: Turn) -> Text:
    if not articles:
        return turn.say("It holds no article yet.")
    return turn.look.ngettext("It holds {count} article now:", "It holds {count} articles now:", articles)


def _free_name(wish: str, known: Sequence[SourceHealth]) -> str:
    """A name nobody has: the wish without spaces and slashes, with a number where it is taken."""
    return free_name(wish, {each.source.name: 1 for each in known}, "source")


async def pause_source(turn: Turn) -> Message:
    """Pause a source that is looked at, resume one that is paused."""
    known = await turn.desk.archive.read(sources.all_health)
    if not turn.argument:
        return _choice(known, turn)
    health = next((each for each in known if each.source.name == turn.argument), None)
    if health is None:
        return _no_such_source(known, turn)
    pause = not health.source.paused
    await _set_paused(turn, health.source.name, pause)
    return compose([_now(health.source.name, pause, turn)])


async def press_pause(turn: Turn) -> Pressed:
    """Pause the button's source."""
    return await _press(turn, pause=True)


async def press_resume(turn: Turn) -> Pressed:
    """Look at the button's source again."""
    return await _press(turn, pause=False)


async def _press(turn: Turn, pause: bool) -> Pressed:
    known = await turn.desk.archive.read(sources.all_health)
    name = next((each.source.name for each in known if key_of(each.source.name) == turn.argument), None)
    if name is None:
        return Pressed(turn.brief("There is no such source any more. /sources shows all."))
    await _set_paused(turn, name, pause)
    left = _choice(await turn.desk.archive.read(sources.all_health), turn)
    return Pressed(_plain(_now(name, pause, turn)), left, replaces=True)


async def _set_paused(turn: Turn, name: str, pause: bool) -> None:
    await turn.desk.archive.write(lambda db: sources.set_paused(db, name, pause, turn.desk.clock()))
    turn.desk.poke()


def _now(name: str, paused: bool, turn: Turn) -> Text:
    shown = short(name, _NAME_CHARACTERS)
    if paused:
        return turn.say("{name} is paused. What it publishes meanwhile rings no watch.", name=shown)
    return turn.say("{name} is looked at again.", name=shown)


def _plain(text: Text) -> str:
    return "".join(run.text for run in text)


def _choice(known: Sequence[SourceHealth], turn: Turn) -> Message:
    if not known:
        return compose([turn.say("There is no source yet. /addsource adds one.")])
    lines = [turn.say("Which one? Press its button, or type its name after the command.")]
    if len(known) > _BUTTONS_SHOWN:
        lines.append(turn.say("These are the first {count}.", count=_BUTTONS_SHOWN))
    return compose(lines, [[_button(each.source, turn)] for each in known[:_BUTTONS_SHOWN]])


def _button(source: Source, turn: Turn) -> Button:
    name = short(source.name, _NAME_CHARACTERS)
    if source.paused:
        return callback_button(turn.say("Resume {name}", name=name), f"resume {key_of(source.name)}")
    return callback_button(turn.say("Pause {name}", name=name), f"pause {key_of(source.name)}")


def _no_such_source(known: Sequence[SourceHealth], turn: Turn) -> Message:
    near = get_close_matches(turn.argument[:_NAME_CHARACTERS], [each.source.name for each in known], n=3)
    return compose(
        [
            turn.say("There is no source called {name}.", name=short(turn.argument, _NAME_CHARACTERS)),
            turn.say("Did you mean {names}?", names=turn.look.listing(near)) if near else (),
            turn.say("/sources shows all."),
        ]
    )
