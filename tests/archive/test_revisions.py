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
    item_id, (meeting, _) = stored(db, "1", readout(chair=HAN_JUN), readout(kind=Kind.STUDY), text="x" * 20)
    assert meeting is not None
    corrected = replace(item("1"), title="New title", text="y" * 20)
    told = (readout(chair=HAN_JUN, date=date(2024, 6, 4), themes=("food",)), readout(kind=Kind.STUDY))
    assert revisions.revise(db, item_id, corrected, told, LATER) == (meeting, None)
    assert known(db, meeting).readout.date == date(2024, 6, 4)
    assert known(db, meeting).readout.themes == ("food",)
    (report,) = reports_of(db, meeting)
    assert report.article.title == "New title"
    stored_item = items.get(db, item_id)
    assert stored_item is not None
    assert stored_item.text == "y" * 20
    assert revisions.revise(db, item_id, corrected, told, LATER) is None
    assert index_is_sound(db)
    assert not problems(db, quick=False)


def test_what_other_articles_say_stays(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout(themes=("food",)))
    assert meeting is not None
    stored(db, "2", readout(chair=HAN_JUN), source="Other Daily")
    revisions.revise(db, item_id, item("1"), [readout(themes=("cyber",))], LATER)
    assert known(db, meeting).readout.chair == HAN_JUN
    assert known(db, meeting).readout.themes == ("cyber",)
    assert len(meetings.latest(db, 10)) == 1
