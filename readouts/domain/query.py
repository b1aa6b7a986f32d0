"""A query: what a person looks for. Run once it is a search, saved it is a watch."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from readouts.domain.text import is_han, runs_of_tokens

# Stands in no document: words that are none are found nowhere.
_NOWHERE = "\n"


class FieldName(StrEnum):
    """The fields a query can ask about. Values are canonical: codes and ids, never typed names."""

    REGION = "region"  # ISO 3166-2 code of the province-level division
    DIVISION = "division"  # GB/T 2260 code; a prefecture's holds its counties
    LEVEL = "level"
    THEME = "theme"
    PHRASE = "phrase"  # tifa id
    CHAIR = "chair"  # name_key of either form of the name
    COMMITTEE = "committee"  # the needle (see Words) that stands in Document.committee
    KIND = "kind"  # a Kind, or "any"
    SOURCE = "source"  # name_key of the source's name
    LANG = "lang"
    HAS = "has"  # "quote"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand side by side: index tokens, the last one a prefix if `prefix`.

    `needle` stands in `Document.words` if and only if these words do. Two terms that look for the
    same are equal, however they were typed.
    """

    tokens: tuple[str, ...]
    prefix: bool
    typed: str = field(compare=False)
    needle: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needle", _needle(self.tokens, self.prefix))


def _needle(tokens: tuple[str, ...], prefix: bool) -> str:
    """Runs with a space between; one in front and behind where a word must not begin or end elsewhere."""
    if not tokens:
        return " " if prefix else _NOWHERE
    first, last = tokens[0], tokens[-1]
    before = "" if is_han(first[0]) else " "
    # A pair of Han may stand anywhere in a run; a lone one that is no prefix is the end of its run.
    behind = "" if prefix or (len(last) > 1 and is_han(last[0])) else " "
    return f"{before}{' '.join(runs_of_tokens(tokens))}{behind}"


def field_key(name: FieldName, value: str) -> str:
    """One field with one canonical value in one string: "region:CN-AH"."""
    return f"{name}:{value}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that has one value. `typed` is the whole term ("region:anhui") and is not compared.

    `key` is the same in one string, for sets of what is true of a document.
    """

    name: FieldName
    value: str
    typed: str = field(compare=False)
    key: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", field_key(self.name, self.value))


@dataclass(frozen=True, slots=True)
class Since:
    """The meeting's date, else the publication's, is this day or later."""

    day: date


@dataclass(frozen=True, slots=True)
class Before:
    """The meeting's date, else the publication's, is earlier than this day."""

    day: date


@dataclass(frozen=True, slots=True)
class Last:
    """The meeting's date, else the publication's, is at most this long ago."""

    age: timedelta


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Node", ...]


Node: TypeAlias = Words | Field | Since | Before | Last | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: the words as typed, and what they mean. AllOf(()) finds everything."""

    text: str
    node: Node


@dataclass(eq=False)
class QueryError(Exception):
    """A query that cannot be read: where (code points from 0), why, and what would be valid.

    `message` and `hint` are English sentences with named places ("{name}") to fill from `values`,
    so that the chat can show them in the reader's language.
    """

    position: int
    message: str
    hint: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        filled = dict(self.values)
        return f"{self.message.format(**filled)} (position {self.position + 1}). {self.hint.format(**filled)}"
