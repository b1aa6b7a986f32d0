"""Saved watches, brought back to life at a start, and queries that were written into the configuration."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from readouts.archive import watches
from readouts.archive.database import Archive
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.query import QueryError
from readouts.domain.watch import Watch
from readouts.pipeline.compiling import COMPILE, Apart, CompiledFile
from readouts.queries.compiled import Compiled
from readouts.queries.engine import MOST_RECENT, Engine
from readouts.queries.language import parse_query

log = structlog.get_logger()


async def filled_engine(archive: Archive, gazetteer: Gazetteer, file: CompiledFile, apart: Apart) -> Engine:
    """Every saved watch, ready to ring. One whose query can no longer be read stays silent."""
    saved = await archive.read(watches.all_active)
    compiled, gone, recent = await asyncio.to_thread(_compared, file, saved)
    if len(recent) + len(gone) > MOST_RECENT:
        typed = [(watch.id, watch.chat, watch.query) for watch in recent]
        if await apart(COMPILE, file, typed, frozenset(gone), compiled is not None):
            compiled, gone, recent = await asyncio.to_thread(_compared, file, saved)
    engine = Engine(compiled)
    for number in gone:
        engine.remove(number)
    for watch in recent:
        try:
            engine.add(watch.id, watch.chat, parse_query(watch.query, gazetteer))
        except QueryError as error:
            log.warning("a saved watch cannot be read", watch=watch.id, reason=str(error))
    return engine


def _compared(file: CompiledFile, saved: Sequence[Watch]) -> tuple[Compiled | None, list[int], list[Watch]]:
    """The compiled watches; which of them are not saved any more; which saved ones are not among them."""
    compiled = file.load()
    if compiled is None:
        return None, [], list(saved)
    kept = {watch.id for watch in saved if compiled.holds_as(watch.id, watch.chat, watch.query)}
    gone = [number for number in compiled.ids() if number not in kept]
    return compiled, gone, [watch for watch in saved if watch.id not in kept]


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
