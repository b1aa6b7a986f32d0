"""What can go wrong with the archive, by what the caller can do about it.

ArchiveError        stop; the sentence says what to do
  OverArchiveError       the call names the archive where a file of its own belongs: name another
  ArchiveInUseError      another instance holds it: stop that one first
  ArchiveBusyError       another program writes to it: nothing was written, reading goes on; try again soon
  ArchiveFullError       no room: nothing was written, reading goes on; try again once there is room
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class ArchiveError(Exception):
    """The archive cannot do what was asked; nothing was changed. The text is a plain sentence."""


class OverArchiveError(ArchiveError):
    """What was to be written would take the place of the archive, or of what lies beside it."""


class ArchiveInUseError(ArchiveError):
    """Another instance holds the archive."""


class ArchiveBusyError(ArchiveError):
    """Another program writes to the archive and has not let go in time; nothing was written."""


class ArchiveFullError(ArchiveError):
    """There is no room left to write; what is stored stays as it was and can be read."""


_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SENTENCES = {
    sqlite3.SQLITE_READONLY: "The archive cannot be written: its file or folder is read-only.",
    sqlite3.SQLITE_IOERR: "The disk that holds the archive answers with errors.",
    sqlite3.SQLITE_CORRUPT: "The archive is damaged. Restore a backup.",
    sqlite3.SQLITE_NOTADB: "The archive is damaged or not an archive at all. Restore a backup.",
    sqlite3.SQLITE_CANTOPEN: "The archive cannot be opened: its file or folder is not accessible.",
}


@contextmanager
def plain_sentences() -> Iterator[None]:
    """Turn what the disk, the file or another program does into an ArchiveError.

    Mistakes of the program itself (bad SQL, a broken constraint) stay sqlite3 errors.
    """
    try:
        yield
    except sqlite3.Error as error:
        cause = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if cause == sqlite3.SQLITE_FULL:
            raise ArchiveFullError("The disk that holds the archive is full. Nothing was lost.") from error
        if cause in _BUSY:
            raise ArchiveBusyError(
                "Another program is writing to the archive and does not let go."
            ) from error
        if cause in _SENTENCES:
            raise ArchiveError(_SENTENCES[cause]) from error
        raise
