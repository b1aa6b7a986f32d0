"""When a source is asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.source import Poll, Source, SourceHealth, SourceState
from readouts.pipeline.cadence import Rhythm, first_look, interval, next_look, steady

NOW = datetime(2024, 6, 9, 12, tzinfo=UTC)
SOURCE = Source("paper", "https://example.org/feed")
HOUR = timedelta(hours=1)
EVERY_QUARTER = steady(timedelta(minutes=15))


def poll(state: SourceState, retry_after: timedelta | None = None) -> Poll:
    return Poll(SOURCE, state, "", timedelta(), retry_after=retry_after)


@given(st.floats(0, 1, exclude_max=True))
def test_looks_are_spread_by_ten_per_cent(dice: float) -> None:
    wait = next_look(SourceHealth(SOURCE), poll(SourceState.OK), NOW, dice, EVERY_QUARTER) - NOW
    assert timedelta(minutes=13.5) <= wait <= timedelta(minutes=16.5)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_source_that_fails_is_asked_less_often_but_at_least_about_once_a_day(
    failures: int, dice: float
) -> None:
    health = SourceHealth(SOURCE, failures=failures)
    wait = next_look(health, poll(SourceState.UNREACHABLE), NOW, dice, EVERY_QUARTER) - NOW
    assert timedelta(minutes=27) <= wait <= timedelta(days=1.1)


def test_each_failure_doubles_the_wait() -> None:
    waits = [
        next_look(SourceHealth(SOURCE, failures=n), poll(SourceState.REFUSED), NOW, 0.5, EVERY_QUARTER) - NOW
        for n in range(3)
    ]
    assert waits == [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)]


def test_what_a_source_asks_for_is_honoured_up_to_a_day() -> None:
    an_hour = next_look(
        SourceHealth(SOURCE), poll(SourceState.REFUSED, timedelta(hours=1)), NOW, 0.5, EVERY_QUARTER
    )
    a_year = next_look(
        SourceHealth(SOURCE), poll(SourceState.REFUSED, timedelta(days=365)), NOW, 0.5, EVERY_QUARTER
    )
    assert an_hour - NOW == timedelta(hours=1)
    assert a_year - NOW == timedelta(days=1)


def test_after_a_start_a_source_that_is_due_is_asked_within_seconds() -> None:
    never = SourceHealth(SOURCE)
    overdue = SourceHealth(SOURCE, last_poll=NOW - timedelta(hours=3))
    fresh = SourceHealth(SOURCE, last_poll=NOW - timedelta(minutes=5))
    assert first_look(never, NOW, 0.9, EVERY_QUARTER) == NOW
    assert first_look(overdue, NOW, 0.9, EVERY_QUARTER) - NOW <= timedelta(seconds=5)
    assert first_look(fresh, NOW, 0.9, EVERY_QUARTER) - NOW == timedelta(minutes=10)


def test_a_start_does_not_shorten_the_pause_that_a_server_asked_for() -> None:
    asked_for_a_pause = SourceHealth(SOURCE, last_poll=NOW - timedelta(hours=3), rest_until=NOW + HOUR)
    assert first_look(asked_for_a_pause, NOW, 0.9, EVERY_QUARTER) == NOW + HOUR
    over = SourceHealth(SOURCE, last_poll=NOW - timedelta(hours=3), rest_until=NOW - HOUR)
    assert first_look(over, NOW, 0.9, EVERY_QUARTER) - NOW <= timedelta(seconds=5)


@pytest.mark.parametrize(
    ("state", "wait"),
    [
        (SourceState.REFUSED, timedelta(minutes=90)),  # 15 minutes, doubled three times, less 30
        (SourceState.UNREACHABLE, timedelta()),  # the start may be how our own network was mended
        (SourceState.UNREADABLE, timedelta()),
    ],
)
def test_who_refuses_us_is_asked_no_sooner_for_a_start(state: SourceState, wait: timedelta) -> None:
    failing = SourceHealth(SOURCE, state, failures=3, last_poll=NOW - timedelta(minutes=30))
    assert first_look(failing, NOW, 0.0, EVERY_QUARTER) - NOW == wait


HOURLY = Rhythm((24.0,) * 24, UTC)


def test_a_source_with_a_rhythm_keeps_to_that() -> None:
    wait = next_look(SourceHealth(SOURCE), poll(SourceState.OK), NOW, 0.5, HOURLY) - NOW
    assert wait == timedelta(hours=1)


@given(st.floats(0, 1, exclude_max=True))
def test_a_rhythm_is_spread_by_ten_per_cent_too(dice: float) -> None:
    wait = next_look(SourceHealth(SOURCE), poll(SourceState.OK), NOW, dice, HOURLY) - NOW
    assert wait / timedelta(hours=1) == pytest.approx(0.9 + 0.2 * dice)


def test_failures_slow_a_rhythm_down_as_they_do_an_interval() -> None:
    waits = [
        next_look(SourceHealth(SOURCE, failures=n), poll(SourceState.UNREACHABLE), NOW, 0.5, HOURLY) - NOW
        for n in (0, 1, 9)
    ]
    assert waits == [timedelta(hours=2), timedelta(hours=4), timedelta(days=1)]


def test_the_interval_that_people_are_told_is_the_one_that_is_kept() -> None:
    for failures in (0, 1, 5):
        health = SourceHealth(SOURCE, failures=failures)
        state = SourceState.UNREACHABLE if failures else SourceState.OK
        last = SourceHealth(SOURCE, failures=max(failures - 1, 0))
        assert interval(health, NOW, HOURLY) == next_look(last, poll(state), NOW, 0.5, HOURLY) - NOW


def test_who_asked_for_a_pause_is_told_to_be_asked_as_seldom() -> None:
    resting = SourceHealth(SOURCE, failures=1, last_poll=NOW - HOUR, rest_until=NOW + 5 * HOUR)
    assert interval(resting, NOW, HOURLY) == 6 * HOUR


def test_after_a_start_the_rhythm_goes_on_from_the_last_look() -> None:
    fresh = SourceHealth(SOURCE, last_poll=NOW - timedelta(minutes=20))
    overdue = SourceHealth(SOURCE, last_poll=NOW - timedelta(hours=2))
    assert first_look(fresh, NOW, 0.9, HOURLY) - NOW == timedelta(minutes=40)
    assert first_look(overdue, NOW, 0.9, HOURLY) - NOW <= timedelta(seconds=5)
