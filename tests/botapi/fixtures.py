"""The fixture for tests; a conftest.py takes it with `from tests.botapi.fixtures import bot_api`."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.botapi.server import BotApiServer


@pytest_asyncio.fixture
async def bot_api() -> AsyncIterator[BotApiServer]:
    """A running server with the documented flood limits. The test fails in the end if the bot broke a rule
    that the test has not taken with `take_violations`."""
    async with BotApiServer() as server:
        yield server
    check_no_violations(server)


def check_no_violations(server: BotApiServer) -> None:
    """Raises AssertionError that lists what the bot did wrong."""
    broken = "\n".join(map(str, server.violations))
    assert not broken, f"the bot broke Telegram's rules:\n{broken}"
