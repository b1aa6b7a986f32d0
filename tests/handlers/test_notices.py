"""The buttons under notices, /sources and its regions, in a real chat."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
import pytest_asyncio

from handlers.context import Desk
from readouts.archive import held, sources
from readouts.archive.database import Archive, Database
from readouts.delivery.rendering.buttons import key_of
from readouts.domain.source import Poll, Source, SourceState
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running
from tests.handlers.stage import NOW, report
from tests.handlers.test_access import press_raw

PAPER = Source("paper", "https://paper.test/feed", region="CN-AH")
NEW_ADDRESS = "https://new.test/feed?key=secret"


@pytest_asyncio.fixture
async def polls(archive: Archive) -> list[int]:
    """Two held polls of a source that has moved, and is all that Anhui has."""
    await report(archive)

    def write(db: Database) -> list[int]:
        sources.sync_built_in(db, [PAPER, Source("wire", "https://wire.test/feed")], NOW)
        for _ in range(3):
            found = Poll(PAPER, SourceState.OK, "", timedelta(), moved_to=NEW_ADDRESS)
            sources.record_poll(db, found, NOW - timedelta(hours=30))
        concerns = [held.hold(db, name, [], 20, NOW) for name in ("paper", "wire")]
        return [each.held for each in concerns if each and each.held]

    return await archive.write(write)


async def waiting(archive: Archive) -> list[int | None]:
    return [each.held for each in await archive.read(held.all_held)]


async def releasing(archive: Archive, poll: int) -> int | None:
    gone = await archive.write(lambda db: held.let_go(db, poll))
    return 3 if gone else None


async def test_an_admin_lets_a_held_poll_ring_and_only_once(
    desk: Desk, archive: Archive, server: BotApiServer, boss: Person, polls: list[int]
) -> None:
    async with running(replace(desk, release=partial(releasing, archive)), server):
        message = await boss.ask("/sources")
        boss.press("Alert now: paper", message)
        after = await server.wait_for(chat=boss, text="Released: 3 alerts follow.")
        assert "✋ wire: 0 of 20 articles are new at once" in after.text, "the other one still waits"
        assert await waiting(archive) == polls[1:]
        assert "decided already" in await press_raw(server, boss, after, f"release {polls[0]}")


@pytest.mark.usefixtures("bot")
async def test_an_admin_archives_a_held_poll_silently_and_only_once(
    archive: Archive, server: BotApiServer, boss: Person, polls: list[int]
) -> None:
    message = await boss.ask("/sources")
    boss.press("Archive silently", message)
    after = await server.wait_for(chat=boss, text="paper: archived silently. Nobody is alerted.")
    assert await waiting(archive) == polls[1:]
    assert "decided already" in await press_raw(server, boss, after, f"archive {polls[0]}")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("number", ["", "x", "-1", "1 OR 1=1", "9" * 30, "٣"])
async def test_a_forged_number_decides_nothing(
    archive: Archive, server: BotApiServer, boss: Person, polls: list[int], number: str
) -> None:
    message = await boss.ask("/sources")
    for verb in ("release", "archive"):
        assert "decided already" in await press_raw(server, boss, message, f"{verb} {number}")
    assert await waiting(archive) == polls


@pytest.mark.usefixtures("bot")
async def test_only_the_bots_admins_see_and_press_these_buttons(
    archive: Archive, server: BotApiServer, alice: Person, polls: list[int]
) -> None:
    message = await alice.ask("/sources")
    assert [button.text for row in message.buttons for button in row] == ["Regions"]
    for data in (f"release {polls[0]}", f"archive {polls[0]}", f"move {key_of('paper', NEW_ADDRESS)}"):
        assert "Only the admins" in await press_raw(server, alice, message, data)
    assert await waiting(archive) == polls
    assert await address(archive) == PAPER.url


async def address(archive: Archive) -> str:
    health = await archive.read(lambda db: sources.health(db, "paper"))
    assert health is not None
    return health.source.url


@pytest.mark.usefixtures("bot", "polls")
async def test_an_admin_takes_the_new_address_of_a_source_over(
    archive: Archive, server: BotApiServer, boss: Person
) -> None:
    message = await boss.ask("/sources")
    stale = await press_raw(server, boss, message, f"move {key_of('paper', 'https://stale.test/')}")
    assert "no longer proposed" in stale
    assert await address(archive) == PAPER.url
    data = f"move {key_of('paper', NEW_ADDRESS)}"
    boss.forge(data, message)
    await server.wait_for(chat=boss, text="paper is asked at its new address from now on.")
    assert await address(archive) == NEW_ADDRESS
    assert "no longer proposed" in await press_raw(server, boss, message, data)


@pytest.mark.usefixtures("bot")
async def test_an_address_that_another_source_has_is_not_taken(
    archive: Archive, server: BotApiServer, boss: Person, polls: list[int]
) -> None:
    await archive.write(lambda db: sources.add(db, Source("thief", NEW_ADDRESS), NOW))
    message = await boss.ask("/sources")
    data = f"move {key_of('paper', NEW_ADDRESS)}"
    assert "Another source has that address" in await press_raw(server, boss, message, data)


@pytest.mark.usefixtures("bot", "polls")
async def test_the_regions_are_one_button_away(server: BotApiServer, alice: Person) -> None:
    alice.press("Regions", await alice.ask("/sources"))
    shown = await server.wait_for(chat=alice, text="Blind")
    assert "• Anhui: 1 source (paper) · last answer 4 June 2024" in shown.text
    assert "No source of their own\nShanghai, Yunnan" in shown.text
    assert shown.text.endswith("1 more source reports on all regions.")
    assert "secret" not in shown.text
