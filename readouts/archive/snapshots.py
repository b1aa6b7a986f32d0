"""One state of the archive for as long as somebody needs it, beside a bot that goes on writing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from readouts.archive import checks
from readouts.archive.connections import make_reader, open_database, transaction
from readouts.archive.errors import plain_sentences


@contextmanager
def snapshot(path: Path) -> Iterator[Database]:
    """The archive as it is now, in this version's layout, until the block ends.

    What is written meanwhile stays in the write-ahead log, so that one is not to be held for days.
    Raises ArchiveError where there is no such archive.
    """
    with snapshot_of_any_version(path) as db:
        checks.check_schema(db, path)
        yield db


@contextmanager
def snapshot_of_any_version(path: Path) -> Iterator[Database]:
    """The same, also of an archive that an older version of this program wrote."""
    checks.check_is_there(path)
    with plain_sentences(), closing(open_database(path, "ro")) as db:
        checks.check_origin(db, path)
        make_reader(db)
        with transaction(db, "BEGIN"):
            db.execute("SELECT 1 FROM sqlite_schema").fetchone()  # until the first read no state is held
            yield db
