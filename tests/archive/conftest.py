"""A real archive in a folder of its own, whole or as one bare connection."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from readouts.archive import facets, search, similar
from readouts.archive.connections import open_database, transaction
from readouts.archive.database import Archive
from readouts.archive.migrations import migrations


@pytest.fixture(scope="module", autouse=True)
def unhurried() -> Iterator[None]:
    """Searches have all the time they want: on a busy machine half a second is soon over."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (search, facets, similar):
            patch.setattr(module, "_BUDGET", timedelta(minutes=1))
        yield


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with await Archive.open(tmp_path / "archive.sqlite3") as opened:
        yield opened


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """One connection to an archive file, inside a transaction as all archive functions are."""
    database = open_database(tmp_path / "bare.sqlite3", "rwc")
    database.execute("PRAGMA synchronous = OFF")
    migrations().apply(database)
    with transaction(database, "BEGIN IMMEDIATE"):
        yield database
    database.close()


@pytest.fixture(scope="session")
def empty_archive() -> sqlite3.Connection:
    """An archive in memory, to copy where a test needs many."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    migrations().apply(Database(conn, execute_plugins=False))
    return conn
