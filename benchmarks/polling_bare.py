"""The least that polling can be: aiohttp and feedparser, and nothing is kept but the ETags."""

import asyncio
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import feedparser

from benchmarks.polling_rounds import main


class Bare:
    """A client without safety, limits, archive or processes of its own."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self._urls: list[str] = []
        self._tags: dict[str, str] = {}

    def add(self, urls: list[str]) -> None:
        self._urls += urls

    def round(self) -> None:
        self._runner.run(self._poll_all())

    async def _poll_all(self) -> None:
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(self._poll(session, url) for url in self._urls))

    async def _poll(self, session: aiohttp.ClientSession, url: str) -> None:
        conditions = {"If-None-Match": self._tags[url]} if url in self._tags else {}
        async with session.get(url, headers=conditions) as response:
            if response.status == 304:
                return
            body = await response.read()
            parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-type": "application/xml"})
            assert parsed.entries
            self._tags[url] = response.headers["ETag"]


@contextmanager
def opened(_folder: Path, _authority: Path) -> Iterator[Bare]:
    with asyncio.Runner() as runner:
        yield Bare(runner)


if __name__ == "__main__":
    main(opened)
