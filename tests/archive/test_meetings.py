"""One meeting, however many articles, sources and languages tell of it."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import documents, meetings
from readouts.archive.checks import index_is_sound
from readouts.archive.rows import instant
from readouts.domain.gazetteer import Level
from readouts.domain.joining import same_meeting
from readouts.domain.meeting import Meeting
from readouts.domain.readout import (
    Bilingual,
    Chair,
    DatePrecision,
    Kind,
    Quote,
    Readout,
    Span,
    readout_from_json,
)
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, readout, stored, undated, vague


def meeting_of(db: Database, identity: str, told: Readout, now: datetime = NOW, **facts: object) -> int:
    _, (meeting,) = stored(db, identity, told, now=now, **facts)
    assert meeting is not None
    return meeting


def known(db: Database, meeting_id: int) -> Meeting:
    found = meetings.get(db, meeting_id)
    assert found is not None
    return found


def test_a_readout_comes_back_as_it_was_read(db: Database) -> None:
    told = readout(
        region_name=Bilingual("Anhui", "安徽"),
        chair=HAN_JUN,
        themes=("political", "supply-chain"),
        phrases=("holistic-approach",),
        quotes=(Quote("“keep watch”", None),),
        summary="安徽召开会议。",
        evidence={"date": Span("6月3日", 3, 7)},
        scope=((0, 5), (9, 12)),
    )
    meeting = known(db, meeting_of(db, "1", told))
    assert meeting.readout == told
    assert meeting.first_seen == NOW


def test_only_meetings_become_meetings(db: Database) -> None:
    kinds = [Kind.MEETING, Kind.STUDY, Kind.CENTRAL, Kind.OFFICE, Kind.MENTION]
    _, found = stored(db, "1", *(readout(kind=kind) for kind in kinds))
    assert [meeting is not None for meeting in found] == [True, False, True, False, False]


def test_a_round_up_makes_one_meeting_for_each_region(db: Database) -> None:
    regions = ["CN-AH", "CN-CQ", "CN-YN", "CN-SH"]
    _, found = stored(db, "1", *(readout(region=region) for region in regions))
    assert len(set(found)) == 4
    assert [known(db, meeting or 0).readout.region for meeting in found] == regions


def test_articles_of_several_sources_join_one_meeting_in_the_order_they_came(db: Database) -> None:
    first = meeting_of(db, "1", readout(themes=("political",)))
    later = meeting_of(db, "1", readout(themes=("food",)), now=NOW + DAY, source="Other Daily", lang="zh")
    assert first == later
    meeting = known(db, first)
    assert [article.source for article in meeting.articles] == ["Anhui Daily", "Other Daily"]
    assert meeting.articles[0].published == NOW
    assert meeting.readout.themes == ("political", "food")
    assert meeting.first_seen == NOW


def test_one_article_that_tells_of_a_meeting_twice_is_one_article(db: Database) -> None:
    _, found = stored(db, "1", readout(), readout(chair=HAN_JUN))
    assert found[0] == found[1]
    assert len(known(db, found[0] or 0).articles) == 1


def test_another_day_or_place_is_another_meeting(db: Database) -> None:
    told = [
        readout(),
        readout(date=date(2024, 6, 4)),
        readout(region="CN-CQ"),
        readout(level=Level.PREFECTURE, division="340100"),
        readout(level=Level.PREFECTURE, division="340200"),
        readout(kind=Kind.CENTRAL, region=None, level=Level.CENTRAL),
    ]
    assert len({meeting_of(db, str(n), each) for n, each in enumerate(told)}) == len(told)


def test_a_report_without_a_day_joins_the_nearest_meeting_before_it(db: Database) -> None:
    far, near = meeting_of(db, "1", readout(date=date(2024, 5, 31))), meeting_of(db, "2", readout())
    assert meeting_of(db, "3", vague(date(2024, 6, 5))) == near
    assert far != near


def test_a_day_that_comes_later_sharpens_the_meeting_for_those_after_it(db: Database) -> None:
    first = meeting_of(db, "1", vague(TODAY))
    assert meeting_of(db, "2", readout()) == first
    assert known(db, first).readout.date_precision is DatePrecision.DAY
    assert meeting_of(db, "3", readout(date=date(2024, 6, 8))) != first


def test_a_report_without_any_date_joins_by_its_chair_and_the_time_of_reporting(db: Database) -> None:
    first = meeting_of(db, "1", readout(chair=HAN_JUN))
    assert meeting_of(db, "2", undated(chair=HAN_JUN), published=NOW + 3 * DAY, now=NOW + 4 * DAY) == first
    assert meeting_of(db, "3", undated(chair=HAN_JUN), published=None, now=NOW + 30 * DAY) != first
    assert meeting_of(db, "4", undated()) != first
    assert meeting_of(db, "5", undated(chair=HAN_JUN), published=NOW - DAY) == first
    assert meeting_of(db, "6", undated(chair=HAN_JUN), published=NOW - 20 * DAY) != first


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("published", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_dates_at_the_edge_of_the_calendar_are_stored_like_any(
    db: Database, day: date, published: datetime
) -> None:
    odd = readout(date=day), vague(day), undated(chair=HAN_JUN)
    _, found = stored(db, "1", *odd, published=published)
    assert None not in found


def test_a_lone_surrogate_in_a_readout_does_not_stop_it(db: Database) -> None:
    meeting = known(
        db, meeting_of(db, "1", readout(summary="a \ud800", chair=Chair("\udc00", None, None, None)))
    )
    assert meeting.readout.summary == "a ?"


def test_meetings_of_one_round_up_come_by_their_dates(db: Database) -> None:
    """An article tells of them in any order; a page ends anywhere among them."""
    days = [date(2024, 6, day) for day in (3, 5, 1, 4)]
    _, made = stored(db, "1", *(readout(region=f"CN-{day.day}", date=day) for day in days))
    by_day = [number for _, number in sorted(zip(days, made, strict=True), reverse=True)]
    first = meetings.latest(db, 3)
    assert [meeting.id for meeting in first] == by_day[:3]
    assert [meeting.id for meeting in meetings.latest(db, 3, first[-1].id)] == by_day[3:]


def test_the_latest_come_first_page_by_page(db: Database) -> None:
    made = [meeting_of(db, str(n), readout(region=f"CN-{n}")) for n in range(5)]
    first = meetings.latest(db, 2)
    assert [meeting.id for meeting in first] == made[:2:-1]
    rest = meetings.latest(db, 10, before_id=first[-1].id)
    assert [meeting.id for meeting in rest] == made[2::-1]


def test_a_meeting_nobody_stored_is_none(db: Database) -> None:
    assert meetings.get(db, 99) is None


def test_the_index_can_be_built_anew_from_what_is_stored(db: Database) -> None:
    for number in range(4):
        stored(db, str(number), readout(scope=((0, 5),)), readout(kind=Kind.STUDY), text=f"词语 {number} end")
    before = db.execute("SELECT term, doc, col, offset FROM vocabulary ORDER BY 1, 2, 3, 4").fetchall()
    assert len(before) > 100
    documents.rebuild(db)
    after = db.execute("SELECT term, doc, col, offset FROM vocabulary ORDER BY 1, 2, 3, 4").fetchall()
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
    assert index_is_sound(db)


def test_a_dropped_item_leaves_nothing_in_the_index(db: Database) -> None:
    item_id, _ = stored(db, "1", readout(chair=HAN_JUN), text="unmistakable 词语")
    documents.drop(db, item_id)
    assert db.execute("SELECT * FROM vocabulary").fetchall() == []
    assert index_is_sound(db)


def test_an_item_that_is_not_there_has_no_documents(db: Database) -> None:
    with pytest.raises(LookupError):
        documents.item_and_readouts(db, 99)


@pytest.fixture(autouse=True)
def vocabulary(db: Database) -> None:
    """Every token of the index, for a test to look at."""
    db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, document_index, instance)")


told_somehow = st.builds(
    readout,
    date=st.none() | st.integers(0, 25).map(lambda days: date(2024, 5, 20) + timedelta(days=days)),
    date_precision=st.sampled_from(DatePrecision),
    region=st.sampled_from(["CN-AH", None]),
    chair=st.sampled_from([None, HAN_JUN, Chair("李四", None, None, None)]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(told_somehow, st.integers(0, 30)), max_size=7))
def test_a_readout_joins_whenever_it_tells_of_any_meeting_that_is_known(
    empty_archive: sqlite3.Connection, told: list[tuple[Readout, int]]
) -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    empty_archive.backup(conn)
    conn.row_factory = sqlite3.Row
    db = Database(conn, execute_plugins=False)
    for number, (each, days) in enumerate(told):
        reported = NOW + days * DAY
        same = {
            row["id"]
            for row in db.execute("SELECT * FROM meetings").fetchall()
            if same_meeting(
                readout_from_json(json.loads(row["readout"])),
                each,
                abs(reported - instant(row["first_reported"])),
            )
        }
        before = db["meetings"].count
        _, (meeting,) = stored(db, str(number), each, now=reported, published=reported)
        assert meeting in same if same else db["meetings"].count == before + 1
    conn.close()
