"""Copies of the whole archive: one taken beside a bot that writes, and one put in its place."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from readouts.archive import checks
from readouts.archive.connections import open_database
from readouts.archive.database import make_folder
from readouts.archive.drafts import check_own_file, drafted, sync
from readouts.archive.errors import ArchiveError, ArchiveFullError
from readouts.archive.locking import ArchiveLock
from readouts.archive.migrations import migrations
from readouts.archive.snapshots import snapshot_of_any_version

_PAGES_A_STEP = 256
# Files that belong to an archive while it is open, and after a crash.
_LOG, _LOG_INDEX = "-wal", "-shm"

# Is told how many pages are copied, and how many there are.
Progress = Callable[[int, int], None]


def back_up(archive: Path, target: Path, progress: Progress) -> None:
    """Copy the archive as it is now into one sound file, beside whatever is being written.

    A file of that name is replaced if it is an archive, too, but not this one. Raises ArchiveError;
    then the file of that name is what it was.
    """
    check_own_file(target, archive)
    if target.is_file() and target.stat().st_size > 0:
        _check_is_archive(target)
    with drafted(target) as draft:
        _copy(archive, draft, progress)


def restore(archive: Path, backup: Path, now: datetime, progress: Progress) -> Path | None:
    """Put a backup in the archive's place; the file that the replaced archive has from now on, None
    where there was none.

    Raises ArchiveInUseError while another instance holds the archive, ArchiveError when the backup is
    damaged, foreign or of a newer version; then the archive is what it was.
    """
    place = archive.resolve()
    make_folder(place.parent)
    lock = ArchiveLock.take(archive)
    try:
        if place.exists() and backup.samefile(place):
            raise ArchiveError(f"{backup} is the archive itself. There is nothing to restore.")
        _check_is_archive(backup)
        with drafted(place) as draft:
            _copy(backup, draft, progress)
            return _set_aside(place, now)
    finally:
        lock.release()


def _check_is_archive(path: Path) -> None:
    try:
        with closing(open_database(path, "ro")) as db:
            checks.check_origin(db, path)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path} is no archive of this program, or is damaged.") from error


def _copy(source: Path, draft: Path, progress: Progress) -> None:
    """The whole of an archive in one file that needs no other, checked page by page."""
    with snapshot_of_any_version(source) as db, closing(open_database(draft, "rw")) as copy:
        try:
            copy.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away, not rolled back
            db.conn.backup(
                copy.conn,
                pages=_PAGES_A_STEP,
                progress=lambda _, left, pages: progress(pages - left, pages),
            )
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise ArchiveFullError(f"The disk that holds {draft.parent} is full.") from error
            raise
        _check_copy(copy, source)


def _check_copy(copy: Database, source: Path) -> None:
    found = checks.problems(copy, quick=False)
    if found:
        raise ArchiveError(f"{source} is damaged ({found[0].splitlines()[0]}).")
    if not migrations().pending(copy):
        checks.check_schema(copy, source)


def _set_aside(archive: Path, now: datetime) -> Path | None:
    """Give the archive a second name, which stays to it when its own is given to another file.

    What only its log holds is brought in first. One that is too damaged for that keeps its log, under
    the second name alone: a log that stayed would be taken for that of the restored archive.
    """
    if not archive.exists():
        return None
    with suppress(sqlite3.Error, ArchiveError):
        _check_is_archive(archive)
        with closing(open_database(archive, "rw")) as db:
            db.execute("PRAGMA journal_mode = DELETE")
    aside = archive.with_name(f"{archive.name}.replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    log = archive.with_name(archive.name + _LOG)
    os.link(archive, aside)
    if log.exists():
        log.replace(aside.with_name(aside.name + _LOG))
    archive.with_name(archive.name + _LOG_INDEX).unlink(missing_ok=True)
    sync(archive.parent)
    return aside
