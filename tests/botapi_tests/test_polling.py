"""getUpdates: offsets, limits, waiting, what is kept and what is shut out, and two pollers at once."""

import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.botapi import BotApiServer, Person, conflict

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot")


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    return bot_api.create_user()


async def texts(bot: Bot, offset: int = 0, limit: int = 100, wait: int = 0) -> list[str | None]:
    updates = await bot.get_updates(offset=offset, limit=limit, timeout=wait)
    return [update.effective_message.text for update in updates if update.effective_message]


async def test_updates_come_again_until_an_offset_confirms_them(alice: Person, bot: Bot) -> None:
    for number in range(4):
        alice.send(f"{number}")
    first = (await bot.get_updates(timeout=0))[0].update_id
    assert await texts(bot) == ["0", "1", "2", "3"]
    assert await texts(bot, offset=first + 1) == ["1", "2", "3"]
    assert await texts(bot, offset=0) == ["1", "2", "3"]
    assert await texts(bot, offset=-2) == ["2", "3"]
    assert await texts(bot) == ["2", "3"]
    assert await texts(bot, offset=first + 9) == []


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (99, 99), (100, 100), (0, 100), (-3, 100), (1000, 100)])
async def test_the_limit_is_a_hundred_at_most(alice: Person, bot: Bot, limit: int, count: int) -> None:
    for number in range(120):
        alice.send(f"{number}")
    assert len(await texts(bot, limit=limit)) == count


async def test_an_answer_stops_at_about_four_megabytes(alice: Person, bot: Bot) -> None:
    for _ in range(6):
        alice.send_content(big="x" * (1 << 20))
    assert len(await bot.get_updates(timeout=0)) == 3


async def test_a_long_poll_waits_for_the_next_update_and_no_longer(alice: Person, bot: Bot) -> None:
    poll = asyncio.create_task(texts(bot, wait=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    alice.send("at last")
    async with asyncio.timeout(1):
        assert await poll == ["at last"]


async def test_a_long_poll_without_news_ends_after_its_time(bot: Bot) -> None:
    begin = time.monotonic()
    assert await texts(bot, wait=1) == []
    assert 0.9 < time.monotonic() - begin < 2


async def test_messages_are_kept_a_day_and_presses_150_seconds(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bot_api.clock.freeze()
    alice.start()
    await bot.do_api_request(
        "sendMessage",
        {
            "chat_id": alice.id,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
        },
    )
    alice.press("a")
    assert len(await bot.get_updates(timeout=0)) == 2
    bot_api.clock.advance(timedelta(seconds=150))
    assert len(await bot.get_updates(timeout=0)) == 1
    bot_api.clock.advance(timedelta(hours=24))
    assert await bot.get_updates(timeout=0) == ()


async def test_allowed_updates_choose_the_kinds_from_then_on(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bob = bot_api.create_user("Bob")
    group = bot_api.create_chat("group", "Desk", [alice])
    group.add_bot(alice, admin=True)

    async def kinds(allowed: list[str] | None) -> list[str]:
        await bot.get_updates(offset=-1, timeout=0)
        await bot.get_updates(offset=1 << 40, timeout=0, allowed_updates=allowed)
        alice.edit(alice.send("x"), "y")
        bob.join(group)
        return [next(k for k in u.to_dict() if k != "update_id") for u in await bot.get_updates(timeout=0)]

    assert await kinds(None) == ["message", "edited_message", "message"]
    assert await kinds(["chat_member", "edited_message", "nonsense"]) == ["edited_message", "chat_member"]
    assert await kinds(None) == ["edited_message", "chat_member"]
    assert await kinds([]) == ["message", "edited_message", "message"]


async def test_the_older_of_two_polls_loses_and_that_is_noted(bot_api: BotApiServer, bot: Bot) -> None:
    old = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    async with Bot(bot_api.token, base_url=bot_api.base_url) as other:
        assert await other.get_updates(timeout=0) == ()
        with pytest.raises(Conflict):
            await old
    polls = [call for call in bot_api.calls if call.method == "getUpdates"]
    assert polls[0].description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert [violation.kind for violation in bot_api.take_violations()] == ["conflict"]


async def test_a_poll_whose_client_has_gone_conflicts_with_nobody(bot_api: BotApiServer, bot: Bot) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(bot_api.url.rsplit(":", 1)[1]))
    writer.write(f"GET /bot{bot_api.token}/getUpdates?timeout=30 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await bot_api.wait_until(lambda: len(bot_api.calls) == 2)
    writer.close()
    await writer.wait_closed()
    assert reader is not None
    await bot.get_updates(timeout=0)
    await bot_api.wait_until(lambda: all(call.status is not None for call in bot_api.calls))
    assert bot_api.calls[1].status == 409
    assert bot_api.violations == []


async def test_a_webhook_set_elsewhere_shuts_polling_out_until_it_is_deleted(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bot_api.world.inbox.webhook = "https://elsewhere.org/hook"
    alice.send("x")
    with pytest.raises(Conflict):
        await bot.get_updates(timeout=0)
    assert bot_api.calls[-1].description == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert (await bot.get_webhook_info()).url == "https://elsewhere.org/hook"
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []


async def test_a_conflict_can_be_planted(bot_api: BotApiServer, bot: Bot) -> None:
    bot_api.faults.add(conflict(), method="getUpdates")
    with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
        await bot.get_updates(timeout=0)
    assert await bot.get_updates(timeout=0) == ()


async def test_polls_are_paced_when_the_profile_says_so(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bot_api.use_profile("harsh")
    alice.send("0")
    alice.send("1")
    assert await texts(bot, offset=5) == ["0", "1"]
    assert await texts(bot, offset=5) == ["0"]
    begin = time.monotonic()
    assert await texts(bot, offset=1 << 40) == []
    assert time.monotonic() - begin < 1
    assert await texts(bot, offset=1 << 40) == []
    assert time.monotonic() - begin > 2.9
