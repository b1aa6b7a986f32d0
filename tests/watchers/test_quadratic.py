"""Where feedparser takes sixteen times as long for four times the input, its worker bounds the time.

Its known quadratic ways are held here at n, 2n and 4n, so that it is seen what the workers are for; and
the same shapes, as large as an answer may be, are handed to a worker.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from readouts.domain.source import Source
from tests.newssite import Story, rss
from tests.watchers.test_linear import seconds
from watchers.parsed import Feed, Unparsable
from watchers.parsing import _feedparser
from watchers.workers import WorkerKilled, WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROLOG = '<?xml version="1.0"?>'
LARGEST = 4_900_000


def channel(item: str) -> str:
    return f"<rss version='2.0'><channel><item><title>T</title>{item}</item></channel></rss>"


def numbered(piece: str, n: int) -> str:
    return "".join(piece.format(number) for number in range(n))


def nested_prefixes(n: int) -> str:
    closing = "".join(f"</n{number}:x>" for number in reversed(range(n)))
    return channel(numbered("<n{0}:x xmlns:n{0}='u{0}'>", n) + closing)


def attributes(n: int) -> str:
    return channel("<x " + " ".join(f'a{number}="1"' for number in range(n)) + "/>")


# By name: the document with n of something, and an n for which feedparser takes some hundredths of a second.
QUADRATIC: dict[str, tuple[Callable[[int], str], int]] = {
    "newlines before the root": (lambda n: PROLOG + "\n" * n + channel(""), 2_000),
    "attributes of one tag": (attributes, 3_000),
    "prefixes in prefixes": (nested_prefixes, 800),
    "dots in an author's address": (lambda n: channel(f"<x/><author>a@{'a.' * n}!</author>"), 1_000),
    "categories of one item": (lambda n: channel("<x/>" + numbered("<category>c{}</category>", n)), 1_500),
}
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
# Each costs far more than its size where nothing bounds it.
COSTLY: dict[str, str] = {
    "items that are not plain": channel(
        "</item>" + "<item><title>a&nbsp;b</title></item>" * 120_000 + "<item>"
    ),
    "a web page": "<html><body>" + "<p>x</p>" * 600_000,
    "a tag that never ends": "<rss><channel><item><x " + "a=" * 2_400_000,
    "tags in tags": channel("<x>" * 400_000 + "</x>" * 400_000),
    "XHTML in XHTML": "<feed><entry><content type='xhtml'>" + "<b>" * 400_000 + "</b>" * 400_000 + "</feed>",
    "a billion laughs": f"{PROLOG}<!DOCTYPE rss [{LAUGHS}]>{channel('<description>&e8;</description>')}",
    "one long entity, again and again": (
        f'{PROLOG}<!DOCTYPE rss [<!ENTITY a "{"b" * 100_000}">]>{channel("&a;" * 20_000)}'
    ),
    "ampersands": channel("<description>a & b" + "&" * 4_000_000),
    "no end of anything": "<rss><channel>" + "<item><title>" * 300_000,
}


@pytest.mark.parametrize(("document", "n"), QUADRATIC.values(), ids=QUADRATIC)
async def test_feedparser_is_quadratic_there(document: Callable[[int], str], n: int) -> None:
    """What the worker is for. Where this fails, feedparser has got better at something."""
    once, _, four_times = (
        seconds(lambda text: _feedparser(text.encode()), document(n * k), 1) for k in (1, 2, 4)
    )
    assert four_times > 7 * once


@pytest.fixture(scope="module")
def bodies() -> dict[str, bytes]:
    large = {
        name: document(LARGEST // len(document(1000)) * 1000) for name, (document, _) in QUADRATIC.items()
    }
    return {name: text.encode() for name, text in (large | COSTLY).items()}


async def test_a_worker_bounds_them_all_and_is_good_for_the_next_feed(bodies: dict[str, bytes]) -> None:
    workers = WorkerPool(2, wall=timedelta(seconds=1.5))
    turn = asyncio.Semaphore(2)
    stopped: set[str] = set()

    async def read(name: str, body: bytes) -> None:
        async with turn:
            began = time.monotonic()
            try:
                found = await workers.run("watchers.parsing:parse_feed", body, None, "", Source("Costly", ""))
                assert isinstance(found, Feed | Unparsable)
            except WorkerKilled:
                stopped.add(name)
            assert time.monotonic() - began < 5, name

    await asyncio.gather(*(read(name, body) for name, body in bodies.items()))
    good = rss(Story("安徽省委国安委召开会议", "https://news.example/1")).encode()
    found = await workers.run("watchers.parsing:parse_feed", good, None, "", Source("Good", ""))
    await workers.close()
    assert isinstance(found, Feed)
    assert found.listed == 1
    assert stopped >= QUADRATIC.keys() - {"newlines before the root"}, "those are taken away before"
