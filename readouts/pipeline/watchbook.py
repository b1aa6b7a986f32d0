"""Saved watches, brought back to life at a start, and queries that were written into the configuration."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from readouts.archive import watches
from readouts.archive.database import Archive
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.query import QueryError
from readouts.pipeline.compiling import COMPILE, Apart, CompiledFile, Typed, kept_compiled
from readouts.queries.compiled import Compiled
from readouts.queries.engine import MOST_RECENT, Engine
from readouts.queries.language import parse_query

log = structlog.get_logger()


@asynccontextmanager
async def kept_engine(
    archive: Archive, gazetteer: Gazetteer, path: Path, apart: Apart
) -> AsyncIterator[Engine]:
    """Every saved watch of the archive at `path`, compiled anew whenever much has changed as long as the
    block lasts."""
    file = CompiledFile.beside(path, gazetteer)
    engine = await filled_engine(archive, gazetteer, file, apart)
    async with kept_compiled(engine, file, apart):
        yield engine


async def filled_engine(archive: Archive, gazetteer: Gazetteer, file: CompiledFile, apart: Apart) -> Engine:
    """Every saved watch, ready to ring. One whose query can no longer be read stays silent."""
    found = await archive.read(lambda db: _compared(file.load(), watches.each_active(db)))
    if len(found.recent) + len(found.gone) > MOST_RECENT and await apart(
        COMPILE, file, found.recent, frozenset(found.gone), found.compiled is not None
    ):
        found = await archive.read(lambda db: _compared(file.load(), watches.each_active(db)))
    engine = Engine(found.compiled)
    for watch in found.gone:
        engine.remove(watch)
    for watch, chat, text in found.recent:
        try:
            engine.add(watch, chat, parse_query(text, gazetteer))
        except QueryError as error:
            log.warning("a saved watch cannot be read", watch=watch, reason=str(error))
    return engine


@dataclass(frozen=True, slots=True)
class _Compared:
    """The compiled watches; those of them that are not saved any more; and saved ones they lack."""

    compiled: Compiled | None
    gone: list[int]
    recent: list[Typed]


def _compared(compiled: Compiled | None, saved: Iterable[Typed]) -> _Compared:
    """Both are in the order of the watches' ids."""
    gone: list[int] = []
    recent: list[Typed] = []
    ids = iter(compiled.ids() if compiled else ())
    known = next(ids, None)
    for watch, chat, text in saved:
        while known is not None and known < watch:
            gone.append(known)
            known = next(ids, None)
        if compiled is None or known != watch:
            recent.append((watch, chat, text))
            continue
        if not compiled.holds_as(watch, chat, text):
            gone.append(watch)
            recent.append((watch, chat, text))
        known = next(ids, None)
    gone += [each for each in (known, *ids) if each is not None]
    return _Compared(compiled, gone, recent)


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells an operator what is wrong with the queries and regions of the configuration."""

    gazetteer: Gazetteer

    def query_mistake(self, query: str) -> str | None:
        try:
            parse_query(query, self.gazetteer)
        except QueryError as error:
            return str(error)
        return None

    def is_region(self, code: str) -> bool:
        return self.gazetteer.province(code) is not None
