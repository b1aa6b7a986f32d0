"""The compiled watches on disk: taken up at a start, made anew in a child process when much has changed."""

import asyncio
import hashlib
import mmap
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from importlib.resources import files
from itertools import chain
from pathlib import Path
from zlib import crc32

from readouts.domain.gazetteer import Gazetteer
from readouts.domain.query import Query, QueryError
from readouts.extractors.gazetteer import load_gazetteer
from readouts.queries.compiled import Compiled
from readouts.queries.compiling import compiled_bytes
from readouts.queries.engine import Engine
from readouts.queries.language import parse_query

# (watch, chat, query as typed)
Typed = tuple[int, int, str]
# Runs a function, given as "package.module:name", in a child process; False where it was not finished.
Apart = Callable[..., Awaitable[bool]]

# What a child may take for a million watches; a hundred thousand take seconds.
LONGEST_COMPILING = timedelta(minutes=10)
MEMORY_FOR_COMPILING = 6_000_000_000
COMPILE = "readouts.pipeline.compiling:compile_file"
_LOOKED_AFTER = timedelta(seconds=30)
_STAMP = 32
_HEAD = 64
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """One file of compiled watches: a stamp, a checksum, and what `compiled_bytes` made. Never the only
    copy of anything: with another stamp, or damaged, it counts as none."""

    path: Path
    stamp: bytes

    @classmethod
    def beside(cls, archive: Path, gazetteer: Gazetteer) -> "CompiledFile":
        """The file that belongs to an archive, for the language as it is today."""
        return cls(archive.with_name(f"{archive.name}.watches"), _stamp(gazetteer))

    def load(self) -> Compiled | None:
        """What the file holds; None where it is not there, stale or damaged."""
        with suppress(OSError), self.path.open("rb") as file:
            head = file.read(_HEAD)
            if head == self._head(_checksum(iter(lambda: file.read(_CHUNK), b""))):
                return Compiled(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[_HEAD:])
        return None

    def write(self, data: Iterable[bytes]) -> None:
        """Put `data` in place of what the file held. Who has loaded that keeps it."""
        new = self.path.with_name(f"{self.path.name}.new")
        with new.open("wb") as file:
            file.write(bytes(_HEAD))
            checksum = _checksum(part for part in data if file.write(part))
            file.seek(0)
            file.write(self._head(checksum))
        new.replace(self.path)

    def _head(self, checksum: int) -> bytes:
        return (self.stamp + checksum.to_bytes(4, "little")).ljust(_HEAD, b"\0")


def _checksum(parts: Iterable[bytes]) -> int:
    found = 0
    for part in parts:
        found = crc32(part, found)
    return found


def _stamp(gazetteer: Gazetteer) -> bytes:
    """Everything that could change what a typed query means, or how it is compiled."""
    stamp = hashlib.sha256(repr(gazetteer.divisions).encode())
    for package in ("readouts.queries", "readouts.domain"):
        for module in sorted(files(package).iterdir(), key=lambda each: each.name):
            if module.name.endswith((".py", ".jsonl")):
                stamp.update(module.read_bytes())
    stamp.update(f"{version('daachorse')} {version('opencc')} {sys.version} {sys.byteorder}".encode())
    return stamp.digest()


def compile_file(file: CompiledFile, recent: Sequence[Typed], gone: frozenset[int], is_based: bool) -> None:
    """Compile into `file`: what it holds, where `is_based`, but those `gone`; and `recent`."""
    gazetteer = load_gazetteer()
    base = file.load() if is_based else None
    if is_based and base is None:
        raise RuntimeError("what the watches were compiled into is gone")
    kept = (row for row in (base.queries() if base else ()) if row[0] not in gone)
    file.write(compiled_bytes(chain(kept, _understood(recent, gazetteer))))


def _understood(watches: Sequence[Typed], gazetteer: Gazetteer) -> Iterator[tuple[int, int, Query]]:
    for watch, chat, text in watches:
        with suppress(QueryError):  # an older version of the language; /watches shows it
            yield watch, chat, parse_query(text, gazetteer)


async def left_to_the_bot(_function: str, *_args: object) -> bool:
    """Compiles nothing: for who reads beside a bot, whose file it is."""
    return False


async def compile_if_due(engine: Engine, file: CompiledFile, apart: Apart) -> bool:
    """Compile the engine's watches anew where much has changed since; whether it was done."""
    if not engine.is_due:
        return False
    changes = engine.changes()
    recent = [(watch, chat, query.text) for watch, chat, query in changes.recent]
    if not await apart(COMPILE, file, recent, changes.gone, engine.is_compiled):
        return False
    compiled = await asyncio.to_thread(file.load)
    if compiled is not None:
        engine.adopt(compiled, changes)
    return compiled is not None


@asynccontextmanager
async def kept_compiled(engine: Engine, file: CompiledFile, apart: Apart) -> AsyncIterator[None]:
    """As long as the block lasts, compile whenever much has changed."""
    looking = asyncio.create_task(_keep_compiled(engine, file, apart))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _keep_compiled(engine: Engine, file: CompiledFile, apart: Apart) -> None:
    while True:
        await asyncio.sleep(_LOOKED_AFTER.total_seconds())
        await compile_if_due(engine, file, apart)
