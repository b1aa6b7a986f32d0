"""A real archive, a real engine, and watchers that say what a test tells them to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from readouts.archive.database import Archive


@pytest_asyncio.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with await Archive.open(tmp_path / "archive.sqlite3") as opened:
        yield opened
