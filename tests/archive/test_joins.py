"""How reports find their meetings: in any order, put right later, and fast among many."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import hand, meetings
from readouts.archive.rows import readout_text, utc_text
from readouts.domain.chairs import chair_key
from readouts.domain.gazetteer import Level
from readouts.domain.readout import Chair, DatePrecision, Readout, Span
from tests.archive.making import DAY, HAN_JUN, NOW, readout, stored, undated, vague
from tests.archive.test_meetings import known, meeting_of

TEXT = "6月{day}日，省委书记韩俊主持召开省委国家安全委员会会议，强调政治安全是根本，要求把各项任务落到实处。"
PAGE = "https://news.test/page"


def on(day: int) -> Readout:
    return readout(date=date(2024, 6, day), chair=HAN_JUN)


def test_a_page_that_was_put_right_updates_its_meeting(db: Database) -> None:
    """A later state of the page counts instead of the earlier one: no second meeting, no second article."""
    first = meeting_of(db, "1", on(3), url=PAGE, text=TEXT.format(day=3))
    again = meeting_of(db, "2", on(4), url=PAGE, text=TEXT.format(day=4), published=NOW + DAY, now=NOW + DAY)
    assert again == first
    meeting = known(db, first)
    assert meeting.readout.date == date(2024, 6, 4)
    assert [article.item for article in meeting.articles] == [2]


def test_a_page_that_is_filled_anew_is_another_meeting(db: Database) -> None:
    first = meeting_of(db, "1", on(3), url=PAGE, text=TEXT.format(day=3))
    other = "6月4日，会议在合肥举行，韩俊主持，研究汛期粮食保供、能源调度和山洪预警，审议年度要点和责任清单。"
    assert meeting_of(db, "2", on(4), url=PAGE, text=other) != first
    week = NOW + 7 * DAY
    assert meeting_of(db, "3", on(10), week, url=PAGE, text=TEXT.format(day=10), published=week) != first


def test_a_correction_by_the_same_source_updates_the_meeting(db: Database) -> None:
    first = meeting_of(db, "1", on(3), title="省委国安委召开会议")
    assert (
        meeting_of(db, "2", on(4), title="更正：省委国安委召开会议", published=NOW + DAY, now=NOW + DAY)
        == first
    )
    assert known(db, first).readout.date == date(2024, 6, 4)
    assert (
        meeting_of(db, "3", on(8), title="省委国安委召开会议", published=NOW + 2 * DAY, now=NOW + 2 * DAY)
        != first
    )


def test_what_was_corrected_stays_so_when_it_comes_late(db: Database) -> None:
    later = meeting_of(db, "2", on(4), title="Correction: the date", now=NOW + DAY)
    assert meeting_of(db, "1", on(3), published=NOW - DAY, now=NOW + DAY) == later
    assert known(db, later).readout.date == date(2024, 6, 4)
    assert [article.title for article in known(db, later).articles] == ["Correction: the date"]


def corrected(right: int, wrong: int) -> Readout:
    """A report that takes a day back: held on one, not on the other."""
    evidence = {"date:former": Span(f"6月{wrong}日", 0, 4)}
    return replace(on(right), evidence=evidence)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_takes_a_day_back_makes_one_meeting_of_both_in_any_order(
    db: Database, order: tuple[int, ...]
) -> None:
    """The report with the mistake, the one without, and another source's correction."""
    reports = [("Daily", on(3)), ("Post", on(4)), ("Times", corrected(3, 4))]
    for number in order:
        source, told = reports[number]
        last = meeting_of(db, str(number), told, source=source)
    meeting = known(db, last)
    assert [article.source for article in meeting.articles] == [reports[number][0] for number in order]
    assert meeting.readout.date == date(2024, 6, 3)
    assert [each.id for each in meetings.latest(db, 5)] == [meeting.id]


def test_a_correction_of_another_day_or_committee_takes_nothing_back(db: Database) -> None:
    first = meeting_of(db, "1", on(4))
    elsewhere = replace(corrected(3, 4), division="340100", level=Level.PREFECTURE)
    assert meeting_of(db, "2", elsewhere, source="Post") != first
    assert meeting_of(db, "3", corrected(3, 2), source="Post") != first


def test_what_an_admin_split_no_correction_joins(db: Database) -> None:
    first = meeting_of(db, "1", on(4), source="Daily")
    assert meeting_of(db, "2", on(4), source="Post") == first
    parted = hand.split(db, first, 2, NOW)
    assert isinstance(parted, hand.Split)
    meeting_of(db, "3", corrected(3, 4), source="Times")
    assert len(meetings.latest(db, 5)) == 2


