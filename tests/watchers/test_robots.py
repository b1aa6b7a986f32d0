"""robots.txt: what a site closes is not asked for, and its pauses are kept."""

import asyncio
from datetime import timedelta

import pytest

from readouts.domain.source import Source, SourceState, Validators
from tests.newssite import NewsSite, Story, document, gzip_bomb, late, rss
from tests.watchers.conftest import LIMITS
from tests.watchers.pages import HTML, TEXT
from watchers.errors import Refused, Unreachable
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher, Page
from watchers.robots import MAX_MEMORY, MAX_TEXT, PoliteFetcher, _Site
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNSEEN = Validators()


async def test_what_robots_txt_allows_is_asked_for_and_robots_txt_only_once(
    site: NewsSite, polite: PoliteFetcher
) -> None:
    site.publish("/robots.txt", "User-agent: *\nDisallow: /inside/\nAllow: /inside/news", content_type=TEXT)
    for path in ("/a", "/inside/news/1"):
        site.publish(path, "page", content_type=HTML)
        assert isinstance(await polite.fetch(site.origin + path, UNSEEN), Page)
    with pytest.raises(Refused, match=r"robots\.txt does not allow"):
        await polite.fetch(site.origin + "/inside/secret", UNSEEN)
    assert not site.asked("/inside/secret")
    assert len(site.asked("/robots.txt")) == 1


async def test_a_group_for_us_goes_before_the_group_for_all(
    site: NewsSite, fetcher: HttpFetcher, workers: WorkerPool
) -> None:
    rules = "User-agent: *\nDisallow:\n\nUser-agent: ReadoutWatch\nDisallow: /\n"
    site.publish("/robots.txt", rules, content_type=TEXT)
    site.publish("/a", "page", content_type=HTML)
    other = PoliteFetcher(fetcher, workers, "SomebodyElse/2.0", timedelta())
    assert isinstance(await other.fetch(site.origin + "/a", UNSEEN), Page)
    for name in ("ReadoutWatch/0.1", LIMITS.user_agent):
        ours = PoliteFetcher(fetcher, workers, name, timedelta())
        with pytest.raises(Refused):
            await ours.fetch(site.origin + "/a", UNSEEN)


@pytest.mark.parametrize("user", ["reader", "reader:secret", ":secret"])
async def test_an_address_that_is_refused_costs_its_site_not_even_a_question_for_robots_txt(
    user: str, site: NewsSite, polite: PoliteFetcher
) -> None:
    url = site.publish("/a", "page", content_type=HTML).replace("//", f"//{user}@")
    with pytest.raises(Refused, match="user name or password"):
        await polite.fetch(url, UNSEEN)
    assert site.connections == 0


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418])
async def test_a_site_without_robots_txt_allows_everything(
    status: int, site: NewsSite, polite: PoliteFetcher
) -> None:
    site.fail("/robots.txt", status)
    site.publish("/a", "page", content_type=HTML)
    assert isinstance(await polite.fetch(site.origin + "/a", UNSEEN), Page)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (document(b"", {}, 503), "The server is in trouble (HTTP 503)."),
        (document(b"", {}, 429), "The server asks us to come less often (HTTP 429)."),
        (late(document(b"", {}), pause=5), "No answer within 1 s."),
        (gzip_bomb(100_000_000), "The answer grew past 1 MB and was cut off."),
    ],
)
async def test_while_robots_txt_cannot_be_had_nothing_else_is_asked(
    script: object, reason: str, site: NewsSite, polite: PoliteFetcher
) -> None:
    site.perform("/robots.txt", script)  # type: ignore[arg-type]
    site.publish("/a", "page", content_type=HTML)
    for _ in range(3):
        with pytest.raises(Unreachable) as caught:
            await polite.fetch(site.origin + "/a", UNSEEN)
        assert str(caught.value) == f"The site's robots.txt could not be read: {reason}"
    assert not site.asked("/a")
    assert len(site.asked("/robots.txt")) == 1


async def test_the_pause_that_a_site_asks_for_is_kept_between_its_pages(
    site: NewsSite, polite: PoliteFetcher
) -> None:
    site.publish("/robots.txt", "User-agent: *\nCrawl-delay: 0.3", content_type=TEXT)
    site.publish("/a", "page", content_type=HTML)
    clock = asyncio.get_running_loop()
    began = clock.time()
    await asyncio.gather(*(polite.fetch(site.origin + "/a", UNSEEN) for _ in range(4)))
    assert 0.9 <= clock.time() - began < 3


async def test_a_pause_that_nobody_can_wait_for_ends_the_look(site: NewsSite, polite: PoliteFetcher) -> None:
    site.publish("/robots.txt", "User-agent: *\nCrawl-delay: 600", content_type=TEXT)
    site.publish("/a", "page", content_type=HTML)
    await polite.fetch(site.origin + "/a", UNSEEN)
    with pytest.raises(Refused) as caught:
        await polite.fetch(site.origin + "/a", UNSEEN)
    assert str(caught.value) == (
        "robots.txt does not allow two pages within 600 s; the pause is not over yet."
    )
    assert caught.value.retry_after is not None
    assert timedelta(seconds=590) < caught.value.retry_after <= timedelta(seconds=600)
    (known,) = polite._sites.values()
    known.expires = 0  # a day later robots.txt is asked for again, and the pause still counts
    with pytest.raises(Refused):
        await polite.fetch(site.origin + "/a", UNSEEN)
    assert [len(site.asked(path)) for path in ("/robots.txt", "/a")] == [2, 1]


