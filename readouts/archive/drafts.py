"""Files that are whole or not there: written under another name, then renamed."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readouts.archive.errors import ArchiveError, OverArchiveError

# What lies beside an archive under its name and is part of it while it is open.
_BESIDE = ("", "-wal", "-shm", "-journal", ".lock", ".watches")


def check_own_file(file: Path, archive: Path) -> None:
    """Raise OverArchiveError for the archive, under whatever name, and for what belongs to it beside it."""
    if _is_of_archive(file, archive):
        raise OverArchiveError(f"{file} is the archive itself. Name a file of its own.")


def _is_of_archive(file: Path, archive: Path) -> bool:
    if file.exists() and archive.exists() and file.samefile(archive):
        return True
    file, archive = file.resolve(), archive.resolve()
    return file.parent == archive.parent and file.name in {archive.name + end for end in _BESIDE}


@contextmanager
def drafted(final: Path) -> Iterator[Path]:
    """A new empty file beside `final`, for its owner's eyes only, that takes its name and place when
    the block ends. If the block fails, the draft is gone and `final` is what it was.

    Raises ArchiveError for what the disk does, also inside the block. A process that is killed leaves
    a file ending in .part, which goes when the same file is written next.
    """
    final = final.resolve()
    if final.exists() and not final.is_file():
        raise ArchiveError(f"{final} is not a file.")
    draft = final.with_name(f"{final.name}.{os.getpid()}.part")
    try:
        _clear_away(final)
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


def _clear_away(final: Path) -> None:
    """Remove the drafts of a file that processes left which are no more."""
    of_final = re.compile(rf"{re.escape(final.name)}\.([1-9][0-9]{{0,6}})\.part")
    for draft in final.parent.iterdir():
        left_by = of_final.fullmatch(draft.name)
        if left_by and not _is_running(int(left_by[1])):
            draft.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def sync(path: Path) -> None:
    """Have what was written to a file, or which names a folder holds, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
