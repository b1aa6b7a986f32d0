"""Queries as JSON, for the compiled watches on disk: what was typed, and what it means."""

import json
from datetime import date, timedelta
from typing import Any, TypeAlias

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
)
from readouts.queries.places import Places

_Plain: TypeAlias = list[Any]


def as_json(query: Query) -> str:
    """`query` in one line."""
    return json.dumps([query.text, _plain(query.node)], ensure_ascii=False, separators=(",", ":"))


def from_json(line: str) -> Query:
    """The query that `as_json` made the line of."""
    text, plain = json.loads(line)
    return Query(text, _node(plain))


def places_as_json(named: Places) -> str:
    """The same line for the same places."""
    plain = None if named is None else sorted((each.name.value, each.value) for each in named)
    return json.dumps(plain, ensure_ascii=False)


def places_from_json(line: str) -> Places:
    """The places that `places_as_json` made the line of."""
    plain = json.loads(line)
    if plain is None:
        return None
    return frozenset(Field(FieldName(name), value, f"{name}:{value}") for name, value in plain)


def _plain(node: Node) -> _Plain:  # noqa: PLR0911 - one return for each kind of node
    match node:
        case Words(tokens, prefix, typed):
            return ["words", " ".join(tokens), prefix, typed]
        case Field(name, value, typed):
            return ["field", name.value, value, typed]
        case Since(day):
            return ["since", day.isoformat()]
        case Before(day):
            return ["before", day.isoformat()]
        case Last(age):
            return ["last", age.days]
        case Not(part):
            return ["not", _plain(part)]
        case AllOf(parts):
            return ["all", *map(_plain, parts)]
        case AnyOf(parts):
            return ["any", *map(_plain, parts)]


def _node(plain: _Plain) -> Node:
    match plain:
        case ["words", tokens, prefix, typed]:
            return Words(tuple(tokens.split()), prefix, typed)
        case ["field", name, value, typed]:
            return Field(FieldName(name), value, typed)
        case ["since" | "before" as kind, day]:
            return (Since if kind == "since" else Before)(date.fromisoformat(day))
        case ["last", days]:
            return Last(timedelta(days=days))
        case ["not", part]:
            return Not(_node(part))
        case [kind, *parts]:
            return (AllOf if kind == "all" else AnyOf)(tuple(map(_node, parts)))
        case _:
            raise ValueError(f"no query: {plain!r}")
