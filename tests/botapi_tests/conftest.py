"""The server, and a real telegram.Bot that talks to it."""

from collections.abc import AsyncIterator

import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.botapi import BotApiServer
from tests.botapi.fixtures import bot_api
from tests.botapi_tests.scene import scene

__all__ = ["bot", "bot_api", "scene"]


@pytest_asyncio.fixture
async def bot(bot_api: BotApiServer) -> AsyncIterator[Bot]:
    """python-telegram-bot's own client, over HTTP."""
    # Loading the system's certificates for a plain HTTP server would take most of a test's time.
    plain, polls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    async with Bot(
        bot_api.token,
        base_url=bot_api.base_url,
        base_file_url=bot_api.base_file_url,
        request=plain,
        get_updates_request=polls,
    ) as bot:
        yield bot
