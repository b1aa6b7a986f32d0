"""What keeps a watch from ringing, said when it is saved."""

from datetime import timedelta

from handlers.context import Turn
from readouts.archive import sources
from readouts.delivery.styling import Text, code, short
from readouts.domain.gazetteer import name_key
from readouts.domain.query import AllOf, Field, FieldName, Last, Node, Query

_TERM_UNITS = 80


async def silence_of(query: Query, turn: Turn) -> tuple[Text, ...]:
    """A remark for each term that must be true and hardly ever will be."""
    needed = _needed(query.node)
    remarks = [
        turn.say(
            "Without a day to go back, this rings only for a meeting that is reported the day it is held."
        )
        for each in needed
        if isinstance(each, Last) and each.age < timedelta(days=1)
    ]
    asked = [each for each in needed if isinstance(each, Field) and each.name is FieldName.SOURCE]
    known = await turn.desk.archive.read(sources.all_health) if asked else ()
    names = {name_key(each.source.name) for each in known}
    remarks += [
        turn.say(
            "No source has the name that {term} asks for, so this will not ring. /sources shows the names.",
            term=code(short(each.typed, _TERM_UNITS)),
        )
        for each in asked
        if each.value not in names
    ]
    return tuple(remarks)


def _needed(node: Node) -> tuple[Node, ...]:
    """The terms that must all be true."""
    if isinstance(node, AllOf):
        return tuple(needed for part in node.parts for needed in _needed(part))
    return (node,)
