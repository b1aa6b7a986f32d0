"""A feed watched from end to end: real HTTP, real workers, one state and one sentence for each fate."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from readouts.domain.source import Poll, Source, SourceState, Validators
from tests.newssite import (
    NewsSite,
    Script,
    Story,
    document,
    drip,
    endless,
    gzip_bomb,
    never,
    rss,
    truncated,
)
from watchers.feed import MAX_FILE, FeedWatcher
from watchers.fetching import HttpFetcher, Limits
from watchers.parsed import Feed
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANHUI = Story(
    "安徽省委国安委召开会议", "https://news.example/1", "<p>会议强调政治安全</p>", "2024-06-03 19:00:00", "1"
)
YUNNAN = Story(
    "云南省委国安委召开会议", "https://news.example/2", "<p>会议强调边境安全</p>", "2024-05-30 19:00:00", "2"
)
FEED = rss(ANHUI, YUNNAN).encode()
UNSEEN = Validators()


async def poll(watcher: FeedWatcher, url: str, validators: Validators = UNSEEN) -> Poll:
    return await watcher.poll(Source("Test", url, region="CN-AH"), validators)


async def test_a_first_poll_brings_the_items_and_a_second_one_nothing(
    site: NewsSite, watcher: FeedWatcher
) -> None:
    url = site.publish("/feed.xml", FEED)
    first = await poll(watcher, url)
    assert (first.state, first.detail) == (SourceState.OK, "2 items.")
    assert [item.identity for item in first.items] == ["1", "2"]
    assert {(item.source, item.region) for item in first.items} == {("Test", "CN-AH")}
    assert timedelta() < first.took < timedelta(seconds=10)
    second = await poll(watcher, url, first.validators)
    assert (second.state, second.items) == (SourceState.NOT_MODIFIED, ())
    assert second.detail == "Nothing has changed since the last look."
    assert second.validators == first.validators


async def test_a_changed_feed_is_read_again(site: NewsSite, watcher: FeedWatcher) -> None:
    url = site.publish("/feed.xml", rss(YUNNAN))
    first = await poll(watcher, url)
    site.publish("/feed.xml", FEED)
    second = await poll(watcher, url, first.validators)
    assert (second.state, second.detail, second.listed) == (SourceState.OK, "2 items.", 2)


async def test_a_changed_feed_brings_only_what_changed(site: NewsSite, watcher: FeedWatcher) -> None:
    url = site.publish("/feed.xml", rss(YUNNAN))
    first = await poll(watcher, url)
    site.publish("/feed.xml", FEED)
    second = await poll(watcher, url, first.validators)
    assert ([item.identity for item in second.items], second.known) == (["1"], 1)
    site.publish("/feed.xml", rss(ANHUI, replace(YUNNAN, text="corrected")))
    third = await poll(watcher, url, second.validators)
    assert ([item.text for item in third.items], third.known) == (["corrected"], 1)
    site.publish("/feed.xml", rss(ANHUI))
    fourth = await poll(watcher, url, third.validators)
    assert (fourth.state, fourth.items, fourth.known) == (SourceState.OK, (), 1)


class Observed(WorkerPool):
    """Workers whose jobs are noted."""

    def __init__(self) -> None:
        super().__init__(1)
        self.jobs: list[tuple[object, ...]] = []
        self.results: list[Feed] = []

    async def run(self, function: str, *args: object) -> object:
        self.jobs.append(args)
        self.results.append(cast("Feed", await super().run(function, *args)))
        return self.results[-1]


async def test_a_changed_feed_is_read_with_the_memory_of_what_was_kept(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    workers = Observed()
    watcher = FeedWatcher(fetcher, workers)
    url = site.publish("/feed.xml", rss(YUNNAN))
    first = await poll(watcher, url)
    site.publish("/feed.xml", FEED)
    await poll(watcher, url, first.validators)
    await poll(watcher, url, first.validators)
    await workers.close()
    began = workers.results[0]
    assert began.memory
    assert [job[-2:] for job in workers.jobs] == [(b"", b""), (began.digests, began.memory), (b"", b"")]


async def test_a_poll_that_was_not_kept_brings_its_items_again(site: NewsSite, watcher: FeedWatcher) -> None:
    """Whoever asks with older validators, or with none, has not kept what came since."""
    url = site.publish("/feed.xml", rss(YUNNAN))
    first = await poll(watcher, url)
    site.publish("/feed.xml", FEED)
    lost = await poll(watcher, url, first.validators)
    for validators in (first.validators, UNSEEN, Validators(etag='"other"')):
        again = await poll(watcher, url, validators)
        assert ([item.identity for item in again.items], again.known) == (["1", "2"], 0)
    assert lost.validators == again.validators


async def test_another_watcher_brings_all_items_again(
    site: NewsSite, watcher: FeedWatcher, fetcher: HttpFetcher, workers: WorkerPool
) -> None:
    """As after a restart."""
    url = site.publish("/feed.xml", rss(YUNNAN))
    first = await poll(watcher, url)
    site.publish("/feed.xml", FEED)
    assert len((await poll(FeedWatcher(fetcher, workers), url, first.validators)).items) == 2


async def test_an_unchanged_body_is_not_parsed_again(site: NewsSite, fetcher: HttpFetcher) -> None:
    """Without validators the body comes again, but no worker is asked to read it."""
    pool = WorkerPool()
    watcher = FeedWatcher(fetcher, pool)
    url = site.publish("/feed.xml", FEED, etag=False)
    first = await poll(watcher, url)
    await pool.close()
    assert (await poll(watcher, url, first.validators)).state is SourceState.NOT_MODIFIED
    assert len(site.asked("/feed.xml")) == 2


HUGE_TAG = (
    b'<rss version="2.0"><channel><item xml:base="x" %b><title>x</title></item></channel></rss>'
    % b" ".join(b'a%d="1"' % n for n in range(60_000))
)
PREFIXES = b'<rss version="2.0"><channel>%b</channel></rss>' % b"".join(
    b'<item xmlns:n%d="u%d"><n%d:x/></item>' % (n, n, n) for n in range(30_000)
)
AUTHOR = f"{rss()[:-24]}<item><author>a@{'a.' * 60_000}!</author></item></channel></rss>".encode()

FATES: list[tuple[str, Script, SourceState, str]] = [
    (
        "a web page",
        document(b"<!doctype html><html><body>404</body></html>", {"Content-Type": "application/rss+xml"}),
        SourceState.UNREADABLE,
        "The server answered with a web page, not a feed.",
    ),
    ("nothing", document(b"", {}), SourceState.UNREADABLE, "The server answered with an empty page."),
    ("a feed without items", document(rss().encode(), {}), SourceState.EMPTY, "The feed holds no items."),
    (
        "a feed that breaks off",
        document(FEED[:-60], {}),
        SourceState.OK,
        "1 item. The feed breaks off in the middle; what was complete has been read.",
    ),
    (
        "a feed that breaks off at once",
        document(FEED[:90], {}),
        SourceState.UNREADABLE,
        "The feed breaks off before its first item is complete.",
    ),
    (
        "a connection that breaks off",
        truncated(FEED[:-60], promised=len(FEED)),
        SourceState.UNREACHABLE,
        "The connection broke off in the middle of the answer.",
    ),
    (
        "a gzip bomb",
        gzip_bomb(100_000_000),
        SourceState.UNREADABLE,
        "The answer grew past 1 MB and was cut off.",
    ),
    (
        "an endless feed",
        endless(b"<item><title>x</title></item>" * 2000),
        SourceState.UNREADABLE,
        "The answer grew past 1 MB and was cut off.",
    ),
    ("a drip", drip(FEED, pause=0.1), SourceState.UNREACHABLE, "The answer did not end within 1 s."),
    ("silence", never(), SourceState.UNREACHABLE, "No answer within 1 s."),
    (
        "a locked door",
        document(b"", {}, 403),
        SourceState.REFUSED,
        "The server does not let us in (HTTP 403).",
    ),
    (
        "no such page",
        document(b"", {}, 404),
        SourceState.UNREACHABLE,
        "The server has no such page (HTTP 404).",
    ),
    ("trouble", document(b"", {}, 502), SourceState.UNREACHABLE, "The server is in trouble (HTTP 502)."),
    (
        "something else",
        document(b"%PDF-1.7", {}),
        SourceState.UNREADABLE,
        "The answer is neither RSS nor Atom nor JSON Feed.",
    ),
    (
        "sixty thousand attributes",
        document(HUGE_TAG, {}),
        SourceState.UNREADABLE,
        "Reading the feed took longer than 1.5 s and was stopped.",
    ),
    (
        "a quadratic author",
        document(AUTHOR, {}),
        SourceState.UNREADABLE,
        "Reading the feed took longer than 1.5 s and was stopped.",
    ),
]


@pytest.mark.parametrize(("script", "state", "sentence"), [f[1:] for f in FATES], ids=[f[0] for f in FATES])
async def test_every_fate_has_its_state_and_its_sentence_in_time(
    site: NewsSite, watcher: FeedWatcher, script: Script, state: SourceState, sentence: str
) -> None:
    url = site.perform("/feed.xml", script)
    remembered = Validators(etag='"old"', body_hash=b"old")
    began = time.monotonic()
    found = await poll(watcher, url, remembered)
    assert (found.state, found.detail) == (state, sentence)
    assert time.monotonic() - began < 5
    if not state.answered:
        assert found.items == ()
        assert found.validators == remembered, (
            "what was last read is still what the next answer is held against"
        )


async def test_a_server_that_asks_for_a_pause_is_heard(site: NewsSite, watcher: FeedWatcher) -> None:
    found = await poll(watcher, site.fail("/feed.xml", 503, {"Retry-After": "3600"}))
    assert found.retry_after == timedelta(hours=1)


async def test_an_answer_cut_off_is_never_taken_for_unmodified_later(
    site: NewsSite, watcher: FeedWatcher
) -> None:
    """A proxy cuts the body but passes the ETag of the whole on: "not modified" would be a lie."""
    whole, cut = document(FEED, {"ETag": '"1"'}), document(FEED[:-60], {"ETag": '"1"'})
    url = site.perform("/feed.xml", cut)
    first = await poll(watcher, url)
    assert (first.state, len(first.items), first.validators.etag) == (SourceState.OK, 1, None)
    assert (await poll(watcher, url, first.validators)).state is SourceState.NOT_MODIFIED
    site.perform("/feed.xml", whole)
    assert (await poll(watcher, url, first.validators)).listed == 2


async def test_hostile_feeds_stall_neither_the_loop_nor_their_neighbours(site: NewsSite) -> None:
    """Ten thousand newlines, attributes or prefixes cost feedparser seconds to minutes each."""
    newlines = b'<?xml version="1.0"?>' + b"\n" * 100_000 + FEED
    hostile = [
        site.perform(f"/hostile{n}", document(body, {}))
        for n, body in enumerate([newlines, HUGE_TAG, PREFIXES])
    ]
    good = [site.publish(f"/good{n}", FEED) for n in range(20)]
    stalls = []

    async def watch_the_loop() -> None:
        while True:
            began = time.thread_time()  # a busy machine is nobody's feed
            await asyncio.sleep(0.01)
            stalls.append(time.thread_time() - began)

    pool = WorkerPool(2, wall=timedelta(seconds=1.5))
    async with HttpFetcher(Limits(per_host=30), allow_private=True) as fetcher:
        watcher = FeedWatcher(fetcher, pool)
        watch = asyncio.create_task(watch_the_loop())
        polls = await asyncio.gather(*(poll(watcher, url) for url in hostile + good))
        watch.cancel()
    await pool.close()
    assert [found.state for found in polls[3:]] == [SourceState.OK] * 20
    assert polls[0].state is SourceState.OK, (
        "newlines before the root are taken away before feedparser sees them"
    )
    assert SourceState.UNREADABLE in {found.state for found in polls[1:3]}
    assert max(found.took for found in polls) < timedelta(seconds=8)
    assert max(stalls) < 0.3


async def test_a_file_is_a_source_without_any_network(tmp_path: Path, workers: WorkerPool) -> None:
    path = tmp_path / "sample.xml"
    path.write_bytes(FEED)
    async with HttpFetcher() as fetcher:
        watcher = FeedWatcher(fetcher, workers)
        source = Source("Sample", "https://sample.example/", file=path)
        first = await watcher.poll(source, UNSEEN)
        assert (first.state, len(first.items)) == (SourceState.OK, 2)
        assert (await watcher.poll(source, first.validators)).state is SourceState.NOT_MODIFIED
        path.write_bytes(rss(ANHUI).encode())
        assert (await watcher.poll(source, first.validators)).listed == 1


async def test_a_file_that_cannot_be_read_has_its_sentence(tmp_path: Path, watcher: FeedWatcher) -> None:
    missing = await watcher.poll(Source("Sample", "", file=tmp_path / "gone.xml"), UNSEEN)
    assert missing.state is SourceState.UNREACHABLE
    assert missing.detail == "The file gone.xml cannot be read (No such file or directory)."
    (tmp_path / "large.xml").write_bytes(bytes(MAX_FILE + 1))
    large = await watcher.poll(Source("Sample", "", file=tmp_path / "large.xml"), UNSEEN)
    assert (large.state, large.detail) == (SourceState.UNREADABLE, "The file is larger than 5 MB.")


async def test_a_source_that_may_not_be_asked_says_so(workers: WorkerPool) -> None:
    async with NewsSite() as trap, HttpFetcher() as fetcher:
        found = await poll(FeedWatcher(fetcher, workers), f"http://127.0.0.1:{trap.port}/")
        assert found.state is SourceState.REFUSED
        assert trap.connections == 0
