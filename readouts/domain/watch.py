"""A watch: a saved query of one chat, and why it rang."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """`query` is the text as typed. `name` is set for a watch taken from a built-in watchlist."""

    id: int
    chat: int
    query: str
    name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A ready-made query that a chat can take with one button."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Match:
    """One watch that matched one document, and the terms of its query that hit, as typed."""

    watch: int
    chat: int
    readout: int | None
    terms: tuple[str, ...]
