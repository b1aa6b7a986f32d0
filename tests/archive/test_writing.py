"""Writing together: many writes are one commit, and still each is all or nothing."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from readouts.archive.connections import open_database
from readouts.archive.database import Archive
from readouts.archive.errors import ArchiveBusyError


class OnPurposeError(Exception):
    pass


def adding(name: str) -> Callable[[Database], None]:
    def add(db: Database) -> None:
        db.execute("INSERT INTO watchlists (name, query, added_at) VALUES (?, 'x', '')", (name,))

    return add


def stored(db: Database) -> set[str]:
    return {row["name"] for row in db.execute("SELECT name FROM watchlists")}


class Gate:
    """Keeps the writer busy until it is opened."""

    def __init__(self) -> None:
        self._open = threading.Event()

    def __call__(self, _: Database) -> None:
        assert self._open.wait(timeout=10)

    def open(self) -> None:
        self._open.set()


async def test_writes_that_wait_are_one_commit(archive: Archive) -> None:
    gate = Gate()
    seen: set[int] = set()

    async def write(number: int) -> None:
        await archive.write(adding(f"list {number}"))
        seen.add(len(await archive.read(stored)))

    busy = asyncio.create_task(archive.write(gate))
    waiting = [asyncio.create_task(write(number)) for number in range(8)]
    await asyncio.sleep(0)
    gate.open()
    await asyncio.gather(busy, *waiting)
    assert seen == {8}


async def test_while_another_program_writes_all_who_wait_are_told_within_three_seconds(
    archive: Archive, tmp_path: Path
) -> None:
    """Reading goes on meanwhile, and so does writing when it lets go."""
    with closing(open_database(tmp_path / "archive.sqlite3", "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        first = asyncio.create_task(archive.write(adding("a list")))
        await asyncio.sleep(0.2)
        later = [asyncio.create_task(archive.write(adding(f"list {number}"))) for number in range(50)]
        assert await archive.read(stored) == set()
        assert time.monotonic() - begun < 1
        refused = await asyncio.gather(first, *later, return_exceptions=True)
        assert {type(error) for error in refused} == {ArchiveBusyError}
        assert time.monotonic() - begun < 4
        other.execute("ROLLBACK")
    await archive.write(adding("b list"))
    assert await archive.read(stored) == {"b list"}


async def test_one_that_fails_undoes_only_itself(archive: Archive) -> None:
    gate = Gate()

    def fail(db: Database) -> None:
        adding("never there")(db)
        raise OnPurposeError

    def count(db: Database) -> int:
        return len(stored(db))

    writes: list[Callable[[Database], object]] = [gate, adding("before"), fail, adding("after"), count]
    waiting = [asyncio.create_task(archive.write(write)) for write in writes]
    await asyncio.sleep(0)
    gate.open()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[2], OnPurposeError)
    assert results[4] == 2
    assert await archive.read(stored) == {"before", "after"}


async def test_writes_are_done_in_the_order_they_were_asked_for(archive: Archive) -> None:
    def number(db: Database) -> int:
        adding(f"list {len(stored(db))}")(db)
        return len(stored(db))

    assert await asyncio.gather(*(archive.write(number) for _ in range(50))) == list(range(1, 51))


async def test_a_write_that_nobody_waits_for_any_more_is_left_out_if_it_has_not_begun(
    archive: Archive,
) -> None:
    gate = Gate()
    busy = asyncio.create_task(archive.write(gate))
    await asyncio.sleep(0)
    given_up = asyncio.create_task(archive.write(adding("given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    gate.open()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    await busy
    assert await archive.read(stored) == set()


async def test_closing_waits_for_what_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    archive = await Archive.open(path)
    writes = [asyncio.create_task(archive.write(adding(f"list {n}"))) for n in range(60)]
    await asyncio.sleep(0)
    await archive.close()
    await asyncio.gather(*writes)
    with closing(open_database(path, "ro")) as db:
        assert len(stored(db)) == 60
