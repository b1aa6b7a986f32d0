"""An entry: one article with all that the archive knows of it, as it leaves one archive for another."""

from dataclasses import dataclass
from datetime import datetime

from readouts.domain.item import Item
from readouts.domain.readout import Readout


@dataclass(frozen=True, slots=True)
class FormerText:
    """What an article said before its source changed it."""

    title: str
    text: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """How a readout belongs to its meeting, where that follows from more than the facts.

    path: (number, number of the meeting that it was split from or None) of the meeting that the readout
    came with, of the one which that was merged into, and so on. put_right_by: the identity of the article
    of the same source that corrects the readout.
    """

    path: tuple[tuple[int, int | None], ...]
    put_right_by: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, when it was first seen, and what it tells.

    meetings: the number of each readout's meeting, in order; None where a readout tells of none, and
    nothing at all for an article that comes from elsewhere. aliases: further identities that the item's
    source gave it. former: its earlier words, the oldest first. joined: how each readout came to its
    meeting, in order; None where the facts say it, and nothing at all where they say it of all.
    """

    item: Item
    first_seen: datetime
    readouts: tuple[Readout, ...]
    meetings: tuple[int | None, ...] = ()
    aliases: tuple[str, ...] = ()
    former: tuple[FormerText, ...] = ()
    joined: tuple[Joined | None, ...] = ()
