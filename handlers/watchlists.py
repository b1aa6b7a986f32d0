"""/watchlists: ready-made lists. Every chat takes them with one press; the bot's admins edit them."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TypeAlias

from structlog import get_logger

from handlers.access import Access, is_bot_admin
from handlers.context import CommandSpec, Pressed, Turn
from handlers.locales import N_
from handlers.mistakes import query_mistake
from handlers.watches import NotSaved, watch_for
from handlers.watchlist_buttons import MOST_LISTS, edit_row, rows_that_fit, take_buttons, watchlist_of
from readouts.archive import watchlists as kept
from readouts.archive.database import Database
from readouts.delivery.message import Message, compose
from readouts.delivery.rendering.lists import fitting
from readouts.delivery.styling import Text, bold, clean, code, short, styled
from readouts.domain.query import Query, QueryError
from readouts.domain.watch import Watchlist
from readouts.queries.fields import FIELD_NAMES
from readouts.queries.language import describe, parse_query

_NAME_CHARACTERS = 40
_SHOWN_UNITS = 200
_QUERY_UNITS = 500
_LISTS_UNITS = 3_000
_PRIVATE = frozenset({"private"})
_COLON = re.compile("[:：]")

# Does something to one list, and says so.
_Act: TypeAlias = Callable[[Watchlist, Turn], Awaitable[str]]

log = get_logger()


async def watchlists(turn: Turn) -> Message:
    """Show the ready-made lists, or do what one of the bot's admins typed after the command."""
    verb, *rest = turn.argument.split(maxsplit=1) or [""]
    edit = next((each for each in EDITS if each.name == f"watchlists {verb.lower()}"), None)
    if edit is None:
        return await _overview(turn)
    return await _edit(edit, replace(turn, argument="".join(rest)))


async def press_take(turn: Turn) -> Pressed:
    """Take a ready-made watchlist."""
    chosen = watchlist_of(turn.argument, await turn.desk.archive.read(kept.offered))
    if chosen is None:
        return Pressed(turn.brief("That list is no longer offered. /watchlists shows those there are."))
    return Pressed(message=await watch_for(turn, chosen.query, chosen.name))


async def _overview(turn: Turn) -> Message:
    """The lists on offer; for the bot's admins all lists, and how to edit them."""
    lists = await turn.desk.archive.read(kept.all_lists)
    offered = [each for each in lists if not each.paused]
    taking = take_buttons(offered, turn.look)
    if turn.chat.kind not in _PRIVATE or not is_bot_admin(turn.caller, turn.desk.admins):
        return compose(_listed(offered, turn), taking)
    editing = [edit_row(each, turn.look) for each in lists]
    how = styled("\n", turn.say("As an admin of this bot you can also type:"))
    return compose([*_listed(lists, turn), how, *_typed(turn)], rows_that_fit([*taking, *editing]))


def _listed(lists: Sequence[Watchlist], turn: Turn) -> list[Text]:
    if not lists:
        return [turn.say("There is no ready-made list. /watch takes any query.")]
    lines = [_line(each, turn) for each in lists]
    return [turn.say("Ready-made lists:"), *fitting(lines, _LISTS_UNITS, turn.look)]


def _line(watchlist: Watchlist, turn: Turn) -> Text:
    query = code(short(watchlist.query, _SHOWN_UNITS))
    line = styled(bold(short(watchlist.name, _SHOWN_UNITS)), turn.look.colon, query)
    return styled(line, " · ", turn.say("Paused")) if watchlist.paused else line


def _typed(turn: Turn) -> list[Text]:
    return [
        styled(code(f"/{spec.name} ", turn.say(spec.usage)), " – ", turn.say(spec.help)) for spec in EDITS
    ]


async def _edit(edit: CommandSpec, turn: Turn) -> Message:
    """Run what the bot's admins may do, in private; whoever else types it is told so."""
    if not is_bot_admin(turn.caller, turn.desk.admins):
        who = turn.caller
        log.warning("denied", what=edit.name, chat=turn.chat.id, user=who.user, as_chat=who.as_chat)
        return compose([turn.say("Only the admins of this bot can do that.")])
    if turn.chat.kind not in edit.where:
        return compose([turn.say("/{command} works in a private chat with me.", command=edit.name)])
    return await edit.handler(turn)


async def add(turn: Turn) -> Message:
    """Offer one more list, typed as "NAME: QUERY", and say how its query is understood."""
    name, text = _name_and_query(turn.argument)
    if not name:
        return _how_to_add(turn)
    try:
        query = parse_query(text, turn.desk.gazetteer)
    except QueryError as error:
        return query_mistake(error, text, turn)
    refusal = await _save(name, query, turn)
    return compose([_why_not_added(refusal, name, turn)]) if refusal else _added(name, query, turn)


def _name_and_query(typed: str) -> tuple[str, str]:
    """What stands before the first colon, and what stands after it; without a name that can be shown
    two empty texts. A field's name is none: whoever typed that left the list's own name out."""
    before, *after = _COLON.split(typed, maxsplit=1)
    name = " ".join(clean(before).split())
    is_visible = any(each.isprintable() and not each.isspace() for each in name)
    if not after or not is_visible or len(name) > _NAME_CHARACTERS or name.lower() in FIELD_NAMES:
        return "", ""
    return name, after[0].strip()