def test_what_a_correction_joined_and_an_admin_took_apart_stays_apart(db: Database) -> None:
    meeting_of(db, "1", on(3), source="Daily")
    other = meeting_of(db, "2", on(4), source="Post")
    joined = meeting_of(db, "3", corrected(3, 4), source="Times")
    assert hand.split(db, joined, 2, NOW) == hand.Split(joined, other, 1)
    meeting_of(db, "4", corrected(3, 4), source="Herald")
    assert [each.id for each in meetings.latest(db, 5)] == [other, joined]


def test_a_late_copy_of_what_its_source_put_right_belongs_to_the_meeting(db: Database) -> None:
    first = meeting_of(db, "1", on(3))
    assert meeting_of(db, "2", on(4), title="更正", published=NOW + DAY, now=NOW + DAY) == first
    assert meeting_of(db, "3", on(3), source="Copier") == first
    assert known(db, first).readout.date == date(2024, 6, 4)
    assert meeting_of(db, "4", on(2), source="Copier") != first


def test_another_source_that_takes_nothing_back_corrects_nothing(db: Database) -> None:
    first = meeting_of(db, "1", on(3), url=PAGE, text=TEXT.format(day=3))
    other = meeting_of(db, "2", on(4), url=PAGE, text=TEXT.format(day=4), title="更正", source="Other Daily")
    assert other != first


def test_a_report_without_a_place_joins_by_its_chair_and_takes_the_place_when_it_comes(db: Database) -> None:
    left_open = readout(chair=HAN_JUN, region=None, region_name=None)
    first = meeting_of(db, "1", left_open)
    assert known(db, first).readout.region is None
    assert meeting_of(db, "2", readout(chair=HAN_JUN), source="Anhui Daily") == first
    assert known(db, first).readout.region == "CN-AH"
    assert meeting_of(db, "3", readout()) == first, "from then on the place is enough"
    assert meeting_of(db, "4", left_open) == first
    assert meeting_of(db, "5", replace(left_open, chair=None)) != first


def test_the_meeting_at_the_place_stated_goes_before_one_that_it_could_be(db: Database) -> None:
    left_open = readout(chair=HAN_JUN, region=None, region_name=None, level=Level.COUNTY)
    open_meeting = meeting_of(db, "1", left_open)
    county = readout(chair=HAN_JUN, level=Level.COUNTY, division="340123")
    assert meeting_of(db, "2", county) == open_meeting
    city = readout(chair=HAN_JUN, level=Level.PREFECTURE, division="340100")
    assert meeting_of(db, "3", city) != open_meeting
    assert meeting_of(db, "4", left_open) == open_meeting


CHAIRS = [
    None,
    HAN_JUN,
    Chair("韩俊", "韩俊", "Han Jun", None),
    Chair("Yuan Jiajun", None, "Yuan Jiajun", None),
]
days = st.dates(date(2024, 6, 1), date(2024, 6, 6))
places = st.sampled_from(
    [
        {"region": "CN-AH"},
        {"region": "CN-CQ"},
        {"region": "CN-AH", "division": "340100", "level": Level.PREFECTURE},
    ]
)
sure = st.builds(
    lambda day, place, chair, themes: readout(date=day, chair=chair, themes=themes, **place),
    days,
    places,
    st.sampled_from(CHAIRS),
    st.sampled_from([(), ("political",), ("food", "cyber")]),
)
unsure = st.one_of(
    st.builds(
        lambda day, place, chair: vague(day, chair=chair, **place), days, places, st.sampled_from(CHAIRS)
    ),
    st.builds(lambda place, chair: undated(chair=chair, **place), places, st.sampled_from(CHAIRS)),
    st.builds(lambda day, chair: readout(date=day, chair=chair, region=None), days, st.sampled_from(CHAIRS)),
)


