"""Chats that come, go and move."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.typing import EventDict

from handlers.application import App
from handlers.context import Desk
from readouts.archive import chats
from readouts.archive.database import Archive
from readouts.domain.chat import Chat
from readouts.domain.document import documents
from readouts.domain.item import Item
from tests.botapi.faults import bad_request
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running
from tests.handlers.stage import NOW, readout
from tests.handlers.test_watching import watches_of


async def known(archive: Archive, number: int) -> Chat | None:
    return await archive.read(lambda db: chats.get(db, number))


async def becomes(archive: Archive, number: int, wanted: Callable[[Chat | None], bool]) -> Chat | None:
    """The chat as soon as it is as wanted. Others' answers prove nothing: chats go side by side."""
    async with asyncio.timeout(5):
        while not wanted(chat := await known(archive, number)):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
    return chat


def is_active(chat: Chat | None) -> bool:
    return chat is not None and chat.active


def has_left(chat: Chat | None) -> bool:
    return chat is not None and not chat.active


def rung(desk: Desk) -> list[int]:
    """The chats that a meeting in Anhui would ring for."""
    told = readout("CN-AH", NOW.date(), "Han Jun")
    found = desk.engine.match(documents(Item("1", "https://news.test", "t", "x"), (told,)), NOW.date())
    return [match.chat for match in found]


async def test_a_group_that_adds_us_is_greeted_in_the_language_of_whoever_did(
    bot: App, server: BotApiServer, archive: Archive
) -> None:
    owner = server.create_user("小李", language="zh-hans")
    group = server.create_chat("group", "编辑部", [owner])
    group.add_bot(owner)
    greeting = await server.wait_for(chat=group)
    assert "Readout Watch" in greeting.text
    chat = await known(archive, group.id)
    assert chat
    assert (chat.kind, chat.title, chat.language, chat.active) == ("group", "编辑部", "zh", True)


async def test_becoming_an_administrator_is_no_second_greeting(
    bot: App, server: BotApiServer, alice: Person
) -> None:
    group = server.create_chat("supergroup", "Desk", [alice])
    group.add_bot(alice)
    await server.wait_for(chat=group)
    group.add_bot(alice, admin=True)
    await alice.ask("/latest", group)
    assert len(server.sent_to(group)) == 2


async def test_a_channel_is_not_greeted_in_public(
    bot: App, server: BotApiServer, archive: Archive, alice: Person
) -> None:
    channel = server.create_chat("channel", "News", [alice])
    channel.add_bot(alice, admin=True)
    await becomes(archive, channel.id, is_active)
    channel.post("/latest")
    await server.wait_for(chat=channel)
    assert [message.text for message in server.sent_to(channel)] == ["No meeting has been reported yet."]


async def test_a_group_where_we_may_not_write_is_known_all_the_same(
    bot: App, server: BotApiServer, archive: Archive, alice: Person
) -> None:
    group = server.create_chat("supergroup", "Desk", [alice])
    server.faults.add(bad_request("no_rights"), method="sendMessage", chat=group.id)
    group.add_bot(alice)
    await server.wait_until(lambda: any(call.method == "sendMessage" for call in server.calls))
    await becomes(archive, group.id, is_active)
    assert "No meeting" in (await alice.ask("/latest", group)).text


async def test_who_blocks_us_is_left_alone_and_comes_back_with_all_watches(
    bot: App, server: BotApiServer, archive: Archive, alice: Person
) -> None:
    await alice.ask("/watch region:anhui")
    alice.block()
    await becomes(archive, alice.id, has_left)
    alice.unblock()
    await becomes(archive, alice.id, is_active)
    assert await watches_of(archive, alice.id) == ["region:anhui"]


async def test_a_watch_rings_again_after_a_return_in_a_later_life_of_the_bot(
    bot: App, server: BotApiServer, desk: Desk, archive: Archive, alice: Person
) -> None:
    """A bot that starts does not load the watches of chats that left; a return brings them back."""
    await alice.ask("/watch region:anhui")
    await archive.write(lambda db: chats.deactivate(db, alice.id, "blocked", NOW))
    desk.engine.remove(1)
    assert rung(desk) == []
    await alice.ask("/start")
    assert rung(desk) == [alice.id]


async def test_a_group_that_moves_takes_its_watches_along(
    bot: App, server: BotApiServer, desk: Desk, archive: Archive, alice: Person
) -> None:
    group = server.create_chat("group", "Desk", [alice])
    group.add_bot(alice)
    await server.wait_for(chat=group)
    await alice.ask("/watch region:anhui", group)
    moved = group.migrate()
    await becomes(archive, group.id, lambda chat: chat is None)
    assert "region:anhui" in (await alice.ask("/watches", moved)).text
    assert rung(desk) == [moved.id]


@pytest.mark.parametrize(
    ("command", "answer"),
    [("/watch region:yunnan", "Watch 2: region:yunnan"), ("/watches", "1 watch\n1 · region:anhui")],
)
async def test_a_command_that_crosses_with_a_move_is_answered_in_the_new_group(
    desk: Desk,
    server: BotApiServer,
    archive: Archive,
    alice: Person,
    logs: list[EventDict],
    command: str,
    answer: str,
) -> None:
    """Whether Telegram refuses the question who may or the answer; the watches move along."""
    group = server.create_chat("group", "Desk", [alice])
    async with running(desk, server):
        group.add_bot(alice)
        await alice.ask("/watch region:anhui", group)
    alice.send(command, group)
    moved = group.migrate()
    async with running(desk, server):
        await server.wait_until(lambda: any(answer in said.text for said in server.sent_to(moved)))
        await becomes(archive, group.id, lambda chat: chat is None)
    assert "region:anhui" in await watches_of(archive, moved.id)
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
    assert not any("Something went wrong" in said.text for said in server.sent_to(moved))


async def test_a_press_that_crosses_with_a_move_is_answered_in_the_new_group(
    desk: Desk, server: BotApiServer, archive: Archive, alice: Person, logs: list[EventDict]
) -> None:
    group = server.create_chat("group", "Desk", [alice])
    async with running(desk, server):
        group.add_bot(alice)
        await alice.ask("/watch region:anhui", group)
        listed = await alice.ask("/watches", group)
    alice.press(listed.buttons[0][0].text, listed)
    moved = group.migrate()
    async with running(desk, server):
        await server.wait_until(
            lambda: any("Nothing is watched" in said.text for said in server.sent_to(moved))
        )
    assert await watches_of(archive, moved.id) == []
    assert [entry for entry in logs if entry["log_level"] == "error"] == []


async def test_a_group_that_throws_us_out_is_told_nothing_more(
    bot: App, server: BotApiServer, archive: Archive, alice: Person
) -> None:
    group = server.create_chat("supergroup", "Desk", [alice])
    group.add_bot(alice)
    await server.wait_for(chat=group)
    group.kick_bot(alice)
    await becomes(archive, group.id, has_left)


async def test_a_new_title_is_noticed(
    bot: App, server: BotApiServer, archive: Archive, alice: Person
) -> None:
    await alice.ask("/start")
    alice.user.first_name = "Alice B."
    await alice.ask("/start")
    chat = await known(archive, alice.id)
    assert chat
    assert chat.title == "Alice B."
