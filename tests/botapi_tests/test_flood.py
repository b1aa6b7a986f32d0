"""Flood windows under a frozen clock."""

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.botapi import BotApiServer, Person, Room, TooManyRequests

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

SECOND = timedelta(seconds=1)


def subscriber(bot_api: BotApiServer) -> Person:
    person = bot_api.create_user()
    person.start()
    return person


def desk(bot_api: BotApiServer, owner: Person, kind: str = "group") -> Room:
    assert kind in ("group", "supergroup", "channel")
    room = bot_api.create_chat(kind, "Desk", [owner])  # type: ignore[arg-type]  # checked in the line above
    room.add_bot(owner, admin=True)
    return room


async def taken(bot: Bot, chat: int, tries: int) -> int:
    """How many messages are taken before the first 429."""
    for count in range(tries):
        try:
            await bot.send_message(chat, f"{count}")
        except RetryAfter:
            return count
    return tries


async def wait_told(bot: Bot, chat: int) -> float:
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(chat, "x")
    wait = caught.value.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()


@pytest.mark.parametrize(("profile", "burst", "seconds"), [("documented", 3, 3), ("harsh", 3, 6)])
async def test_a_private_chat_takes_a_burst_of_three_and_then_one_a_second(
    bot_api: BotApiServer, bot: Bot, profile: str, burst: int, seconds: int
) -> None:
    bot_api.use_profile(profile)
    bot_api.clock.freeze()
    alice = subscriber(bot_api)
    assert await taken(bot, alice.id, 10) == burst
    until = bot_api.flood.until(alice.id)
    assert until is not None
    assert until - bot_api.clock.now() == seconds * SECOND
    bot_api.clock.advance(seconds * SECOND)
    assert await taken(bot, alice.id, 10) == burst


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize(("profile", "limit"), [("documented", 20), ("harsh", 10)])
async def test_a_group_takes_twenty_in_any_minute(
    bot_api: BotApiServer, bot: Bot, kind: str, profile: str, limit: int
) -> None:
    bot_api.use_profile(profile)
    bot_api.clock.freeze()
    room = desk(bot_api, subscriber(bot_api), kind)
    assert await taken(bot, room.id, 1) == 1
    bot_api.clock.advance(20 * SECOND)
    assert await taken(bot, room.id, 30) == limit - 1
    assert bot_api.flood.until(room.id) == bot_api.clock.now() + 40 * SECOND
    bot_api.clock.advance(40 * SECOND)
    assert await taken(bot, room.id, 30) == 1


@pytest.mark.parametrize(("profile", "limit"), [("documented", 30), ("harsh", 15)])
async def test_all_chats_together_take_thirty_a_second(
    bot_api: BotApiServer, bot: Bot, profile: str, limit: int
) -> None:
    bot_api.use_profile(profile)
    bot_api.clock.freeze()
    people = [subscriber(bot_api) for _ in range(limit + 1)]
    for person in people[:limit]:
        await bot.send_message(person.id, "x")
    assert await wait_told(bot, people[limit].id) == 1
    assert bot_api.flood.until(None) == bot_api.clock.now() + SECOND


async def test_the_lenient_profile_has_no_windows(bot_api: BotApiServer, bot: Bot) -> None:
    bot_api.use_profile("lenient")
    assert await taken(bot, subscriber(bot_api).id, 40) == 40


async def test_the_window_slides_and_refused_messages_take_no_room(bot_api: BotApiServer, bot: Bot) -> None:
    bot_api.clock.freeze()
    alice = subscriber(bot_api)
    for _ in range(3):
        await bot.send_message(alice.id, "x")
        bot_api.clock.advance(SECOND)
    assert await taken(bot, alice.id, 5) == 1
    assert await wait_told(bot, alice.id) > 0
    bot_api.take_violations("halt")


async def test_edits_share_the_budget_and_answers_chat_actions_and_deletions_do_not(
    bot_api: BotApiServer, bot: Bot
) -> None:
    bot_api.clock.freeze()
    alice = subscriber(bot_api)
    sent = await bot.send_message(alice.id, "0")
    for count in (1, 2):
        await bot.edit_message_text(f"{count}", alice.id, sent.message_id)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("3", alice.id, sent.message_id)
    await bot.send_chat_action(alice.id, "typing")
    await bot.get_chat(alice.id)
    await bot.delete_message(alice.id, sent.message_id)
    assert bot_api.flood.refusals == 1


async def test_waiting_as_long_as_told_is_always_enough(bot_api: BotApiServer, bot: Bot) -> None:
    bot_api.clock.freeze()
    alice = subscriber(bot_api)
    for step in range(20):
        bot_api.clock.advance(timedelta(milliseconds=370 * (step % 3)))
        if await taken(bot, alice.id, 1) == 0:
            until = bot_api.flood.until(alice.id)
            assert until is not None
            bot_api.clock.advance(until - bot_api.clock.now())
            assert await taken(bot, alice.id, 1) == 1
    assert bot_api.flood.refusals > 0
    assert bot_api.flood.sends_during_halt == 0


async def test_calling_again_before_the_end_is_counted_noted_and_lengthens_the_wait(
    bot_api: BotApiServer, bot: Bot
) -> None:
    bot_api.clock.freeze()
    alice, bob = subscriber(bot_api), subscriber(bot_api)
    assert await taken(bot, alice.id, 10) == 3
    assert [await wait_told(bot, alice.id) for _ in range(3)] == [6, 9, 12]
    await bot.send_message(bob.id, "others are not concerned")
    assert bot_api.flood.sends_during_halt == 3
    details = [violation.detail for violation in bot_api.take_violations("halt")]
    assert details == [f"sent {s}.00 s before the wait of call 5 ended" for s in (3, 6, 9)]
    bot_api.clock.advance(12 * SECOND)
    assert await taken(bot, alice.id, 1) == 1


async def test_a_planted_429_halts_one_chat_or_all(bot_api: BotApiServer, bot: Bot) -> None:
    bot_api.clock.freeze()
    alice, bob, carol = (subscriber(bot_api) for _ in range(3))
    bot_api.faults.add(TooManyRequests(600 * SECOND), chat=alice.id)
    assert await wait_told(bot, alice.id) == 600
    await bot.send_message(bob.id, "x")
    bot_api.faults.add(TooManyRequests(5 * SECOND, everywhere=True))
    assert await wait_told(bot, bob.id) == 5
    bot_api.clock.advance(4 * SECOND)
    assert await wait_told(bot, carol.id) == 6
    assert [v.kind for v in bot_api.take_violations()] == ["halt"]
    bot_api.clock.advance(596 * SECOND)
    await bot.send_message(alice.id, "x")
