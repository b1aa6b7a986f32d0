"""The stage of the refusal tests: somebody, a group, a channel, and the words that come back."""

import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import Bot
from telegram.error import TelegramError

from tests.botapi import BotApiServer, Message, Person, Room


@dataclass(frozen=True)
class Scene:
    """What the cases play with: Alice has started the bot, the bot has sent her `message`, and there is a
    basic group and a channel with the bot in them."""

    server: BotApiServer
    bot: Bot
    alice: Person
    message: Message
    group: Room
    channel: Room

    def say(self, text: str = "x", **more: Any) -> Awaitable[Any]:
        return self.bot.send_message(self.alice.id, text, **more)

    def raw(self, method: str, **parameters: Any) -> Awaitable[Any]:
        return self.bot.do_api_request(method, api_kwargs=parameters)

    def keyboard(self, *rows: Any) -> Awaitable[Any]:
        return self.raw(
            "sendMessage", chat_id=self.alice.id, text="x", reply_markup={"inline_keyboard": rows}
        )

    def button(self, **fields: Any) -> Awaitable[Any]:
        return self.keyboard([fields])

    def edit(self, text: str = "y", number: int | None = None, **more: Any) -> Awaitable[Any]:
        return self.bot.edit_message_text(text, self.alice.id, number or self.message.id, **more)


Play = Callable[[Scene], Awaitable[Any]]
Case = tuple[str, Play]


def png(width: int, height: int) -> bytes:
    """The head of a PNG of this size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


@pytest.fixture
async def scene(bot_api: BotApiServer, bot: Bot) -> Scene:
    bot_api.use_profile("lenient")
    alice = bot_api.create_user()
    alice.start()
    group = bot_api.create_chat("group", "Desk", [alice])
    channel = bot_api.create_chat("channel", "News", [alice], username="news")
    group.add_bot(alice)
    channel.add_bot(alice, admin=True)
    await bot.send_message(alice.id, "hello")
    return Scene(bot_api, bot, alice, bot_api.sent[-1], group, channel)


async def refusal(scene: Scene, play: Play, kind: type[TelegramError]) -> str:
    """The description that went over the wire; the exception's class is checked exactly."""
    with pytest.raises(TelegramError) as caught:
        await play(scene)
    assert type(caught.value) is kind
    return scene.server.calls[-1].description or ""
