"""The archive file: one writer with whole transactions, readers apart, and it opens only when sound."""

import asyncio
import os
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from readouts.archive import checks, items
from readouts.archive.connections import open_database
from readouts.archive.database import Archive, ArchiveError, ArchiveFullError, ArchiveInUseError
from tests.archive.children import child, line_from, tell
from tests.archive.making import NOW, item, readout, stored

HOLDER = """
import asyncio, pathlib, sys
from readouts.archive.database import Archive
from tests.archive.making import chat
async def hold():
    archive = await Archive.open(pathlib.Path(sys.argv[1]))
    print("open", flush=True)
    sys.stdin.readline()
    await archive.write(chat)
    await archive.close()
asyncio.run(hold())
"""


def count(db: Database, table: str = "items") -> int:
    return int(db[table].count)


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


class OnPurposeError(Exception):
    pass


async def test_the_writer_commits_to_the_disk_and_the_readers_cannot_write(archive: Archive) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    settings = await archive.write(lambda db: [pragma(db, name) for name in names])
    assert settings == ["wal", 2, 1, 2_500]
    assert await archive.read(lambda db: pragma(db, "query_only")) == 1
    with pytest.raises(ArchiveError, match="read-only"):
        await archive.read(lambda db: db.execute("DELETE FROM items"))


async def test_an_error_undoes_the_whole_transaction(archive: Archive) -> None:
    def work(db: Database) -> None:
        stored(db, "1", readout())
        raise OnPurposeError

    with pytest.raises(OnPurposeError):
        await archive.write(work)
    for table in ("items", "documents", "readouts", "meetings"):
        assert await archive.read(partial(count, table=table)) == 0, table
    assert await archive.write(lambda db: items.add(db, item(), NOW)) == 1


async def test_a_broken_constraint_is_a_mistake_of_ours_and_undoes_the_transaction(archive: Archive) -> None:
    def work(db: Database) -> None:
        stored(db)
        db.execute("INSERT INTO watches (chat, query, created_at) VALUES (99, 'x', '')")

    with pytest.raises(sqlite3.IntegrityError):
        await archive.write(work)
    assert await archive.read(count) == 0


async def test_readers_see_only_what_was_committed(archive: Archive) -> None:
    written, looked = threading.Event(), threading.Event()

    def slow(db: Database) -> None:
        stored(db)
        written.set()
        assert looked.wait(5)

    writing = asyncio.create_task(archive.write(slow))
    await asyncio.to_thread(written.wait, 5)
    assert await archive.read(count) == 0
    looked.set()
    await writing
    assert await archive.read(count) == 1


async def test_a_reader_keeps_one_view_while_others_write(archive: Archive) -> None:
    started, written = threading.Event(), threading.Event()

    def twice(db: Database) -> tuple[int, int]:
        first = count(db)
        started.set()
        assert written.wait(5)
        return first, count(db)

    reading = asyncio.create_task(archive.read(twice))
    await asyncio.to_thread(started.wait, 5)
    await archive.write(stored)
    written.set()
    assert await reading == (0, 0)
    assert await archive.read(count) == 1


async def test_writes_happen_in_the_order_they_were_asked_for(archive: Archive) -> None:
    order: list[int] = []

    def note(number: int, _: Database) -> None:
        order.append(number)

    await asyncio.gather(*(archive.write(partial(note, n)) for n in range(50)))
    assert order == list(range(50))


async def test_a_write_that_is_no_longer_waited_for_still_ends_whole(archive: Archive) -> None:
    started, go = threading.Event(), threading.Event()

    def slow(db: Database) -> None:
        started.set()
        assert go.wait(5)
        stored(db)

    writing = asyncio.create_task(archive.write(slow))
    await asyncio.to_thread(started.wait, 5)
    writing.cancel()
    go.set()
    assert await archive.write(count) == 1


async def test_a_full_disk_is_said_plainly_loses_nothing_and_passes(archive: Archive) -> None:
    def limit_pages(db: Database, spare: int) -> None:
        db.execute(f"PRAGMA max_page_count = {int(str(pragma(db, 'page_count'))) + spare}")

    def fill(db: Database) -> None:
        for number in range(200):
            stored(db, f"more {number}", readout(), text="w " * 5_000)

    await archive.write(stored)
    await archive.write(lambda db: limit_pages(db, 20))
    with pytest.raises(ArchiveFullError, match="full"):
        await archive.write(fill)
    assert await archive.read(count) == 1
    assert await archive.write(lambda db: checks.problems(db, quick=False)) == ()
    assert await archive.write(checks.index_is_sound)
    await archive.write(lambda db: limit_pages(db, 1_000_000))
    await archive.write(fill)
    assert await archive.read(count) == 201


async def test_an_outside_writer_is_waited_for(archive: Archive, tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "archive.sqlite3", "rw")) as outside:
        outside.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(archive.write(stored))
        await asyncio.sleep(0.3)
        assert not writing.done()
        outside.execute("ROLLBACK")
        await writing
    assert await archive.read(count) == 1


async def test_a_hundred_searches_while_writing_meet_no_lock(archive: Archive) -> None:
    async def write() -> None:
        for number in range(20):
            await archive.write(partial(stored, identity=str(number)))

    counted, _ = await asyncio.gather(asyncio.gather(*(archive.read(count) for _ in range(100))), write())
    assert len(counted) == 100
    assert await archive.read(count) == 20


