"""kill -9 in the middle of writing: what was promised is there, and nothing is half written."""

import random
import time
from pathlib import Path

from sqlite_utils import Database

from readouts.archive import checks, outbox
from readouts.archive.database import Archive
from tests.archive.children import child, line_from, rest_from
from tests.archive.making import NOW

KILLS = 4
WRITER = """
import asyncio, pathlib, sys
from readouts.archive.database import Archive
from tests.archive.making import chat, item, owed, readout, stored

def work(db, number):
    chat(db)
    for part in ("a", "b"):
        _, (meeting,) = stored(db, f"{number} {part}", readout(region=f"{number} {part}"), text="w " * 500)
        assert owed(db, 7, meeting)

async def main():
    archive = await Archive.open(pathlib.Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        await archive.write(lambda db: work(db, number))
        print(number, flush=True)
        number += 1

asyncio.run(main())
"""


def killed_after(path: Path, first: int, seconds: float) -> int:
    """The number that a killed writer acknowledged last."""
    with child(WRITER, str(path), str(first)) as writer:
        acknowledged = line_from(writer)
        time.sleep(seconds)
        writer.kill()
        return max(map(int, [acknowledged, *rest_from(writer)]))


def counts(db: Database) -> dict[str, int]:
    return {table: db[table].count for table in ("items", "documents", "readouts", "meetings", "outbox")}


async def test_a_killed_writer_loses_nothing_it_acknowledged_and_leaves_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    dice = random.Random(7)
    first = 0
    for _ in range(KILLS):
        acknowledged = killed_after(path, first, dice.uniform(0.02, 0.2))
        async with await Archive.open(path) as archive:
            found = await archive.read(counts)
            assert await archive.write(lambda db: checks.problems(db, quick=False)) == ()
            assert await archive.write(checks.index_is_sound)
        transactions = found["items"] // 2
        assert transactions >= acknowledged + 1
        assert transactions <= acknowledged + 2, "at most the one that was not acknowledged"
        assert found == dict.fromkeys(found, 2 * transactions) | {"documents": 4 * transactions}
        first = transactions
    assert first > KILLS


async def test_what_was_being_sent_in_a_crash_is_sent_first_after_it(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    killed_after(path, 0, 0)
    async with await Archive.open(path) as archive:
        claimed = await archive.write(lambda db: outbox.claim(db, NOW))
        assert claimed is not None
    async with await Archive.open(path) as archive:
        assert await archive.write(lambda db: outbox.suspect_claimed(db, NOW)) == 1
        again = await archive.write(lambda db: outbox.claim(db, NOW))
    assert again is not None
    assert (again.id, again.suspect, again.unknowns, again.attempts) == (claimed.id, True, 1, 1)
