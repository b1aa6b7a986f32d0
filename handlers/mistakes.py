"""A query that cannot be read, shown so that it can be put right."""

from unicodedata import east_asian_width

from handlers.context import Turn
from readouts.delivery.message import Message, compose
from readouts.delivery.styling import Text, clean, code
from readouts.domain.query import QueryError

_SHOWN_BEFORE = 40
_SHOWN_AFTER = 20


def query_mistake(error: QueryError, typed: str, turn: Turn) -> Message:
    """What is wrong, a caret under the place, and what would be valid."""
    values = dict(error.values)
    return compose(
        [
            turn.say("I cannot read that query: {reason}.", reason=turn.say(error.message, **values)),
            _with_caret(clean(typed.replace("\n", " ")), error.position),
            _ended(turn.say(error.hint, **values), turn),
        ]
    )


def _ended(hint: Text, turn: Turn) -> Text:
    """The hint as a sentence; a question ends by itself."""
    is_question = bool(hint) and hint[-1].text.endswith(("?", "？"))
    return hint if is_question else turn.say("{hint}.", hint=hint)


def _with_caret(typed: str, position: int) -> Text:
    """The part of the query around the position, and a second line that points at it."""
    position = min(position, len(typed))
    start = max(0, position - _SHOWN_BEFORE)
    before, after = typed[start:position], typed[position : position + _SHOWN_AFTER]
    # A wide space under a wide character keeps the caret in its column.
    padding = "".join("\u3000" if east_asian_width(c) in "WF" else " " for c in before)
    return code(f"{before}{after}\n{padding}^") if typed.strip() else ()
