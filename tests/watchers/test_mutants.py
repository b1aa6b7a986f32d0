"""Feeds that were damaged on their way are read or refused, and cost no more than others."""

import asyncio
import random
import time
from collections import Counter
from datetime import timedelta
from functools import cache

import pytest

from readouts.domain.source import Source
from tests.watchers.mutants import mutant
from tests.watchers.test_arsenal import ARSENAL, arsenal, own_header
from tests.watchers.test_plainfeed import ODD, PLAIN
from watchers.entries import MAX_IDENTITY, MAX_TEXT, MAX_TITLE
from watchers.parsed import Feed
from watchers.workers import WorkerKilled, WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADDRESS = "https://news.example/feed"
SOURCE = Source("Mutants", ADDRESS)


@cache
def sound() -> list[bytes]:
    """Feeds of our own, and as many again of the arsenal where that is at hand."""
    ours = [text.encode(encoding) for text in (PLAIN | ODD).values() for encoding in ("utf-8", "utf-16")]
    collected = arsenal() if ARSENAL.exists() else {}
    small = [body for _, body in sorted(collected.items()) if len(body) < 10_000]
    return small + ours * max(1, len(small) // len(ours))


async def fate(workers: WorkerPool, body: bytes) -> str:
    """What became of one mutant."""
    began = time.monotonic()
    try:
        found = await workers.run("watchers.parsing:parse_feed", body, own_header(body), ADDRESS, SOURCE)
    except WorkerKilled as error:
        return str(error)
    assert time.monotonic() - began < 5
    for item in found.items if isinstance(found, Feed) else ():
        assert 0 < len(item.identity) <= MAX_IDENTITY
        assert len(item.title) <= MAX_TITLE
        assert len(item.text) <= MAX_TEXT
        f"{item.identity}{item.title}{item.text}".encode()
    return type(found).__name__


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_ten_thousand_mutants_are_read_or_refused(workers: WorkerPool) -> None:
    fates: Counter[str] = Counter()
    for first in range(0, 10_000, 4):
        four = (mutant(number, sound(), 3) for number in range(first, first + 4))
        fates.update(await asyncio.gather(*(fate(workers, body) for body in four)))
    assert fates.total() == 10_000
    assert set(fates) == {"Feed", "Unparsable"}
    assert min(fates.values()) > 1000


async def test_reading_feeds_again_and_again_takes_no_memory_for_good() -> None:
    dice = random.Random(20240605)
    bodies = dice.choices(sound(), k=300)
    pool = WorkerPool(1, wall=timedelta(seconds=60))
    try:
        warm = await pool.run("tests.watchers.parsing_jobs:memory_after_parsing", bodies, 1)
        held = await pool.run("tests.watchers.parsing_jobs:memory_after_parsing", bodies, 5)
    finally:
        await pool.close()
    assert isinstance(warm, int)
    assert isinstance(held, int)
    assert held - warm < 5_000_000
