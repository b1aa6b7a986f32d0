"""A watch: a saved query of one chat, and why it rang."""

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Match:
    """One watch that matched one document, and the terms of its query that hit, as typed."""

    watch: int
    chat: int
    readout: int | None
    terms: tuple[str, ...]
