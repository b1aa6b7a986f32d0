"""When: the few named jobs that APScheduler runs, and the heap of sources that are due."""

import asyncio
import heapq
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from readouts.archive import sources
from readouts.archive.database import Archive, ArchiveError
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.source import Poll, SourceHealth
from readouts.pipeline.audience import watchers_of
from readouts.pipeline.cadence import (
    SHARE_HOLDS,
    Budget,
    Rhythm,
    first_look,
    interval,
    next_look,
    share_out,
)
from readouts.pipeline.ingest import Ingest, Ingested
from readouts.pipeline.outages import Outages
from readouts.queries.places import Places

log = structlog.get_logger()

_TICK = timedelta(seconds=1)
_TIDY = timedelta(hours=6)
_CALLED_BACK = timedelta(minutes=1)
_AFTER_A_FAULT = timedelta(minutes=5)
_AFTER_A_FULL_DISK = timedelta(seconds=20)


class Schedule:
    """Looks at every source when it is due, at most `concurrency` at a time.

    `changed` is set by whoever adds or resumes a source. The budget is shared out again then, and four
    times an hour, as habits and watches change.
    """

    def __init__(
        self,
        archive: Archive,
        ingest: Ingest,
        gazetteer: Gazetteer,
        budget: Budget,
        concurrency: int,
        clock: Callable[[], datetime],
        changed: asyncio.Event,
    ):
        self._archive = archive
        self._ingest = ingest
        self._gazetteer = gazetteer
        self._budget = budget
        self._clock = clock
        self._changed = changed
        self._places = asyncio.Semaphore(concurrency)
        self._due: list[tuple[datetime, str]] = []
        # Of several entries of one source in the heap the one that stands here holds.
        self._next: dict[str, datetime] = {}
        self._outages = Outages(budget.limits.latest)
        self._rhythms: Mapping[str, Rhythm] = {}
        self._looking: set[asyncio.Task[None]] = set()
        self._jobs = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        """Fill the heap and start the jobs."""
        await self._reload()
        self._jobs.add_job(self._tick, "interval", seconds=_TICK.total_seconds(), id="look")
        self._jobs.add_job(self._share_again, "interval", seconds=SHARE_HOLDS.total_seconds(), id="share")
        self._jobs.add_job(self._archive.tidy, "interval", seconds=_TIDY.total_seconds(), id="tidy")
        self._jobs.start()

    async def stop(self) -> None:
        """Stop looking; a look in hand is dropped and made again at the next start."""
        if self._jobs.running:
            self._jobs.shutdown(wait=False)
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    def intervals(self, known: Iterable[SourceHealth]) -> dict[str, timedelta]:
        """About how often each of these sources is asked now, by its name; paused ones are not."""
        now = self._clock()
        asked = {each.source.name: each for each in known if not each.source.paused}
        return {
            name: interval(asked[name], now, self._rhythms[name]) for name in asked if name in self._rhythms
        }

    async def _reload(self) -> None:
        """Share out the budget, and take up sources that were added or resumed since."""
        self._changed.clear()  # first: what changes while we read is for the next time
        known = await self._archive.read(sources.all_health)
        watching = self._ingest.engine.watching()
        self._rhythms = await asyncio.to_thread(self._shared_out, known, watching)
        now = self._clock()
        for health in known:
            name = health.source.name
            if name in self._rhythms and name not in self._next:
                self._put(name, first_look(health, now, random.random(), self._rhythms[name]))

    def _shared_out(
        self, known: Sequence[SourceHealth], watching: Iterator[tuple[Places, Iterator[int]]]
    ) -> Mapping[str, Rhythm]:
        watchers = watchers_of((each.source for each in known), watching, self._gazetteer)
        return share_out(known, watchers, self._budget)

    async def _share_again(self) -> None:
        """Leave it to the next tick, which alone changes the rhythms."""
        self._changed.set()

    def _put(self, name: str, due: datetime) -> None:
        self._next[name] = due
        heapq.heappush(self._due, (due, name))

    async def _tick(self) -> None:
        now = self._clock()
        if self._changed.is_set():
            await self._reload()
        while self._due and self._due[0][0] <= now:
            due, name = heapq.heappop(self._due)
            if self._next.get(name) != due:
                continue
            task = asyncio.create_task(self._look(name))
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)
            await asyncio.sleep(0)  # hundreds that begin in one turn of the loop would hold it up

    async def _look(self, name: str) -> None:
        """Look at one source and put it back into the heap, whatever came of it."""
        async with self._places:
            due = await self._due_next(name)
        if due is None:
            self._next.pop(name, None)
        else:
            self._put(name, due)

    async def _due_next(self, name: str) -> datetime | None:
        """Look, and say when to look again; None for a source that is paused or gone."""
        try:
            health = await self._archive.read(lambda db: sources.health(db, name))
            if health is None or health.source.paused:
                return None
            ingested = await self._ingest.look(health)
        except ArchiveError as error:
            log.error("the archive cannot take what a source said", source=name, reason=str(error))
            return self._clock() + _AFTER_A_FULL_DISK
        except Exception:  # last resort: one source must not stop the others
            log.exception("a look failed in a way nobody foresaw", source=name)
            return self._clock() + _AFTER_A_FAULT
        _tell(ingested)
        self._call_back(health, ingested.poll)
        rhythm = self._rhythms.get(name)
        return next_look(health, ingested.poll, self._clock(), random.random(), rhythm) if rhythm else None

    def _call_back(self, health: SourceHealth, poll: Poll) -> None:
        """Ask soon those that broke together with a source that answers again: their looks became rare."""
        now = self._clock()
        for other in self._outages.after(poll, health.trouble_since or now):
            soon = now + _CALLED_BACK * random.random()
            if self._next.get(other, now) > soon:
                self._put(other, soon)


def _tell(ingested: Ingested) -> None:
    poll = ingested.poll
    log.info(
        "looked",
        source=poll.source.name,
        state=poll.state.value,
        new=ingested.new,
        owed=ingested.owed,
        took=f"{poll.took.total_seconds():.2f}s",
        detail=poll.detail,
    )
