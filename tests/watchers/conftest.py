"""A news site, a client that may ask it, and workers, shared by the tests of one module."""

import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from tests.newssite import NewsSite
from watchers.dialing import AddressInfo, Dialer
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher, Limits
from watchers.robots import PoliteFetcher
from watchers.workers import WorkerPool

LIMITS = Limits(deadline=timedelta(seconds=1), max_bytes=1_000_000)


@pytest_asyncio.fixture(loop_scope="module")
async def site() -> AsyncIterator[NewsSite]:
    async with NewsSite() as site:
        yield site


@pytest_asyncio.fixture(loop_scope="module")
async def fetcher() -> AsyncIterator[HttpFetcher]:
    async with HttpFetcher(LIMITS, allow_private=True) as fetcher:
        yield fetcher


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def workers() -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(wall=timedelta(seconds=1.5))
    yield workers
    await workers.close()


@pytest_asyncio.fixture(loop_scope="module")
async def watcher(fetcher: HttpFetcher, workers: WorkerPool) -> FeedWatcher:
    return FeedWatcher(fetcher, workers)


@pytest_asyncio.fixture(loop_scope="module")
async def polite(fetcher: HttpFetcher, workers: WorkerPool) -> PoliteFetcher:
    """A client that respects robots.txt and leaves no pause of its own between two pages."""
    return PoliteFetcher(fetcher, workers, LIMITS.user_agent, timedelta())


def everything_at(site: NewsSite) -> Dialer:
    """All names in the world lead to `site`."""

    def lookup(_host: str, _port: int) -> list[AddressInfo]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (site.host, site.port))]

    return Dialer(allow_private=True, lookup=lookup)
