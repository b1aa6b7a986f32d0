"""Quiet hours end when the clock on the reader's wall says so, summer time or not."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.delivery.policy import quiet_until

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC Europe/Berlin Europe/London America/New_York America/St_Johns America/Havana America/Santiago "
        "America/Sao_Paulo Australia/Lord_Howe Australia/Sydney Africa/Casablanca Africa/Cairo Asia/Beirut "
        "Atlantic/Azores Antarctica/Troll Pacific/Apia Pacific/Chatham Asia/Kathmandu Asia/Shanghai "
        "Asia/Tehran"
    ).split()
]
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 45, 59)))
NIGHT = (time(22), time(7))
ANY_MINUTE = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def is_quiet(moment: datetime, hours: tuple[time, time], zone: ZoneInfo) -> bool:
    """The definition, on the wall clock."""
    start, end = hours
    wall = moment.astimezone(zone).time()
    return start <= wall < end if start <= end else not end <= wall < start


def changes_of_the_clocks() -> list[tuple[ZoneInfo, datetime]]:
    """Every half day of 2024 to 2026 in which some zone's offset changes."""
    halves = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=12 * n) for n in range(3 * 366 * 2)]
    return [
        (zone, half)
        for zone in ZONES
        for half, after in pairwise(halves)
        if half.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
    ]


CHANGES = changes_of_the_clocks()


def first_loud_minute(now: datetime, hours: tuple[time, time], zone: ZoneInfo) -> datetime:
    return next(
        moment
        for moment in (now + timedelta(minutes=n) for n in range(50 * 60))
        if not is_quiet(moment, hours, zone)
    )


def test_there_are_twenty_zones_and_many_changes_of_the_clocks() -> None:
    assert len(set(ZONES)) == 20
    assert len(CHANGES) > 50


@settings(max_examples=300, deadline=None)
@given(ANY_MINUTE, TIMES, TIMES, st.sampled_from(ZONES))
def test_quiet_hours_end_at_the_first_moment_outside_them(
    now: datetime, start: time, end: time, zone: ZoneInfo
) -> None:
    until = quiet_until(now, (start, end), zone)
    assert until == first_loud_minute(now, (start, end), zone)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CHANGES), st.integers(-26 * 60, 15 * 60), TIMES, TIMES)
def test_so_they_do_in_the_nights_when_the_clocks_change(
    change: tuple[ZoneInfo, datetime], minutes: int, start: time, end: time
) -> None:
    zone, half = change
    now = half + timedelta(minutes=minutes)
    assert quiet_until(now, (start, end), zone) == first_loud_minute(now, (start, end), zone)


def test_outside_quiet_hours_the_moment_is_now_itself() -> None:
    noon = datetime(2026, 1, 1, 12, 0, 31, 5, tzinfo=UTC)
    assert quiet_until(noon, NIGHT, ZoneInfo("UTC")) is noon
    assert quiet_until(noon, None, ZoneInfo("UTC")) is noon
    assert quiet_until(noon, (time(12), time(12)), ZoneInfo("UTC")) is noon


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2027-03-27T23:30+01:00", "2027-03-28T07:00+02:00"),
        ("2027-10-31T02:30+02:00", "2027-10-31T07:00+01:00"),
        ("2027-06-01T22:00+02:00", "2027-06-02T07:00+02:00"),
        ("2027-06-02T06:59:59+02:00", "2027-06-02T07:00+02:00"),
    ],
)
def test_a_night_in_berlin(now: str, until: str) -> None:
    found = quiet_until(datetime.fromisoformat(now), NIGHT, ZoneInfo("Europe/Berlin"))
    assert found == datetime.fromisoformat(until)


def test_an_end_that_the_clock_skips_is_the_moment_it_jumps() -> None:
    """On 28 March 2027 there is no 02:30 in Berlin: from 02:00 the clock goes to 03:00."""
    now = datetime.fromisoformat("2027-03-28T01:30+01:00")
    until = quiet_until(now, (time(22), time(2, 30)), ZoneInfo("Europe/Berlin"))
    assert until == datetime.fromisoformat("2027-03-28T03:00+02:00")
