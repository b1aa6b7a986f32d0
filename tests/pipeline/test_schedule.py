"""A running schedule spends its looks where news comes. Its hours pass at once: a test turns the clock."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest_asyncio

from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.source import Poll, Source, SourceState, Validators
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.cadence import Budget, Limits
from readouts.pipeline.schedule import Schedule
from tests.pipeline.desk import NOW, item, make_ingest

MINUTE = timedelta(minutes=1)
BUDGET = Budget(15 * MINUTE, Limits(2 * MINUTE, 45 * MINUTE))
BUSY = Source("busy", "https://busy.example/feed")
QUIET = Source("quiet", "https://quiet.example/feed")
OWN = Source("own", "https://own.example/feed", every=20 * MINUTE)


@dataclass
class Press:
    """A clock; a source that posts every three minutes, and others that never post again."""

    now: datetime = NOW
    asked: Counter[str] = field(default_factory=Counter)
    is_down: bool = False

    async def poll(self, source: Source, _: Validators) -> Poll:
        self.asked[source.name] += 1
        if self.is_down:
            return Poll(source, SourceState.UNREACHABLE, "", timedelta())
        posts = (self.now - NOW) // (3 * MINUTE) if source.name == "busy" else 0
        items = tuple(item(number, source=source.name) for number in range(posts + 1))
        return Poll(source, SourceState.OK, "", timedelta(), items)


@pytest_asyncio.fixture
async def press(archive: Archive) -> Press:
    await archive.write(lambda db: sources.sync_built_in(db, [BUSY, QUIET, OWN], NOW))
    return Press()


@pytest_asyncio.fixture
async def schedule(archive: Archive, press: Press) -> AsyncIterator[Schedule]:
    running = await started(archive, press)
    yield running
    await running.stop()


async def started(archive: Archive, press: Press, changed: asyncio.Event | None = None) -> Schedule:
    ingest = make_ingest(archive, press, {}, [(7, "region:anhui")], clock=lambda: press.now)
    clock = lambda: press.now  # noqa: E731
    schedule = Schedule(archive, ingest, load_gazetteer(), BUDGET, 9, clock, changed or asyncio.Event())
    await schedule.start()
    return schedule


async def looks(schedule: Schedule, press: Press, hours: int) -> Counter[str]:
    """Let so many hours pass, with their jobs; how often each source was asked in them."""
    before = press.asked.copy()
    jobs = {job.id: job.func for job in schedule._jobs.get_jobs()}
    for minute in range(60 * hours):
        if minute % 15 == 0:
            await jobs["share"]()
        await jobs["look"]()
        await asyncio.gather(*schedule._looking)
        press.now += MINUTE
    return press.asked - before


async def test_a_source_that_posts_is_asked_more_often_than_one_that_does_not(
    schedule: Schedule, press: Press
) -> None:
    await looks(schedule, press, 24)
    later = await looks(schedule, press, 6)
    assert later["busy"] >= 3 * later["quiet"] >= 3
    assert later["busy"] + later["quiet"] <= 1.1 * 2 * 6 * 4, "the two have one look in 15 minutes each"


async def test_what_was_learnt_outlives_a_restart(archive: Archive, schedule: Schedule, press: Press) -> None:
    await looks(schedule, press, 24)
    await schedule.stop()
    again = await started(archive, press)
    after = await looks(again, press, 2)
    await again.stop()
    assert after["busy"] >= 3 * after["quiet"]


async def test_a_source_with_an_interval_of_its_own_keeps_to_it(schedule: Schedule, press: Press) -> None:
    counted = await looks(schedule, press, 6)
    assert 15 <= counted["own"] <= 19, "six hours of 20 minutes, give or take ten per cent and the minutes"


async def test_how_often_each_source_is_asked_is_told_as_it_is(
    archive: Archive, schedule: Schedule, press: Press
) -> None:
    await looks(schedule, press, 24)
    await archive.write(lambda db: sources.set_paused(db, "quiet", True, press.now))
    told = schedule.intervals(await archive.read(sources.all_health))
    assert told.keys() == {"busy", "own"}
    assert told["own"] == 20 * MINUTE
    counted = await looks(schedule, press, 1)
    assert 0.5 < counted["busy"] * told["busy"] / (60 * MINUTE) < 1.5, "the clock goes by the minute"


async def test_after_an_outage_the_first_source_that_answers_calls_back_all_that_broke_with_it(
    schedule: Schedule, press: Press
) -> None:
    await looks(schedule, press, 1)
    press.is_down = True
    await looks(schedule, press, 24)
    rare = await looks(schedule, press, 6)
    assert sum(rare.values()) <= 3
    press.is_down = False
    minutes = 0
    while not (asked := await looks(schedule, press, 1)):
        minutes += 60
    assert asked.keys() == {"busy", "quiet", "own"}
    usual = await looks(schedule, press, 3)
    assert usual["own"] <= 10, "none is asked twice as often from then on"


async def test_a_source_that_was_added_is_asked_at_once_and_shares_the_budget(
    archive: Archive, press: Press
) -> None:
    changed = asyncio.Event()
    running = await started(archive, press, changed)
    await looks(running, press, 1)
    added = replace(QUIET, name="added", url="https://added.example/feed", built_in=False)
    await archive.write(lambda db: sources.add(db, added, press.now))
    changed.set()
    counted = await looks(running, press, 2)
    await running.stop()
    assert counted["added"] >= 3


async def test_a_source_that_is_paused_is_not_asked_and_comes_back(archive: Archive, press: Press) -> None:
    changed = asyncio.Event()
    running = await started(archive, press, changed)
    await archive.write(lambda db: sources.set_paused(db, "busy", True, press.now))
    assert (await looks(running, press, 2))["busy"] == 0
    await archive.write(lambda db: sources.set_paused(db, "busy", False, press.now))
    changed.set()
    assert (await looks(running, press, 1))["busy"] >= 2
    await running.stop()


async def test_few_named_jobs_run_late_rather_than_never(schedule: Schedule) -> None:
    jobs = schedule._jobs.get_jobs()
    assert {job.id for job in jobs} == {"look", "share", "tidy"}
    assert all(job.misfire_grace_time is None and job.coalesce and job.max_instances == 1 for job in jobs)
