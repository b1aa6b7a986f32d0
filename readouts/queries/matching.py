"""What a query means: whether it holds for one document. The archive's search finds exactly the same."""

import re
from collections.abc import Set
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, assert_never

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
from readouts.domain.watch import Term

# What is true of every document.
ANYTHING = field_key(FieldName.KIND, "any")
# Stands in every haystack.
ALWAYS = "\x02"
_BETWEEN = "\x01"
_UNLIKE_WORDS = re.compile(r"[!-\[\]-~]*")


_REGION, _LEVEL, _KIND, _SOURCE, _LANG, _DIVISION, _THEME, _PHRASE, _CHAIR, _HAS = (
    field_key(name, "")
    for name in (
        *(FieldName.REGION, FieldName.LEVEL, FieldName.KIND, FieldName.SOURCE, FieldName.LANG),
        *(FieldName.DIVISION, FieldName.THEME, FieldName.PHRASE, FieldName.CHAIR, FieldName.HAS),
    )
)


class Facts(NamedTuple):
    """A document as queries ask about it. `fields` holds the key of every field that is true of it.
    `haystack`: its words, then its fields, so that one pass finds out which queries to look at."""

    words: str
    committee: str
    fields: Set[str]
    day: date | None
    haystack: str


def in_haystack(key: str) -> str:
    """A field's key as it stands in a haystack."""
    return f"{_BETWEEN}{_unlike_words(key)}{_BETWEEN}"


@lru_cache(10_000)
def _unlike_words(key: str) -> str:
    """`key` without Han and spaces, with one of which every needle begins: a chair is no word of the text."""
    if _UNLIKE_WORDS.fullmatch(key):
        return key
    return key.encode("unicode_escape", "surrogatepass").decode().replace(" ", r"\x20")


def facts_of(document: Document) -> Facts:
    """What is true of `document`."""
    shared = _shared(
        *(document.region, document.division, document.level, document.kind, document.source, document.lang)
    )
    several = (
        (_THEME, document.themes),
        (_PHRASE, document.phrases),
        (_CHAIR, document.chairs),
        (_HAS, document.has),
    )
    own = [key + value for key, values in several for value in values]
    keys = _BETWEEN.join(map(_unlike_words, own))
    haystack = f"{document.words}{shared.haystack}{keys}{_BETWEEN}{ALWAYS}"
    return Facts(document.words, document.committee, shared.fields.union(own), document.day, haystack)


class _Shared(NamedTuple):
    fields: frozenset[str]
    haystack: str


# Few places and sources tell of few kinds of things.
@lru_cache(10_000)
def _shared(
    region: str | None,
    division: str | None,
    level: str | None,
    kind: str | None,
    source: str | None,
    lang: str | None,
) -> _Shared:
    """What documents have in common, and that part of their haystacks."""
    one = (
        (_REGION, region),
        (_LEVEL, level),
        (_KIND, kind),
        (_SOURCE, source and name_key(source)),
        (_LANG, lang),
    )
    true = {ANYTHING}
    true.update([key + value for key, value in one if value])
    true.update([_DIVISION + code for code in _divisions(division)])
    return _Shared(frozenset(true), f"{_BETWEEN}{_BETWEEN.join(map(_unlike_words, true))}{_BETWEEN}")


def _divisions(code: str | None) -> tuple[str, ...]:
    """A GB/T 2260 code and the codes of the prefecture and of the province that hold it."""
    return (code, f"{code[:4]}00", f"{code[:2]}0000") if code else ()


def matches(node: Node, document: Document, today: date) -> bool:
    """Whether `node` holds for `document`. What a document does not say is false, so its negation is true."""
    return hits(node, facts_of(document), today) is not None


def hits(node: Node, facts: Facts, today: date) -> list[Term] | None:
    """The terms that make `node` hold, in the order of the query; None where it does not hold. What
    holds because something is absent, or by its date, names no term."""
    match node:
        case Words():
            return [node] if node.needle in facts.words else None
        case Field():
            return [node] if _has(node, facts) else None
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


def _hits_of_all(parts: tuple[Node, ...], facts: Facts, today: date) -> list[Term] | None:
    every: list[Term] = []
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
