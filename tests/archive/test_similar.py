"""Meetings like another one."""

from datetime import timedelta

import pytest
from sqlite_utils import Database

from readouts.archive import hand, meetings
from readouts.archive import similar as comparing
from readouts.archive.similar import similar
from readouts.domain.readout import Kind
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, readout, stored


def made(db: Database, identity: str, **facts: object) -> int:
    """The number of a new meeting, on a day of its own."""
    day = TODAY - int(identity) * DAY
    _, (number,) = stored(db, identity, readout(date=day, **facts))
    assert number is not None
    return number


def numbers(db: Database, meeting: int, limit: int = 5) -> list[int]:
    one = meetings.get(db, meeting)
    assert one is not None
    return [each.meeting.id for each in similar(db, one, TODAY, limit)]


def test_the_most_alike_come_first_and_a_meeting_is_not_like_itself(db: Database) -> None:
    one = made(db, "1", themes=("food", "cyber"), phrases=("holistic",))
    both = made(db, "2", region="CN-YN", themes=("food", "cyber"))
    food = made(db, "3", region="CN-YN", themes=("food", "border", "data"))
    made(db, "4", region="CN-YN", themes=("border",))
    assert numbers(db, one) == [both, food]
    assert numbers(db, one, limit=1) == [both]


def test_place_and_chair_make_meetings_alike(db: Database) -> None:
    one = made(db, "1", chair=HAN_JUN)
    here = made(db, "2")
    chaired = made(db, "3", region="CN-YN", chair=HAN_JUN)
    made(db, "4", region="CN-BJ")
    assert set(numbers(db, one)) == {here, chaired}


def test_what_is_no_meeting_is_not_like_one(db: Database) -> None:
    one = made(db, "1", themes=("food",))
    stored(db, "2", readout(kind=Kind.STUDY, themes=("food",)))
    stored(db, "3", text="food")
    assert numbers(db, one) == []


def test_a_merged_meeting_is_one(db: Database) -> None:
    one = made(db, "1", themes=("food",))
    other, same = (
        made(db, "2", region="CN-YN", themes=("food",)),
        made(db, "3", region="CN-YN", themes=("food",)),
    )
    hand.merge(db, other, same, NOW)
    assert numbers(db, one) == [other]


def test_a_meeting_with_nothing_to_compare_is_like_none(db: Database) -> None:
    one = made(db, "1", region=None, region_name=None)
    made(db, "2")
    assert numbers(db, one) == []


def test_comparing_ends_in_time(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(db, "1", themes=("food",))
    for number in range(2, 60):
        made(db, str(number), themes=("food",))
    monkeypatch.setattr(comparing, "_BUDGET", timedelta(seconds=-1))
    assert numbers(db, one) == []
