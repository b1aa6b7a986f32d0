"""A list of feeds that an admin sends as an .opml file."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.typing import EventDict

from handlers.context import Desk
from readouts.archive import sources
from readouts.archive.database import Archive, Database
from readouts.domain.feed_list import MAX_FEED_LIST_BYTES, FeedList, NoFeedList, Unusable
from readouts.domain.source import Source
from tests.botapi import Person
from tests.botapi.faults import Answer
from tests.botapi.server import BotApiServer
from tests.botapi.state import Message
from tests.handlers.conftest import running
from tests.handlers.stage import NOW
from watchers.opml import parse_opml
from watchers.understanding import feed_list
from watchers.workers import WorkerPool

OPML = b"""<opml version="2.0"><body>
<outline type="rss" text="Anhui daily" xmlUrl="https://a.example/feed?key=hidden"/>
<outline type="rss" text="paper" xmlUrl="https://b.example/feed"/>
<outline type="rss" text="again" xmlUrl="https://b.example/feed"/>
<outline type="rss" text="known" xmlUrl="https://known.example/feed"/>
<outline type="rss" text="bad" xmlUrl="ftp://d.example/feed"/>
</body></opml>"""


async def reads(document: bytes) -> FeedList | NoFeedList:
    return parse_opml(document)


async def send(server: BotApiServer, person: Person, name: str, data: bytes) -> Message:
    """Send a file and wait for the answer."""
    sent = person.send_document(name, data)
    return await server.wait_for(chat=person, after=sent)


async def names(archive: Archive) -> list[str]:
    return [health.source.name for health in await archive.read(sources.all_health)]


@pytest.fixture
def reader(desk: Desk) -> Desk:
    return replace(desk, read_feed_list=reads)


async def has_known(archive: Archive) -> None:
    """Two sources are looked at already: one of the list, one whose name the list wants."""

    def add(db: Database) -> None:
        sources.add(db, Source("known", "https://known.example/feed"), NOW)
        sources.add(db, Source("paper", "https://p.example/"), NOW)

    await archive.write(add)


async def test_a_list_is_shown_first_and_its_button_adds_what_is_new(
    reader: Desk, archive: Archive, server: BotApiServer, boss: Person
) -> None:
    await has_known(archive)
    poked: list[None] = []
    async with running(replace(reader, poke=lambda: poked.append(None)), server):
        offer = await send(server, boss, "Mine.OPML", OPML)
        assert offer.text.splitlines() == [
            "2 feeds of the list are new: Anhui-daily, paper-2",
            "1 is looked at already.",
            "1 is named twice.",
            "Line 6 (bad): Only http and https addresses are asked.",
        ]
        assert offer.labels == [["Add 2 sources", "Cancel"]]
        assert await names(archive) == ["known", "paper"]
        boss.press("Add 2 sources", offer)
        added = await server.wait_for(chat=boss, after=offer)
        assert added.text.startswith("Added 2 sources.")
        assert added.labels == []
    assert await names(archive) == ["Anhui-daily", "known", "paper", "paper-2"]
    assert poked


async def test_a_list_that_breaks_off_says_so(reader: Desk, server: BotApiServer, boss: Person) -> None:
    async with running(reader, server):
        offer = await send(server, boss, "mine.opml", OPML.partition(b'<outline type="rss" text="bad"')[0])
    said = "The file is damaged or breaks off in line 6; feeds may be missing or wrong."
    assert offer.text.splitlines()[-1] == said


async def test_a_list_that_is_cancelled_adds_nothing(
    reader: Desk, archive: Archive, server: BotApiServer, boss: Person
) -> None:
    async with running(reader, server):
        offer = await send(server, boss, "mine.opml", OPML)
        boss.press("Cancel", offer)
        assert (await server.wait_for(chat=boss, after=offer)).text == "Nothing was added."
    assert await names(archive) == []


async def test_a_list_without_news_has_no_button(
    reader: Desk, archive: Archive, server: BotApiServer, boss: Person
) -> None:
    await has_known(archive)
    document = b'<opml><body><outline text="x" xmlUrl="https://known.example/feed"/></body></opml>'
    async with running(reader, server):
        answer = await send(server, boss, "mine.opml", document)
    assert answer.text.splitlines()[0] == "The list names no feed that is new here."
    assert answer.labels == []


async def test_only_admins_of_the_bot_may_send_one_or_press_its_button(
    reader: Desk,
    archive: Archive,
    server: BotApiServer,
    boss: Person,
    alice: Person,
    logs: list[EventDict],
) -> None:
    async with running(reader, server):
        answer = await send(server, alice, "mine.opml", OPML)
        assert answer.text == "Only the admins of this bot can do that."
        assert [entry["what"] for entry in logs if entry["event"] == "denied"] == ["feed list"]
        offer = await send(server, boss, "mine.opml", OPML)
        (data,) = [b.value for row in offer.buttons for b in row if b.text.startswith("Add")]
        notice = await server.answer_to(alice.forge(data, answer))
        assert "Only the admins" in notice.text
    assert await names(archive) == []


async def test_a_button_that_is_forgotten_says_so(reader: Desk, server: BotApiServer, boss: Person) -> None:
    async with running(reader, server):
        offer = await send(server, boss, "mine.opml", OPML)
        pressed = boss.forge("addlist nosuch", offer)
        assert "too old" in (await server.answer_to(pressed)).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "Not added: The file is not OPML."),
        (b" " * (MAX_FEED_LIST_BYTES + 1), "Not added: The file is larger than 5 MB."),
    ],
)
async def test_what_cannot_be_read_is_refused_in_a_plain_sentence(
    data: bytes, reason: str, reader: Desk, server: BotApiServer, boss: Person
) -> None:
    async with running(reader, server):
        assert (await send(server, boss, "mine.opml", data)).text == reason
        fetched = [call for call in server.calls if call.method == "getFile"]
    assert len(fetched) == (0 if len(data) > MAX_FEED_LIST_BYTES else 1)


async def test_a_file_that_telegram_does_not_hand_out_is_told(
    reader: Desk, server: BotApiServer, boss: Person, logs: list[EventDict]
) -> None:
    server.faults.add(Answer(400, "Bad Request: file is too big"), method="getFile")
    async with running(reader, server):
        answer = await send(server, boss, "mine.opml", OPML)
    assert answer.text == "Not added: Telegram does not hand the file out. Please send it again."
    assert server.token not in str(logs)


async def test_other_files_are_not_for_us(reader: Desk, server: BotApiServer, boss: Person) -> None:
    async with running(reader, server):
        assert (await send(server, boss, "photo.jpg", b"\xff\xd8")).text.startswith("I can read text only.")


async def test_of_many_feeds_and_many_bad_lines_the_first_few_are_named(
    desk: Desk, server: BotApiServer, boss: Person
) -> None:
    feeds = tuple(Source(f"feed-{n}", f"https://{n}.example/", built_in=False) for n in range(3000))
    bad = tuple(Unusable(n, "It names no address.") for n in range(1, 31))

    async def long(_document: bytes) -> FeedList:
        return FeedList(feeds, 0, bad, is_whole=False)

    async with running(replace(desk, read_feed_list=long), server):
        answer = await send(server, boss, "mine.opml", OPML)
    lines = answer.text.splitlines()
    assert lines[0].startswith("3000 feeds of the list are new: feed-0, feed-1")
    assert lines[0].endswith("…")
    assert lines[-2] == "20 more lines cannot be used."
    assert "longer than can be read" in lines[-1]


async def test_a_list_is_read_where_it_can_do_no_harm() -> None:
    workers = WorkerPool(wall=timedelta(seconds=5))
    try:
        assert await feed_list(workers, OPML, allow_private=False) == parse_opml(OPML)
    finally:
        await workers.close()
    assert await feed_list(workers, OPML, allow_private=False) == NoFeedList(
        "Reading the file was called off."
    )
