"""A correction is an update of the alert that rang, never a second meeting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readouts.archive import chats, meetings
from readouts.archive.database import Archive
from readouts.archive.search import search
from readouts.domain.delivery import Delivery, DeliveryKind
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.query import Before, Query
from readouts.domain.readout import Readout
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


async def changed(archive: Archive, text: str, *told: Readout) -> tuple[int, list[Delivery]]:
    """How many alerts are owed, and what is sent, after the source changed an article that rang."""
    await with_chats(archive, 7, 8)
    script = Script((FIRST, item(9)))
    by_identity: dict[str, tuple[Readout, ...]] = {"id-1": TOLD["id-1"]}
    watches = [(7, "region:anhui"), (8, "since:2024-06-04 region:anhui")]
    ingest = make_ingest(archive, script, by_identity, watches)
    await ingest.look(await health(archive, "paper"))
    assert [each.chat.id for each in await archive.write(take_all)] == [7]
    by_identity["id-1"] = told
    script.items = (replace(FIRST, text=text), item(9))
    ingested = await ingest.look(await health(archive, "paper"))
    assert ingested.new == 0
    sent = await archive.write(take_all)
    assert (await ingest.look(await health(archive, "paper"))).owed == 0, "it is noticed once"
    assert await archive.write(take_all) == []
    assert len(await archive.read(lambda db: meetings.latest(db, 10))) == 1
    return ingested.owed, sent


async def test_an_article_that_its_source_changes_edits_the_alert_and_rings_where_it_is_news(
    archive: Archive,
) -> None:
    owed, sent = await changed(archive, TEXT.format(day=4), *TOLD["id-2"])
    assert owed == 1
    assert {(each.kind, each.chat.id) for each in sent} == {(DeliveryKind.UPDATE, 7), (DeliveryKind.ALERT, 8)}
    for each in sent:
        assert isinstance(each.subject, Meeting)
        assert each.subject.readout.date == date(2024, 6, 4)
    found = await archive.read(lambda db: search(db, Query("", Before(date(2024, 6, 4))), NOW.date(), 5))
    assert [hit.meeting for hit in found.hits] == [], "it is found by what it says now"


@pytest.mark.parametrize(
    ("text", "told"),
    [(TEXT.format(day=3) + " Read 12 times.", TOLD["id-1"]), (TEXT.format(day=4), ())],
    ids=["the same facts", "no meeting"],
)
async def test_what_is_no_correction_changes_nothing(
    archive: Archive, text: str, told: tuple[Readout, ...]
) -> None:
    assert await changed(archive, text, *told) == (0, [])
    (meeting,) = await archive.read(lambda db: meetings.latest(db, 10))
    assert meeting.readout.date == date(2024, 6, 3)


async def test_a_place_that_is_put_right_rings_where_nobody_was_told(archive: Archive) -> None:
    await with_chats(archive, 7, 8)
    script = Script((FIRST, item(9)))
    told = {"id-1": TOLD["id-1"]}
    ingest = make_ingest(archive, script, told, [(7, "region:anhui"), (8, "region:yunnan")])
    await ingest.look(await health(archive, "paper"))
    assert [each.chat.id for each in await archive.write(take_all)] == [7]
    told["id-1"] = (readout("CN-YN", date(2024, 6, 3)),)
    for text in (TEXT.format(day=3) + " It was Yunnan.", TEXT.format(day=3) + " In Yunnan, that is."):
        script.items = (replace(FIRST, text=text), item(9))
        await ingest.look(await health(archive, "paper"))
    sent = await archive.write(take_all)
    assert {(each.kind, each.chat.id) for each in sent} == {(DeliveryKind.UPDATE, 7), (DeliveryKind.ALERT, 8)}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Chairs were set out on June 8 for a hearing about flood relief, and lists of duties agreed on.", 0),
        (TEXT.format(day=8), 5),
    ],
    ids=["in other words", "in the old words"],
)
async def test_a_page_that_is_filled_anew_rings_for_its_own_meeting(
    archive: Archive, text: str, days: int
) -> None:
    """It keeps its name at the source; the meeting that it told of before stays as it was."""
    await with_chats(archive, 7)
    script = Script((FIRST, item(9)))
    told = {"id-1": TOLD["id-1"]}
    ingest = make_ingest(archive, script, told, [(7, "region:anhui")])
    await ingest.look(await health(archive, "paper"))
    await archive.write(take_all)
    told["id-1"] = (readout("CN-AH", date(2024, 6, 8)),)
    published = (FIRST.published or NOW) + timedelta(days=days)
    script.items = (replace(FIRST, text=text, published=published), item(9))
    assert (await ingest.look(await health(archive, "paper"))).owed == 1
    (alert,) = await archive.write(take_all)
    assert isinstance(alert.subject, Meeting)
    assert alert.subject.readout.date == date(2024, 6, 8)
    known = await archive.read(lambda db: meetings.latest(db, 10))
    assert {each.readout.date for each in known} == {date(2024, 6, 3), date(2024, 6, 8)}
    for listed in (FIRST, script.items[0]):
        script.items = (listed, item(9))
        assert (await ingest.look(await health(archive, "paper"))).owed == 0
    assert await archive.write(take_all) == [], "what is shown in turns rings once"
