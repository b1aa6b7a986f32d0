"""The archive's articles out into a file, and in from one. Nobody is alerted for what comes in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import BinaryIO

from readouts.archive import entries
from readouts.archive.arrivals import Numbers
from readouts.archive.database import Archive, Database
from readouts.domain.entry import Entry
from readouts.domain.query import Query
from readouts.pipeline.exchange import Unreadable
from readouts.pipeline.round import Progress

_ENTRIES_PER_STEP = 100
_CHARACTERS_PER_STEP = 4_000_000


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many entries of a file were new, how many known already, and how many unreadable."""

    new: int
    known: int
    unreadable: int


def give_out(
    db: Database,
    query: Query | None,
    today: date,
    form: Callable[[Entry], str],
    file: BinaryIO,
    progress: Progress,
) -> int:
    """Write every entry that fits the query, all without one, and return how many those are."""
    progress.length = entries.count(db, query, today)
    written = 0
    for entry in entries.entries(db, query, today):
        file.write(form(entry).encode())
        written += 1
        if written % _ENTRIES_PER_STEP == 0:
            progress.update(_ENTRIES_PER_STEP)
    progress.update(written % _ENTRIES_PER_STEP)
    return written


async def take_in(
    archive: Archive, found: Iterable[Entry | Unreadable], on_step: Callable[[Iterable[Unreadable]], None]
) -> TakenIn:
    """Store what a file holds, in transactions of about a hundred entries: whoever is stopped begins
    anew, and finds those that are stored known. After each, `on_step` is told what could not be read."""
    new = known = unreadable = 0
    numbers = Numbers()
    for step in _steps(found):
        readable = [each for each in step if isinstance(each, Entry)]
        stored = await archive.write(partial(_put_all, readable=readable, numbers=numbers))
        new += stored
        known += len(readable) - stored
        unreadable += len(step) - len(readable)
        on_step(each for each in step if isinstance(each, Unreadable))
    return TakenIn(new, known, unreadable)


def _put_all(db: Database, readable: Iterable[Entry], numbers: Numbers) -> int:
    return sum(entries.put(db, entry, numbers) for entry in readable)


def _steps(found: Iterable[Entry | Unreadable]) -> Iterator[list[Entry | Unreadable]]:
    """What is found in portions that are small whatever is in them."""
    step: list[Entry | Unreadable] = []
    characters = 0
    for each in found:
        step.append(each)
        characters += len(each.item.text) if isinstance(each, Entry) else 0
        if len(step) >= _ENTRIES_PER_STEP or characters >= _CHARACTERS_PER_STEP:
            yield step
            step, characters = [], 0
    if step:
        yield step
