"""How a budget of looks is shared out among the sources."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.posting import HOURS, PostingHabit
from readouts.domain.source import Poll, Source, SourceHealth, SourceState
from readouts.pipeline.cadence import Budget, Limits, Rhythm, fit, next_look, rhythm, share_out, wishes
from tests.proportion import in_proportion

NOW = datetime(2024, 6, 9, 12, 20, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LIMITS = Limits(timedelta(minutes=2), timedelta(minutes=45))
SOURCE = Source("paper", "https://example.org/feed")
QUIET = PostingHabit(days=20)
BUSY = PostingHabit((100.0,) * HOURS, days=20)
IN_THE_EVENING = PostingHabit((0.0,) * 19 + (20.0,) + (0.0,) * 4, days=20)

# Summer time, none, half and three quarters of an hour off, and half an hour of summer time.
zones = st.sampled_from(
    ["Europe/Berlin", "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"]
).map(ZoneInfo)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
habits = st.builds(
    PostingHabit,
    st.tuples(*[st.floats(0, 1e4)] * HOURS),
    st.floats(0, 30),
)
crowds = st.integers(0, 1_000_000)


def named(name: str, habit: PostingHabit, **facts: Any) -> SourceHealth:
    return SourceHealth(replace(SOURCE, name=name, **facts), habit=habit)


def looks_a_day(sources: list[Rhythm]) -> float:
    return sum(sum(each.looks) for each in sources) / HOURS


def shared_out(sources: list[tuple[PostingHabit, int]], budget: float) -> list[Rhythm]:
    wished = [wishes(habit, watchers) for habit, watchers in sources]
    scale = fit(wished, budget, LIMITS)
    return [rhythm(each, scale, LIMITS, SHANGHAI) for each in wished]


@given(habits, crowds, st.floats(0, 1e6), zones, moments, st.floats(0, 1, exclude_max=True))
def test_no_source_is_besieged_and_none_is_lost_from_sight(
    habit: PostingHabit, watchers: int, scale: float, zone: ZoneInfo, now: datetime, dice: float
) -> None:
    """The limits hold for whatever was learnt, give or take the ten per cent that spread the looks."""
    pace = rhythm(wishes(habit, watchers), scale, LIMITS, zone)
    answer = Poll(SOURCE, SourceState.OK, "", timedelta())
    wait = next_look(SourceHealth(SOURCE), answer, now, dice, pace) - now
    assert 0.9 * LIMITS.soonest - timedelta(seconds=1) <= wait <= 1.1 * LIMITS.latest + timedelta(seconds=1)


@given(st.lists(st.tuples(habits, crowds), min_size=2, max_size=30), st.floats(60, 400))
def test_the_looks_come_to_the_budget(sources: list[tuple[PostingHabit, int]], each: float) -> None:
    budget = len(sources) * each
    assert looks_a_day(shared_out(sources, budget)) == pytest.approx(budget, rel=0.002)


def test_the_looks_of_a_thousand_ordinary_sources_come_to_the_budget_within_a_part_in_a_thousand() -> None:
    sources = [
        (replace(IN_THE_EVENING, hours=tuple(n * each for each in BUSY.hours)), n % 40) for n in range(1_000)
    ]
    assert looks_a_day(shared_out(sources, 96_000)) == pytest.approx(96_000, rel=0.001)


@given(
    st.lists(st.tuples(habits, crowds, zones), min_size=1, max_size=20),
    st.timedeltas(4 * MINUTE, 24 * MINUTE),
)
def test_what_is_shared_out_is_the_budget(
    sources: list[tuple[PostingHabit, int, ZoneInfo]], every: timedelta
) -> None:
    """One look each `every` for every source, in all, whatever they post and whoever waits for them."""
    known = [named(f"s{n}", habit, time_zone=zone.key) for n, (habit, _, zone) in enumerate(sources)]
    watchers = {f"s{n}": crowd for n, (_, crowd, _) in enumerate(sources)}
    shared = share_out(known, watchers, Budget(every, LIMITS))
    assert looks_a_day(list(shared.values())) == pytest.approx(len(sources) * (DAY / every), rel=0.01)


def test_those_with_an_interval_of_their_own_keep_to_it_outside_the_budget() -> None:
    known = [named("own", BUSY, every=timedelta(hours=6)), named("busy", BUSY), named("quiet", QUIET)]
    shared = share_out(known, {"own": 1_000_000}, Budget(timedelta(minutes=15), LIMITS))
    assert looks_a_day([shared["own"]]) == pytest.approx(4)
    assert looks_a_day([shared["busy"], shared["quiet"]]) == pytest.approx(2 * 96, rel=0.01)


def test_those_that_are_paused_take_nothing_of_it() -> None:
    known = [named("paused", BUSY, paused=True), named("asked", QUIET)]
    shared = share_out(known, {}, Budget(timedelta(minutes=15), LIMITS))
    assert shared.keys() == {"asked"}
    assert looks_a_day([shared["asked"]]) == pytest.approx(96, rel=0.01)


def test_ten_times_the_sources_are_shared_out_in_about_ten_times_the_time() -> None:
    def took(size: int) -> float:
        known = [named(f"s{n}", BUSY if n % 7 else IN_THE_EVENING) for n in range(size)]
        began = time.perf_counter()
        assert len(share_out(known, {}, Budget(timedelta(minutes=15), LIMITS))) == size
        return time.perf_counter() - began

    assert in_proportion(took, 100, 1_000, most=40)


def test_a_budget_too_small_still_keeps_every_source_in_sight() -> None:
    spare = shared_out([(QUIET, 0), (BUSY, 50)], budget=1)
    assert looks_a_day(spare) == pytest.approx(2 * LIMITS.fewest)


def test_a_budget_too_large_is_not_spent() -> None:
    lavish = shared_out([(QUIET, 0), (BUSY, 50)], budget=1e9)
    assert looks_a_day(lavish) == pytest.approx(2 * LIMITS.most)


def test_without_sources_there_is_nothing_to_share_out() -> None:
    assert fit([], 96, LIMITS) == 0


def test_four_times_the_watchers_or_the_posts_are_worth_twice_the_looks() -> None:
    few, many = wishes(BUSY, 9), wishes(BUSY, 39)
    assert many == pytest.approx([2 * wish for wish in few])
    prolific = replace(BUSY, hours=tuple(4 * posts for posts in BUSY.hours))
    assert wishes(prolific, 9) == pytest.approx([2 * wish for wish in few], rel=0.01)


def test_a_busy_source_is_asked_more_often_than_a_quiet_one() -> None:
    quiet, busy = shared_out([(QUIET, 5), (BUSY, 5)], budget=2 * 96)
    assert quiet.wait(NOW) == LIMITS.latest
    assert busy.wait(NOW) < timedelta(minutes=10)


def test_a_source_is_asked_most_often_at_the_hours_when_it_posts() -> None:
    """19:00 to 20:00 in Shanghai is 11:00 to 12:00 in UTC."""
    pace, _ = shared_out([(IN_THE_EVENING, 5), (BUSY, 5)], budget=2 * 96)
    evening, night = NOW.replace(hour=11, minute=0), NOW.replace(hour=18, minute=0)
    assert pace.wait(evening) * 1.5 < pace.wait(night)


def test_a_slow_night_does_not_delay_the_first_look_of_a_busy_morning() -> None:
    """One look in 45 minutes until 8, then one a minute: at 7:15 a third of a look is still to come."""
    pace = Rhythm((32.0,) * 8 + (1440.0,) * 16, UTC)
    just_before = NOW.replace(hour=7, minute=30)
    assert pace.wait(just_before) == timedelta(minutes=30, seconds=20)


@given(habits, st.floats(0, 1e3), zones, moments)
def test_a_rhythm_is_kept_over_the_days(
    habit: PostingHabit, scale: float, zone: ZoneInfo, start: datetime
) -> None:
    """As many looks are made in three days as it says, give or take the nights that clocks change."""
    pace = rhythm(wishes(habit, 3), scale, LIMITS, zone)
    now, looks = start, 0
    while now < start + timedelta(days=3):
        now += pace.wait(now)
        looks += 1
    assert looks == pytest.approx(3 * looks_a_day([pace]), rel=0.01, abs=1 + LIMITS.most / HOURS)
