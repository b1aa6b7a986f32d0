"""A query as what the index is asked: one FTS5 expression, and SQL for what it cannot say (days).

Everything a person typed is inside quotes or hexadecimal here, or is bound as a parameter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from readouts.archive.days import earliest
from readouts.archive.documents import EVERY, field_token
from readouts.domain.query import AllOf, AnyOf, Before, Field, FieldName, Last, Node, Not, Since, Words
from readouts.domain.text import phrase_tokens

# What the index can hold as one token; anything else stands in no document, and in no expression.
_TOKEN = re.compile(r"[0-9a-z\u0080-\ud7ff\ue000-\U0010ffff]+")
_EVERYTHING = f"fields : {EVERY}"
_NOTHING = "fields : nothing"
_IN_INDEX = "d.id IN (SELECT rowid FROM document_index WHERE document_index MATCH ?)"


@dataclass(frozen=True, slots=True)
class Condition:
    """Documents that fit `expression` (FTS5) and `sql` (about a row `d` of documents), where given."""

    expression: str | None = None
    sql: str | None = None
    parameters: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        """The expression to drive a search with: everything, where only `sql` narrows it."""
        return self.expression or _EVERYTHING

    @property
    def where(self) -> str:
        return self.sql or "1"


def condition(node: Node, today: date) -> Condition:  # noqa: PLR0911 - one return for each kind of node
    """What the index is asked for a query. `today` is where "last 30 days" counts from."""
    match node:
        case Words(tokens, prefix, _):
            return Condition(_words("words", tokens, prefix))
        case Field(name, value, _):
            return Condition(_field(name, value))
        case Since(day):
            return _days("d.day >= ?", day)
        case Before(day):
            return _days("d.day < ?", day)
        case Last(age):
            return _days("d.day >= ?", earliest(today, age))
        case Not(part):
            return _not(condition(part, today))
        case AllOf(parts):
            return _all([condition(part, today) for part in parts])
        case AnyOf(parts):
            return _any([condition(part, today) for part in parts])
        case _:
            assert_never(node)


def _words(column: str, tokens: Sequence[str], prefix: bool) -> str:
    if not all(map(_TOKEN.fullmatch, tokens)):
        return _NOTHING
    if not tokens:
        return _EVERYTHING if prefix else _NOTHING
    return f'{column} : "{" ".join(tokens)}"{" *" if prefix else ""}'


def _field(name: FieldName, value: str) -> str:
    if name is FieldName.KIND and value == "any":
        return _EVERYTHING
    if name is FieldName.COMMITTEE:
        return _words("committee", *phrase_tokens(value))
    return f"fields : {field_token(name, value)}"


def _days(sql: str, day: date) -> Condition:
    return Condition(sql=f"ifnull({sql}, 0)", parameters=(day.isoformat(),))


def _not(part: Condition) -> Condition:
    if part.sql is None:
        return Condition(f"({_EVERYTHING}) NOT ({part.match})")
    plain = _as_sql(part)
    return Condition(sql=f"NOT ({plain.sql})", parameters=plain.parameters)


def _all(parts: Sequence[Condition]) -> Condition:
    expressions = [part.expression for part in parts if part.expression]
    rest = [part for part in parts if part.sql]
    return Condition(
        _joined(" AND ", expressions) if expressions or not rest else None,
        _joined(" AND ", [part.sql or "" for part in rest]) if rest else None,
        tuple(each for part in rest for each in part.parameters),
    )


def _any(parts: Sequence[Condition]) -> Condition:
    if all(part.sql is None for part in parts):
        return Condition(_joined(" OR ", [part.match for part in parts]) if parts else _NOTHING)
    plain = [_as_sql(part) for part in parts]
    return Condition(
        sql=_joined(" OR ", [part.where for part in plain]),
        parameters=tuple(each for part in plain for each in part.parameters),
    )


def _joined(word: str, parts: Sequence[str]) -> str:
    return word.join(f"({part})" for part in parts) or _EVERYTHING


def _as_sql(part: Condition) -> Condition:
    """The same as SQL alone, for places where an expression cannot stand."""
    if part.expression is None:
        return part
    if part.sql is None:
        return Condition(sql=_IN_INDEX, parameters=(part.expression,))
    return Condition(sql=f"{_IN_INDEX} AND ({part.sql})", parameters=(part.expression, *part.parameters))
