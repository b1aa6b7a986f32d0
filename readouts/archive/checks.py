"""What is looked at before an archive is used, and what `problems` finds when asked."""

import shutil
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from readouts.archive.errors import ArchiveError, ArchiveFullError
from readouts.archive.migrations import APPLICATION_ID, migrations

_OLDEST_SQLITE = (3, 38, 0)
_LEAST_FREE_BYTES = 16 * 1024 * 1024


def check_place(path: Path) -> None:
    """Refuse an SQLite that is too old, a full disk and an archive file without content."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ArchiveError(f"SQLite {sqlite3.sqlite_version} is too old; 3.38 or newer is needed.")
    if shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES:
        raise ArchiveFullError(f"The disk that holds {path.parent} is full. Make room, then start again.")
    if path.exists() and path.stat().st_size == 0:
        raise ArchiveError(
            f"The archive {path} is empty (0 bytes): something cut it off. "
            "Restore a backup, or delete the file to begin anew."
        )


def check_no_folder(path: Path) -> None:
    """Refuse a folder in the archive's place."""
    if path.is_dir():
        raise ArchiveError(
            f"{path} is a folder, and the archive is a file: name one, such as {path / 'archive.sqlite3'}."
        )


def check_is_there(path: Path) -> None:
    """Refuse to read what nobody has made yet."""
    check_no_folder(path)
    if not path.exists():
        raise ArchiveError(f"There is no archive at {path} yet. Start the bot once to make it.")


def check_origin(db: Database, path: Path) -> None:
    """Refuse a file of another program and an archive of a newer version."""
    application_id = db.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise ArchiveError(f"The file {path} is not an archive of this program.")
    known = {step.name for step in migrations().pending(Database(memory=True, execute_plugins=False))}
    newer = {step.name for step in migrations().applied(db)} - known
    if newer:
        raise ArchiveError(
            f"The archive {path} was written by a newer version ({max(newer)}). Upgrade this program first."
        )


def check_schema(db: Database, path: Path) -> None:
    """Refuse an archive whose tables are not what the steps build."""
    if migrations().pending(db):
        raise ArchiveError(
            f"The archive {path} was written by an older version. Start the bot once to bring it up to date."
        )
    fresh = Database(memory=True, execute_plugins=False)
    migrations().apply(fresh)
    missing = _schema(fresh) - _schema(db)
    if missing:
        names = ", ".join(sorted({name for name, _ in missing}))
        raise ArchiveError(f"The archive {path} is not laid out as this version expects ({names}).")


def _schema(db: Database) -> set[tuple[str, str]]:
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    return {(name, " ".join(sql.split())) for name, sql in rows}


def check_inside(db: Database) -> None:
    """Refuse a damaged file."""
    found = problems(db, quick=True)
    if found:
        raise ArchiveError(f"The archive is damaged ({found[0].splitlines()[0]}). Restore a backup.")


def problems(db: Database, quick: bool) -> tuple[str, ...]:
    """What is wrong inside the file, as sentences; empty when it is sound.

    `quick` leaves out comparing each index with its table. Takes time with the size of the file.
    """
    check = "quick_check" if quick else "integrity_check"
    found = [row[0] for row in db.execute(f"PRAGMA {check}(10)") if row[0] != "ok"]
    found += [f"A row of {row[0]} refers to {row[2]} that is not there." for row in _orphans(db)]
    return tuple(found)


def _orphans(db: Database) -> list[sqlite3.Row]:
    rows: list[sqlite3.Row] = db.execute("PRAGMA foreign_key_check").fetchmany(10)
    return rows


def index_is_sound(db: Database) -> bool:
    """Whether the search index is whole in itself. Needs a connection that may write."""
    try:
        db.execute("INSERT INTO document_index (document_index) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    return True
