"""The feeds of a site are found from its address."""

from datetime import timedelta

import pytest

from readouts.domain.source import Source, SourceState
from tests.newssite import NewsSite, Story, never, rss
from tests.watchers.pages import HTML
from watchers.discovery import COMMON_PATHS, MOST_NAMED, Discovery
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEWS = rss(Story("安徽省委国安委召开会议", "https://n.example/1"))
SPORT = rss(Story("足球", "https://n.example/2"))


def home(*links: str) -> str:
    return f"<html><head>{''.join(links)}</head><body>首页</body></html>"


def alternate(address: str, kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" href="{address}">'


@pytest.fixture
def discovery(fetcher: HttpFetcher, workers: WorkerPool, watcher: FeedWatcher) -> Discovery:
    return Discovery(fetcher, workers, watcher)


async def addresses(discovery: Discovery, url: str) -> list[str]:
    polls = await discovery.feeds(Source("new", url, lang="zh", built_in=False))
    assert all(poll.state.answered and poll.source.lang == "zh" for poll in polls)
    return [poll.source.url for poll in polls]


async def test_all_feeds_that_a_site_names_are_found_in_its_order(
    site: NewsSite, discovery: Discovery
) -> None:
    site.publish("/b/news.xml", NEWS)
    site.publish("/sport", SPORT)
    page = home(alternate("news.xml"), alternate("/sport", "application/atom+xml"), alternate("/gone.xml"))
    url = site.publish("/b/", page, content_type=HTML)
    assert await addresses(discovery, url) == [f"{site.origin}/b/news.xml", f"{site.origin}/sport"]


async def test_feeds_at_the_usual_places_are_found_although_no_page_names_them(
    site: NewsSite, discovery: Discovery
) -> None:
    for path in COMMON_PATHS:
        site.publish(path, rss(Story(path, f"https://n.example{path}")))
    url = site.publish("/news/today.html", home(), content_type=HTML)
    assert await addresses(discovery, url) == [site.origin + path for path in COMMON_PATHS]


async def test_links_that_look_like_feeds_are_tried(site: NewsSite, discovery: Discovery) -> None:
    site.publish("/politics_rss.php?id=1", NEWS)
    page = '<html><body><a href="/politics_rss.php?id=1">订阅</a><a href="/about">关于</a></body></html>'
    url = site.publish("/", page, content_type=HTML)
    assert await addresses(discovery, url) == [f"{site.origin}/politics_rss.php?id=1"]
    assert not site.asked("/about")


async def test_one_feed_under_several_addresses_is_one_candidate(
    site: NewsSite, discovery: Discovery
) -> None:
    site.publish("/feed.xml", NEWS)
    site.redirect("/feed", "/feed.xml")
    url = site.publish("/", home(alternate("/feed.xml")), content_type=HTML)
    assert await addresses(discovery, url) == [f"{site.origin}/feed.xml"]


async def test_the_address_of_a_feed_is_itself_a_candidate(site: NewsSite, discovery: Discovery) -> None:
    url = site.publish("/x", NEWS)
    assert (await addresses(discovery, url))[0] == url


async def test_a_site_without_feeds_has_none(site: NewsSite, discovery: Discovery) -> None:
    assert await addresses(discovery, site.publish("/", home(), content_type=HTML)) == []
    assert await addresses(discovery, site.origin + "/nothing") == []
    for nonsense in ("http://", "http://[::1", "[", ""):
        assert await addresses(discovery, nonsense) == []


async def test_a_page_of_a_thousand_feeds_is_not_followed_to_its_end(
    site: NewsSite, discovery: Discovery
) -> None:
    page = home(*(alternate(f"/{number}.xml") for number in range(1000)))
    await addresses(discovery, site.publish("/", page, content_type=HTML))
    assert len(site.requests) <= 2 + MOST_NAMED + len(COMMON_PATHS)


async def test_what_was_found_in_time_is_the_answer(
    site: NewsSite, fetcher: HttpFetcher, workers: WorkerPool, watcher: FeedWatcher
) -> None:
    site.publish("/a.xml", NEWS)
    site.perform("/b.xml", never())
    url = site.publish("/", home(alternate("/a.xml"), alternate("/b.xml")), content_type=HTML)
    hasty = Discovery(fetcher, workers, watcher, timedelta(seconds=0.8))
    assert await addresses(hasty, url) == [f"{site.origin}/a.xml"]


async def test_a_site_that_names_an_address_inside_gets_nothing_asked(
    site: NewsSite, workers: WorkerPool
) -> None:
    async with HttpFetcher() as guarded:
        discovery = Discovery(guarded, workers, FeedWatcher(guarded, workers))
        assert await addresses(discovery, site.publish("/", home(), content_type=HTML)) == []
    assert site.connections == 0


async def test_an_empty_feed_is_a_candidate(site: NewsSite, discovery: Discovery) -> None:
    site.publish("/feed", rss())
    polls = await discovery.feeds(Source("new", site.publish("/", home(), content_type=HTML)))
    assert [poll.state for poll in polls] == [SourceState.EMPTY]
