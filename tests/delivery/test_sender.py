"""What became of a message, told by a real Bot over real HTTP: each way a send can end."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from readouts.delivery.message import Button, Message
from readouts.delivery.pacing import Pace, Urgency
from readouts.delivery.rendering import render_alert
from readouts.delivery.sender import Sender, as_keyboard, outcome_of
from readouts.domain.delivery import (
    ChatGone,
    ChatMoved,
    Delivery,
    DeliveryKind,
    NotSent,
    Outcome,
    Rejected,
    Sent,
    Throttled,
    Unknown,
)
from tests.botapi import (
    BotApiServer,
    Close,
    DelayAnswer,
    DropAnswer,
    Person,
    TooManyRequests,
    Truncate,
    bad_request,
    forbidden,
    server_error,
)
from tests.botapi.faults import Action, Answer
from tests.delivery.samples import DAILY, POST, chat, delivery, look, meeting

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
PATIENCE = 0.4


@asynccontextmanager
async def sender_to(base_url: str, token: str, places: int = 8) -> AsyncIterator[Sender]:
    def request() -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=places, read_timeout=PATIENCE, connect_timeout=PATIENCE, pool_timeout=0.1
        )

    requests = request(), request()
    bot: ExtBot[Urgency] = ExtBot(
        token, base_url=base_url, get_updates_request=requests[0], request=requests[1], rate_limiter=Pace()
    )
    try:
        for one in requests:
            await one.initialize()
        yield Sender(bot)
    finally:
        for one in requests:
            await one.shutdown()


@pytest.fixture
async def sender(bot_api: BotApiServer) -> AsyncIterator[Sender]:
    async with sender_to(bot_api.base_url, bot_api.token) as ready:
        yield ready


@pytest.fixture
def reader(bot_api: BotApiServer) -> Person:
    person = bot_api.create_user("Reader")
    person.start()
    return person


def owed_to(number: int, **changes: Any) -> Delivery:
    return replace(delivery(), chat=chat(number), **changes)


ALERT = render_alert(delivery(), look())


async def test_an_alert_arrives_as_it_was_rendered(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    outcome = await sender.send(owed_to(reader.id), ALERT)
    (message,) = bot_api.sent_to(reader)
    assert outcome == Sent(message.id)
    assert message.text.startswith("🔔 Anhui · 3 June 2024\nHan Jun, party chief, chaired")
    assert message.labels == [["Full readout"]]
    assert bot_api.calls[-1].text("link_preview_options") == '{"is_disabled": true}'


async def test_an_update_takes_the_place_of_the_alert(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    sent = await sender.send(owed_to(reader.id), ALERT)
    assert isinstance(sent, Sent)
    update = owed_to(
        reader.id, kind=DeliveryKind.UPDATE, message=sent.message, subject=meeting((POST, DAILY))
    )
    assert await sender.send(update, render_alert(update, look())) == sent
    (message,) = bot_api.messages(reader)[1:]
    assert "Also: 安徽日报" in message.text
    assert len(bot_api.sent_to(reader)) == 1


async def test_an_update_that_changes_nothing_is_refused_as_such(sender: Sender, reader: Person) -> None:
    sent = await sender.send(owed_to(reader.id), ALERT)
    assert isinstance(sent, Sent)
    update = owed_to(reader.id, kind=DeliveryKind.UPDATE, message=sent.message)
    outcome = await sender.send(update, ALERT)
    assert isinstance(outcome, Rejected)
    assert "not modified" in outcome.reason
    assert not outcome.markup


async def test_a_plain_delivery_goes_without_markup_and_without_buttons(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    assert isinstance(await sender.send(owed_to(reader.id, plain=True), ALERT), Sent)
    (message,) = bot_api.sent_to(reader)
    assert "Morning Post · 9 June (https://morning.example/a?x=1&y=2)" in message.text
    assert message.labels == []


async def test_refused_markup_is_told_apart_from_other_refusals(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    outcome = await sender.send(owed_to(reader.id), Message("<p>not Telegram's</p>"))
    assert isinstance(outcome, Rejected)
    assert outcome.markup
    assert "unsupported start tag" in outcome.reason
    bad = Message("words", ((Button("go", url="javascript:1"),),))
    outcome = await sender.send(owed_to(reader.id), bad)
    assert isinstance(outcome, Rejected)
    assert outcome.markup
    outcome = await sender.send(owed_to(reader.id), Message("x" * 4097))
    assert isinstance(outcome, Rejected)
    assert not outcome.markup
    assert len(bot_api.take_violations("request")) == 3


async def test_a_reader_who_blocked_the_bot_is_gone(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    reader.block()
    outcome = await sender.send(owed_to(reader.id), ALERT)
    assert outcome == ChatGone("Forbidden: bot was blocked by the user")


async def test_a_group_that_became_a_supergroup_is_followed(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    group = bot_api.create_chat("group", "Desk", [reader])
    group.add_bot(reader)
    moved = group.migrate()
    assert await sender.send(owed_to(group.id), ALERT) == ChatMoved(moved.id)
    assert isinstance(await sender.send(owed_to(moved.id), ALERT), Sent)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (TooManyRequests(timedelta(seconds=9)), Throttled(timedelta(seconds=9))),
        (Answer(429, "Too Many Requests"), Throttled(timedelta(seconds=30))),
        (forbidden("kicked"), ChatGone("Forbidden: bot was kicked from the group chat")),
        (forbidden("deactivated"), ChatGone("Forbidden: user is deactivated")),
        (bad_request("chat_not_found"), ChatGone("Chat not found")),
        (bad_request("no_rights"), ChatGone("Not enough rights to send text messages to the chat")),
        (bad_request("no_write_access"), ChatGone("Have no write access to the chat")),
        (bad_request("write_forbidden"), ChatGone("Chat_write_forbidden")),
        (bad_request("topic_closed"), ChatGone("Topic_closed")),
        (bad_request("edit_not_found"), Rejected("Message to edit not found", markup=False)),
        (bad_request("ENTITIES_TOO_LONG"), Rejected("Entities_too_long", markup=True)),
        (bad_request("BUTTON_DATA_INVALID"), Rejected("Button_data_invalid", markup=True)),
        (server_error(500), NotSent("Internal Server Error: restart")),
        (server_error(502), NotSent("Bad Gateway")),
        (server_error(502, html=True), NotSent("Bad Gateway (502)")),
        (server_error(504, html=True), Unknown("Gateway Timeout (504)")),
        (Close(), Unknown("no answer from Telegram (RemoteProtocolError)")),
        (DropAnswer(), Unknown("no answer from Telegram (RemoteProtocolError)")),
        (DelayAnswer(timedelta(seconds=3 * PATIENCE)), Unknown("no answer from Telegram (ReadTimeout)")),
        (Truncate(), Unknown("Invalid server response")),
        (Answer(401, "Unauthorized"), NotSent("Telegram does not accept the bot's token")),
    ],
    ids=str,
)
async def test_every_way_to_fail_is_known_by_name(
    bot_api: BotApiServer, sender: Sender, reader: Person, fault: Action, expected: Outcome
) -> None:
    bot_api.faults.add(fault, method="sendMessage")
    assert await sender.send(owed_to(reader.id), ALERT) == expected
    arrived = isinstance(fault, DropAnswer | DelayAnswer | Truncate)
    assert len(bot_api.sent_to(reader)) == arrived
    assert isinstance(expected, Unknown) or not arrived


async def test_a_refused_connection_is_certainly_not_a_sent_message(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    await bot_api.go_down()
    outcome = await sender.send(owed_to(reader.id), ALERT)
    assert outcome == NotSent("no connection to Telegram (ConnectError)")
    await bot_api.come_back()
    assert isinstance(await sender.send(owed_to(reader.id), ALERT), Sent)


async def test_a_full_pool_of_connections_is_certainly_not_a_sent_message(
    bot_api: BotApiServer, reader: Person
) -> None:
    other = bot_api.create_user("Other")
    other.start()
    bot_api.faults.add(DelayAnswer(timedelta(seconds=0.3)), chat=other.id)
    async with sender_to(bot_api.base_url, bot_api.token, places=1) as sender:
        slow = asyncio.create_task(sender.send(owed_to(other.id), ALERT))
        await bot_api.wait_until(lambda: bool(bot_api.sent_to(other)))
        outcome = await sender.send(owed_to(reader.id), ALERT)
        assert outcome == NotSent("no connection to Telegram (PoolTimeout)")
        assert isinstance(await slow, Sent)


async def test_a_server_that_takes_no_connection_is_certainly_not_a_sent_message() -> None:
    """A full queue of connections: the kernel lets the next one wait for ever."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as first:
        address = full.getsockname()
        first.connect(address)
        async with sender_to(f"http://127.0.0.1:{address[1]}/bot", "1:x") as sender:
            outcomes = [await sender.send(owed_to(n), ALERT) for n in (1, 2)]
    assert NotSent("no connection to Telegram (ConnectTimeout)") in outcomes


