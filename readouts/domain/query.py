"""A query: what a person looks for. Run once it is a search, saved it is a watch."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias


class FieldName(StrEnum):
    """The fields a query can ask about. Values are canonical: codes and ids, never typed names."""

    REGION = "region"  # ISO 3166-2 code of the province-level division
    DIVISION = "division"  # GB/T 2260 code; a prefecture's holds its counties
    LEVEL = "level"
    THEME = "theme"
    PHRASE = "phrase"  # tifa id
    CHAIR = "chair"  # name_key of either form of the name
    COMMITTEE = "committee"  # folded words of the committee's name
    KIND = "kind"  # a Kind, or "any"
    SOURCE = "source"
    LANG = "lang"
    HAS = "has"  # "quote"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand side by side: index tokens, the last one a prefix if `prefix`."""

    tokens: tuple[str, ...]
    prefix: bool
    typed: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field that has one value."""

    name: FieldName
    value: str
    typed: str


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


@dataclass(frozen=True, slots=True)
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
