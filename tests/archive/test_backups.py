"""Backups are sound whenever they are taken, and a restored one is the archive that it was."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from readouts.archive import checks
from readouts.archive.backups import back_up, restore
from readouts.archive.connections import open_database, transaction
from readouts.archive.database import Archive, ArchiveError, ArchiveInUseError
from readouts.archive.migrations import migrations
from readouts.archive.snapshots import snapshot, snapshot_of_any_version
from tests.archive.children import child, line_from, tell
from tests.archive.making import NOW, chat, readout, stored
from tests.archive.test_crash import WRITER, counts
from tests.archive.test_database import HOLDER, names_in
from tests.archive.test_migrations import meeting_of_first_version

HOT_BACKUPS = 100
HOT_WRITER = """
import asyncio, pathlib, sys
from readouts.archive.database import Archive
from tests.archive.making import chat, owed, readout, stored

def work(db, number):
    chat(db)
    for part in ("a", "b"):
        _, (meeting,) = stored(db, f"{number} {part}", readout(region=f"{number} {part}"))
        owed(db, 7, meeting)

async def main():
    archive = await Archive.open(pathlib.Path(sys.argv[1]))
    for number in range(1_000_000):
        await archive.write(lambda db: work(db, number))
        await asyncio.sleep(0.01)
        if number == 0:
            print("writing", flush=True)

asyncio.run(main())
"""
BACKER_UP = """
import sys
from pathlib import Path
from readouts.archive.backups import back_up, restore
from tests.archive.making import NOW

def on_step(done, of):
    print(done, of, flush=True)
    sys.stdin.readline()

source, target = map(Path, sys.argv[2:])
if sys.argv[1] == "back up":
    back_up(source, target, on_step)
else:
    restore(target, source, NOW, on_step)
print("done", flush=True)
"""
UNDER_A_LIMIT = """
import resource, sys
from pathlib import Path
from readouts.archive.backups import back_up
from readouts.archive.errors import ArchiveError

resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]), lambda done, of: None)
except ArchiveError as error:
    print(error, flush=True)
