"""One look at every enabled source, for when nothing runs for long."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.source import Poll, SourceHealth
from readouts.pipeline.ingest import Ingest, Ingested


class Progress(Protocol):
    """Is told how many looks there will be, and of each one done."""

    length: int | None

    def update(self, n_steps: int) -> None: ...


async def look_once(archive: Archive, ingest: Ingest, concurrency: int, progress: Progress) -> list[Ingested]:
    """Look at every source that is not paused, at most `concurrency` at a time. The items themselves are
    in the archive; of thousands of sources they would fill the memory.
    A server that asked for a pause is not asked before that is over."""
    enabled = [health for health in await archive.read(sources.all_health) if not health.source.paused]
    progress.length = len(enabled)
    waiting = iter(enabled)
    looks: list[Ingested] = []

    async def look() -> None:
        for health in waiting:
            looks.append(_resting(health, ingest) or _without_items(await ingest.look(health)))
            progress.update(1)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(concurrency, len(enabled))):
            group.create_task(look())
            await asyncio.sleep(0)  # hundreds of requests that begin in one turn of the loop would hold it up
    return looks


def _resting(health: SourceHealth, ingest: Ingest) -> Ingested | None:
    """What stands in for the look at a source whose server is to be left alone; None for the others."""
    until = health.rest_until
    if until is None or until <= ingest.clock():
        return None
    pause = f"Not asked: its server wants a pause until {until.astimezone(ingest.zone):%Y-%m-%d %H:%M}."
    return Ingested(Poll(health.source, health.state, f"{health.detail} {pause}", timedelta()), 0, 0)


def _without_items(ingested: Ingested) -> Ingested:
    poll = ingested.poll
    if not poll.items:
        return ingested
    return replace(ingested, poll=replace(poll, items=(), known=poll.listed))