def _how_to_add(turn: Turn) -> Message:
    return compose(
        [
            turn.say(
                "Give a name of at most {count} characters, a colon and a query, for example:",
                count=_NAME_CHARACTERS,
            ),
            code("/watchlists add Food in Anhui: region:anhui theme:food"),
        ]
    )


async def _save(name: str, query: Query, turn: Turn) -> NotSaved | None:
    """Store a list; why not, where it is not stored."""
    now = turn.desk.clock()

    def save(db: Database) -> NotSaved | None:
        if len(kept.all_lists(db)) >= MOST_LISTS:
            return NotSaved.TOO_MANY
        return None if kept.add(db, name, query.text, now) else NotSaved.KNOWN

    return await turn.desk.archive.write(save)


def _why_not_added(reason: NotSaved, name: str, turn: Turn) -> Text:
    match reason:
        case NotSaved.KNOWN:
            return turn.say("There is a list called {name} already. /watchlists shows all.", name=name)
        case NotSaved.TOO_MANY:
            return turn.say("{count} lists are the most. /watchlists removes some.", count=MOST_LISTS)


def _added(name: str, query: Query, turn: Turn) -> Message:
    added = Watchlist(name, query.text, built_in=False)
    typed = code(short(query.text, _QUERY_UNITS))
    understood = describe(query, turn.desk.gazetteer, turn.chat.language)
    return compose(
        [
            turn.say("{name} is offered from now on: {query}", name=bold(name), query=typed),
            turn.say("I understand: {meaning}", meaning=short(understood, _QUERY_UNITS)),
        ],
        [*take_buttons([added], turn.look), edit_row(added, turn.look)],
    )


async def remove(turn: Turn) -> Message:
    """Remove the list of that name, if it was added in chat."""
    return await _do(_remove, turn)


async def pause(turn: Turn) -> Message:
    """Stop offering the list of that name."""
    return await _do(_pause, turn)


async def resume(turn: Turn) -> Message:
    """Offer the list of that name again."""
    return await _do(_resume, turn)


async def press_remove(turn: Turn) -> Pressed:
    """Remove the button's list."""
    return await _press(_remove, turn)


async def press_pause(turn: Turn) -> Pressed:
    """Stop offering the button's list."""
    return await _press(_pause, turn)


async def press_resume(turn: Turn) -> Pressed:
    """Offer the button's list again."""
    return await _press(_resume, turn)


async def _do(act: _Act, turn: Turn) -> Message:
    if not turn.argument:
        return await _overview(turn)
    lists = await turn.desk.archive.read(kept.all_lists)
    name = " ".join(turn.argument.split())
    chosen = next((each for each in lists if " ".join(each.name.split()) == name), None)
    return compose([await act(chosen, turn)]) if chosen else _no_such_list(lists, turn)


async def _press(act: _Act, turn: Turn) -> Pressed:
    chosen = watchlist_of(turn.argument, await turn.desk.archive.read(kept.all_lists))
    if chosen is None:
        return Pressed(turn.brief("There is no such list any more. /watchlists shows all."))
    notice = await act(chosen, turn)
    return Pressed(notice, await _overview(turn), replaces=True)


async def _remove(chosen: Watchlist, turn: Turn) -> str:
    if chosen.built_in:
        return turn.brief("{name} is built in: it can be paused, not removed.", name=chosen.name)
    await turn.desk.archive.write(lambda db: kept.remove(db, chosen.name))
    return turn.brief("{name} is removed. Chats that took it keep their watch.", name=chosen.name)


async def _pause(chosen: Watchlist, turn: Turn) -> str:
    await turn.desk.archive.write(lambda db: kept.set_paused(db, chosen.name, True))
    return turn.brief(
        "{name} is paused and no longer offered. Chats that took it keep their watch.", name=chosen.name
    )


async def _resume(chosen: Watchlist, turn: Turn) -> str:
    await turn.desk.archive.write(lambda db: kept.set_paused(db, chosen.name, False))
    return turn.brief("{name} is offered again.", name=chosen.name)


def _no_such_list(lists: Sequence[Watchlist], turn: Turn) -> Message:
    near = get_close_matches(turn.argument[:_NAME_CHARACTERS], [each.name for each in lists], n=3)
    return compose(
        [
            turn.say("There is no list called {name}.", name=short(turn.argument, _NAME_CHARACTERS)),
            turn.say("Did you mean {names}?", names=turn.look.listing(near)) if near else (),
            turn.say("/watchlists shows all."),
        ]
    )


EDITS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "watchlists add",
        add,
        Access.BOT_ADMIN,
        N_("NAME: QUERY"),
        N_("offer one more ready-made list"),
        _PRIVATE,
    ),
    CommandSpec(
        "watchlists remove",
        remove,
        Access.BOT_ADMIN,
        N_("NAME"),
        N_("remove a list that was added in chat"),
        _PRIVATE,
    ),
    CommandSpec(
        "watchlists pause", pause, Access.BOT_ADMIN, N_("NAME"), N_("stop offering a list for now"), _PRIVATE
    ),
    CommandSpec(
        "watchlists resume", resume, Access.BOT_ADMIN, N_("NAME"), N_("offer a paused list again"), _PRIVATE
    ),
)
