"""What the contenders of matching have in common: the work they do, and the bot's engine filled with watches."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.watchload import HARD, ORDINARY, watches
from readouts.domain.query import Query
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.compiling import CompiledFile
from readouts.queries.compiling import compiled_bytes

MATCHING, FOLDING, LOADING = "matching", "folding", "loading"
MIXES = {"ordinary": ORDINARY, "hard": HARD}
# So many items are indexed at once by those who turn the search around.
BATCH = 1_000


@contextmanager
def compiled(mix: str, count: int) -> Iterator[CompiledFile]:
    """A file of compiled watches, made in another process: what making it takes is not measured here."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.watching", folder, mix, str(count)]
        subprocess.run(command, check=True)  # noqa: S603 - our own module
        yield _file(Path(folder))


def _file(folder: Path) -> CompiledFile:
    return CompiledFile.beside(folder / "archive", load_gazetteer())


def distinct(mix: str, count: int) -> list[Query]:
    """Every query that somebody watches for, once."""
    return list({query.node: query for _, _, query in watches(count, MIXES[mix])}.values())


def main() -> None:
    folder, mix, count = sys.argv[1:]
    _file(Path(folder)).write(compiled_bytes(watches(int(count), MIXES[mix])))


if __name__ == "__main__":
    main()
