"""Saved watches, brought back to life at a start, and queries that were written into the configuration."""

from dataclasses import dataclass

import structlog

from readouts.archive import watches
from readouts.archive.database import Archive
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.query import QueryError
from readouts.queries.engine import Engine
from readouts.queries.language import parse_query

log = structlog.get_logger()


async def filled_engine(archive: Archive, gazetteer: Gazetteer) -> Engine:
    """Every saved watch, ready to ring. One whose query can no longer be read stays silent."""
    engine = Engine()
    for watch in await archive.read(watches.all_active):
        try:
            engine.add(watch.id, watch.chat, parse_query(watch.query, gazetteer))
        except QueryError as error:
            log.warning("a saved watch cannot be read", watch=watch.id, reason=str(error))
    return engine


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
