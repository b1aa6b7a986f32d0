"""Five thousand feeds that others collected to break parsers, polled over HTTP. None may break ours."""

import ast
import asyncio
import html
import json
import random
import re
import tarfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from readouts.domain.source import Poll, Source, SourceState, Validators
from tests.newssite import NewsSite, document
from tests.watchers.parsing_jobs import resident_bytes
from watchers.entries import MAX_ENTRIES, MAX_IDENTITY, MAX_LINK, MAX_TEXT, MAX_TITLE
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher, Limits
from watchers.parsed import Feed, Unparsable
from watchers.parsing import parse_feed
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARED = Path(__file__).resolve().parents[3] / "shared"
ARSENAL = SHARED / "arsenal" / "feeds.tar.xz"
CORPUS = SHARED / "corpus" / "feeds"
NO_FEEDS = ("LICENSES", "blns", "MANIFEST.tsv")
UNSEEN = Validators()
AT_A_TIME = 4

needs_arsenal = pytest.mark.skipif(
    not ARSENAL.exists(), reason="the collected feeds (arsenal) are not on this machine"
)
needs_corpus = pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of real feeds is not on this machine"
)


@cache
def arsenal() -> dict[str, bytes]:
    with tarfile.open(ARSENAL) as archive:
        files = {
            member.name.partition("/")[2]: archive.extractfile(member)
            for member in archive
            if member.isfile()
        }
        return {name: file.read() for name, file in files.items() if file and not name.startswith(NO_FEEDS)}


def own_header(body: bytes) -> str:
    """The Content-Type that a file of feedparser's own tests is to be served with."""
    stated = re.search(rb"^Header:\s*Content-type:\s*([^\r\n]+)$", body, re.MULTILINE | re.IGNORECASE)
    header = stated[1].decode("latin-1").strip() if stated else "application/atom+xml"
    return header if header.isprintable() else "application/xml"


def check(poll: Poll) -> None:
    assert isinstance(poll, Poll)
    assert poll.detail.endswith(".")
    assert poll.took.total_seconds() < 5
    assert len(poll.items) <= MAX_ENTRIES
    assert len({item.identity for item in poll.items}) == len(poll.items)
    for item in poll.items:
        assert 0 < len(item.identity) <= MAX_IDENTITY
        assert len(item.title) <= MAX_TITLE
        assert len(item.text) <= MAX_TEXT
        assert len(item.url) <= 3 * MAX_LINK
        assert re.match(r"https?://|$", item.url, re.IGNORECASE)
        assert item.url.isascii()
        f"{item.identity}{item.title}{item.text}".encode()


async def poll_in_every_way(site: NewsSite, watcher: FeedWatcher, path: str, name: str) -> Poll:
    """Poll a feed under three headers, each time again as it is and once more with its body touched."""
    body, polls = arsenal()[name], []
    for kind in ("application/xml", own_header(body), "text/xml; charset=gbk"):
        url = site.perform(path, document(body, {"Content-Type": kind, "ETag": f'"{kind}"'}))
        source = Source(name, url)
        first = await watcher.poll(source, UNSEEN)
        check(first)
        again = await watcher.poll(source, first.validators)
        assert again.items == ()
        assert again.state == (SourceState.NOT_MODIFIED if first.state.answered else first.state)
        polls.append(first)
    site.perform(path, document(body + b"\n", {"Content-Type": kind}))
    touched = await watcher.poll(source, first.validators)
    assert (touched.state, touched.items, touched.listed) == (first.state, (), first.listed)
    return polls[0]


async def poll_all(site: NewsSite, workers: WorkerPool, names: list[str]) -> Counter[SourceState]:
    """What the feeds of the arsenal came to, a few of them polled at a time."""
    states: Counter[SourceState] = Counter()
    waiting = list(names)
    async with HttpFetcher(Limits(per_host=AT_A_TIME), allow_private=True) as fetcher:
        watcher = FeedWatcher(fetcher, workers)

        async def poll_some(path: str) -> None:
            while waiting:
                states[(await poll_in_every_way(site, watcher, path, waiting.pop())).state] += 1
                site.requests.clear()

        await asyncio.gather(*(poll_some(f"/{number}") for number in range(AT_A_TIME)))
    return states


@needs_arsenal
async def test_a_sample_of_the_arsenal_is_polled_without_a_crash(site: NewsSite, workers: WorkerPool) -> None:
    names = random.Random(20240603).sample(sorted(arsenal()), 300)
    states = await poll_all(site, workers, names)
    assert states.total() == 300
    assert states[SourceState.OK] > 60, "the sample holds feeds that can be read"
    assert states[SourceState.UNREADABLE] > 10, "and some that cannot"


@needs_arsenal
@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_the_whole_arsenal_is_polled_without_a_crash(site: NewsSite, workers: WorkerPool) -> None:
    arsenal()
    before = resident_bytes()
    states = await poll_all(site, workers, sorted(arsenal()))
    assert states.total() > 5000
    assert states[SourceState.OK] > 1500
    assert states[SourceState.UNREACHABLE] == states[SourceState.REFUSED] == 0
    assert resident_bytes() - before < 50_000_000


STRING = r"u?(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")"
TITLE = re.compile(rf"Expect:.*entries\[0\](?:\[.title.\]|\.title) == (?P<title>{STRING})\s*$", re.MULTILINE)


@needs_arsenal
async def test_the_titles_that_the_arsenal_expects_are_read() -> None:
    """feedparser's own tests say which title their first entry has."""
    wrong, seen = [], 0
    for name, body in arsenal().items():
        expected = TITLE.search(body.decode("utf-8", "ignore"))
        title = ast.literal_eval(expected["title"]) if expected else ""
        if not name.startswith("feedparser") or not title.strip() or "<" in title:
            continue
        seen += 1
        found = parse_feed(body, own_header(body), "http://127.0.0.1:8097/", Source("Arsenal", ""))
        titles = [item.title for item in found.items] if isinstance(found, Feed) else []
        if html.unescape(title) not in titles:
            wrong.append((name, title, titles))
    assert seen > 30
    assert len(wrong) < 0.05 * seen, wrong


@needs_corpus
async def test_the_items_of_real_feeds_are_all_read() -> None:
    """The index of the corpus says how many items each file holds, and which are no feeds."""
    seen = 0
    for row in json.loads((CORPUS / "index.json").read_text()):
        if row.get("format") not in ("rss", "atom"):
            continue
        body = (CORPUS.parent / row["file"]).read_bytes()
        found = parse_feed(body, None, "https://news.example/feed.xml", Source("Corpus", ""))
        assert isinstance(found, Feed)
        assert len(found.items) == row["items"], row["file"]
        assert all(item.title for item in found.items)
        seen += 1
    assert seen > 40


@needs_corpus
async def test_an_error_page_saved_as_a_feed_is_seen_through() -> None:
    (page,) = CORPUS.glob("zhouqun/qqnews_2026-06-20_*.xml")
    found = parse_feed(
        page.read_bytes(), "application/rss+xml", "https://news.example/", Source("Corpus", "")
    )
    assert found == Unparsable("The server answered with a web page, not a feed.")


@needs_corpus
async def test_a_day_of_a_chinese_feed_is_a_day_in_beijing() -> None:
    """The People's Daily gives days without a time or a zone."""
    (feed,) = CORPUS.glob("derived/people_politics_*.xml")
    found = parse_feed(feed.read_bytes(), None, "http://politics.people.com.cn/", Source("Corpus", ""))
    assert isinstance(found, Feed)
    assert {item.published.isoformat() for item in found.items if item.published} == {
        "2020-08-25T00:00:00+08:00"
    }
