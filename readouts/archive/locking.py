"""One instance at a time: a lock file beside the archive.

The operating system lets go of the lock when the process ends, however it ends. The file stays:
removing it would let two instances lock two files of one name.
"""

import fcntl
import os
import time
from datetime import timedelta
from pathlib import Path

from readouts.archive.errors import ArchiveError, ArchiveInUseError

_PATIENCE = timedelta(milliseconds=200)
_PAUSE = timedelta(milliseconds=50)


class ArchiveLock:
    """Held from `take` to `release`."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor

    @classmethod
    def take(cls, archive: Path) -> "ArchiveLock":
        """Lock the archive, or raise ArchiveInUseError when another process has it and does not let go."""
        try:
            descriptor = os.open(archive.with_name(f"{archive.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ArchiveError(f"The folder {archive.parent} cannot be written: {error.strerror}.") from error
        if not _locked(descriptor, archive):
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise ArchiveInUseError(
                f"Another instance (process {holder}) is using the archive {archive}. Stop it first."
            )
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return cls(descriptor)

    def release(self) -> None:
        os.close(self._descriptor)


def _locked(descriptor: int, archive: Path) -> bool:
    deadline = time.monotonic() + _PATIENCE.total_seconds()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE.total_seconds())
        except OSError as error:
            os.close(descriptor)
            raise ArchiveError(
                f"The disk that holds {archive} cannot lock files: {error.strerror}."
            ) from error
        else:
            return True