"""


def quietly(done: int, of: int) -> None:
    """Nobody looks at the progress."""


def held_in(path: Path) -> dict[str, int]:
    with snapshot(path) as db:
        assert checks.problems(db, quick=False) == ()
        return counts(db)


def noise(words: int, seed: int) -> str:
    """Text that takes about as much room packed as so many words of one letter do unpacked."""
    return random.Random(seed).randbytes(2 * words).hex()


async def made(path: Path, size: int = 5, words: int = 500) -> Path:
    """An archive of so many articles, each with a meeting of its own."""
    async with await Archive.open(path) as archive:
        await archive.write(chat)
        await archive.write(
            lambda db: [
                stored(db, str(number), readout(region=f"{number}"), text=noise(words, number))
                for number in range(size)
            ]
        )
    return path


def test_a_hundred_backups_while_a_process_writes_are_all_sound_and_whole(tmp_path: Path) -> None:
    path, copy = tmp_path / "archive.sqlite3", tmp_path / "copy.sqlite3"
    articles = []
    with child(HOT_WRITER, str(path)) as writer:
        line_from(writer)
        try:
            for _ in range(HOT_BACKUPS):
                back_up(path, copy, quietly)
                found = held_in(copy)
                transactions = found["items"] // 2
                assert found == dict.fromkeys(found, 2 * transactions) | {"documents": 4 * transactions}
                articles.append(found["items"])
        finally:
            writer.kill()
    assert articles == sorted(articles)
    assert len(set(articles)) > HOT_BACKUPS / 2, "it wrote all the while"


async def test_a_backup_is_of_one_moment_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    path = await made(tmp_path / "archive.sqlite3", 60, words=10_000)
    seen = []
    async with await Archive.open(path):
        with closing(open_database(path, "rw")) as other:

            def write(done: int, of: int) -> None:
                seen.append((done, of))
                with transaction(other, "BEGIN IMMEDIATE"):
                    stored(other, f"later {done}", text="w " * 10_000)

            back_up(path, tmp_path / "copy.sqlite3", write)
    assert len(seen) >= 3
    assert seen == sorted(seen), "it never begins anew"
    assert {of for _, of in seen} == {seen[-1][0]}
    assert held_in(tmp_path / "copy.sqlite3")["items"] == 60
    assert held_in(path)["items"] == 60 + len(seen)


async def test_a_backup_is_one_file_for_its_owner_alone(tmp_path: Path) -> None:
    path = await made(tmp_path / "archive.sqlite3")
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(path, folder / "copy.sqlite3", quietly)
    assert held_in(folder / "copy.sqlite3") == held_in(path)
    assert names_in(folder) == {"copy.sqlite3"}
    assert (folder / "copy.sqlite3").stat().st_mode & 0o777 == 0o600


async def test_a_newer_backup_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3"), tmp_path / "copy.sqlite3"
    back_up(path, copy, quietly)
    async with await Archive.open(path) as archive:
        await archive.write(lambda db: stored(db, "later"))
    (tmp_path / "link").symlink_to(copy)
    back_up(path, tmp_path / "link", quietly)
    assert held_in(copy)["items"] == 6
    assert (tmp_path / "link").is_symlink()


async def test_a_backup_that_fails_leaves_the_one_before_it(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3"), tmp_path / "copy.sqlite3"
    back_up(path, copy, quietly)
    before = copy.read_bytes()

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(path, copy, stop)
    damage(path)
    with pytest.raises(ArchiveError, match="damaged"):
        back_up(path, copy, quietly)
    assert copy.read_bytes() == before
    assert not [name for name in names_in(tmp_path) if name.endswith(".part")]


async def test_a_disk_that_takes_no_more_is_said_plainly(tmp_path: Path) -> None:
    path, folder = await made(tmp_path / "archive.sqlite3", 60, words=10_000), tmp_path / "backups"
    folder.mkdir()
    with child(UNDER_A_LIMIT, str(path), str(folder / "copy.sqlite3")) as process:
        assert "disk" in line_from(process)
    assert names_in(folder) == set()


async def test_a_backup_that_is_killed_leaves_the_one_before_it(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3", 30, words=10_000), tmp_path / "copy.sqlite3"
    await made(copy, 2)
    with child(BACKER_UP, "back up", str(path), str(copy)) as process:
        assert line_from(process).startswith("256 ")
        process.kill()
    assert held_in(copy)["items"] == 2
    assert {name.split(".")[-1] for name in names_in(tmp_path)} >= {"part"}
    back_up(path, copy, quietly)
    assert held_in(copy)["items"] == 30
    assert not any(name.endswith(".part") for name in names_in(tmp_path)), "what was left is gone"


async def test_a_backup_leaves_drafts_alone_that_are_not_its_own(tmp_path: Path) -> None:
    """Those of processes that run, of other files, and what only looks like one."""
    path = await made(tmp_path / "archive.sqlite3")
    kept = {
        f"copy.{os.getppid()}.part",
        "copy2.4194000.part",
        "copy.x.part",
        "copy.part",
        "copy.4194000.partly",
    }
    for name in kept:
        (tmp_path / name).touch()
    (tmp_path / "copy.4194000.part").touch()
    back_up(path, tmp_path / "copy", quietly)
    assert kept <= names_in(tmp_path)
    assert "copy.4194000.part" not in names_in(tmp_path)


@pytest.mark.parametrize("content", [b"thesis", b"x" * 10_000, "other database"])
async def test_a_backup_never_overwrites_what_is_no_archive(tmp_path: Path, content: bytes | str) -> None:
    path, target = await made(tmp_path / "archive.sqlite3"), tmp_path / "thesis"
    put(target, content)
    before = target.read_bytes()
    with pytest.raises(ArchiveError, match=r"(no|not an) archive of this program"):
        back_up(path, target, quietly)
    assert target.read_bytes() == before


async def test_the_archive_is_no_place_for_its_backup_or_the_source_of_it(tmp_path: Path) -> None:
    path = await made(tmp_path / "archive.sqlite3")
    (tmp_path / "link").symlink_to(path)
    for same in (path, tmp_path / "link"):
        with pytest.raises(ArchiveError, match="is the archive itself"):
            back_up(path, same, quietly)
        with pytest.raises(ArchiveError, match="is the archive itself"):
            restore(path, same, NOW, quietly)
    with pytest.raises(ArchiveError, match="is not a file"):
        back_up(path, tmp_path, quietly)
    with pytest.raises(ArchiveError, match="There is no archive"):
        back_up(tmp_path / "no.sqlite3", tmp_path / "copy.sqlite3", quietly)
    assert held_in(path)["items"] == 5


async def test_an_archive_of_an_older_version_can_be_backed_up_and_restored(tmp_path: Path) -> None:
    """The time for a backup is before an upgrade, and also just after it."""
    path, copy, place = (tmp_path / name for name in ("old.sqlite3", "copy.sqlite3", "archive.sqlite3"))
    with closing(open_database(path, "rwc")) as db, transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db, stop_before="0002_watchlists")
        meeting_of_first_version(db)
    back_up(path, copy, quietly)
    restore(place, copy, NOW, quietly)
    async with await Archive.open(place) as archive:
        assert (await archive.read(counts))["items"] == 1


async def test_a_restored_archive_is_the_one_that_was_backed_up_and_the_other_is_kept(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "data" / "archive.sqlite3"), tmp_path / "copy.sqlite3"
    back_up(path, copy, quietly)
    async with await Archive.open(path) as archive:
        await archive.write(lambda db: stored(db, "later"))
    aside = restore(path, copy, NOW, quietly)
    assert aside == path.with_name("archive.sqlite3.replaced-20240609T120000Z")
    assert names_in(path.parent) == {path.name, f"{path.name}.lock", aside.name}
    assert held_in(path)["items"] == 5
    assert held_in(aside)["items"] == 6
    assert path.stat().st_mode & 0o777 == 0o600
    async with await Archive.open(path) as archive:
        await archive.write(lambda db: stored(db, "after that"))
    assert held_in(copy)["items"] == 5


async def test_what_a_killed_bot_had_only_in_its_log_is_kept_and_not_mixed_in(tmp_path: Path) -> None:
    path, copy = tmp_path / "archive.sqlite3", await made(tmp_path / "copy.sqlite3", 3)
    with child(WRITER, str(path), "0") as writer:
        acknowledged = int(line_from(writer))
        writer.kill()
    assert (tmp_path / "archive.sqlite3-wal").stat().st_size > 0
    aside = restore(path, copy, NOW, quietly)
    assert aside is not None
    assert held_in(path)["items"] == 3
    assert held_in(aside)["items"] >= 2 * (acknowledged + 1)


async def test_a_damaged_archive_can_be_replaced_and_is_kept_with_its_log(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3"), await made(tmp_path / "copy.sqlite3", 3)
    path.write_bytes(b"x" * 100)
    (tmp_path / "archive.sqlite3-wal").write_bytes(b"log")
    (tmp_path / "archive.sqlite3-shm").write_bytes(b"index")
    aside = restore(path, copy, NOW, quietly)
    assert aside is not None
    assert aside.read_bytes() == b"x" * 100
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"log"
    assert held_in(path)["items"] == 3


async def test_a_restore_where_no_archive_is_makes_one(tmp_path: Path) -> None:
    copy = await made(tmp_path / "copy.sqlite3")
    path = tmp_path / "new" / "folder" / "archive.sqlite3"
    assert restore(path, copy, NOW, quietly) is None
    assert held_in(path)["items"] == 5


async def test_nothing_is_restored_while_the_bot_runs(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3"), await made(tmp_path / "copy.sqlite3", 3)
    with child(HOLDER, str(path)) as bot:
        assert line_from(bot) == "open"
        with pytest.raises(ArchiveInUseError, match="Stop it first"):
            restore(path, copy, NOW, quietly)
        tell(bot, "enough")
    assert held_in(path)["items"] == 5


async def test_a_restore_that_is_killed_leaves_the_archive(tmp_path: Path) -> None:
    path, copy = (
        await made(tmp_path / "archive.sqlite3", 2),
        await made(tmp_path / "copy.sqlite3", 30, words=10_000),
    )
    with child(BACKER_UP, "restore", str(copy), str(path)) as process:
        assert line_from(process).startswith("256 ")
        process.kill()
    async with await Archive.open(path) as archive:
        assert (await archive.read(counts))["items"] == 2


def damage(path: Path) -> None:
    """Random bytes in the middle of the file, as a dying disk writes them."""
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + os.urandom(4096) + whole[middle + 4096 :])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def put(path: Path, content: bytes | str) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE other (x)")


def of_another_program(path: Path) -> None:
    path.unlink()
    put(path, "other database")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE _sqlite_migrations SET name = '9999_later' WHERE id = 1")


def without_index(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP INDEX outbox_due")


def orphaned(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO watches (chat, query, created_at) VALUES (99, 'x', '')")


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "damaged": (damage, "damaged"),
    "cut off": (cut, "damaged"),
    "empty": (lambda path: path.write_bytes(b""), "not an archive of this program"),
    "text": (lambda path: path.write_text("text " * 1_000), "no archive of this program"),
    "of another program": (of_another_program, "not an archive"),
    "newer": (newer, "newer version"),
    "not laid out": (without_index, "outbox_due"),
    "with a reference to nothing": (orphaned, "damaged"),
}


@pytest.mark.parametrize("how", SPOILED)
async def test_a_backup_that_is_not_right_is_refused_and_the_archive_stays(tmp_path: Path, how: str) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3"), await made(tmp_path / "copy.sqlite3", 50)
    spoil, sentence = SPOILED[how]
    spoil(copy)
    with pytest.raises(ArchiveError, match=sentence):
        restore(path, copy, NOW, quietly)
    assert held_in(path)["items"] == 5
    assert not [name for name in names_in(tmp_path) if name.endswith(".part") or "replaced" in name]


async def test_two_restores_keep_two_archives(tmp_path: Path) -> None:
    path, copy = await made(tmp_path / "archive.sqlite3"), await made(tmp_path / "copy.sqlite3")
    kept = {restore(path, copy, NOW + timedelta(seconds=second), quietly) for second in range(2)}
    assert len(kept) == 2
    with pytest.raises(ArchiveError, match="File exists"):
        restore(path, copy, NOW, quietly)
    assert held_in(path)["items"] == 5


async def test_a_snapshot_stays_as_it_was_when_it_was_taken(tmp_path: Path) -> None:
    path = await made(tmp_path / "archive.sqlite3")
    async with await Archive.open(path) as archive:
        with snapshot_of_any_version(path) as db:
            await archive.write(lambda db: stored(db, "later"))
            assert counts(db)["items"] == 5
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                Database(db.conn, execute_plugins=False).execute("DELETE FROM items")
        assert (await archive.read(counts))["items"] == 6
