"""What is owed arrives, whatever Telegram and the network do; over a real Bot and real HTTP."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from readouts.archive import chats, items, meetings, outbox
from readouts.archive.database import Archive, Database
from readouts.delivery.message import Message
from readouts.delivery.pacing import Pace, Urgency
from readouts.delivery.sender import Sender
from readouts.domain.delivery import Delivery
from readouts.pipeline.deliver import Deliver
from tests.botapi import (
    BotApiServer,
    DropAnswer,
    Person,
    Room,
    TooManyRequests,
    bad_request,
    forbidden,
    server_error,
)
from tests.pipeline.desk import item, readout


def clock() -> datetime:
    return datetime.now(UTC)


def short(delivery: Delivery) -> Message:
    return Message(f"<b>Alert</b> for {delivery.chat.id}")


def unwritable(delivery: Delivery) -> Message:
    if delivery.chat.title == "Unwritable":
        raise LookupError("a fault of ours")
    return short(delivery)


@asynccontextmanager
async def lane(
    archive: Archive,
    server: BotApiServer,
    render: Callable[[Delivery], Message] = short,
    moved: list[int] | None = None,
) -> AsyncIterator[Deliver]:
    bot: ExtBot[Urgency] = ExtBot(
        server.token, base_url=server.base_url, request=HTTPXRequest(read_timeout=0.5), rate_limiter=Pace()
    )

    async def noted(chat: int) -> None:
        if moved is not None:
            moved.append(chat)

    async with bot:
        deliver = Deliver(archive, Sender(bot), render, clock, noted)
        running = asyncio.create_task(deliver.run())
        try:
            yield deliver
        finally:
            deliver.stop()
            await asyncio.wait_for(running, 5)


async def owe(archive: Archive, people: list[Person] | list[Room]) -> None:
    """Every chat is owed the alert of one meeting."""

    def write(db: Database) -> None:
        now = clock() - timedelta(seconds=1)
        item_id = items.add(db, item(1), now)
        assert item_id is not None
        (meeting,) = meetings.attach(db, item_id, item(1), (readout("CN-AH", date(2024, 6, 3)),), now)
        for person in people:
            name = person.user.first_name if isinstance(person, Person) else "A group"
            chats.see(db, person.id, "private", name, "en", now)
            assert outbox.owe_alert(
                db, person.id, meeting=meeting, item=None, why=(), not_before=now, now=now
            )

    await archive.write(write)


def told(server: BotApiServer, people: list[Person]) -> Counter[int]:
    return Counter({p.id: len(server.sent_to(p)) for p in people})


def crowd(server: BotApiServer, count: int) -> list[Person]:
    people = [server.create_user(f"Reader {n}") for n in range(count)]
    for person in people:
        person.start()
    return people


async def test_everybody_who_is_owed_an_alert_is_told_once(archive: Archive, bot_api: BotApiServer) -> None:
    people = crowd(bot_api, 30)
    await owe(archive, people)
    async with lane(archive, bot_api):
        await bot_api.wait_until(lambda: len(bot_api.sent) == 30, within=10)
        await asyncio.sleep(0.2)
    assert set(told(bot_api, people).values()) == {1}
    assert await archive.read(outbox.waiting) == 0


async def test_nothing_is_lost_to_floods_faults_and_dropped_answers(
    archive: Archive, bot_api: BotApiServer
) -> None:
    """A dropped answer may repeat that one message; nothing else may, and nobody is left out."""
    people = crowd(bot_api, 12)
    flooded, failing, dropped, blocked = people[0], people[1], people[2], people[3]
    bot_api.faults.add(TooManyRequests(timedelta(seconds=2)), method="sendMessage", chat=flooded.id, times=1)
    bot_api.faults.add(server_error(502, html=True), method="sendMessage", chat=failing.id, times=1)
    bot_api.faults.add(DropAnswer(), method="sendMessage", chat=dropped.id, times=1)
    bot_api.faults.add(forbidden("blocked"), method="sendMessage", chat=blocked.id)
    await owe(archive, people)
    async with lane(archive, bot_api):
        await bot_api.wait_until(
            lambda: all(told(bot_api, people)[p.id] for p in people if p is not blocked), within=15
        )
        await bot_api.wait_until(lambda: told(bot_api, people)[dropped.id] == 2, within=5)
    counts = told(bot_api, people)
    assert counts.pop(blocked.id) == 0
    assert counts.pop(dropped.id) == 2
    assert set(counts.values()) == {1}
    gone = await archive.read(lambda db: chats.get(db, blocked.id))
    assert gone is not None
    assert not gone.active
    assert bot_api.flood.sends_during_halt == 0


async def test_one_chat_that_is_banned_holds_up_nobody_else(archive: Archive, bot_api: BotApiServer) -> None:
    people = crowd(bot_api, 10)
    bot_api.faults.add(
        TooManyRequests(timedelta(minutes=10)), method="sendMessage", chat=people[0].id, times=1
    )
    await owe(archive, people)
    async with lane(archive, bot_api):
        await bot_api.wait_until(lambda: sum(told(bot_api, people).values()) == 9, within=5)
    assert told(bot_api, people)[people[0].id] == 0
    assert await archive.read(outbox.waiting) == 1, "it is still owed"


async def test_a_message_whose_markup_is_refused_is_sent_once_more_as_plain_text(
    archive: Archive, bot_api: BotApiServer
) -> None:
    (person,) = people = crowd(bot_api, 1)
    bot_api.faults.add(bad_request("parse"), method="sendMessage", times=1)
    await owe(archive, people)
    async with lane(archive, bot_api):
        sent = await bot_api.wait_for(chat=person, text="Alert")
    assert sent.html == f"Alert for {person.id}"


async def test_a_message_that_cannot_be_written_is_parked_and_the_others_leave(
    archive: Archive, bot_api: BotApiServer
) -> None:
    first = bot_api.create_user("Unwritable")
    first.start()
    people = [first, *crowd(bot_api, 3)]
    await owe(archive, people)
    async with lane(archive, bot_api, unwritable):
        await bot_api.wait_until(lambda: len(bot_api.sent) == 3, within=5)
    (parked,) = await archive.read(outbox.parked)
    assert parked.chat == first.id
    assert "LookupError" in parked.reason


async def test_what_is_owed_while_the_lane_rests_leaves_as_soon_as_it_is_woken(
    archive: Archive, bot_api: BotApiServer
) -> None:
    people = crowd(bot_api, 1)
    async with lane(archive, bot_api) as deliver:
        await asyncio.sleep(0.2)
        await owe(archive, people)
        deliver.wake()
        await bot_api.wait_for(chat=people[0], text="Alert", within=2)


async def test_a_group_that_became_a_supergroup_is_told_there_and_its_watches_follow(
    archive: Archive, bot_api: BotApiServer
) -> None:
    owner = bot_api.create_user("Owner")
    room = bot_api.create_chat("group", "Desk", [owner])
    room.add_bot(owner)
    await owe(archive, [room])
    successor = room.migrate()
    moved: list[int] = []
    async with lane(archive, bot_api, moved=moved):
        await bot_api.wait_until(lambda: len(bot_api.sent_to(successor)) == 1, within=5)
        await bot_api.wait_until(lambda: moved == [successor.id], within=5)
    old = await archive.read(lambda db: chats.get(db, room.id))
    assert old is None or not old.active
