"""A bot in another process, killed in the middle: the server still knows exactly what was delivered."""

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.botapi import BotApiServer, DelayAnswer, Person

ROOT = Path(__file__).parents[2]


async def started(bot_api: BotApiServer, alice: Person) -> subprocess.Popen[bytes]:
    """The bot, once it has delivered its first messages."""
    command = [sys.executable, "-m", "tests.botapi_tests.victim"]
    child = subprocess.Popen(command, env=os.environ | bot_api.environment, cwd=ROOT)  # noqa: ASYNC220, S603
    alice.send("go")
    await bot_api.wait_until(lambda: len(bot_api.sent) > 5, within=20)
    return child


async def test_what_a_killed_bot_had_delivered_is_known_exactly(bot_api: BotApiServer) -> None:
    bot_api.use_profile("lenient")
    alice = bot_api.create_user()
    child = await started(bot_api, alice)
    child.kill()
    child.wait()
    await asyncio.sleep(0.1)
    texts = [message.text for message in bot_api.sent_to(alice)]
    assert texts == [f"message {number}" for number in range(len(texts))]
    sends = [call for call in bot_api.calls if call.method == "sendMessage"]
    assert len(sends) == len(texts)
    assert bot_api.messages(alice)[1:] == bot_api.sent
    await asyncio.sleep(0.1)
    assert len(bot_api.sent) == len(texts)


async def test_a_message_whose_answer_found_nobody_counts_as_delivered(bot_api: BotApiServer) -> None:
    bot_api.use_profile("lenient")
    alice = bot_api.create_user()
    bot_api.faults.add(DelayAnswer(timedelta(seconds=0.4)), text="message 9")
    child = await started(bot_api, alice)
    await bot_api.wait_for(chat=alice, text="message 9")
    child.kill()
    child.wait()
    await bot_api.wait_until(lambda: bot_api.calls[-1].status == 200)
    await asyncio.sleep(0.5)
    assert bot_api.sent[-1].text == "message 9"
    assert not bot_api.calls[-1].answered
    assert bot_api.calls[-2].answered


async def test_half_a_request_delivers_nothing_and_is_no_violation(bot_api: BotApiServer) -> None:
    alice = bot_api.create_user()
    alice.start()
    body = f"chat_id={alice.id}&text=x"
    head = f"POST /bot{bot_api.token}/sendMessage HTTP/1.1\r\nHost: x\r\n"
    form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body) + 5}\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", int(bot_api.url.rsplit(":", 1)[1]))
    writer.write((head + form + body).encode())
    await writer.drain()
    writer.transport.abort()
    await asyncio.sleep(0.1)
    assert bot_api.sent == []
    assert bot_api.calls == []
