"""/watch, /watches, /unwatch, /watchlists."""

import pytest

from handlers.application import App
from handlers.context import Desk
from handlers.watches import MOST_WATCHES
from readouts.archive import items, meetings, sources, watches
from readouts.archive.database import Archive, Database
from readouts.domain.document import documents
from readouts.domain.item import Item
from readouts.domain.source import Source
from readouts.domain.watch import Watch
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import NOW, readout, report

pytestmark = pytest.mark.usefixtures("bot")


async def watches_of(archive: Archive, chat: int) -> list[str]:
    found: tuple[Watch, ...] = await archive.read(lambda db: watches.of_chat(db, chat))
    return [watch.query for watch in found]


async def test_watch_confirms_what_was_understood_and_saves_it(archive: Archive, alice: Person) -> None:
    answer = await alice.ask("/watch region:anhui")
    assert "Watch 1: region:anhui" in answer.text
    assert "I understand: " in answer.text
    assert "Anhui" in answer.text
    assert await watches_of(archive, alice.id) == ["region:anhui"]


async def test_a_saved_watch_rings_at_once(desk: Desk, alice: Person) -> None:
    """The engine knows the watch before the answer arrives."""
    await alice.ask("/watch region:anhui")
    told = readout("CN-AH", NOW.date(), "Han Jun")
    found = desk.engine.match(documents(Item("1", "https://news.test", "t", "x"), (told,)), NOW.date())
    assert [(match.chat, match.readout) for match in found] == [(alice.id, 0)]


