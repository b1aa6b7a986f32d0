"""Sources change articles after they listed them; what they said of a meeting changes with them."""

from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from readouts.archive import items, meetings, revisions
from readouts.archive.checks import index_is_sound, problems
from readouts.archive.reports import reports_of
from readouts.domain.readout import Kind
from tests.archive.making import DAY, HAN_JUN, NOW, item, readout, stored
from tests.archive.test_meetings import known

LATER = NOW + DAY
TEXT = "On June {day} the provincial committee met and heard a report on stores of grain and on sea walls."


def test_what_is_listed_otherwise_is_noticed_once(db: Database) -> None:
    item_id, _ = stored(db, "1", readout())
    revisions.note(db, item_id, item("1"), NOW)
    other = replace(item("1"), text="in other words")
    assert revisions.changed(db, "Anhui Daily", [item("1"), item("2")], LATER) == ()
    assert revisions.changed(db, "Anhui Daily", [other], LATER) == ((item_id, other),)
    assert revisions.changed(db, "Other Daily", [other], LATER) == ()
    assert revisions.changed(db, "Anhui Daily", [other], NOW + 15 * DAY) == (), "nobody waits for it any more"
    revisions.note(db, item_id, other, LATER)
    assert revisions.changed(db, "Anhui Daily", [other], LATER) == ()


def test_an_article_that_was_put_right_tells_its_meeting_anew(db: Database) -> None:
    item_id, (meeting, _) = stored(
        db, "1", readout(chair=HAN_JUN), readout(kind=Kind.STUDY), text=TEXT.format(day=3)
    )
    assert meeting is not None
    corrected = replace(item("1"), title="New title", text=TEXT.format(day=4))
    told = (readout(chair=HAN_JUN, date=date(2024, 6, 4), themes=("food",)), readout(kind=Kind.STUDY))
    assert revisions.revise(db, item_id, corrected, told, LATER) == (meeting, None)
    assert known(db, meeting).readout.date == date(2024, 6, 4)
    assert known(db, meeting).readout.themes == ("food",)
    (report,) = reports_of(db, meeting)
    assert report.article.title == "New title"
    stored_item = items.get(db, item_id)
    assert stored_item is not None
    assert stored_item.text == TEXT.format(day=4)
    assert revisions.revise(db, item_id, corrected, told, LATER) is None
    assert index_is_sound(db)
    assert not problems(db, quick=False)


def test_what_other_articles_say_stays(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout(themes=("food",)), text=TEXT)
    assert meeting is not None
    stored(db, "2", readout(chair=HAN_JUN), source="Other Daily")
    revisions.revise(db, item_id, item("1", text=TEXT), [readout(themes=("cyber",))], LATER)
    assert known(db, meeting).readout.chair == HAN_JUN
    assert known(db, meeting).readout.themes == ("cyber",)
    assert len(meetings.latest(db, 10)) == 1


def test_a_page_that_is_filled_anew_under_its_old_name_changes_nothing(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout(), text=TEXT)
    assert meeting is not None
    anew = item(
        "1",
        text="Chairs were set out on June 8 for a hearing about flood relief, and lists of duties agreed.",
    )
    next_week = item("1", text=TEXT, published=NOW + 4 * DAY)
    for other in (anew, next_week):
        assert revisions.revise(db, item_id, other, [readout(date=date(2024, 6, 8))], LATER) is None
    assert known(db, meeting).readout.date == date(2024, 6, 3)
