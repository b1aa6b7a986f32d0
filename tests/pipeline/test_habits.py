"""Which polls teach how a source posts, and which do not."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.posting import PostingHabit
from readouts.domain.source import SourceState
from readouts.pipeline.ingest import Ingest
from tests.pipeline.desk import NOW, Script, health, item, make_ingest, with_chats

BOSS = 1
HOUR = timedelta(hours=1)


class Newsroom:
    """One source and its reader, with a clock between them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.script = Script(items=tuple(map(item, range(20))))
        self.now = NOW
        self.ingest: Ingest = make_ingest(
            archive, self.script, {}, [], admins=(BOSS,), clock=lambda: self.now
        )

    async def after_an_hour(self, *new: int, state: SourceState = SourceState.OK) -> PostingHabit:
        """What is known of the source after one more poll that finds these items at the top."""
        self.now += HOUR
        self.script.items = (*map(item, new), *self.script.items)
        self.script.state = state
        await self.ingest.look(await health(self.archive, "paper"))
        return (await health(self.archive, "paper")).habit


@pytest.fixture
async def newsroom(archive: Archive) -> Newsroom:
    await with_chats(archive, BOSS)
    return Newsroom(archive)


async def test_a_first_poll_teaches_nothing(newsroom: Newsroom) -> None:
    assert await newsroom.after_an_hour() == PostingHabit()


async def test_each_later_poll_teaches_how_much_is_posted_in_which_hour(newsroom: Newsroom) -> None:
    await newsroom.after_an_hour()
    habit = await newsroom.after_an_hour(100, 101, 102)
    assert habit.days == pytest.approx(1 / 24)
    assert habit.hours[_hour(NOW + HOUR)] == pytest.approx(3), "the hour before the poll, in Shanghai"
    silent = await newsroom.after_an_hour()
    assert silent.days == pytest.approx(2 / 24, rel=0.01)
    assert sum(silent.hours) == pytest.approx(3, rel=0.01)


async def test_a_poll_without_an_answer_teaches_nothing(newsroom: Newsroom) -> None:
    await newsroom.after_an_hour()
    assert await newsroom.after_an_hour(state=SourceState.UNREACHABLE) == PostingHabit()
    later = await newsroom.after_an_hour(100)
    assert later.days == pytest.approx(2 / 24), "it was watched since the last answer"


async def test_a_flood_that_is_held_teaches_nothing(newsroom: Newsroom) -> None:
    await newsroom.after_an_hour()
    before = await newsroom.after_an_hour(100)
    newsroom.script.items = ()
    assert await newsroom.after_an_hour(*range(200, 230)) == before


async def test_what_was_posted_during_a_pause_teaches_nothing(newsroom: Newsroom) -> None:
    await newsroom.after_an_hour()
    before = await newsroom.after_an_hour(100)
    for paused in (True, False):
        await newsroom.archive.write(partial(sources.set_paused, name="paper", paused=paused, now=NOW))
    assert await newsroom.after_an_hour(101, 102) == before
    assert sum((await newsroom.after_an_hour(103)).hours) > sum(before.hours)


def _hour(moment: datetime) -> int:
    return (moment + timedelta(hours=8)).hour
