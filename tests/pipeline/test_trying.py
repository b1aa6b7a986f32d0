"""Trying sources before the bot goes live: what counts as working, and that it ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta

import pytest

from readouts.domain.item import Item
from readouts.domain.source import (
    ArticlePolicy,
    Poll,
    Reading,
    Source,
    SourceKind,
    SourceState,
    Validators,
)
from readouts.pipeline.reports import trial_table
from readouts.pipeline.trying import Trial, Trier, to_try
from tests.pipeline.desk import NOW, PAPER, AsListed, Script, item

LIST = Source("list", "https://list.example/", SourceKind.PAGE)


@dataclass
class Bar:
    """Counts."""

    length: int | None = None
    done: int = 0

    def update(self, n_steps: int) -> None:
        self.done += n_steps


@dataclass
class Hangs:
    """A watcher whose source never answers; it notes how many are asked at once."""

    now: int = 0
    most: int = 0

    async def poll(self, _source: Source, _validators: Validators) -> Poll:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.Event().wait()
        finally:
            self.now -= 1
        raise AssertionError


@dataclass
class Texts:
    """A reader that finds this text on every page, and notes what it was asked for."""

    text: str
    asked: list[Item] = field(default_factory=list)

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading:
        self.asked += new
        return Reading(poll, tuple(replace(each, text=self.text) for each in new))


async def tried(source: Source, script: Script, articles: Texts | AsListed) -> Trial:
    trier = Trier({source.kind: script}, articles, 10)
    (trial,) = await trier.try_all([source], Bar())
    return trial


async def test_a_source_that_answers_works_and_only_its_first_article_is_read() -> None:
    articles = Texts("They met.")
    items = (item(1), replace(item(2), published=NOW + timedelta(days=1)))
    trial = await tried(PAPER, Script(items), articles)
    assert trial.works
    assert articles.asked == [item(1)]
    assert (trial.poll.listed, trial.newest, trial.title) == (2, NOW + timedelta(days=1), "Title 1")


@pytest.mark.parametrize("state", [SourceState.REFUSED, SourceState.UNREACHABLE, SourceState.UNREADABLE])
async def test_a_source_that_gives_no_answer_does_not_work(state: SourceState) -> None:
    assert not (await tried(PAPER, Script(state=state), AsListed())).works


async def test_a_list_works_when_its_articles_can_be_read_or_are_not_wanted() -> None:
    script = Script((item(1),))
    assert not (await tried(LIST, script, Texts(""))).works
    assert (await tried(LIST, script, Texts("They met."))).works
    assert (await tried(replace(LIST, articles=ArticlePolicy.NEVER), script, Texts(""))).works
    assert (await tried(PAPER, script, Texts(""))).works
    assert (await tried(LIST, Script(state=SourceState.EMPTY), Texts(""))).works


async def test_sources_that_hang_are_given_up_and_few_are_asked_at_once() -> None:
    hangs, bar = Hangs(), Bar()
    sources = [replace(PAPER, name=f"source-{number}") for number in range(9)]
    trials = await Trier({SourceKind.FEED: hangs}, AsListed(), 3, timedelta(seconds=0.05)).try_all(
        sources, bar
    )
    assert {trial.poll.state for trial in trials} == {SourceState.UNREACHABLE}
    assert {trial.poll.detail for trial in trials} == {"It did not answer in time."}
    assert (hangs.most, bar.length, bar.done) == (3, 9, 9)


def test_what_is_tried_is_configured_or_was_added_in_chat_and_a_pause_in_chat_counts() -> None:
    configured = [Source("a", "https://a.example/new"), Source("b", "https://b.example/", paused=True)]
    known = [
        Source("a", "https://a.example/old", paused=True),
        Source("b", "https://b.example/"),
        Source("chat", "https://c.example/", built_in=False),
        Source("gone", "https://d.example/"),
    ]
    found = [(each.name, each.url, each.paused) for each in to_try(configured, known)]
    assert found == [
        ("a", "https://a.example/new", True),
        ("b", "https://b.example/", False),
        ("chat", "https://c.example/", False),
    ]
    assert to_try(configured, []) == configured


async def test_the_table_shows_what_does_not_work_first_and_counts_the_paused_apart() -> None:
    trials = [
        await tried(replace(PAPER, name="good"), Script((item(1),)), AsListed()),
        await tried(replace(PAPER, name="rests", paused=True), Script((item(1),)), AsListed()),
        await tried(replace(PAPER, name="bad"), Script(state=SourceState.REFUSED), AsListed()),
    ]
    lines = trial_table(trials, UTC).splitlines()
    assert [line.split()[0] for line in lines[2:5]] == ["bad", "good", "rests"]
    assert "paused, works" in lines[4]
    assert "2024-06-10 04:00  Title 1" in lines[3]
    assert lines[-1] == "1 of 2 sources work. Of 1 paused ones 1 would."


async def test_a_source_that_works_and_says_that_it_has_moved_is_told_to_have_said_so() -> None:
    trials = [await tried(PAPER, Script((item(1),), moved_to="https://new.example/key"), AsListed())]
    (row,) = [line for line in trial_table(trials, UTC).splitlines() if line.startswith("paper ")]
    assert row.endswith("It says that it has moved for good.")
    assert "new.example" not in row, "the address may hold a key"


async def test_when_nothing_can_be_reached_the_table_says_what_that_looks_like() -> None:
    trials = [await tried(PAPER, Script(state=SourceState.UNREACHABLE), AsListed())]
    assert trial_table(trials, UTC).endswith("this machine may be cut off from the web.")
