"""What is learnt of a source's posting habit from looking at it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.posting import HOURS, PostingHabit
from readouts.pipeline.rates import learn, posts_a_day

NOW = datetime(2024, 6, 9, 12, 20, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEVER = PostingHabit()
HOUR = timedelta(hours=1)

zones = st.sampled_from(
    ["Europe/Berlin", "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"]
).map(ZoneInfo)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
gaps = st.timedeltas(timedelta(), timedelta(days=400))


def watched(posts_at_noon: int, days: int) -> PostingHabit:
    """A source in UTC that was looked at every hour, and posted at noon."""
    habit, now = NEVER, datetime(2024, 5, 1, tzinfo=UTC)
    for hour in range(1, days * 24 + 1):
        new = posts_at_noon if hour % 24 == 13 else 0
        habit = learn(habit, new, now + (hour - 1) * HOUR, now + hour * HOUR, UTC)
    return habit


@given(st.integers(0, 10_000), gaps, moments, zones)
def test_every_post_counts_once_whenever_it_was_posted(
    new: int, gap: timedelta, now: datetime, zone: ZoneInfo
) -> None:
    habit = learn(NEVER, new, now - gap, now, zone)
    assert sum(habit.hours) == pytest.approx(new)
    assert habit.days == pytest.approx(gap / timedelta(days=1))


def test_posts_count_at_the_hours_of_the_source() -> None:
    """12:00 to 12:20 in UTC is 20:00 to 20:20 in Shanghai."""
    habit = learn(NEVER, 3, NOW - timedelta(minutes=20), NOW, SHANGHAI)
    assert habit.hours[20] == pytest.approx(3)


def test_posts_found_after_a_long_time_count_evenly_over_it() -> None:
    habit = learn(NEVER, 6, NOW - timedelta(hours=2), NOW, UTC)
    assert habit.hours[10:13] == pytest.approx((2, 3, 1))


def test_posts_found_after_more_than_a_day_count_for_every_hour_alike() -> None:
    habit = learn(NEVER, 24, NOW - timedelta(hours=36), NOW, UTC)
    assert habit.hours == pytest.approx((1.0,) * HOURS)


def test_what_was_seen_fades_by_half_in_two_weeks() -> None:
    before = PostingHabit((8.0,) * HOURS, days=10)
    after = learn(before, 0, NOW - timedelta(days=14), NOW, UTC)
    assert after.hours == pytest.approx((4.0,) * HOURS)
    assert after.days == pytest.approx(5 + 14)


def test_a_clock_that_was_set_back_teaches_nothing_wrong() -> None:
    habit = learn(watched(1, days=3), 2, NOW + HOUR, NOW, UTC)
    assert sum(habit.hours) == pytest.approx(sum(watched(1, days=3).hours) + 2)
    assert habit.days == watched(1, days=3).days


def test_the_rate_becomes_what_the_source_posts() -> None:
    rates = posts_a_day(watched(5, days=30))
    assert sum(rates) / HOURS == pytest.approx(5, rel=0.1)
    assert max(rates) == rates[12]
    assert rates[12] > 20 * rates[0]


def test_a_source_that_never_posts_is_believed_to_post_less_and_less_but_never_nothing() -> None:
    new, week, month = (sum(posts_a_day(watched(0, days))) / HOURS for days in (0, 7, 30))
    assert new > week > month > 0.01


def test_one_post_is_not_yet_taken_for_a_habit() -> None:
    rates = posts_a_day(watched(1, days=1))
    assert max(rates) < 3 * min(rates)


@given(st.lists(st.tuples(st.integers(0, 1_000), gaps), max_size=50), moments, zones)
def test_whatever_was_seen_gives_rates_that_can_be_used(
    looks: list[tuple[int, timedelta]], now: datetime, zone: ZoneInfo
) -> None:
    habit = NEVER
    for new, gap in looks:
        habit = learn(habit, new, now - gap, now, zone)
    rates = posts_a_day(habit)
    assert len(rates) == HOURS
    assert all(0 < rate < 1e7 for rate in rates)
