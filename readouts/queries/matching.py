"""What a query means: whether it holds for one document. The archive's search finds exactly the same."""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import assert_never

from readouts.domain.document import Document
from readouts.domain.gazetteer import name_key
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.query import (
    AllOf,
    AnyOf,
    Before,
    Field,
    FieldName,
    Last,
    Node,
    Not,
    Query,
    Since,
    Words,
    field_key,
)

# What is true of every document.
ANYTHING = field_key(FieldName.KIND, "any")


@dataclass(frozen=True, slots=True)
class Facts:
    """A document as queries ask about it. `fields` holds the key of every field that is true of it."""

    words: str
    committee: str
    fields: frozenset[str]
    day: date | None


def facts_of(document: Document) -> Facts:
    """What is true of `document`."""
    one = {
        FieldName.REGION: document.region,
        FieldName.LEVEL: document.level,
        FieldName.KIND: document.kind,
        FieldName.SOURCE: name_key(document.source or ""),
        FieldName.LANG: document.lang,
    }
    several = {
        FieldName.DIVISION: _divisions(document.division),
        FieldName.THEME: document.themes,
        FieldName.PHRASE: document.phrases,
        FieldName.CHAIR: document.chairs,
        FieldName.HAS: document.has,
    }
    true = [field_key(name, value) for name, value in one.items() if value]
    true += [field_key(name, value) for name, values in several.items() for value in values]
    return Facts(document.words, document.committee, frozenset([ANYTHING, *true]), document.day)


def _divisions(code: str | None) -> tuple[str, ...]:
    """A GB/T 2260 code and the codes of the prefecture and of the province that hold it."""
    return (code, f"{code[:4]}00", f"{code[:2]}0000") if code else ()


def matches(node: Node, document: Document, today: date) -> bool:
    """Whether `node` holds for `document`. What a document does not say is false, so its negation is true."""
    return hits(node, facts_of(document), today) is not None


def hits(node: Node, facts: Facts, today: date) -> list[str] | None:
    """The terms that make `node` hold, as typed and in the order of the query; None where it does not
    hold. What holds because something is absent, or by its date, names no term."""
    match node:
        case Words():
            return [node.typed] if node.needle in facts.words else None
        case Field():
            return [node.typed] if _has(node, facts) else None
        case AllOf(parts):
            return _hits_of_all(parts, facts, today)
        case AnyOf(parts):
            held = [found for part in parts if (found := hits(part, facts, today)) is not None]
            return list(chain.from_iterable(held)) if held else None
        case Not(part):
            return [] if hits(part, facts, today) is None else None
        case Since() | Before() | Last():
            return [] if facts.day is not None and _is_on(node, facts.day, today) else None
    assert_never(node)


def _has(field: Field, facts: Facts) -> bool:
    return field.key in facts.fields or (field.name is FieldName.COMMITTEE and field.value in facts.committee)


def _hits_of_all(parts: tuple[Node, ...], facts: Facts, today: date) -> list[str] | None:
    every: list[str] = []
    for part in parts:
        found = hits(part, facts, today)
        if found is None:
            return None
        every += found
    return every


def _is_on(node: Since | Before | Last, day: date, today: date) -> bool:
    match node:
        case Since(first):
            return day >= first
        case Before(end):
            return day < end
        case Last(age):
            return today - day <= age
    assert_never(node)


def rings(query: Query, document: Document, today: date) -> bool:
    """Whether a watch with this query rings for `document`: only for meetings of regional committees and
    of the central commission, unless the query itself asks for a kind."""
    return (asks_kind(query.node) or is_alert(document)) and matches(query.node, document, today)


def is_alert(document: Document) -> bool:
    """Whether `document` is about a meeting that watches ring for of themselves."""
    return document.kind in ALERT_KINDS


def asks_kind(node: Node) -> bool:
    """Whether `node` asks for a kind; to leave a kind out (-kind:central) is not to ask for one."""
    match node:
        case Field(name, _):
            return name is FieldName.KIND
        case AllOf(parts) | AnyOf(parts):
            return any(map(asks_kind, parts))
        case _:
            return False
