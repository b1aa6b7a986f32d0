"""The chat on the strict Bot API server: a real archive, a real application, real HTTP."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs
from structlog.typing import EventDict

from handlers.application import ALLOWED_UPDATES, App, build_application
from handlers.context import Desk
from readouts.archive import watchlists
from readouts.archive.database import Archive
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import NOW, WATCHLISTS, make_desk


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


@pytest_asyncio.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with await Archive.open(tmp_path / "archive.sqlite3") as opened:
        await opened.write(lambda db: watchlists.sync_built_in(db, WATCHLISTS, NOW))
        yield opened


@pytest_asyncio.fixture
async def desk(archive: Archive, server: BotApiServer, boss: Person) -> Desk:
    """A desk whose only admin is `boss`."""
    return make_desk(archive, frozenset({boss.id}))


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A server without flood limits; the test fails in the end if the bot broke a rule."""
    async with BotApiServer("lenient") as running:
        yield running
    broken = "\n".join(map(str, running.violations))
    assert not broken, f"the bot broke Telegram's rules:\n{broken}"


@pytest_asyncio.fixture
async def boss(server: BotApiServer) -> Person:
    return server.create_user("Boss")


@pytest_asyncio.fixture
async def alice(server: BotApiServer) -> Person:
    return server.create_user("Alice")


@pytest_asyncio.fixture
async def bot(server: BotApiServer, desk: Desk) -> AsyncIterator[App]:
    """The running bot."""
    async with running(desk, server) as application:
        yield application


@asynccontextmanager
async def running(desk: Desk, server: BotApiServer, **how: Any) -> AsyncIterator[App]:
    application = build_application(desk, server.token, server.url, **how)
    async with application:
        assert application.updater
        await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
        await application.start()
        try:
            yield application
        finally:
            await application.updater.stop()
            await application.stop()
