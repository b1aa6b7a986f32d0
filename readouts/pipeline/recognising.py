"""Copies that are not read as they were written belong to the meeting of what they were copied from."""

from collections.abc import Sequence
from datetime import datetime

from readouts.archive import originals
from readouts.archive.database import Archive
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.remnants import may_be_copied
from readouts.extractors.gazetteer import load_gazetteer


async def with_originals(
    archive: Archive, items: Sequence[Item], told: Sequence[tuple[Readout, ...]], now: datetime
) -> Sequence[tuple[Readout, ...]]:
    """What items tell, in their order, each with what its original tells where that is all it has left."""
    both = list(zip(items, told, strict=True))
    asked = [place for place, (item, readouts) in enumerate(both) if may_be_copied(item, readouts)]
    if not asked:
        return told
    is_place = load_gazetteer().find
    pairs = [both[place] for place in asked]
    found = await archive.read(lambda db: originals.told_with_originals(db, pairs, now, is_place))
    anew = dict(zip(asked, found, strict=True))
    return [anew.get(place, readouts) for place, readouts in enumerate(told)]
