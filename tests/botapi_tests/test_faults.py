"""Planted faults: the bot sees them as it would see Telegram's, and the server knows what was delivered."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.botapi import (
    BotApiServer,
    Close,
    Delay,
    DelayAnswer,
    DropAnswer,
    Person,
    TooManyRequests,
    Truncate,
    bad_request,
    conflict,
    forbidden,
    server_error,
)
from tests.botapi.faults import BAD_REQUEST, CONFLICTS, FORBIDDEN, Action

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

SHORT = timedelta(milliseconds=300)


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    bot_api.use_profile("lenient")
    person = bot_api.create_user()
    person.start()
    return person


@pytest.mark.parametrize(
    ("action", "error", "delivered"),
    [
        (TooManyRequests(SHORT), RetryAfter, 0),
        (forbidden("blocked"), Forbidden, 0),
        (bad_request("parse"), BadRequest, 0),
        (bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1), ChatMigrated, 0),
        (conflict(), Conflict, 0),
        (server_error(), NetworkError, 0),
        (server_error(502, html=True), NetworkError, 0),
        (server_error(504, html=True), NetworkError, 0),
        (Close(), NetworkError, 0),
        (DropAnswer(), NetworkError, 1),
        (Truncate(), TelegramError, 1),
    ],
)
async def test_each_fault_hits_once_and_the_server_knows_what_was_delivered(
    bot_api: BotApiServer, bot: Bot, alice: Person, action: Action, error: type[TelegramError], delivered: int
) -> None:
    rule = bot_api.faults.add(action, method="sendmessage")
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(alice.id, "x")
    assert type(caught.value) is error
    assert [message.text for message in bot_api.sent_to(alice)] == ["x"] * delivered
    assert (rule.seen, rule.used) == (1, 1)
    assert bot_api.calls[-1].fault == type(action).__name__
    bot_api.clock.advance(SHORT)
    await bot.send_message(alice.id, "y")
    assert bot_api.violations == []


@pytest.mark.parametrize(("action", "delivered_at_once"), [(DelayAnswer(SHORT), True), (Delay(SHORT), False)])
async def test_a_slow_answer_is_told_from_a_slow_server(
    bot_api: BotApiServer, alice: Person, action: Action, delivered_at_once: bool
) -> None:
    impatient = HTTPXRequest(read_timeout=0.1)
    async with Bot(bot_api.token, base_url=bot_api.base_url, request=impatient) as bot:
        bot_api.faults.add(action, method="sendMessage")
        with pytest.raises(TimedOut):
            await bot.send_message(alice.id, "x")
        assert bool(bot_api.sent_to(alice)) is delivered_at_once
        await bot_api.wait_for(chat=alice, text="x")


async def test_faults_choose_by_method_chat_text_and_count(
    bot_api: BotApiServer, bot: Bot, alice: Person
) -> None:
    bob = bot_api.create_user("Bob")
    bob.start()
    bot_api.faults.add(server_error(), chat=bob.id, text="Anhui", nth=2, times=2)
    outcomes = []
    for person, text in [(bob, "Anhui")] * 4 + [(alice, "Anhui"), (bob, "Fujian")]:
        try:
            await bot.send_message(person.id, text)
            outcomes.append("sent")
        except NetworkError:
            outcomes.append("failed")
    assert outcomes == ["sent", "failed", "failed", "sent", "sent", "sent"]


async def test_faults_for_ever_end_when_cleared(bot_api: BotApiServer, bot: Bot, alice: Person) -> None:
    bot_api.faults.add(server_error(), times=None)
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(alice.id, "x")
    bot_api.faults.clear()
    await bot.send_message(alice.id, "x")


async def test_every_named_refusal_and_any_other_text_arrives_word_for_word(
    bot_api: BotApiServer, bot: Bot, alice: Person
) -> None:
    planted = [
        *((forbidden(name), f"Forbidden: {text}") for name, text in FORBIDDEN.items()),
        *((bad_request(name), f"Bad Request: {text}") for name, text in BAD_REQUEST.items()),
        *((conflict(name), f"Conflict: {text}") for name, text in CONFLICTS.items()),
        (bad_request("PEER_ID_INVALID"), "Bad Request: PEER_ID_INVALID"),
        (bad_request("Failed to get HTTP URL content"), "Bad Request: failed to get HTTP URL content"),
    ]
    assert len(planted) > 20
    for action, text in planted:
        bot_api.faults.add(action)
        with pytest.raises(TelegramError):
            await bot.send_message(alice.id, "x")
        assert bot_api.calls[-1].description == text


async def test_while_the_server_is_down_nothing_connects_and_afterwards_it_is_the_same(
    bot_api: BotApiServer, bot: Bot, alice: Person
) -> None:
    await bot.send_message(alice.id, "before")
    url = bot_api.url
    await bot_api.go_down()
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "meanwhile")
    await bot_api.come_back()
    assert bot_api.url == url
    await bot.send_message(alice.id, "after")
    assert [message.text for message in bot_api.sent] == ["before", "after"]


async def test_a_long_poll_breaks_when_the_server_goes_down(bot_api: BotApiServer, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    await bot_api.go_down()
    async with asyncio.timeout(1):
        with pytest.raises(NetworkError):
            await poll
