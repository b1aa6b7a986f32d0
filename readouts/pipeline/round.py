"""One look at every enabled source, for when nothing runs for long."""

import asyncio
from typing import Protocol

from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.source import SourceHealth
from readouts.pipeline.ingest import Ingest, Ingested


class Progress(Protocol):
    """Is told how many looks there will be, and of each one done."""

    length: int | None

    def update(self, n_steps: int) -> None: ...


async def look_once(archive: Archive, ingest: Ingest, concurrency: int, progress: Progress) -> list[Ingested]:
    """Look at every source that is not paused, at most `concurrency` at a time."""
    places = asyncio.Semaphore(concurrency)

    async def look(health: SourceHealth) -> Ingested:
        async with places:
            ingested = await ingest.look(health)
        progress.update(1)
        return ingested

    enabled = [health for health in await archive.read(sources.all_health) if not health.source.paused]
    progress.length = len(enabled)
    return await asyncio.gather(*map(look, enabled))
