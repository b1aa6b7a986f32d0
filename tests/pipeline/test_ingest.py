"""What becomes of one look at one source."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from readouts.archive import meetings, outbox
from readouts.archive.database import Archive, Database
from readouts.archive.search import search
from readouts.domain.delivery import Delivery, DeliveryKind, Done
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.readout import DatePrecision
from readouts.domain.source import Poll, Reading, SourceState
from readouts.extractors.gazetteer import load_gazetteer
from readouts.queries.language import parse_query
from tests.pipeline.desk import NOW, Script, health, item, make_ingest, readout, with_chats

ANHUI = readout("CN-AH", date(2024, 6, 3))
YUNNAN = readout("CN-YN", date(2024, 5, 30))


def take_all(db: Database) -> list[Delivery]:
    """Everything owed, settled as sent."""
    taken = []
    while (delivery := outbox.claim(db, NOW)) is not None:
        outbox.settle(db, delivery, Done(100 + delivery.id), NOW)
        taken.append(delivery)
    return taken


def region(delivery: Delivery) -> str | None:
    assert isinstance(delivery.subject, Meeting)
    return delivery.subject.readout.region


async def test_a_new_readout_is_owed_to_the_chat_that_watches_for_it_and_to_no_other(
    archive: Archive,
) -> None:
    await with_chats(archive, 7, 8)
    ingest = make_ingest(
        archive, Script((item(1),)), {"id-1": (ANHUI,)}, [(7, "region:anhui"), (8, "region:yunnan")]
    )
    ingested = await ingest.look(await health(archive, "paper"))
    assert (ingested.new, ingested.owed) == (1, 1)
    (owed,) = await archive.write(take_all)
    assert (owed.chat.id, region(owed), owed.why) == (7, "CN-AH", ("region:anhui",))


async def test_the_same_items_again_owe_nothing(archive: Archive) -> None:
    await with_chats(archive, 7)
    ingest = make_ingest(archive, Script((item(1),)), {"id-1": (ANHUI,)}, [(7, "kind:meeting")])
    await ingest.look(await health(archive, "paper"))
    again = await ingest.look(await health(archive, "paper"))
    assert (again.new, again.owed) == (0, 0)


async def test_the_first_poll_of_a_new_source_is_archived_silently_and_the_second_rings(
    archive: Archive,
) -> None:
    await with_chats(archive, 7)
    told = {"id-1": (ANHUI,), "id-2": (YUNNAN,)}
    script = Script((item(1, source="quiet"),))
    ingest = make_ingest(archive, script, told, [(7, "kind:meeting")])
    first = await ingest.look(await health(archive, "quiet"))
    assert (first.new, first.owed) == (1, 0)
    assert len(await archive.read(lambda db: meetings.latest(db, 10))) == 1
    script.items = (item(2, source="quiet"), *script.items)
    second = await ingest.look(await health(archive, "quiet"))
    assert (second.new, second.owed) == (1, 1)


async def test_a_first_poll_that_failed_does_not_count_as_the_first(archive: Archive) -> None:
    await with_chats(archive, 7)
    script = Script((), SourceState.UNREACHABLE)
    ingest = make_ingest(archive, script, {"id-1": (ANHUI,)}, [(7, "kind:meeting")])
    await ingest.look(await health(archive, "quiet"))
    script.items, script.state = (item(1, source="quiet"),), SourceState.OK
    assert (await ingest.look(await health(archive, "quiet"))).owed == 0


@pytest.mark.parametrize("query", ["last:0d", "region:anhui last:30d", "since:2024", "-before:2024"])
async def test_what_states_no_day_rings_as_of_today_and_is_found_so(archive: Archive, query: str) -> None:
    """Many pages bear no date; a watch for the last month would miss all that they tell."""
    await with_chats(archive, 7)
    undated = replace(ANHUI, date=None, date_precision=DatePrecision.UNKNOWN)
    page = replace(item(1), published=None)
    ingest = make_ingest(archive, Script((page,)), {"id-1": (undated,)}, [(7, query)])
    assert (await ingest.look(await health(archive, "paper"))).owed == 1
    today = NOW.astimezone(ingest.zone).date()
    asked = parse_query(f"{query} kind:meeting", load_gazetteer())
    assert (await archive.read(lambda db: search(db, asked, today, 5))).total == 1


async def test_several_watches_of_one_chat_ring_once_and_say_all_that_hit(archive: Archive) -> None:
    await with_chats(archive, 7)
    ingest = make_ingest(
        archive, Script((item(1),)), {"id-1": (ANHUI,)}, [(7, "region:anhui"), (7, "theme:political")]
    )
    await ingest.look(await health(archive, "paper"))
    (owed,) = await archive.write(take_all)
    assert set(owed.why) == {"region:anhui", "theme:political"}


async def test_an_alert_has_the_words_that_hit_as_the_article_writes_them(archive: Archive) -> None:
    """Those of each watch, and where the article speaks of that meeting."""
    await with_chats(archive, 7, 8)
    text = "Anhui spoke of smuggling and of Ｓｃａｍｓ. Yunnan spoke of smuggling."
    told = (replace(ANHUI, scope=((0, 40),)), replace(YUNNAN, scope=((41, len(text)),)))
    watching = [(7, "smuggling region:yunnan"), (8, "scams"), (8, "smuggling region:anhui")]
    ingest = make_ingest(archive, Script((item(1, text),)), {"id-1": told}, watching)
    assert (await ingest.look(await health(archive, "paper"))).owed == 2
    owed = {delivery.chat.id: delivery for delivery in await archive.write(take_all)}
    assert {chat: delivery.why for chat, delivery in owed.items()} == {
        7: ("smuggling", "region:yunnan"),
        8: ("scams", "smuggling", "region:anhui"),
    }
    places = {
        chat: [
            (text[:start].split(". ")[-1], text[start:end]) for start, end in delivery.passages[0].highlights
        ]
        for chat, delivery in owed.items()
        for text in [delivery.passages[0].text]
    }
    assert places == {
        7: [("Yunnan spoke of ", "smuggling")],
        8: [("Anhui spoke of ", "smuggling"), ("Anhui spoke of smuggling and of ", "Ｓｃａｍｓ")],
    }


async def test_a_chat_that_is_told_of_the_meeting_is_not_told_of_the_article_as_well(
    archive: Archive,
) -> None:
    await with_chats(archive, 7)
    ingest = make_ingest(archive, Script((item(1), item(2))), {"id-1": (ANHUI,)}, [(7, "kind:any title")])
    await ingest.look(await health(archive, "paper"))
    subjects = [type(owed.subject) for owed in await archive.write(take_all)]
    assert sorted(subjects, key=str) == sorted([Meeting, Item], key=str)


async def test_a_second_article_of_a_meeting_edits_the_alert_and_rings_nobody_again(archive: Archive) -> None:
    await with_chats(archive, 7)
    told = {"id-1": (ANHUI,), "id-2": (ANHUI,)}
    script = Script((item(1),))
    ingest = make_ingest(archive, script, told, [(7, "kind:meeting")])
    await ingest.look(await health(archive, "paper"))
    await archive.write(take_all)
    script.items = (item(2), item(1))
    assert (await ingest.look(await health(archive, "paper"))).owed == 0
    (update,) = await archive.write(take_all)
    assert update.kind is DeliveryKind.UPDATE
    assert update.message == 101
    assert isinstance(update.subject, Meeting)
    assert len(update.subject.articles) == 2


async def test_alerts_are_owed_in_the_order_in_which_things_happened(archive: Archive) -> None:
    await with_chats(archive, 7)
    told = {"id-1": (YUNNAN,), "id-2": (ANHUI,)}
    ingest = make_ingest(archive, Script((item(2), item(1))), told, [(7, "kind:meeting")])
    await ingest.look(await health(archive, "paper"))
    assert [region(owed) for owed in await archive.write(take_all)] == ["CN-YN", "CN-AH"]


class Crash(BaseException):
    """The process ends here."""


async def test_a_crash_between_two_transactions_asks_again_and_loses_nothing(archive: Archive) -> None:
    """A bulletin of 250 items takes three transactions; the source's validators come with the last."""
    await with_chats(archive, 7)
    script = Script(tuple(item(n) for n in range(250, 0, -1)))
    written = 0

    def crash_in_the_second(moment: datetime) -> datetime:
        nonlocal written
        written += 1
        if written == 2:
            raise Crash
        return moment

    ingest = make_ingest(archive, script, {}, [], crash_in_the_second)
    with pytest.raises(Crash):
        await ingest.look(await health(archive, "paper"))
    assert (await health(archive, "paper")).validators.etag is None
    ingested = await ingest.look(await health(archive, "paper"))
    assert ingested.new == 150
    assert (await health(archive, "paper")).validators.etag == "250 items"


class ReadsNothing:
    """A reader of articles whose turn is never enough for a page."""

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading:
        return Reading(poll, (), tuple(new))


@pytest.mark.parametrize(
    ("source", "new", "said"),
    [
        ("quiet", 2, "2 articles were archived as they are listed; their pages were not read."),
        ("paper", 0, "2 articles are still to be read, at the next look."),
    ],
)
async def test_what_becomes_of_articles_that_were_not_read_stands_in_the_sources_health(
    archive: Archive, source: str, new: int, said: str
) -> None:
    await with_chats(archive, 7)
    ingest = make_ingest(archive, Script((item(1, source=source), item(2, source=source))), {}, [])
    ingest = replace(ingest, articles=ReadsNothing())
    ingested = await ingest.look(await health(archive, source))
    assert ingested.new == new
    assert (await health(archive, source)).detail.strip() == said
