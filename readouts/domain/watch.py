"""A watch: a saved query of one chat, and why it rang."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from readouts.domain.query import Field, Words

# What can be named as a reason to ring; a negation or a date cannot.
Term: TypeAlias = Words | Field


@dataclass(frozen=True, slots=True)
class Watch:
    """`query` is the text as typed. `name` is set for a watch taken from a watchlist."""

    id: int
    chat: int
    query: str
    name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A ready-made query that a chat can take with one button, unless it is paused. What is built in
    comes from the configuration; the others were added in chat."""

    name: str
    query: str
    built_in: bool = True
    paused: bool = False


class Match(NamedTuple):
    """One watch that matched one document: `readout` is its place, see `Document`. `why` finds out which
    terms of the query hit; most matches of a popular subject are never asked."""

    watch: int
    chat: int
    readout: int | None
    why: Callable[[], tuple[Term, ...]]

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that hit, in the order of the query."""
        return self.why()
