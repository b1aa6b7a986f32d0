"""A correction is an update of the alert that rang, never a second meeting."""

from dataclasses import replace
from datetime import date, timedelta

from readouts.archive import chats, meetings
from readouts.archive.database import Archive
from readouts.domain.delivery import DeliveryKind
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from tests.pipeline.desk import NOW, Script, health, item, make_ingest, readout, with_chats
from tests.pipeline.test_ingest import take_all

TEXT = (
    "The provincial committee of the National Security Commission met on June {day}. Members heard of"
    " a report on local debt and asked every department to take up its tasks at once."
)
FIRST = item(1, TEXT.format(day=3))
TOLD = {
    "id-1": (readout("CN-AH", date(2024, 6, 3)),),
    "id-2": (readout("CN-AH", date(2024, 6, 4)),),
    "id-3": (readout("CN-AH", date(2024, 6, 3)),),
}


async def rings_once_and_is_edited(archive: Archive, second: Item) -> Meeting:
    """What the edited message tells, after the first article rang and the second one came."""
    await with_chats(archive, 7)
    script = Script((FIRST,))
    ingest = make_ingest(archive, script, TOLD, [(7, "region:anhui")])
    await ingest.look(await health(archive, "paper"))
    (rung,) = await archive.write(take_all)
    assert rung.kind is DeliveryKind.ALERT
    script.items = (second, FIRST)
    ingested = await ingest.look(await health(archive, "paper"))
    assert (ingested.new, ingested.owed) == (1, 0), "it rings for nobody"
    (edit,) = await archive.write(take_all)
    assert edit.kind is DeliveryKind.UPDATE
    assert isinstance(edit.subject, Meeting)
    assert isinstance(rung.subject, Meeting)
    assert edit.subject.id == rung.subject.id
    assert len(await archive.read(lambda db: meetings.latest(db, 10))) == 1
    return edit.subject


async def test_a_page_that_names_another_day_later_edits_the_alert(archive: Archive) -> None:
    again = replace(item(2, TEXT.format(day=4)), url=FIRST.url, published=NOW + timedelta(hours=3))
    corrected = await rings_once_and_is_edited(archive, again)
    assert corrected.readout.date == date(2024, 6, 4)
    assert [article.title for article in corrected.articles] == ["Title 2"]


async def test_a_notice_of_the_source_edits_the_alert(archive: Archive) -> None:
    notice = replace(item(2, "It was June 4."), title="Correction", published=NOW + timedelta(hours=3))
    assert (await rings_once_and_is_edited(archive, notice)).readout.date == date(2024, 6, 4)


async def test_a_second_report_of_the_day_edits_the_alert(archive: Archive) -> None:
    told = await rings_once_and_is_edited(archive, item(3, "In other words."))
    assert [article.title for article in told.articles] == ["Title 1", "Title 3"]


async def test_a_chat_that_only_the_correction_concerns_is_told(archive: Archive) -> None:
    """It never heard of the meeting, so its alert is the first."""
    await with_chats(archive, 7)
    await archive.write(lambda db: chats.see(db, 8, "private", "Reader", "en", NOW))
    script = Script((FIRST,))
    ingest = make_ingest(archive, script, TOLD, [(7, "region:anhui"), (8, "since:2024-06-04 region:anhui")])
    await ingest.look(await health(archive, "paper"))
    again = replace(item(2, TEXT.format(day=4)), url=FIRST.url, published=NOW + timedelta(hours=3))
    script.items = (again, FIRST)
    ingested = await ingest.look(await health(archive, "paper"))
    assert ingested.owed == 1
    assert {each.chat.id for each in await archive.write(take_all)} == {7, 8}
