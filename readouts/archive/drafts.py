"""Files that are whole or not there: written under another name, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readouts.archive.errors import ArchiveError

# What lies beside an archive under its name and is part of it while it is open.
_BESIDE = ("", "-wal", "-shm", "-journal", ".lock", ".watches")


def is_of_archive(file: Path, archive: Path) -> bool:
    """Whether a file is the archive, under whatever name, or one of those beside it that belong to it."""
    if file.exists() and archive.exists() and file.samefile(archive):
        return True
    file, archive = file.resolve(), archive.resolve()
    return file.parent == archive.parent and file.name in {archive.name + end for end in _BESIDE}


@contextmanager
def drafted(final: Path) -> Iterator[Path]:
    """A new empty file beside `final`, for its owner's eyes only, that takes its name and place when
    the block ends. If the block fails, the draft is gone and `final` is what it was.

    Raises ArchiveError for what the disk does, also inside the block. A process that is killed leaves
    a file ending in .part, which nobody misses.
    """
    final = final.resolve()
    if final.exists() and not final.is_file():
        raise ArchiveError(f"{final} is not a file.")
    draft = final.with_name(f"{final.name}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600, exist_ok=False)
        yield draft
        sync(draft)
        draft.replace(final)
        sync(final.parent)
    except OSError as error:
        raise ArchiveError(f"{final} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have what was written to a file, or which names a folder holds, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
