"""Sources and their health: what the configuration, the chat and the polls each have a say in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import outbox, search, sources
from readouts.archive.habits import habit_columns, habit_of
from readouts.domain.meeting import Meeting
from readouts.domain.posting import HOURS, PostingHabit
from readouts.domain.query import AllOf, Query
from readouts.domain.source import (
    FirstPoll,
    Move,
    Poll,
    Source,
    SourceHealth,
    SourceKind,
    SourceState,
    Validators,
)
from tests.archive.making import DAY, MINUTE, NOW, TODAY, chat, owed, readout, source, stored

FRESH = Validators('"etag"', "Mon, 03 Jun 2024 00:00:00 GMT", b"\x00hash")


def poll(of: Source, state: SourceState = SourceState.OK, validators: Validators = FRESH) -> Poll:
    return Poll(of, state, f"the poll was {state.value}", timedelta(seconds=1), validators=validators)


def names(db: Database) -> list[str]:
    return [each.source.name for each in sources.all_health(db)]


def test_a_source_comes_back_as_it_was_configured(db: Database) -> None:
    given = source(
        kind=SourceKind.SITEMAP,
        region="CN-AH",
        lang="zh",
        time_zone="Asia/Urumqi",
        every=timedelta(minutes=7.5),
        first_poll=FirstPoll.ALERT,
        file=Path("samples/feed.xml"),
        paused=True,
    )
    sources.sync_built_in(db, [given], NOW)
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert found.source == given
    assert (found.state, found.seeded, found.last_poll) == (SourceState.NEVER, False, None)


def test_a_source_without_an_interval_of_its_own_comes_back_without_one(db: Database) -> None:
    sources.add(db, source(), NOW)
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert found.source.every is None


@given(hours=st.tuples(*[st.floats(0, 1e6)] * HOURS), days=st.floats(0, 50))
def test_a_habit_comes_back_as_it_was_learnt(hours: tuple[float, ...], days: float) -> None:
    """To six digits: in the few minutes between two looks a habit changes in the fifth."""
    kept = habit_of(habit_columns(PostingHabit(hours, days)))
    assert kept.hours == pytest.approx(hours, rel=1e-6, abs=1e-9)
    assert kept.days == days


def test_a_habit_outlives_a_restart_and_ends_with_the_address(db: Database) -> None:
    habit = PostingHabit((0.0, 1.5) * 12, 3.25)
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source()), NOW, new=1, habit=habit)
    sources.record_poll(db, poll(source()), NOW + MINUTE)
    sources.sync_built_in(db, [source(paused=True)], NOW + DAY)
    before = sources.health(db, "Anhui Daily")
    sources.sync_built_in(db, [source(url="https://elsewhere.test/feed")], NOW + DAY)
    after = sources.health(db, "Anhui Daily")
    assert before is not None
    assert after is not None
    assert (before.habit, after.habit) == (habit, PostingHabit())


def test_health_of_a_source_nobody_knows_is_none(db: Database) -> None:
    assert sources.health(db, "Nobody's Daily") is None


def test_a_built_in_source_that_left_the_configuration_is_no_longer_asked(db: Database) -> None:
    sources.sync_built_in(db, [source("A"), source("B")], NOW)
    sources.add(db, source("From chat"), NOW)
    sources.sync_built_in(db, [source("B"), source("C")], NOW)
    assert names(db) == ["B", "C", "From chat"]


def test_health_outlives_a_restart(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source()), NOW)
    before = sources.health(db, "Anhui Daily")
    sources.sync_built_in(db, [source()], NOW + DAY)
    assert sources.health(db, "Anhui Daily") == before


def test_a_new_address_begins_anew_and_silently(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source()), NOW)
    sources.sync_built_in(db, [source(url="https://elsewhere.test/feed")], NOW)
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert (found.seeded, found.state, found.validators) == (False, SourceState.NEVER, Validators())


def test_a_pause_from_chat_lasts_until_the_configuration_itself_changes(db: Database) -> None:
    def paused_after(configured: bool) -> bool:
        sources.sync_built_in(db, [source(paused=configured)], NOW)
        found = sources.health(db, "Anhui Daily")
        assert found is not None
        return found.source.paused

    assert paused_after(configured=False) is False
    assert sources.set_paused(db, "Anhui Daily", True, NOW)
    assert paused_after(configured=False) is True
    assert paused_after(configured=True) is True
    assert sources.set_paused(db, "Anhui Daily", False, NOW)
    assert paused_after(configured=True) is False


def test_adding_from_chat_refuses_a_known_name_or_address(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    assert not sources.add(db, source(url="https://other.test/feed"), NOW)
    assert not sources.add(db, source("Other", url=source().url), NOW)
    assert not sources.add(db, source("Other", url=f"{source().url}#top"), NOW)
    assert sources.add(db, source("Other"), NOW)
    found = sources.health(db, "Other")
    assert found is not None
    assert found.source.built_in is False


@pytest.mark.parametrize(
    "state", [SourceState.OK, SourceState.NOT_MODIFIED, SourceState.EMPTY, SourceState.REFUSED]
)
def test_a_poll_is_noted_alike_whether_or_not_it_is_known_what_was_before(
    db: Database, state: SourceState
) -> None:
    both = [source("One"), source("Two")]
    habit, later = PostingHabit((0.5,) * HOURS, 3.0), NOW + 15 * MINUTE
    sources.sync_built_in(db, both, NOW)
    for each in both:
        sources.record_poll(db, poll(each), NOW, new=1, habit=habit)
    one, two = sources.all_health(db)
    told = sources.record_poll(db, poll(both[0], state), later, 0, habit)
    told_shortly = sources.record_poll(db, poll(both[1], state), later, 0, habit, two)
    assert told is not None
    assert told_shortly is None or replace(told_shortly, source=one.source) == told
    one, two = sources.all_health(db)
    assert replace(two, source=one.source) == one
    assert (told_shortly is None) is (state in (SourceState.OK, SourceState.NOT_MODIFIED))


def test_pausing_a_source_nobody_knows_changes_nothing(db: Database) -> None:
    assert sources.set_paused(db, "Nobody's Daily", True, NOW) is False


def test_the_first_poll_after_a_pause_is_a_first_poll_again(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source()), NOW)

    def seeded() -> bool:
        found = sources.health(db, "Anhui Daily")
        assert found is not None
        return found.seeded

    sources.set_paused(db, "Anhui Daily", False, NOW)
    assert seeded(), "resuming what was not paused changes nothing"
    sources.set_paused(db, "Anhui Daily", True, NOW)
    sources.set_paused(db, "Anhui Daily", False, NOW)
    assert not seeded()


def test_a_poll_is_told_in_the_health(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source()), NOW)
    sources.record_poll(db, poll(source(), SourceState.UNREACHABLE, Validators()), NOW + MINUTE)
    sources.record_poll(db, poll(source(), SourceState.UNREACHABLE, Validators()), NOW + 2 * MINUTE)
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert found.state is SourceState.UNREACHABLE
    assert found.detail == "the poll was unreachable"
    assert (found.since, found.last_poll, found.last_answer) == (NOW + MINUTE, NOW + 2 * MINUTE, NOW)
    assert found.failures == 2
    assert found.validators == FRESH, "a failure says nothing about what was read before it"
    assert found.seeded


def test_an_answer_ends_the_failures(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source(), SourceState.REFUSED), NOW)
    first = sources.health(db, "Anhui Daily")
    assert first is not None
    assert (first.failures, first.seeded, first.validators) == (1, False, Validators())
    sources.record_poll(db, poll(source(), SourceState.NOT_MODIFIED), NOW + MINUTE)
    then = sources.health(db, "Anhui Daily")
    assert then is not None
    assert (then.failures, then.since, then.last_answer) == (0, NOW + MINUTE, NOW + MINUTE)


@pytest.mark.parametrize("state", [state for state in SourceState if state is not SourceState.NEVER])
def test_every_readable_poll_seeds_and_no_other_does(db: Database, state: SourceState) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source(), state), NOW)
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert found.seeded is state.answered


def test_items_are_counted_also_those_that_were_there_before_the_source(db: Database) -> None:
    stored(db, "1")
    sources.sync_built_in(db, [source()], NOW)
    stored(db, "2")
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert found.items == 2


def everything(db: Database) -> list[str]:
    return [hit.title for hit in search.search(db, Query("", AllOf(())), TODAY, 50).hits]


def test_a_forgotten_source_takes_along_what_it_alone_told(db: Database) -> None:
    sources.sync_built_in(db, [source(), source("Sample")], NOW)
    chat(db)
    _, (alone,) = stored(db, "1", readout(region="CN-CQ"), source="Sample")
    _, (shared,) = stored(db, "2", readout(themes=("food",)), source="Sample", title="Sample 2")
    stored(db, "3", readout(themes=("data",)), title="Daily 3")
    item_id, _ = stored(db, "4", source="Sample")
    owed(db, 7, alone)
    owed(db, 7, shared)
    outbox.owe_alert(db, 7, meeting=None, item=item_id, why=(), not_before=NOW, now=NOW)
    sources.forget_source(db, "Sample")
    assert names(db) == ["Anhui Daily"]
    assert everything(db) == ["Daily 3"]
    assert outbox.waiting(db) == 1
    delivery = outbox.claim(db, NOW)
    assert delivery is not None
    assert isinstance(delivery.subject, Meeting)
    assert [article.title for article in delivery.subject.articles] == ["Daily 3"]
    assert delivery.subject.readout.themes == ("data",), "only what the remaining article tells"


def test_a_forgotten_source_can_be_read_anew(db: Database) -> None:
    stored(db, "1")
    sources.forget_source(db, "Anhui Daily")
    assert everything(db) == []
    stored(db, "1")
    assert everything(db) == ["Article 1"]


def test_a_source_moved_from_chat_into_the_configuration_is_built_in(db: Database) -> None:
    sources.add(db, source(), NOW)
    sources.sync_built_in(db, [replace(source(), region="CN-AH")], NOW)
    found = sources.health(db, "Anhui Daily")
    assert found is not None
    assert (found.source.built_in, found.source.region) == (True, "CN-AH")


NEW_ADDRESS = "https://new.test/feed"


def moved(db: Database, polls: int = 3) -> None:
    sources.sync_built_in(db, [source()], NOW)
    for number in range(polls):
        sources.record_poll(db, replace(poll(source()), moved_to=NEW_ADDRESS), NOW + number * MINUTE)


def found(db: Database, name: str = "Anhui Daily") -> SourceHealth:
    health = sources.health(db, name)
    assert health is not None
    return health


def test_what_is_known_of_a_source_comes_back_as_it_was_recorded(db: Database) -> None:
    moved(db, 2)
    recorded = sources.record_poll(db, replace(poll(source()), moved_to=NEW_ADDRESS), NOW + 9 * DAY, new=1)
    assert recorded == found(db)
    assert recorded is not None
    assert recorded.freshness.newest == NOW + 9 * DAY
    assert recorded.freshness.gaps == ()
    assert recorded.moved == Move(NEW_ADDRESS, polls=3)


def test_a_poll_of_a_source_that_is_gone_is_recorded_nowhere(db: Database) -> None:
    assert sources.record_poll(db, poll(source("Gone")), NOW) is None


def test_an_address_taken_over_lasts_until_the_configuration_itself_changes(db: Database) -> None:
    moved(db)
    assert sources.take_over(db, "Anhui Daily", NEW_ADDRESS)
    for _ in range(2):
        sources.sync_built_in(db, [source()], NOW)
        assert found(db).source.url == NEW_ADDRESS
        assert found(db).seeded, "it is the same source"
    sources.sync_built_in(db, [source(url="https://third.test/feed")], NOW)
    assert found(db).source.url == "https://third.test/feed"
    assert not found(db).seeded


def test_an_address_taken_over_and_then_configured_begins_nothing_anew(db: Database) -> None:
    moved(db)
    sources.take_over(db, "Anhui Daily", NEW_ADDRESS)
    sources.sync_built_in(db, [source(url=NEW_ADDRESS)], NOW)
    assert (found(db).source.url, found(db).seeded) == (NEW_ADDRESS, True)


def test_only_the_proposed_address_that_nobody_has_is_taken_over(db: Database) -> None:
    moved(db)
    assert not sources.take_over(db, "Anhui Daily", "https://other.test/feed")
    assert sources.add(db, source("Other", url=NEW_ADDRESS), NOW)
    assert not sources.take_over(db, "Anhui Daily", NEW_ADDRESS)
    assert found(db).source.url == source().url


def test_a_pause_ends_the_trouble_from_before(db: Database) -> None:
    sources.sync_built_in(db, [source()], NOW)
    sources.record_poll(db, poll(source(), SourceState.REFUSED), NOW)
    sources.set_told(db, ["Anhui Daily"], NOW)
    for paused in (True, False):
        sources.set_paused(db, "Anhui Daily", paused, NOW)
    assert (found(db).failures, found(db).trouble_since, found(db).told) == (0, None, None)
    assert sources.in_trouble(db) == ()
