"""Feeds that were damaged on their way: any byte may be another, any piece missing, doubled or misplaced."""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import pytest

from readouts.domain.source import Source
from tests.watchers.test_arsenal import arsenal, needs_arsenal, own_header
from watchers.entries import MAX_IDENTITY, MAX_TEXT, MAX_TITLE
from watchers.parsed import Feed
from watchers.workers import WorkerKilled, WorkerPool

pytestmark = [needs_arsenal, pytest.mark.asyncio(loop_scope="module")]

ADDRESS = "https://news.example/feed"
SOURCE = Source("Mutants", ADDRESS)
PIECES = (
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b'"',
    b"<item>",
    b"</channel>",
    b"<?xml version='1.0' encoding='gbk'?>",
    b"xml:base='",
)


@cache
def sound() -> list[bytes]:
    return [body for _, body in sorted(arsenal().items()) if len(body) < 10_000]


def mutant(dice: random.Random) -> bytes:
    """A feed of the arsenal after one to three accidents."""
    body = bytearray(dice.choice(sound()))
    for _ in range(dice.randint(1, 3)):
        dice.choice(ACCIDENTS)(body, dice)
    return bytes(body)


def _place(body: bytearray, dice: random.Random) -> slice:
    begin = dice.randint(0, len(body))
    return slice(begin, begin + dice.choice((1, 4, 30, 300)))


def _flip(body: bytearray, dice: random.Random) -> None:
    if body:
        body[dice.randrange(len(body))] = dice.randrange(256)


def _lose(body: bytearray, dice: random.Random) -> None:
    del body[_place(body, dice)]


def _repeat(body: bytearray, dice: random.Random) -> None:
    place = _place(body, dice)
    body[place] = body[place] * dice.choice((2, 3, 50))


def _misplace(body: bytearray, dice: random.Random) -> None:
    body[dice.randint(0, len(body)) :] = body[_place(body, dice)]


def _insert(body: bytearray, dice: random.Random) -> None:
    begin = dice.randint(0, len(body))
    body[begin:begin] = dice.choice(PIECES) * dice.choice((1, 1, 20))


def _graft(body: bytearray, dice: random.Random) -> None:
    body[_place(body, dice)] = dice.choice(sound())[:2000]


ACCIDENTS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip,
    _lose,
    _repeat,
    _misplace,
    _insert,
    _graft,
)


async def read_all(workers: WorkerPool, count: int, seed: int) -> Counter[str]:
    """What became of so many mutants."""
    dice = random.Random(seed)
    fates: Counter[str] = Counter()
    for _ in range(count):
        body = mutant(dice)
        began = time.monotonic()
        try:
            found = await workers.run("watchers.parsing:parse_feed", body, own_header(body), ADDRESS, SOURCE)
        except WorkerKilled as error:
            fates[str(error)] += 1
            continue
        assert time.monotonic() - began < 5
        fates[type(found).__name__] += 1
        for item in found.items if isinstance(found, Feed) else ():
            assert 0 < len(item.identity) <= MAX_IDENTITY
            assert len(item.title) <= MAX_TITLE
            assert len(item.text) <= MAX_TEXT
            f"{item.identity}{item.title}{item.text}".encode()
    return fates


async def test_a_thousand_mutants_are_read_or_refused(workers: WorkerPool) -> None:
    fates = await read_all(workers, 1_000, seed=20240603)
    assert set(fates) == {"Feed", "Unparsable"}
    assert fates["Feed"] > 300


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_ten_thousand_mutants_are_read_or_refused(workers: WorkerPool) -> None:
    fates = await read_all(workers, 10_000, seed=20240604)
    assert set(fates) == {"Feed", "Unparsable"}


async def test_reading_feeds_again_and_again_takes_no_memory_for_good() -> None:
    dice = random.Random(20240605)
    bodies = dice.sample(sound(), 300)
    pool = WorkerPool(1, wall=timedelta(seconds=60))
    try:
        warm = await pool.run("tests.watchers.parsing_jobs:memory_after_parsing", bodies, 1)
        held = await pool.run("tests.watchers.parsing_jobs:memory_after_parsing", bodies, 5)
    finally:
        await pool.close()
    assert isinstance(warm, int)
    assert isinstance(held, int)
    assert held - warm < 5_000_000
