"""Copies that are not read as readouts any more belong to the meeting of what they were copied from."""

from collections.abc import Sequence
from datetime import datetime

from readouts.archive import originals
from readouts.archive.database import Archive
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.remnants import may_be_left_of_one


async def with_originals(
    archive: Archive, items: Sequence[Item], told: Sequence[tuple[Readout, ...]], now: datetime
) -> Sequence[tuple[Readout, ...]]:
    """What items tell, in their order, each with what its original tells where that is all it has left."""
    both = list(zip(items, told, strict=True))
    asked = [place for place, (item, readouts) in enumerate(both) if may_be_left_of_one(item, readouts)]
    if not asked:
        return told
    found = await archive.read(lambda db: originals.originals_told(db, [both[each] for each in asked], now))
    added = {place: (original,) for place, original in zip(asked, found, strict=True) if original}
    return [(*readouts, *added.get(place, ())) for place, readouts in enumerate(told)]