async def test_many_who_ask_at_once_ask_for_robots_txt_once(site: NewsSite, polite: PoliteFetcher) -> None:
    site.perform("/robots.txt", late(document(b"User-agent: *\nDisallow: /b", {}), pause=0.2))
    site.publish("/a", "page", content_type=HTML)
    await asyncio.gather(*(polite.fetch(site.origin + "/a", UNSEEN) for _ in range(10)))
    assert len(site.asked("/robots.txt")) == 1


async def test_what_is_no_robots_txt_forbids_nothing(site: NewsSite, polite: PoliteFetcher) -> None:
    site.publish("/robots.txt", "<html><body>Disallow everything!</body></html>", content_type=HTML)
    site.publish("/a", "page", content_type=HTML)
    assert isinstance(await polite.fetch(site.origin + "/a", UNSEEN), Page)


async def test_feeds_are_made_to_be_asked_for(site: NewsSite, watcher: FeedWatcher) -> None:
    site.publish("/robots.txt", "User-agent: *\nDisallow: /", content_type=TEXT)
    url = site.publish("/feed.xml", rss(Story("T", "https://n.example/1")))
    assert (await watcher.poll(Source("f", url), UNSEEN)).state is SourceState.OK
    assert not site.asked("/robots.txt")


async def test_an_address_that_is_none_is_refused(polite: PoliteFetcher) -> None:
    for address in ("", "no address", "http://", "mailto:a@b.example", "http://[::1"):
        with pytest.raises(Refused):
            await polite.fetch(address, UNSEEN)


async def test_an_address_inside_is_refused_as_such(workers: WorkerPool, site: NewsSite) -> None:
    async with HttpFetcher(LIMITS) as guarded:
        polite = PoliteFetcher(guarded, workers, "Test/1")
        with pytest.raises(Refused, match="private or reserved network"):
            await polite.fetch("http://127.0.0.1/", UNSEEN)
        with pytest.raises(Refused):
            await polite.fetch(site.origin, UNSEEN)
    assert site.connections == 0


async def test_no_more_is_remembered_than_fits(polite: PoliteFetcher) -> None:
    """A feed can link to any number of hosts, each with a robots.txt of its own."""
    for number in range(2 * MAX_MEMORY // MAX_TEXT):
        polite._keep(f"https://{number}.example", _Site("x" * MAX_TEXT, None, float("inf")))
    assert polite._memory == sum(len(site.text) for site in polite._sites.values()) <= MAX_MEMORY
    assert len(polite._sites) > 1


async def test_a_site_to_which_a_page_redirects_is_asked_whether_it_allows_that(
    site: NewsSite, polite: PoliteFetcher
) -> None:
    async with NewsSite() as other:
        other.publish("/robots.txt", "User-agent: *\nDisallow: /closed", content_type=TEXT)
        for path in ("/open", "/closed"):
            other.publish(path, "page", content_type=HTML)
            site.redirect(path, other.origin + path)
        assert isinstance(await polite.fetch(site.origin + "/open", UNSEEN), Page)
        with pytest.raises(Refused, match=r"robots\.txt does not allow"):
            await polite.fetch(site.origin + "/closed", UNSEEN)
        assert not other.asked("/closed")
        assert [len(each.asked("/robots.txt")) for each in (site, other)] == [1, 1]


async def test_a_redirect_within_a_site_is_judged_and_takes_no_turn_of_its_own(
    site: NewsSite, polite: PoliteFetcher
) -> None:
    site.publish("/robots.txt", "User-agent: *\nCrawl-delay: 600\nDisallow: /closed", content_type=TEXT)
    site.publish("/open", "page", content_type=HTML)
    site.redirect("/old", "/open")
    assert isinstance(await polite.fetch(site.origin + "/old", UNSEEN), Page)
    site.redirect("/trap", "/closed")
    (known,) = polite._sites.values()
    known.free_at = 0.0  # ten minutes later
    with pytest.raises(Refused, match="does not allow this address"):
        await polite.fetch(site.origin + "/trap", UNSEEN)
    assert not site.asked("/closed")


async def test_a_site_to_which_a_page_redirects_is_left_its_pause(
    site: NewsSite, polite: PoliteFetcher
) -> None:
    async with NewsSite() as other:
        other.publish("/robots.txt", "User-agent: *\nCrawl-delay: 0.4", content_type=TEXT)
        other.publish("/page", "page", content_type=HTML)
        site.redirect("/page", f"{other.origin}/page")
        clock = asyncio.get_running_loop()
        began = clock.time()
        await asyncio.gather(*(polite.fetch(site.origin + "/page", UNSEEN) for _ in range(3)))
        assert 0.8 <= clock.time() - began < 3
