"""/try: what a query would have rung for, before it is watched."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.context import Turn
from handlers.mistakes import query_mistake
from handlers.remembered import RememberedSearch
from handlers.silence import silence_of
from readouts.archive.search import search
from readouts.delivery.message import Button, Message, callback_button, compose
from readouts.delivery.rendering.buttons import choose_meeting
from readouts.delivery.rendering.search import hit_line, no_time
from readouts.delivery.styling import Text, code, short, styled
from readouts.domain.hit import Results
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.query import AllOf, AnyOf, Field, FieldName, Last, Query, QueryError
from readouts.queries.language import describe, parse_query
from readouts.queries.matching import asks_kind

LATEST_SHOWN = 3
MEANING_UNITS = 500
_TRIED = timedelta(days=90)


async def try_query(turn: Turn) -> Message:
    """Say how a query is understood and how often it would have rung lately; nothing is saved."""
    if not turn.argument:
        how = turn.say("Say what to try after the command, for example:")
        return compose([how, code("/try region:anhui")])
    try:
        query = parse_query(turn.argument, turn.desk.gazetteer)
    except QueryError as error:
        return query_mistake(error, turn.argument, turn)
    return await _tried(query, turn)


async def _tried(query: Query, turn: Turn) -> Message:
    lately = Query(query.text, AllOf((ringing_only(query).node, Last(_TRIED))))
    ringing = await turn.desk.archive.read(lambda db: search(db, lately, turn.desk.today(), LATEST_SHOWN))
    understood = describe(query, turn.desk.gazetteer, turn.chat.language)
    latest = latest_of(ringing, turn)
    keep = turn.desk.searches.keep(RememberedSearch(turn.chat.id, query.text))
    return compose(
        [
            turn.say("I understand: {meaning}", meaning=short(understood, MEANING_UNITS)),
            *await silence_of(query, turn),
            _how_often(ringing, turn),
            *latest.lines,
        ],
        [latest.openers, [callback_button(turn.say("Watch for this"), f"keep {keep}")]],
    )


def ringing_only(query: Query) -> Query:
    """The same query, finding only what a watch would ring for."""
    if asks_kind(query.node):
        return query
    kinds = tuple(Field(FieldName.KIND, kind.value, f"kind:{kind.value}") for kind in sorted(ALERT_KINDS))
    return Query(query.text, AllOf((query.node, AnyOf(kinds))))


@dataclass(frozen=True, slots=True)
class Latest:
    """What was found last: a line for each, and a button that opens a meeting."""

    lines: list[Text]
    openers: list[Button]


def latest_of(ringing: Results, turn: Turn) -> Latest:
    """The hits, meetings and articles, under numbers."""
    numbered = list(enumerate(ringing.hits, start=1))
    return Latest(
        [styled(f"{number}. ", hit_line(hit, turn.look)) for number, hit in numbered],
        [choose_meeting(number, hit.meeting, turn.look) for number, hit in numbered if hit.meeting],
    )


def _how_often(ringing: Results, turn: Turn) -> Text:
    days = _TRIED.days
    if not ringing.hits and ringing.is_cut_short:
        return no_time(turn.look)
    if not ringing.hits:
        return turn.say("Nothing in the last {days} days would have rung it.", days=days)
    if ringing.total_is_floor:
        return turn.say(
            "It would have rung more than {count} times in the last {days} days. The latest:",
            count=ringing.total,
            days=days,
        )
    return turn.look.ngettext(
        "It would have rung {count} time in the last {days} days. The latest:",
        "It would have rung {count} times in the last {days} days. The latest:",
        ringing.total,
        days=days,
    )