async def test_watch_shows_what_would_have_rung(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    """Two of the three meetings in the archive are Anhui's; the button opens the newest of them."""
    await report(archive, "CN-AH", 1)
    await report(archive, "CN-YN", 2, "Wang Ning")
    newest = await report(archive, "CN-AH", 4, "Han Jun", theme="food")
    answer = await alice.ask("/watch region:anhui")
    assert "rung 2 times so far" in answer.text
    assert "Yunnan" not in answer.text
    press = alice.press(0)
    details = await server.wait_for(chat=alice, after=answer)
    assert "4 June 2024" in details.text
    assert "food security" in details.text
    assert press.data == f"meeting {newest}"


async def test_an_article_that_only_mentions_the_words_would_not_have_rung(
    archive: Archive, alice: Person
) -> None:
    """A search finds every article; a watch rings for meetings, and says so beforehand."""
    await report(archive, "CN-AH", 1)
    assert "rung 1 time so far" in (await alice.ask("/watch meeting")).text
    assert "Nothing in the archive" in (await alice.ask("/watch kind:study")).text


async def test_what_would_have_rung_is_shown_where_it_is_no_meeting(archive: Archive, alice: Person) -> None:
    """`kind:any` rings for articles, so articles are what it shows."""
    articles = (
        Item("1", "https://news.test/1", "Ports and smuggling", "x", source="Harbour Post", published=NOW),
        Item("2", "https://news.test/2", "", "On smuggling", source="Harbour Post", published=NOW),
    )

    def store(db: Database) -> None:
        for article in articles:
            stored = items.add(db, article, NOW)
            assert stored is not None
            meetings.attach(db, stored, article, (), NOW)

    await archive.write(store)
    for command in ("/try", "/watch"):
        lines = (await alice.ask(f"{command} smuggling kind:any")).text.split("\n")
        assert lines[-2:] == [
            "1. Harbour Post · 5 June 2024",
            "2. Ports and smuggling · Harbour Post · 5 June 2024",
        ]


async def test_a_query_is_tried_without_saving_it_and_saved_with_one_press(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    for day in (1, 2, 3, 4):
        await report(archive, "CN-AH", day)
    answer = await alice.ask("/try region:anhui")
    assert "I understand: in Anhui" in answer.text
    assert "rung 4 times in the last 90 days" in answer.text
    assert "4 June 2024" in answer.text
    assert "1 June 2024" not in answer.text, "the latest three are shown"
    assert await watches_of(archive, alice.id) == []
    alice.press("Watch for this")
    assert "Watch 1: region:anhui" in (await server.wait_for(chat=alice, after=answer)).text
    assert await watches_of(archive, alice.id) == ["region:anhui"]


async def test_a_try_counts_the_last_ninety_days_and_what_would_ring(archive: Archive, alice: Person) -> None:
    await report(archive, "CN-AH", 1)
    assert "Nothing in the last 90 days" in (await alice.ask("/try region:anhui before:2024")).text
    assert "Nothing in the last 90 days" in (await alice.ask("/try kind:study")).text
    assert "rung 1 time in the last 90 days" in (await alice.ask("/try region:anhui last:5y")).text


async def test_a_try_says_what_is_wrong_with_a_query_and_how_it_is_done(alice: Person) -> None:
    assert "no place called anhiu" in (await alice.ask("/try region:anhiu")).text
    assert "/try region:anhui" in (await alice.ask("/try")).text


async def test_watch_without_a_query_shows_how_and_offers_the_lists(archive: Archive, alice: Person) -> None:
    answer = await alice.ask("/watch")
    assert "/watch region:anhui" in answer.text
    assert answer.labels == [["Watch: All meetings"], ["Watch: Anhui"]]


async def test_one_press_takes_a_ready_made_list(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    offer = await alice.ask("/watchlists")
    assert "kind:meeting" in offer.text
    alice.press("Watch: Anhui")
    assert "Watch 1: region:anhui" in (await server.wait_for(chat=alice, after=offer)).text
    assert await watches_of(archive, alice.id) == ["region:anhui"]


async def test_the_same_watch_twice_is_saved_once(archive: Archive, alice: Person) -> None:
    await alice.ask("/watch region:anhui")
    assert "watched here already" in (await alice.ask("/watch region:anhui")).text
    assert await watches_of(archive, alice.id) == ["region:anhui"]


@pytest.mark.parametrize("same", ["region:安徽", "region:CN-AH", "地区：安徽", "  region:anhui"])
async def test_the_same_watch_in_other_words_is_saved_once(
    archive: Archive, alice: Person, same: str
) -> None:
    """One meeting would ring twice for what is one wish."""
    await alice.ask("/watch region:anhui")
    assert "watched here already" in (await alice.ask(f"/watch {same}")).text
    assert await watches_of(archive, alice.id) == ["region:anhui"]


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("last:0d", "the day it is held"),
        ("region:anhui last:0d", "the day it is held"),
        ("source:nosuch", "No source has the name that source:nosuch asks for"),
        ("region:anhui source:nosuch", "No source has the name"),
    ],
)
async def test_a_watch_that_will_hardly_ring_is_saved_with_a_remark(
    archive: Archive, alice: Person, query: str, remark: str
) -> None:
    assert remark in (await alice.ask(f"/watch {query}")).text
    assert await watches_of(archive, alice.id) == [query]


@pytest.mark.parametrize(
    "query", ["last:1d", "source:wire", "source:nosuch OR region:anhui", "-source:nosuch"]
)
async def test_a_watch_that_can_ring_has_no_remark(archive: Archive, alice: Person, query: str) -> None:
    await archive.write(lambda db: sources.add(db, Source("wire", "https://wire.test/feed"), NOW))
    answer = (await alice.ask(f"/watch {query}")).text
    assert "rings only" not in answer
    assert "No source" not in answer


async def test_a_long_query_is_echoed_in_short(alice: Person) -> None:
    answer = await alice.ask("/watch " + "political " * 400)
    assert answer.text.count("political") < 25


async def test_a_question_ends_with_its_own_mark(bot: App, alice: Person, server: BotApiServer) -> None:
    assert (await alice.ask("/watch region:anhiu")).text.endswith("Did you mean Anhui 安徽?")
    li = server.create_user("小李", language="zh-hans")
    assert (await li.ask("/watch region:anhiu")).text.endswith("？")


async def test_a_chat_cannot_save_watches_without_end(archive: Archive, alice: Person) -> None:
    await alice.ask("/start")
    for number in range(MOST_WATCHES):
        await archive.write(lambda db, n=number: watches.add(db, alice.id, f"word{n}", None, NOW))  # type: ignore[misc]
    assert "100 watches are the most" in (await alice.ask("/watch region:anhui")).text
    listed = await alice.ask("/watches")
    assert "100 watches" in listed.text
    assert len(await watches_of(archive, alice.id)) == MOST_WATCHES


async def test_unwatch_removes_one_watch_by_its_number(desk: Desk, archive: Archive, alice: Person) -> None:
    await alice.ask("/watch region:anhui")
    await alice.ask("/watch 数据安全")
    assert "Watch 1 is removed" in (await alice.ask("/unwatch #1")).text
    assert await watches_of(archive, alice.id) == ["数据安全"]
    assert len(desk.engine) == 1
    assert "no watch 1 here" in (await alice.ask("/unwatch 1")).text


async def test_unwatch_without_a_number_shows_what_could_be_removed(alice: Person) -> None:
    await alice.ask("/watch region:anhui")
    answer = await alice.ask("/unwatch please")
    assert "/unwatch 3" in answer.text
    assert answer.labels == [["✕ 1 · region:anhui"]]


async def test_a_button_in_the_list_removes_its_watch(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    await alice.ask("/watch region:anhui")
    listed = await alice.ask("/watches")
    press = alice.press(0, listed)
    assert (await server.answer_to(press)).text == "Watch 1 is removed."
    assert "Nothing is watched here" in (await server.wait_for(chat=alice, after=listed)).text
    assert await watches_of(archive, alice.id) == []


async def test_a_chat_cannot_remove_the_watch_of_another(
    archive: Archive, alice: Person, boss: Person
) -> None:
    await alice.ask("/watch region:anhui")
    assert "no watch 1 here" in (await boss.ask("/unwatch 1")).text
    assert await watches_of(archive, alice.id) == ["region:anhui"]


@pytest.mark.parametrize("command", ["/watch", "/search"])
async def test_a_query_that_cannot_be_read_is_shown_with_a_caret_under_the_place(
    command: str, alice: Person
) -> None:
    answer = await alice.ask(f"{command} 安徽 (anhui")
    before, typed, caret, hint = answer.text.split("\n")
    assert "never closed" in before
    assert typed == "安徽 (anhui"
    assert caret == "\u3000\u3000 ^"
    assert hint.startswith("Close it")


async def test_the_caret_stays_near_in_a_long_query(alice: Person) -> None:
    answer = await alice.ask("/watch " + "word " * 60 + "regio:anhui")
    assert max(map(len, answer.text.split("\n")[1:3])) < 70
