"""A source that says it has moved for good is still read, and its new address is told."""

import pytest

from readouts.domain.source import Source, SourceKind, SourceState, Validators
from tests.newssite import NewsSite, Story, rss
from tests.watchers.pages import HTML, NOW, list_page, paper
from tests.watchers.test_feed import poll
from watchers.feed import FeedWatcher
from watchers.page import PageWatcher
from watchers.robots import PoliteFetcher
from watchers.sitemap import SitemapWatcher
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(("status", "is_moved"), [(301, True), (308, True), (302, False), (307, False)])
async def test_only_a_permanent_redirect_is_a_move(
    site: NewsSite, watcher: FeedWatcher, status: int, is_moved: bool
) -> None:
    new = site.publish("/new.xml", rss(Story("Anhui meets", "https://news.example/1")))
    old = site.redirect("/old.xml", "/new.xml", status)
    wanted = new if is_moved else None
    first = await poll(watcher, old, Validators())
    assert (first.state, len(first.items), first.moved_to) == (SourceState.OK, 1, wanted)
    again = await poll(watcher, old, first.validators)
    assert (again.state, again.moved_to) == (SourceState.NOT_MODIFIED, wanted)
    assert (await poll(watcher, new, Validators())).moved_to is None


MAP = "<urlset><url><loc>https://n.example/1</loc></url></urlset>"
TODAY = "/2024-06/04/"


@pytest.mark.parametrize("kind", [SourceKind.PAGE, SourceKind.SITEMAP])
async def test_lists_and_sitemaps_move_like_feeds(
    kind: SourceKind, site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    make = PageWatcher if kind is SourceKind.PAGE else SitemapWatcher
    watcher = make(polite, workers, lambda: NOW)
    body = list_page(("/1.htm", "Anhui meets")) if kind is SourceKind.PAGE else MAP
    new = site.publish("/new", body, content_type=HTML)
    old = paper(site.redirect("/old", "/new", 301), kind=kind)
    first = await watcher.poll(old, Validators())
    assert (first.state, len(first.items), first.moved_to) == (SourceState.OK, 1, new)
    again = await watcher.poll(old, first.validators)
    assert (again.state, again.moved_to) == (SourceState.NOT_MODIFIED, new)
    site.redirect("/old", "/new", 302)
    assert (await watcher.poll(old, Validators())).moved_to is None


async def test_one_issue_of_an_e_paper_that_moved_is_no_new_address_of_the_paper(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    site.publish("/issue/1", list_page(("/1.htm", "Anhui meets")), content_type=HTML)
    site.redirect(TODAY, "/issue/1", 301)
    source: Source = paper(f"{site.origin}/{{yyyy}}-{{mm}}/{{dd}}/")
    found = await PageWatcher(polite, workers, lambda: NOW).poll(source, Validators())
    assert (found.state, found.moved_to) == (SourceState.OK, None)
