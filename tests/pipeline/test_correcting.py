"""A source changes an article: its alerts are edited, and nobody is alerted a second time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from readouts.archive import held, items, meetings, search
from readouts.archive.database import Archive, Database
from readouts.domain.delivery import Delivery, DeliveryKind
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.query import Query, Words
from readouts.domain.readout import Readout
from readouts.domain.source import Poll, Reading
from readouts.pipeline.ingest import Ingest, Ingested
from tests.pipeline.desk import NOW, PAPER, Script, health, item, make_ingest, readout, with_chats
from tests.pipeline.test_ingest import take_all

FIRST = item(1, "They met in Anhui on June 3.")
SECOND = replace(FIRST, text="They met in Anhui on June 4.")
ANHUI = readout("CN-AH", date(2024, 6, 3))
ANHUI_4 = readout("CN-AH", date(2024, 6, 4))


@dataclass
class Pages:
    """A reader of articles: the text of each page by the title listed; a page it lacks is not read."""

    texts: dict[str, str]

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading:
        read = [replace(each, text=self.texts.get(each.title, each.text)) for each in new]
        return Reading(poll, tuple(read))


class Desk:
    """An ingest whose items tell what stands beside their text."""

    def __init__(self, archive: Archive, told: dict[str, tuple[Readout, ...]], **how: object) -> None:
        self.archive = archive
        self.script = Script()
        self.understood: list[str] = []

        async def understand(each: Item) -> tuple[Readout, ...]:
            self.understood.append(each.text)
            return told.get(each.text, ())

        made = make_ingest(archive, self.script, {}, [(7, "kind:meeting")], **how)  # type: ignore[arg-type]
        self.ingest: Ingest = replace(made, understand=understand)

    async def shows(self, *listed: Item) -> Ingested:
        self.script.items = listed
        return await self.ingest.look(await health(self.archive, listed[0].source or PAPER.name))

    async def owed(self) -> list[Delivery]:
        return await self.archive.write(take_all)


async def found(archive: Archive, word: str) -> int:
    return (
        await archive.read(
            lambda db: search.search(db, Query(word, Words((word,), False, word)), NOW.date(), 9)
        )
    ).total


async def versions(archive: Archive) -> int:
    def count(db: Database) -> int:
        number: int = db.execute("SELECT count(*) FROM former_texts").fetchone()[0]
        return number

    return await archive.read(count)


async def test_a_corrected_article_edits_the_alert_and_rings_nobody_again(archive: Archive) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {FIRST.text: (ANHUI,), SECOND.text: (ANHUI_4,)})
    assert (await desk.shows(FIRST)).owed == 1
    (alert,) = await desk.owed()
    ingested = await desk.shows(SECOND)
    assert (ingested.new, ingested.owed) == (0, 0)
    (update,) = await desk.owed()
    assert (alert.kind, update.kind) == (DeliveryKind.ALERT, DeliveryKind.UPDATE)
    assert isinstance(update.subject, Meeting)
    assert update.subject.readout.date == date(2024, 6, 4)
    assert update.subject.articles[0].corrected == NOW
    assert len(await archive.read(lambda db: meetings.latest(db, 9))) == 1
    stored = await archive.read(lambda db: items.get(db, 1))
    assert stored is not None
    assert stored.text == SECOND.text
    assert await versions(archive) == 1


async def test_an_edit_shows_the_words_that_rang_though_the_article_has_lost_them(archive: Archive) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {FIRST.text: (ANHUI,), SECOND.text: (ANHUI_4,)})
    word = next(word for word in FIRST.text.split() if word not in SECOND.text)
    desk.ingest = replace(
        desk.ingest, engine=make_ingest(archive, desk.script, {}, [(7, f'"{word}"')]).engine
    )
    assert (await desk.shows(FIRST)).owed == 1
    (alert,) = await desk.owed()
    assert word in alert.passages[0].text
    await desk.shows(SECOND)
    (update,) = await desk.owed()
    assert (update.kind, update.passages) == (DeliveryKind.UPDATE, alert.passages)


async def test_an_article_that_is_only_touched_is_left_alone(archive: Archive) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {FIRST.text: (ANHUI,)})
    await desk.shows(FIRST)
    await desk.owed()
    touched = replace(FIRST, text=f" {FIRST.text.replace(' ', '  ')}\n", published=NOW.replace(year=2025))
    await desk.shows(touched)
    assert await desk.owed() == []
    assert desk.understood == [FIRST.text]
    assert await versions(archive) == 0


async def test_a_meeting_that_only_the_new_text_tells_of_rings_once(archive: Archive) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {SECOND.text: (ANHUI_4,)})
    assert (await desk.shows(FIRST)).owed == 0
    assert (await desk.shows(SECOND)).owed == 1
    assert [delivery.kind for delivery in await desk.owed()] == [DeliveryKind.ALERT]
    for _ in range(3):
        await desk.shows(FIRST)
        await desk.shows(SECOND)
    assert await desk.owed() == [], "texts in turns edit nothing that reads the same"


async def test_a_chat_that_was_told_of_the_article_is_not_told_of_its_meeting_later(archive: Archive) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {SECOND.text: (ANHUI_4,)})
    desk.ingest = replace(
        desk.ingest, engine=make_ingest(archive, desk.script, {}, [(7, "kind:any met")]).engine
    )
    assert (await desk.shows(FIRST)).owed == 1
    await desk.owed()
    assert (await desk.shows(SECOND)).owed == 0
    assert await desk.owed() == []


async def test_an_article_that_was_archived_silently_stays_silent_when_it_is_changed(
    archive: Archive,
) -> None:
    await with_chats(archive, 7)
    first, second = (replace(each, source="quiet") for each in (FIRST, SECOND))
    desk = Desk(archive, {FIRST.text: (ANHUI,), SECOND.text: (ANHUI_4,)})
    await desk.shows(first)
    assert (await desk.shows(second)).owed == 0
    assert await desk.owed() == []


async def test_a_held_article_stays_held_when_it_is_changed(archive: Archive) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {FIRST.text: (ANHUI,), SECOND.text: (ANHUI_4,)}, admins=(7,))
    await desk.shows(item(99))
    many = [item(number) for number in range(2, 20)]
    assert (await desk.shows(FIRST, *many)).is_held
    await desk.owed()
    assert (await desk.shows(SECOND, *many)).owed == 0
    (poll,) = await archive.read(held.all_held)
    assert await desk.ingest.release(poll.held or 0) == 1
    (alert,) = await desk.owed()
    assert isinstance(alert.subject, Meeting)
    assert alert.subject.readout.date == date(2024, 6, 4)


async def test_a_page_that_cannot_be_read_again_does_not_cost_the_article(archive: Archive) -> None:
    await with_chats(archive, 7)
    whole = "The whole article from its own page, smuggling and all."
    desk = Desk(archive, {whole: (ANHUI,)})
    desk.ingest = replace(desk.ingest, articles=Pages({"Title 1": whole}))
    await desk.shows(FIRST)
    await desk.shows(replace(FIRST, title="Title 1, corrected", text="Short."))
    assert await found(archive, "smuggling") == 1
    assert await found(archive, "corrected") == 1
    desk.ingest = replace(
        desk.ingest, articles=Pages({"Title 1, again": "Another whole article of borders."})
    )
    await desk.shows(replace(FIRST, title="Title 1, again", text="Short again."))
    assert (await found(archive, "smuggling"), await found(archive, "borders")) == (0, 1)


async def test_an_archive_that_never_noted_what_was_listed_takes_the_next_look_as_it_is(
    archive: Archive,
) -> None:
    await with_chats(archive, 7)
    desk = Desk(archive, {})
    await desk.shows(FIRST)

    def forget(db: Database) -> None:
        db.execute("UPDATE items SET listed = NULL")

    await archive.write(forget)
    await desk.shows(SECOND)
    assert await versions(archive) == 0
    await desk.shows(replace(FIRST, text=f"{FIRST.text} They spoke of borders."))
    assert (await versions(archive), await found(archive, "borders")) == (1, 1)
