"""Servers that misbehave cost a bounded time and a bounded memory, and nobody else anything."""

import asyncio
import json
import ssl
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from readouts.domain.source import Validators
from tests.newssite import NewsSite, Story, drip, rss
from tests.watchers.conftest import LIMITS, everything_at
from tests.watchers.monsters import HASTY, MONSTERS, PATIENT
from watchers.dialing import AddressInfo, Dialer
from watchers.errors import Unreachable
from watchers.fetching import HttpFetcher, Limits, Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[2]
FEED = rss(Story("安徽省委国安委召开会议", "https://news.example/1"))
UNSEEN = Validators()


@dataclass(frozen=True)
class Visit:
    """What became of a client that met all monsters: of each question (what it came to, seconds), and
    by how many bytes the client grew at most."""

    fates: Mapping[str, tuple[str, float]]
    growth: int


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def visit() -> AsyncIterator[Visit]:
    async with NewsSite() as site:
        warm_up = site.publish("/warm-up", FEED)
        urls = {name: site.perform(f"/{n}", MONSTERS[name][0]) for n, name in enumerate(MONSTERS)}
        order = [[urls[name] for name in HASTY], [urls[name] for name in PATIENT], warm_up]
        visitor = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.watchers.visitor", json.dumps(order), cwd=ROOT, stdout=-1
        )
        answer, _ = await visitor.communicate()
        found = json.loads(answer)
        yield Visit({name: found["fates"][url] for name, url in urls.items()}, found["growth"])


@pytest.mark.parametrize("monster", MONSTERS)
async def test_a_monster_ends_in_time_with_its_sentence(visit: Visit, monster: str) -> None:
    what, seconds = visit.fates[monster]
    assert what == MONSTERS[monster][1]
    assert seconds < LIMITS.deadline.total_seconds() + 1


async def test_all_monsters_together_cost_no_more_than_thirty_megabytes(visit: Visit) -> None:
    assert len(visit.fates) > 40
    assert visit.growth < 30_000_000


async def test_a_server_that_accepts_and_says_nothing_of_tls_is_given_up_in_time() -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = time.monotonic()
    async with HttpFetcher(LIMITS, allow_private=True, tls=ssl.create_default_context()) as fetcher:
        with pytest.raises(Unreachable, match="No answer within 1 s"):
            await fetcher.fetch(f"https://127.0.0.1:{port}/", UNSEEN)
    assert time.monotonic() - began < LIMITS.deadline.total_seconds() + 1
    server.close()


async def test_a_name_whose_lookup_hangs_is_given_up_in_time() -> None:
    def lookup(_host: str, _port: int) -> list[AddressInfo]:
        time.sleep(3)
        return []

    began = time.monotonic()
    dialer = Dialer(allow_private=True, lookup=lookup)
    async with HttpFetcher(LIMITS, allow_private=True, dialer=dialer) as fetcher:
        with pytest.raises(Unreachable, match="No answer within 1 s"):
            await fetcher.fetch("http://hang.example/", UNSEEN)
    assert time.monotonic() - began < LIMITS.deadline.total_seconds() + 1


async def test_what_a_server_adds_to_its_answer_is_not_taken_for_the_next_one(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    """It leaves the connection open and sends an answer to a question that was not asked yet."""
    ok = b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\n"

    async def poison(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(ok + b"<rss>")
        await asyncio.sleep(0.05)
        request.transport.write(ok + b"<bad>")
        await asyncio.sleep(1)
        return web.Response()

    url, good = site.perform("/poison", poison), site.publish("/good", FEED)
    for _ in range(3):
        await fetcher.fetch(url, UNSEEN)
        await asyncio.sleep(0.1)
        found = await fetcher.fetch(good, UNSEEN)
        assert isinstance(found, Page)
        assert found.body == FEED.encode()
    assert site.connections == 6


async def ask_two_hundred(fetcher: HttpFetcher) -> list[float]:
    """How many seconds each of two hundred good feeds took, all asked at once."""

    async def good(number: int) -> float:
        began = time.monotonic()
        assert isinstance(await fetcher.fetch(f"http://good{number}.example/good", UNSEEN), Page)
        return time.monotonic() - began

    return await asyncio.gather(*(good(number) for number in range(200)))


async def test_fifty_slow_drips_do_not_hold_up_two_hundred_good_feeds(site: NewsSite) -> None:
    site.publish("/good", FEED)
    site.perform("/slow", drip(FEED.encode(), pause=1.0))
    limits = Limits(deadline=timedelta(seconds=20))
    async with HttpFetcher(limits, allow_private=True, dialer=everything_at(site)) as fetcher:
        alone = await ask_two_hundred(fetcher)
        slow = (fetcher.fetch(f"http://slow{number}.example/slow", UNSEEN) for number in range(50))
        drips = [asyncio.create_task(each) for each in slow]
        while len(site.asked("/slow")) < 50:  # noqa: ASYNC110 - the site tells nobody
            await asyncio.sleep(0.01)
        beside_them = await ask_two_hundred(fetcher)
        assert not any(task.done() for task in drips), "the drips were under way all the time"
        for task in drips:
            task.cancel()
        await asyncio.gather(*drips, return_exceptions=True)
    assert max(beside_them) < 3 * max(alone) + 1
    assert len(site.asked("/good")) == 400
