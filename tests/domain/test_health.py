"""What a poll makes of a source's health, when its trouble is told, and what counts as one event."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from readouts.domain.freshness import Freshness
from readouts.domain.health import about_unread, after_poll, broke_together, is_worth_telling
from readouts.domain.item import Item
from readouts.domain.source import Poll, Source, SourceHealth, SourceState

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = Source("paper", "https://paper.example/feed")
ITEM = Item("1", "https://paper.example/1", "Title", "")


def poll(state: SourceState = SourceState.OK, moved_to: str | None = None) -> Poll:
    return Poll(SOURCE, state, f"It was {state}.", timedelta(), (ITEM,), moved_to=moved_to)


def after(*states: SourceState, every: timedelta = timedelta(minutes=15)) -> SourceHealth:
    """The health after polls that ended so; the last one at NOW."""
    health = SourceHealth(SOURCE)
    for back, state in reversed(list(enumerate(reversed(states)))):
        health = after_poll(health, poll(state), 0, NOW - back * every)
    return health


OK, DOWN, NO, SAME = SourceState.OK, SourceState.UNREACHABLE, SourceState.REFUSED, SourceState.NOT_MODIFIED


def test_not_modified_is_as_well_as_ok_and_since_goes_on() -> None:
    assert after(OK, SAME, OK).since == NOW - 30 * MINUTE
    assert after(OK, DOWN, OK).since == NOW


def test_trouble_begins_with_the_first_failure_whatever_the_next_ones_say() -> None:
    assert after(OK, DOWN, NO, DOWN).trouble_since == NOW - 30 * MINUTE
    assert after(OK, DOWN, OK).trouble_since is None


def test_a_blip_is_no_news() -> None:
    assert not is_worth_telling(after(OK, DOWN, DOWN, every=DAY), NOW), "twice is not three times"
    assert not is_worth_telling(after(OK, DOWN, DOWN, DOWN, every=29 * MINUTE), NOW), "not for an hour yet"
    assert is_worth_telling(after(OK, DOWN, DOWN, DOWN, every=30 * MINUTE), NOW)
    assert not is_worth_telling(after(OK, DOWN, DOWN, DOWN, OK, every=HOUR), NOW)


def test_a_pause_that_the_server_asks_for_holds_until_the_next_answer_and_a_day_at_most() -> None:
    resting = after_poll(SourceHealth(SOURCE), replace(poll(NO), retry_after=HOUR), 0, NOW)
    assert resting.rest_until == NOW + HOUR
    assert after_poll(resting, replace(poll(NO), retry_after=9 * DAY), 0, NOW).rest_until == NOW + DAY
    assert after_poll(resting, poll(NO), 0, NOW).rest_until is None
    assert after_poll(resting, poll(OK), 0, NOW).rest_until is None


def test_that_a_source_is_not_asked_for_long_is_told_at_once() -> None:
    """Asked once a day it would have failed three times only after two days."""
    gone, soon = (
        after_poll(after(OK), replace(poll(DOWN), retry_after=wait), 0, NOW) for wait in (DAY, 5 * HOUR)
    )
    assert is_worth_telling(gone, NOW)
    assert not is_worth_telling(soon, NOW)


def test_a_frozen_source_answers_and_is_not_well() -> None:
    old = Freshness(NOW - 9 * DAY, silent=9 * DAY)
    before = replace(after(OK), freshness=old, last_answer=NOW)
    frozen = after_poll(before, poll(SAME), 0, NOW + MINUTE)
    assert frozen.state is SourceState.FROZEN
    assert frozen.state.answered
    assert not frozen.state.is_well
    assert frozen.detail == "It answers, but nothing new has come for 9 days."
    assert is_worth_telling(frozen, NOW + MINUTE), "it has lasted long enough"
    thawed = after_poll(frozen, poll(), 1, NOW + 2 * MINUTE)
    assert thawed.state is OK
    assert thawed.trouble_since is None


def test_a_move_is_believed_when_three_polls_in_a_row_met_it() -> None:
    health = SourceHealth(SOURCE)
    states = []
    for to in ("https://new.example/", "https://new.example/", None, *["https://new.example/"] * 3):
        health = after_poll(health, poll(moved_to=to), 0, NOW)
        states.append(health.state)
    assert states == [OK] * 5 + [SourceState.MOVED]
    assert health.state.is_well, "its items arrive"
    assert "new.example" not in health.detail + repr(health), "an address may hold a key"


def test_a_poll_that_failed_says_nothing_about_where_the_source_is() -> None:
    health = SourceHealth(SOURCE)
    for state, to in ((OK, "x"), (OK, "x"), (DOWN, None), (OK, "x")):
        health = after_poll(health, poll(state, to), 0, NOW)
    assert health.state is SourceState.MOVED
    elsewhere = after_poll(health, poll(moved_to="y"), 0, NOW)
    assert elsewhere.state is OK


def troubled(name: str, minutes: float | None) -> SourceHealth:
    since = None if minutes is None else NOW + minutes * MINUTE
    return SourceHealth(replace(SOURCE, name=name), DOWN, trouble_since=since)


@pytest.mark.parametrize(
    ("name", "together"),
    [("a", "abcd"), ("d", "abcd"), ("e", "e"), ("f", "fg"), ("well", ""), ("nobody", "")],
)
def test_those_that_broke_within_ten_minutes_of_another_broke_together(name: str, together: str) -> None:
    minutes = {"c": 12, "a": 0, "b": 9, "d": 22, "e": 40, "f": 60, "g": 60, "well": None}
    everyone = [troubled(each, minute) for each, minute in minutes.items()]
    assert "".join(each.source.name for each in broke_together(name, everyone)) == together


def test_articles_whose_turn_did_not_come_are_told_as_what_becomes_of_them() -> None:
    answered = Poll(SOURCE, SourceState.OK, "20 items.", timedelta())
    assert about_unread(answered, 0, is_archived=True) is answered
    told = [
        about_unread(answered, count, is_archived=archived).detail
        for archived in (True, False)
        for count in (1, 7)
    ]
    assert told == [
        "20 items. 1 article was archived as it is listed; its page was not read.",
        "20 items. 7 articles were archived as they are listed; their pages were not read.",
        "20 items. 1 article is still to be read, at the next look.",
        "20 items. 7 articles are still to be read, at the next look.",
    ]
    trouble = replace(answered, state=SourceState.UNREADABLE)
    assert about_unread(trouble, 7, is_archived=True) is trouble, "one trouble is enough"
