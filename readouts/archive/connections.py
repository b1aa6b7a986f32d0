"""Connections to the archive file, and the threads that read from it."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Literal, TypeVar

from sqlite_utils import Database

from readouts.archive.errors import plain_sentences

T = TypeVar("T")

# A person waits for the answer meanwhile; who can wait longer tries again.
_BUSY = timedelta(milliseconds=2_500)
_WAL_BYTES = 64 * 1024 * 1024
_READER_CACHE_KIBIBYTES = 16 * 1024


def open_database(path: Path, mode: Literal["ro", "rw", "rwc"]) -> Database:
    """A connection that begins and ends no transaction by itself; rows can be read by name."""
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY.total_seconds(),
        isolation_level=None,
        check_same_thread=False,  # a connection moves between threads, but only one uses it at a time
    )
    conn.row_factory = sqlite3.Row
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def make_writer(db: Database) -> None:
    """Every commit is on the disk before it returns: NORMAL would forget what was sent last."""
    db.execute("PRAGMA synchronous = FULL")
    db.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES}")


def make_reader(db: Database) -> None:
    """A reader can neither write nor checkpoint."""
    db.execute("PRAGMA query_only = ON")
    db.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIBIBYTES}")


@contextmanager
def transaction(db: Database, begin: str) -> Iterator[None]:
    """All or nothing: whatever leaves the block by an error is rolled back."""
    db.conn.execute(begin)
    try:
        yield
        db.conn.execute("COMMIT")
    finally:
        db.rollback()  # does nothing after a commit


class Readers:
    """As many threads as connections. Each work sees one state of the archive."""

    def __init__(self, databases: Sequence[Database]):
        self._databases = databases
        self._idle: SimpleQueue[Database] = SimpleQueue()
        for db in databases:
            self._idle.put(db)
        self._threads = ThreadPoolExecutor(len(databases), thread_name_prefix="archive-reader")

    async def run(self, work: Callable[[Database], T]) -> T:
        """What `work` returns, run in a thread. Raises ArchiveError for what the disk does.

        Cancelling the wait does not stop work that has begun: it ends by its own rules.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def _run(self, work: Callable[[Database], T]) -> T:
        db = self._idle.get()
        try:
            with plain_sentences(), transaction(db, "BEGIN"):
                return work(db)
        finally:
            self._idle.put(db)

    def close(self) -> None:
        """Finish what was asked for, then close the connections."""
        self._threads.shutdown()
        for db in self._databases:
            db.close()