async def test_a_second_instance_refuses_within_two_seconds_and_the_first_does_not_notice(
    tmp_path: Path,
) -> None:
    path = tmp_path / "archive.sqlite3"
    with child(HOLDER, str(path)) as first:
        assert line_from(first) == "open"
        start = time.monotonic()
        with pytest.raises(ArchiveInUseError, match=f"process {first.pid}"):
            await Archive.open(path)
        assert time.monotonic() - start < 2
        tell(first, "close")
        assert first.wait(10) == 0
    async with await Archive.open(path) as archive:
        assert await archive.read(lambda db: count(db, "chats")) == 1


async def test_the_lock_goes_with_the_process_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    with child(HOLDER, str(path)) as first:
        assert line_from(first) == "open"
        first.kill()
    async with await Archive.open(path) as archive:
        assert await archive.read(count) == 0


async def test_a_refused_file_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    path.write_text("this is no database, whatever its name says" * 100)
    with pytest.raises(ArchiveError, match="damaged"):
        await Archive.open(path)
    path.unlink()
    await (await Archive.open(path)).close()


async def test_an_empty_file_is_not_taken_for_a_new_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    path.touch()
    with pytest.raises(ArchiveError, match="0 bytes"):
        await Archive.open(path)
    assert path.stat().st_size == 0


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not an archive of this program"):
        await Archive.open(path)
    assert path.read_bytes() == before


async def edited(path: Path, *statements: str) -> None:
    """An archive that somebody laid hands on."""
    await (await Archive.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


async def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    await edited(path, "UPDATE _sqlite_migrations SET name = '9999_later' WHERE id = 1")
    for opening in (Archive.open, Archive.open_read_only):
        with pytest.raises(ArchiveError, match=r"newer version.*9999_later"):
            await opening(path)


async def test_tables_that_are_not_as_expected_are_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    await edited(path, "DROP INDEX outbox_due", "ALTER TABLE watches ADD COLUMN extra TEXT")
    with pytest.raises(ArchiveError, match="outbox_due, watches"):
        await Archive.open(path)


async def test_a_damaged_page_is_found_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    async with await Archive.open(path) as archive:
        await archive.write(lambda db: [stored(db, str(n), text="w " * 2_000) for n in range(50)])
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + os.urandom(4096) + whole[middle + 4096 :])
    with pytest.raises(ArchiveError, match=r"damaged.*Restore a backup"):
        await Archive.open(path)


async def test_a_damaged_search_index_is_built_anew(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    async with await Archive.open(path) as archive:
        await archive.write(lambda db: [stored(db, str(n), readout()) for n in range(5)])
    await edited(path, "DELETE FROM document_index_data WHERE id > 10")
    async with await Archive.open(path) as archive:
        assert await archive.write(checks.index_is_sound)
        matching = "SELECT count(*) FROM document_index WHERE document_index MATCH 'committee'"
        assert await archive.read(lambda db: db.execute(matching).fetchone()[0]) == 10


async def test_a_reference_to_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    await edited(path, "INSERT INTO watches (chat, query, created_at) VALUES (99, 'x', '')")
    with pytest.raises(ArchiveError, match="watches refers to chats"):
        await Archive.open(path)


async def test_a_crash_while_it_is_made_leaves_no_half_archive(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite3.new").write_text("half")
    async with await Archive.open(tmp_path / "archive.sqlite3") as archive:
        assert await archive.read(count) == 0
    assert not (tmp_path / "archive.sqlite3.new").exists()


async def test_only_its_owner_can_read_it(archive: Archive, tmp_path: Path) -> None:
    await archive.write(stored)
    names = names_in(tmp_path)
    assert "archive.sqlite3-wal" in names
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in names} == {0o600}


async def test_it_can_be_read_while_another_instance_writes(archive: Archive, tmp_path: Path) -> None:
    async with await Archive.open_read_only(tmp_path / "archive.sqlite3") as beside:
        assert await beside.read(count) == 0
        await archive.write(stored)
        assert await beside.read(count) == 1
        with pytest.raises(ArchiveError, match="reading only"):
            await beside.write(stored)
        await beside.tidy()


async def test_it_can_be_read_when_nobody_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    async with await Archive.open(path) as archive:
        await archive.write(stored)
    async with await Archive.open_read_only(path) as alone:
        assert await alone.read(count) == 1


async def test_reading_what_is_not_there_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no archive at"):
        await Archive.open_read_only(tmp_path / "archive.sqlite3")
    assert names_in(tmp_path) == set()


async def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot be made"):
        await Archive.open(tmp_path / "file" / "data" / "archive.sqlite3")


async def test_tidying_and_closing_bring_everything_into_the_main_file(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path / "archive.sqlite3")
    await archive.write(stored)
    await archive.tidy()
    await archive.close()
    assert names_in(tmp_path) == {"archive.sqlite3", "archive.sqlite3.lock"}


async def test_a_reader_of_an_older_archive_is_told_to_start_the_bot_once(tmp_path: Path) -> None:
    """Only the bot brings an archive up to date; a command that reads beside it may not write."""
    path = tmp_path / "archive.sqlite3"
    await (await Archive.open(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE id = (SELECT max(id) FROM _sqlite_migrations)")
    db.close()
    with pytest.raises(ArchiveError, match="Start the bot once"):
        await Archive.open_read_only(path)


async def test_a_folder_in_the_archives_place_is_called_one(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for opening in (Archive.open, Archive.open_read_only):
        with pytest.raises(ArchiveError, match="data is a folder, and the archive is a file: name one"):
            await opening(folder)
    assert names_in(tmp_path) == {"data"}
