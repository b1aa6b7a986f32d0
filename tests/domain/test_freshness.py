"""A source that shows nothing new for longer than it ever did is frozen; only what was seen counts."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.freshness import Freshness, after_answer

NOW = datetime(2024, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def watched(*new_after_days: int, then_silent_days: int, shows: bool = True) -> Freshness:
    """Looked at once a day: something new at first, again after each of these gaps, then nothing."""
    days = [True]
    for gap in new_after_days:
        days += [False] * (gap - 1) + [True]
    days += [False] * then_silent_days
    found = Freshness()
    for number, new in enumerate(days):
        now = NOW + number * DAY
        last = now - DAY if number else None
        found = after_answer(found, now, last, shows=shows, new=new and shows)
    return found


def test_a_week_without_news_is_no_wonder_and_more_is() -> None:
    assert not watched(then_silent_days=7).is_frozen
    assert watched(then_silent_days=8).is_frozen


def test_a_source_that_rests_long_by_habit_is_given_four_times_that() -> None:
    assert not watched(5, 1, 1, then_silent_days=20).is_frozen
    assert watched(5, 1, 1, then_silent_days=21).is_frozen


def test_many_posts_a_day_do_not_make_it_forget_the_holidays() -> None:
    busy = [1] * 100
    assert not watched(5, *busy, then_silent_days=20).is_frozen


def test_something_new_thaws_it() -> None:
    frozen = watched(then_silent_days=30)
    thawed = after_answer(frozen, NOW + 31 * DAY, NOW + 30 * DAY, shows=True, new=True)
    assert not thawed.is_frozen
    assert thawed.newest == NOW + 31 * DAY
    assert thawed.gaps == (31 * DAY,), "that is its habit now"


def test_a_search_that_finds_nothing_is_not_frozen() -> None:
    assert not watched(then_silent_days=400, shows=False).is_frozen


def test_a_source_that_shows_only_what_is_known_freezes_too() -> None:
    """Its items were there before it was asked: another version of us, or the same feed elsewhere."""
    found = after_answer(Freshness(), NOW, None, shows=True, new=False)
    assert found.newest == NOW


def test_time_in_which_nobody_watched_does_not_count() -> None:
    """The bot was off for a month, or the source did not answer."""
    before = watched(then_silent_days=3)
    after = after_answer(before, NOW + 33 * DAY, NOW + 3 * DAY, shows=True, new=False)
    assert after.silent == 5 * DAY
    assert not after.is_frozen


@given(st.lists(st.tuples(st.timedeltas(timedelta(seconds=-9), 90 * DAY), st.booleans()), max_size=60))
def test_silence_never_runs_backwards_and_little_is_kept(looks: list[tuple[timedelta, bool]]) -> None:
    found, now, last = Freshness(), NOW, None
    for wait, new in looks:
        now += wait
        before = found
        found = after_answer(before, now, last, shows=True, new=new)
        assert found.silent >= timedelta()
        assert new or found.silent >= before.silent
        assert len(found.gaps) <= 20
        assert found.patience >= 7 * DAY
        last = now
