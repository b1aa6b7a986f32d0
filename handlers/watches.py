"""/watch, /watches, /unwatch: what a chat wants to be told of."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from enum import Enum

from handlers.arguments import number_in
from handlers.context import Pressed, Turn
from handlers.mistakes import query_mistake
from handlers.silence import silence_of
from handlers.trying import LATEST_SHOWN, MEANING_UNITS, latest_of, ringing_only
from handlers.watchlist_buttons import take_buttons
from readouts.archive import watches as kept
from readouts.archive import watchlists
from readouts.archive.search import search
from readouts.delivery.message import Message, callback_button, compose
from readouts.delivery.rendering import render_watches
from readouts.delivery.rendering.search import no_time
from readouts.delivery.styling import Text, bold, code, short
from readouts.domain.hit import Results
from readouts.domain.query import Query, QueryError
from readouts.domain.watch import Watch
from readouts.queries.language import describe, parse_query

MOST_WATCHES = 100
_QUERY_UNITS = 200


class NotSaved(Enum):
    """Why a watch was not saved: the chat has that very query already, or has too many."""

    KNOWN = "known"
    TOO_MANY = "too many"


async def watch(turn: Turn) -> Message:
    """Save a query, say how it was understood and what it would have found."""
    if not turn.argument:
        return await _how_to_watch(turn)
    return await watch_for(turn, turn.argument, None)


async def watch_for(turn: Turn, text: str, name: str | None) -> Message:
    """Save `text` as a watch of this chat and confirm it, or say what is wrong with it."""
    try:
        query = parse_query(text, turn.desk.gazetteer)
    except QueryError as error:
        return query_mistake(error, text, turn)
    if await _is_watched(turn, query):
        return compose([_why_not_saved(NotSaved.KNOWN, turn)])
    saved = await _save(turn, query, name)
    if isinstance(saved, NotSaved):
        return compose([_why_not_saved(saved, turn)])
    ringing = await turn.desk.archive.read(
        lambda db: search(db, ringing_only(query), turn.desk.today(), LATEST_SHOWN)
    )
    return _confirmation(saved, query, ringing, await silence_of(query, turn), turn)


async def _is_watched(turn: Turn, query: Query) -> bool:
    """Whether a watch of this chat asks for the same, in whatever words."""
    for mine in await _of_chat(turn):
        with suppress(QueryError):  # saved by an older version of the language; /watches shows it
            if parse_query(mine.query, turn.desk.gazetteer).node == query.node:
                return True
    return False


async def _save(turn: Turn, query: Query, name: str | None) -> Watch | NotSaved:
    """Store the watch and let it ring from now on."""
    chat, now = turn.chat.id, turn.desk.clock()
    saved = await turn.desk.archive.write(
        lambda db: (
            NotSaved.TOO_MANY
            if len(kept.of_chat(db, chat)) >= MOST_WATCHES
            else kept.add(db, chat, query.text, name, now) or NotSaved.KNOWN
        )
    )
    if isinstance(saved, Watch):
        turn.desk.engine.add(saved.id, chat, query)
    return saved


def _why_not_saved(reason: NotSaved, turn: Turn) -> Text:
    match reason:
        case NotSaved.KNOWN:
            return turn.say("That is watched here already. /watches shows all.")
        case NotSaved.TOO_MANY:
            return turn.say(
                "{count} watches are the most for one chat. /watches removes some.", count=MOST_WATCHES
            )


def _confirmation(
    saved: Watch, query: Query, ringing: Results, remarks: Iterable[Text], turn: Turn
) -> Message:
    typed = code(short(query.text, _QUERY_UNITS))
    understood = describe(query, turn.desk.gazetteer, turn.chat.language)
    latest = latest_of(ringing, turn)
    stop = callback_button(turn.say("Stop this watch"), f"unwatch {saved.id}")
    return compose(
        [
            turn.say("Watch {number}: {query}", number=bold(str(saved.id)), query=typed),
            turn.say("I understand: {meaning}", meaning=short(understood, MEANING_UNITS)),
            *remarks,
            _track_record(ringing, turn),
            *latest.lines,
        ],
        [latest.openers, [stop]],
    )


def _track_record(ringing: Results, turn: Turn) -> Text:
    """How often it would have rung for what the archive holds."""
    if not ringing.hits and ringing.is_cut_short:
        return no_time(turn.look)
    if not ringing.hits:
        return turn.say("Nothing in the archive would have rung it so far. I tell you when something does.")
    if ringing.total_is_floor:
        return turn.say("It would have rung more than {count} times so far. The latest:", count=ringing.total)
    return turn.look.ngettext(
        "It would have rung {count} time so far. The latest:",
        "It would have rung {count} times so far. The latest:",
        ringing.total,
    )


async def _how_to_watch(turn: Turn) -> Message:
    lists = await turn.desk.archive.read(watchlists.offered)
    lines = [
        turn.say("Say what to watch after the command, for example:"),
        code("/watch region:anhui"),
        code("/watch political security"),
        code("/watch chair:韩俊"),
        turn.say("Or take a ready-made list:") if lists else (),
    ]
    return compose(lines, take_buttons(lists, turn.look))


async def watches(turn: Turn) -> Message:
    """List what this chat watches, with a button to remove each."""
    return render_watches(await _of_chat(turn), turn.look)


async def unwatch(turn: Turn) -> Message:
    """Remove one watch by its number."""
    number = number_in(turn.argument)
    if number is None:
        mine = render_watches(await _of_chat(turn), turn.look)
        how = compose([turn.say("Say which one, for example /unwatch 3, or press its button.")])
        return replace(mine, html=f"{how.html}\n\n{mine.html}")
    if not await _remove(turn, number):
        return compose([turn.say("There is no watch {number} here. /watches shows all.", number=number)])
    return compose([turn.say("Watch {number} is removed.", number=number)])


async def press_unwatch(turn: Turn) -> Pressed:
    """Remove the button's watch, if it is one of this chat, and show what is left."""
    number = number_in(turn.argument)
    if number is None or not await _remove(turn, number):
        return Pressed(turn.brief("That watch is removed already."))
    left = render_watches(await _of_chat(turn), turn.look)
    return Pressed(turn.brief("Watch {number} is removed.", number=number), left, replaces=True)


async def press_keep(turn: Turn) -> Pressed:
    """Watch for what was searched for."""
    found = turn.desk.searches.find(turn.argument, turn.chat.id)
    if found is None:
        return Pressed(turn.brief("That search is too old. Please type it again."))
    return Pressed(message=await watch_for(turn, found.query, None))


async def _of_chat(turn: Turn) -> tuple[Watch, ...]:
    return await turn.desk.archive.read(lambda db: kept.of_chat(db, turn.chat.id))


async def _remove(turn: Turn, number: int) -> bool:
    """Remove a watch of this very chat; another chat's is left alone."""
    removed = await turn.desk.archive.write(lambda db: kept.remove(db, turn.chat.id, number))
    if removed:
        turn.desk.engine.remove(number)
    return removed
