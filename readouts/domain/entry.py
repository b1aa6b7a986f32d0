"""An entry: one article with all that the archive knows of it, as it leaves one archive for another."""

from dataclasses import dataclass
from datetime import datetime

from readouts.domain.item import Item
from readouts.domain.readout import Readout


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, when it was first seen, and what it tells.

    meetings: the number of each readout's meeting, in order; None where a readout tells of none, and
    nothing at all for an article that comes from elsewhere. aliases: further identities that the item's
    source gave it.
    """

    item: Item
    first_seen: datetime
    readouts: tuple[Readout, ...]
    meetings: tuple[int | None, ...] = ()
    aliases: tuple[str, ...] = ()