def joined(archive: sqlite3.Connection, told: Sequence[Readout]) -> tuple[Database, list[int]]:
    """(archive, meeting of each readout), each told by an article of its own."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    archive.backup(conn)
    db = Database(conn, execute_plugins=False)
    return db, [meeting_of(db, str(number), each) for number, each in enumerate(told)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(sure, max_size=8).flatmap(
        lambda told: st.tuples(st.just(told), st.permutations(range(len(told))))
    )
)
def test_meetings_with_a_day_and_a_place_do_not_depend_on_the_order_of_arrival(
    empty_archive: sqlite3.Connection, drawn: tuple[list[Readout], list[int]]
) -> None:
    """Who joins whom, where, when, and all that was stressed. Of two names for the chair the first to come
    stands first; of two party chiefs of one place and day it draws those that name none to itself."""
    told, order = drawn
    db, found = joined(empty_archive, told)
    again, shuffled = joined(empty_archive, [told[place] for place in order])
    there = dict(zip(order, shuffled, strict=True))
    for a, b in combinations(range(len(told)), 2):
        assert (found[a] == found[b]) is (there[a] == there[b])
    for place, meeting in enumerate(found):
        one, other = known(db, meeting).readout, known(again, there[place]).readout
        assert (one.region, one.division, one.date) == (other.region, other.division, other.date)
        assert set(one.themes) == set(other.themes)
        assert (one.chair is None) is (other.chair is None)
    db.close()
    again.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(sure, unsure), max_size=8))
def test_no_report_is_lost_and_no_two_days_are_one_meeting_in_any_order(
    empty_archive: sqlite3.Connection, told: list[Readout]
) -> None:
    """A report without a day joins the nearest meeting that is known when it comes, and stays there: which
    one that is, only the order can say."""
    db, found = joined(empty_archive, told)
    for each, meeting in zip(told, found, strict=True):
        assert known(db, meeting).articles
        if each.date_precision is DatePrecision.DAY:
            assert known(db, meeting).readout.date == each.date
    assert {meeting.id for meeting in meetings.latest(db, 100)} == set(found)
    db.close()


def filled(archive: sqlite3.Connection, count: int, one_seat: bool) -> Database:
    """An archive with so many meetings: a day each of one committee, or of hundreds of counties."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    archive.backup(conn)
    columns = json.loads(readout_text(readout(chair=HAN_JUN)))
    rows = []
    for number in range(count):
        day = date(1990, 1, 1) + number * timedelta(days=1)
        division = None if one_seat else str(340_000 + number % 400)
        level = "province" if one_seat else "county"
        told = columns | {"date": day.isoformat(), "division": division, "level": level}
        moment = utc_text(NOW - (count - number) * DAY)
        key = chair_key(HAN_JUN) if one_seat else f"chair{number % 1_000}"
        rows.append(
            (
                division,
                level,
                day.isoformat(),
                key,
                json.dumps(told, ensure_ascii=False),
                moment,
                moment,
                moment,
            )
        )
    conn.executemany(
        "INSERT INTO meetings (kind, region, division, level, date, chair, readout, first_seen, changed_at,"
        " first_reported) VALUES ('meeting', 'CN-AH', ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return Database(conn, execute_plugins=False)


def steps_to_join(db: Database, told: Readout) -> int:
    """How many steps SQLite takes to attach one readout: no clock, so that a busy machine changes nothing."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    db.conn.set_progress_handler(count, 10)
    stored(db, "new", told, published=NOW)
    db.conn.set_progress_handler(None, 0)
    return 10 * counted


@pytest.mark.parametrize("one_seat", [True, False])
@pytest.mark.parametrize(
    "told",
    [
        readout(date=date(2001, 5, 5), chair=HAN_JUN),
        vague(date(2001, 5, 5), chair=HAN_JUN),
        undated(chair=HAN_JUN),
        readout(date=date(2001, 5, 5), chair=HAN_JUN, region=None, region_name=None),
    ],
    ids=["day", "bound", "no day", "no place"],
)
def test_a_readout_finds_its_meeting_among_ten_thousand_in_a_few_looks(
    empty_archive: sqlite3.Connection, told: Readout, one_seat: bool
) -> None:
    """Ten times the meetings do not take twice the steps."""
    with closing(filled(empty_archive, 1_000, one_seat)) as few:
        base = steps_to_join(few, told)
    with closing(filled(empty_archive, 10_000, one_seat)) as many:
        assert base > 200
        assert steps_to_join(many, told) < 2 * base + 2_000


def test_a_feed_that_dates_nothing_does_not_make_joining_slow(empty_archive: sqlite3.Connection) -> None:
    """Thousands of meetings of one committee, all reported at once: a bounded number is looked at."""
    with closing(filled(empty_archive, 5_000, one_seat=True)) as db:
        db.execute("UPDATE meetings SET first_reported = ?", (utc_text(NOW),))
        assert steps_to_join(db, undated(chair=HAN_JUN)) < 20_000
