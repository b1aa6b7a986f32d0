"""Buttons come back with data from outside: forged, foreign, replayed or old, they do nothing."""

from dataclasses import replace

import pytest

from handlers.commands import BUTTONS
from handlers.context import Desk
from handlers.remembered import RememberedSearches
from readouts.archive import sources, watchlists
from readouts.archive.database import Archive
from readouts.domain.watch import Watchlist
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running
from tests.handlers.stage import NOW, report
from tests.handlers.test_access import press_raw, state
from tests.handlers.test_watching import watches_of

FORGED = [
    "", "x", "watch region:anhui", "unwatch", "unwatch 999", "unwatch -1", "unwatch 1 OR 1=1", "UNWATCH 1",
    "unwatch\t1", "take", "take 0", "keep x", "page", "page ../../etc", "order x", "narrow x", "by x 0", "by",
    "meeting", "older x", "pause x",
    "resume ffffffffffff", "pauselist", "pauselist x", "resumelist 1", "removelist ffffffffffff", "安徽",
    "\u202e",
]  # fmt: skip


@pytest.mark.usefixtures("bot")
async def test_forged_data_is_answered_and_does_nothing(
    archive: Archive, server: BotApiServer, alice: Person
) -> None:
    await alice.ask("/watch region:anhui")
    shown = await alice.ask("/watches")
    before = await state(archive)
    for data in FORGED:
        await press_raw(server, alice, shown, data)
        assert await state(archive) == before, data
    assert "too old" in await press_raw(server, alice, shown, "nothing we know")


@pytest.mark.usefixtures("bot")
async def test_another_chats_button_does_nothing_here(
    archive: Archive, server: BotApiServer, alice: Person, boss: Person
) -> None:
    """Whoever learns the data of somebody's button cannot use it in a chat of their own."""
    await alice.ask("/watch region:anhui")
    theirs = await alice.ask("/search anhui")
    mine = await boss.ask("/start")
    before = await state(archive)
    for row in theirs.buttons:
        assert "too old" in await press_raw(server, boss, mine, row[0].value)
    assert "removed already" in await press_raw(server, boss, mine, "unwatch 1")
    assert await state(archive) == before


@pytest.mark.usefixtures("bot")
async def test_a_button_pressed_twice_works_once(
    archive: Archive, server: BotApiServer, alice: Person
) -> None:
    await alice.ask("/watch region:anhui")
    confirmed = await alice.ask("/watch region:yunnan")
    assert "is removed" in await press_raw(server, alice, confirmed, "unwatch 2")
    assert "removed already" in await press_raw(server, alice, confirmed, "unwatch 2")
    assert await watches_of(archive, alice.id) == ["region:anhui"]


async def test_after_a_restart_an_old_search_says_that_it_is_old(
    desk: Desk, archive: Archive, server: BotApiServer, alice: Person
) -> None:
    for day in range(1, 8):
        await report(archive, "CN-AH", day)
    async with running(desk, server):
        found = await alice.ask("/search anhui")
    async with running(replace(desk, searches=RememberedSearches()), server):
        press = alice.press("Next results", found)
        assert "too old" in (await server.answer_to(press)).text
        await alice.ask("/help")


@pytest.mark.usefixtures("bot")
async def test_a_list_that_is_no_longer_offered_says_so(
    archive: Archive, server: BotApiServer, alice: Person
) -> None:
    """An old button must not take whatever stands in the list's place now."""
    offered = await alice.ask("/watchlists")
    now = (Watchlist("Anhui", "region:yunnan"),)
    await archive.write(lambda db: watchlists.sync_built_in(db, now, NOW))
    press = alice.press("Watch: Anhui", offered)
    assert "no longer offered" in (await server.answer_to(press)).text
    assert await watches_of(archive, alice.id) == []


@pytest.mark.usefixtures("bot")
async def test_a_button_under_a_message_that_is_out_of_reach_still_works(
    archive: Archive, server: BotApiServer, alice: Person
) -> None:
    """Telegram gives only the number of a message that is too old."""
    shown = await alice.ask("/watch region:anhui")
    press = server.world.press(alice.user, shown, "meeting 7")
    gone = {"chat": {"id": alice.id, "type": "private", "first_name": "A"}, "message_id": shown.id, "date": 0}
    person = {"id": alice.id, "is_bot": False, "first_name": "A"}
    body = {"id": press.id, "from": person, "message": gone, "chat_instance": "1", "data": press.data}
    server.world.inbox.push("callback_query", body)
    await server.answer_to(press)
    assert "no meeting 7" in (await server.wait_for(chat=alice, after=shown)).text


@pytest.mark.usefixtures("bot")
async def test_a_button_without_a_message_is_answered(server: BotApiServer, alice: Person) -> None:
    shown = await alice.ask("/start")
    press = server.world.press(alice.user, shown, "meeting 7")
    person = {"id": alice.id, "is_bot": False, "first_name": "A"}
    server.world.inbox.push(
        "callback_query",
        {"id": press.id, "from": person, "inline_message_id": "x", "chat_instance": "1", "data": press.data},
    )
    assert "too old" in (await server.answer_to(press)).text


@pytest.mark.usefixtures("bot")
async def test_pausing_by_button_says_what_it_did(
    archive: Archive, server: BotApiServer, boss: Person
) -> None:
    await boss.ask("/addsource https://news.test/feed news")
    offered = await boss.ask("/pausesource")
    press = boss.press("Pause news", offered)
    assert "news is paused" in (await server.answer_to(press)).text
    changed = await server.wait_for(chat=boss, after=offered)
    assert changed.labels == [["Resume news"]]
    assert [h.source.paused for h in await archive.read(sources.all_health)] == [True]
    assert "news is paused" in await press_raw(
        server, boss, changed, changed.buttons[0][0].value.replace("resume", "pause")
    )
    assert [h.source.paused for h in await archive.read(sources.all_health)] == [True]


def test_no_two_buttons_share_a_verb() -> None:
    verbs = [spec.verb for spec in BUTTONS]
    assert len(verbs) == len(set(verbs)) > 5
