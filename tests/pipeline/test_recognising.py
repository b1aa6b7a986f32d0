"""A copy that is not read as a readout any more is a report of its original's meeting, and rings for none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from readouts.archive import meetings
from readouts.archive.database import Archive, Database
from readouts.archive.items import remove_all_of
from readouts.archive.reports import reports_of
from readouts.domain.delivery import DeliveryKind
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.readout import Kind, Readout, Span
from tests.pipeline.desk import NOW, Script, health, item, make_ingest, readout, with_chats
from tests.pipeline.test_ingest import take_all

OPENING = "The provincial commission met in Hefei on June 3, and Han Jun took the chair, the paper said. "
LEFT = (
    "Members heard how ports along the river are guarded, and asked every department to write down who"
    " answers for reservoirs, bridges and grain stores. Political security comes first, Han Jun added."
    " Schools are to teach what to do in a flood before the summer holidays begin."
)
ORIGINAL = item(1, OPENING + LEFT)
WHERE = ORIGINAL.text.index("Political security")
ANHUI = replace(
    readout("CN-AH", date(2024, 6, 3)),
    evidence={"theme:political": Span("Political security", WHERE, WHERE + len("Political security"))},
)
HALF = item(2, LEFT)
WATCHES = [(7, "region:anhui"), (7, "reservoirs"), (8, "reservoirs")]


async def taken_in(
    archive: Archive, *articles: Item, told: Mapping[str, tuple[Readout, ...]] | None = None
) -> list[tuple[int, DeliveryKind, bool]]:
    """Article by article (chat, kind, whether it is of a meeting) of what is then sent."""
    await with_chats(archive, 7, 8)
    script = Script()
    ingest = make_ingest(archive, script, {"id-1": (ANHUI,), **(told or {})}, WATCHES)
    sent = []
    for article in articles:
        script.items = (article, *script.items)
        await ingest.look(await health(archive, "paper"))
        sent += await archive.write(take_all)
    return [(each.chat.id, each.kind, isinstance(each.subject, Meeting)) for each in sent]


def told_of(db: Database) -> list[tuple[list[str], list[int | None]]]:
    """Of each meeting the titles of its articles, and whose copies these are."""
    return [
        ([article.title for article in each.articles], [report.copy_of for report in reports_of(db, each.id)])
        for each in meetings.latest(db, 10)
    ]


async def test_what_is_left_of_a_report_joins_its_meeting_and_edits_the_alerts(archive: Archive) -> None:
    rung = await taken_in(archive, ORIGINAL, HALF)
    assert rung[:2] == [(7, DeliveryKind.ALERT, True), (8, DeliveryKind.ALERT, True)]
    assert rung[2:] == [(7, DeliveryKind.UPDATE, True), (8, DeliveryKind.UPDATE, True)]
    assert await archive.read(told_of) == [(["Title 1", "Title 2"], [None, 1])]


async def test_a_commission_that_is_only_named_does_not_hide_a_copy(archive: Archive) -> None:
    named = replace(readout("CN-AH", date(2024, 6, 3)), kind=Kind.MENTION, date=None)
    await taken_in(archive, ORIGINAL, HALF, told={"id-2": (named,)})
    assert await archive.read(told_of) == [(["Title 1", "Title 2"], [None, 1])]


async def test_what_names_another_place_or_chair_is_no_copy(archive: Archive) -> None:
    elsewhere = replace(readout("CN-YN", date(2024, 6, 3)), kind=Kind.MENTION)
    chaired = replace(ANHUI, evidence={**ANHUI.evidence, "region": Span("Han Jun", 53, 60)})
    await taken_in(
        archive,
        ORIGINAL,
        HALF,
        replace(item(3, LEFT), region="CN-YN"),
        item(4, LEFT.replace("Han Jun", "Wang Ning")),
        told={"id-1": (chaired,), "id-2": (elsewhere,)},
    )
    assert await archive.read(told_of) == [(["Title 1"], [None])]


async def test_other_news_of_the_same_page_is_no_copy(archive: Archive) -> None:
    """Only words from which a readout was read make a copy of it."""
    other = (
        "Elsewhere in the city a hall for food security was opened, where visitors see how rice is dried,"
        " milled and kept, and where schools may book guided tours on every weekday but Monday."
    )
    page = replace(ORIGINAL, text=f"{ORIGINAL.text}\n{other}")
    await taken_in(archive, page, item(2, other))
    assert await archive.read(told_of) == [(["Title 1"], [None])]


async def test_a_copy_from_long_ago_or_of_two_meetings_is_left_alone(archive: Archive) -> None:
    twin = replace(ANHUI, region="CN-YN")
    late = replace(item(3, LEFT), published=NOW + timedelta(days=60))
    await taken_in(archive, ORIGINAL, late)
    assert await archive.read(told_of) == [(["Title 1"], [None])]
    await taken_in(archive, ORIGINAL, item(4, ORIGINAL.text), HALF, told={"id-4": (twin,)})
    assert sorted(await archive.read(told_of)) == [(["Title 1"], [None]), (["Title 4"], [None])]


async def test_a_copy_keeps_the_meeting_when_its_original_is_removed(archive: Archive) -> None:
    await taken_in(archive, ORIGINAL, replace(HALF, source="quiet"))
    await archive.write(lambda db: remove_all_of(db, "paper"))
    (left,) = await archive.read(lambda db: meetings.latest(db, 10))
    assert (left.readout.region, left.readout.date) == ("CN-AH", date(2024, 6, 3))
    assert left.readout.evidence == {}
