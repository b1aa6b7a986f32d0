"""The archive file as the rest of the program sees it: `write`, `read`, `close`.

One thread writes, in whole transactions, and it alone checkpoints. Readers have connections of
their own and see only what was committed. A second instance on the same file refuses to open.
"""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from sqlite_utils import Database

from readouts.archive import checks, documents
from readouts.archive.connections import Readers, make_reader, make_writer, open_database, transaction
from readouts.archive.errors import ArchiveError, ArchiveFullError, ArchiveInUseError, plain_sentences
from readouts.archive.locking import ArchiveLock
from readouts.archive.migrations import migrations
from readouts.archive.writing import Writer

__all__ = ["Archive", "ArchiveError", "ArchiveFullError", "ArchiveInUseError", "Database"]

T = TypeVar("T")

_READERS = 4
# Reading this much takes about a fifth of a second; larger files are checked on request only.
_CHECKED_AT_START_BYTES = 64 * 1024 * 1024


class Archive:
    """An open archive. Functions handed to `write` and `read` get the connection as their first
    argument and run in a thread: no awaiting inside, and nothing of the event loop's is touched."""

    def __init__(self, readers: Readers, writer: Writer | None = None, lock: ArchiveLock | None = None):
        self._readers = readers
        self._writer = writer
        self._lock = lock

    @classmethod
    async def open(cls, path: Path) -> "Archive":
        """Open for writing, create it where there is none, bring its schema up to date.

        Raises ArchiveInUseError within two seconds when another instance has it, ArchiveError when the
        file is damaged, foreign or of a newer version, ArchiveFullError when there is no room.
        """
        return await asyncio.to_thread(cls._open, path)

    @classmethod
    async def open_read_only(cls, path: Path) -> "Archive":
        """Open beside a running instance, to read only. Raises ArchiveError when there is none."""
        return await asyncio.to_thread(cls._open_read_only, path)

    @classmethod
    def _open(cls, path: Path) -> "Archive":
        checks.check_no_folder(path)
        with ExitStack() as undo, plain_sentences():
            make_folder(path.parent)
            lock = ArchiveLock.take(path)
            undo.callback(lock.release)
            db = _file(path)
            undo.callback(db.close)
            _prepare(db, path)
            archive = cls(_readers(path), Writer(db), lock)
            undo.pop_all()
        return archive

    @classmethod
    def _open_read_only(cls, path: Path) -> "Archive":
        checks.check_is_there(path)
        with plain_sentences(), closing(open_database(path, "ro")) as db:
            checks.check_origin(db, path)
            checks.check_schema(db, path)
        return cls(_readers(path))

    async def write(self, work: Callable[[Database], T]) -> T:
        """Run `work` all or nothing, after all that were asked for before. Any error undoes it whole.
        When this returns, the result is on the disk. `work` may be run twice (see Writer), so it must
        change nothing but the database."""
        if self._writer is None:
            raise ArchiveError("The archive was opened for reading only.")
        return await self._writer.run(work)

    async def read(self, work: Callable[[Database], T]) -> T:
        """Run `work` on one state of the archive, beside whatever is being written."""
        return await self._readers.run(work)

    async def tidy(self) -> None:
        """Bring what was written into the main file; now and then, in a quiet moment."""
        if self._writer is not None:
            await self._writer.run_outside(_tidy)

    async def close(self) -> None:
        """Finish what was asked for, then let go of the file."""
        await asyncio.to_thread(self._readers.close)
        if self._writer is not None:  # last: who may only read cannot tidy up
            await self._writer.close()
        if self._lock is not None:
            self._lock.release()

    async def __aenter__(self) -> "Archive":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _tidy(db: Database) -> None:
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    db.execute("PRAGMA optimize")


def make_folder(folder: Path) -> None:
    """Make the folder that an archive is to lie in. Raises ArchiveError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def _readers(path: Path) -> Readers:
    databases = [open_database(path, "ro") for _ in range(_READERS)]
    for db in databases:
        make_reader(db)
    return Readers(databases)


def _file(path: Path) -> Database:
    """The one writing connection, on a file that this program made."""
    checks.check_place(path)
    if not path.exists():
        _create(path)
    return open_database(path, "rw")


def _prepare(db: Database, path: Path) -> None:
    """Check the file and bring it up to date."""
    checks.check_origin(db, path)
    if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise ArchiveError(f"The disk that holds {path} cannot share memory. The archive needs a local disk.")
    make_writer(db)
    is_small = path.stat().st_size <= _CHECKED_AT_START_BYTES
    if is_small:
        checks.check_inside(db)
    with transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db)
    checks.check_schema(db, path)
    if is_small:
        _mend_index(db)


def _create(path: Path) -> None:
    """Build it under another name, so that a crash on the way leaves no half archive."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)  # it will hold who reads what
    db = open_database(draft, "rw")
    with transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db)
    db.close()
    draft.rename(path)


def _mend_index(db: Database) -> None:
    """The index follows from the items, so that damage to it costs time and nothing else."""
    with transaction(db, "BEGIN IMMEDIATE"):
        if not checks.index_is_sound(db):
            documents.rebuild(db)
