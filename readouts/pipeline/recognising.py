"""Copies that are not read as readouts any more belong to the meeting of what they were copied from."""

from datetime import datetime

from readouts.archive import originals
from readouts.archive.database import Archive
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.remnants import may_be_left_of_one


async def with_original(
    archive: Archive, item: Item, told: tuple[Readout, ...], now: datetime
) -> tuple[Readout, ...]:
    """What an item tells, and what its original tells where it is no more than what is left of that."""
    if not may_be_left_of_one(item, told):
        return told
    original = await archive.read(lambda db: originals.original_told(db, item, told, now))
    return (*told, original) if original else told