async def test_a_burst_is_held_back_here_before_telegram_has_to_refuse_it(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    outcomes = [await sender.send(owed_to(reader.id), ALERT) for _ in range(6)]
    assert [type(outcome) for outcome in outcomes] == [Sent] * 3 + [Throttled] * 3
    assert len(bot_api.sent_to(reader)) == 3
    held = outcomes[-1]
    assert isinstance(held, Throttled)
    assert timedelta(seconds=2) < held.retry_after <= timedelta(seconds=3)
    assert bot_api.flood.refusals == 0


async def test_during_a_ban_nothing_is_sent_to_that_chat(
    bot_api: BotApiServer, sender: Sender, reader: Person
) -> None:
    bot_api.faults.add(TooManyRequests(timedelta(hours=12)), chat=reader.id)
    for _ in range(5):
        assert isinstance(await sender.send(owed_to(reader.id), ALERT), Throttled)
    assert bot_api.flood.sends_during_halt == 0
    assert sum(call.method == "sendMessage" for call in bot_api.calls) == 1


@pytest.mark.parametrize(
    "error",
    [
        NetworkError("Bad Gateway (502). Parsing the server response b'/bot7:AAsecretsecret/' failed"),
        InvalidToken("The token `7:AAsecretsecret` was rejected by the server."),
        TimedOut("https://api.example/bot7:AAsecretsecret/"),
    ],
)
def test_no_outcome_repeats_what_could_hold_the_token(error: NetworkError) -> None:
    assert "secret" not in str(outcome_of(error))


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert as_keyboard(()) is None
    keyboard = as_keyboard(((Button("a", callback="x"), Button("b", url="https://a.example/")),))
    assert keyboard is not None
    assert [b.callback_data for b in keyboard.inline_keyboard[0]] == ["x", None]
