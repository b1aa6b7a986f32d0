"""Articles behind new items: which are asked for, what they add, and that no failure loses an item."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from readouts.domain.item import Item
from readouts.domain.source import (
    ArticlePolicy,
    Poll,
    Reading,
    Selectors,
    Source,
    SourceHealth,
    SourceKind,
    SourceState,
    Validators,
)
from tests.newssite import NewsSite, document, late, never
from tests.watchers.pages import BODY, HTML, TEXT, article_page, item, paper
from watchers.reading import MOST_BLANK, MOST_TRIES, SHORT, ArticleReader
from watchers.robots import PoliteFetcher
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

FEED = Source("paper", "https://paper.example/feed")
PAPER = paper("https://paper.example/list")
ARTICLE = "\n".join(BODY)
CONTAINER = '<div id="zoom">{}</div>'
HELD = Validators(etag='"1"')


@pytest_asyncio.fixture(loop_scope="module")
async def reader(polite: PoliteFetcher, workers: WorkerPool) -> AsyncIterator[ArticleReader]:
    yield ArticleReader(polite, workers)


async def read(reader: ArticleReader, source: Source, *new: Item) -> Reading:
    poll = Poll(source, SourceState.OK, "2 items.", timedelta(), tuple(new), HELD)
    return await reader.read(poll, new)


def publish(site: NewsSite, path: str, **page: str) -> str:
    return site.publish(path, article_page(container=CONTAINER, **page), content_type=HTML)


async def test_a_standfirst_becomes_the_article(site: NewsSite, reader: ArticleReader) -> None:
    new = item(1, publish(site, "/1"), "安徽省委国安委3日开会。")
    reading = await read(reader, FEED, new)
    assert reading.items == (
        replace(new, text=ARTICLE, published=datetime(2024, 6, 3, 19, 12, tzinfo=ZoneInfo("Asia/Shanghai"))),
    )
    assert (reading.left, reading.poll.detail, reading.poll.validators) == ((), "2 items.", HELD)


async def test_articles_without_any_text_are_told(site: NewsSite, reader: ArticleReader) -> None:
    """Pictures, and pages that only a browser fills."""
    for path in ("/1", "/2"):
        empty = "<html><head><title>图片新闻</title></head><body><div id='app'></div></body></html>"
        site.publish(path, empty, content_type=HTML)
    one, two = item(1, site.origin + "/1"), item(2, site.origin + "/2")
    three = item(3, publish(site, "/3"))
    assert (
        await read(reader, FEED, one, three)
    ).poll.detail == "2 items. 1 article has no text that can be read."
    reading = await read(reader, FEED, one, two)
    assert reading.poll.detail == "2 items. 2 articles have no text that can be read."
    assert (reading.poll.state, len(reading.items)) == (SourceState.OK, 2)


async def test_a_list_whose_articles_all_lack_text_is_unreadable_until_one_has_some(
    site: NewsSite, reader: ArticleReader
) -> None:
    site.publish("/1", "<html><body><div id='app'></div></body></html>", content_type=HTML)
    blank = item(1, site.origin + "/1")
    blanks = [item(number, blank.url) for number in range(MOST_BLANK)]
    assert (await read(reader, FEED, *blanks)).poll.state is SourceState.OK, "a feed has its standfirsts"
    for _ in range(MOST_BLANK - 1):
        assert (await read(reader, PAPER, blank)).poll.state is SourceState.OK
    for news in ((blank,), ()):
        poll = (await read(reader, PAPER, *news)).poll
        assert poll.state is SourceState.UNREADABLE
        assert poll.detail == f"None of the last {MOST_BLANK} articles has text that can be read."
    assert (await read(reader, PAPER, blank, item(3, publish(site, "/3")))).poll.state is SourceState.OK
    assert (await read(reader, PAPER, blank)).poll.state is SourceState.OK


@pytest.mark.parametrize(("status", "headers"), [(429, {}), (503, {"Retry-After": "600"})])
async def test_a_site_that_wants_to_be_left_alone_is_not_asked_for_the_next_article(
    site: NewsSite, reader: ArticleReader, status: int, headers: dict[str, str]
) -> None:
    for path in ("/1", "/2", "/3"):
        site.fail(path, status, headers)
    new = [item(number, f"{site.origin}/{number}") for number in (1, 2, 3)]
    reading = await read(reader, FEED, *new)
    assert [len(site.asked(path)) for path in ("/1", "/2", "/3")] == [1, 0, 0]
    assert reading.left == tuple(new)


@pytest.mark.parametrize(
    ("said", "own", "stands"),
    [
        ("The selector body (#x) gives nothing on the articles.", Selectors(body="#x"), True),
        (
            "The selectors body (#x), title (h7) give nothing on the articles.",
            Selectors("", "", "h7", "", "#x"),
            True,
        ),
        ("The selector body (#x) gives nothing on the articles.", Selectors(body="#mended"), False),
        ("None of the last 5 articles has text that can be read.", Selectors(), True),
        ("None of the last 5 articles has text that can be read.", Selectors(body="#mended"), False),
        ("The selector item (li) matches nothing on the page.", Selectors(item="li"), False),
    ],
)
async def test_a_fault_of_the_articles_outlives_a_restart_but_not_a_change_of_its_selectors(
    site: NewsSite, reader: ArticleReader, said: str, own: Selectors, stands: bool
) -> None:
    source = replace(PAPER, selectors=own)
    reader.recall([SourceHealth(source, SourceState.UNREADABLE, said)])
    poll = (await read(reader, source)).poll
    assert (poll.state, poll.detail == said) == (SourceState.UNREADABLE if stands else SourceState.OK, stands)


async def test_a_fault_that_is_recalled_ends_with_the_first_article_that_is_read(
    site: NewsSite, reader: ArticleReader
) -> None:
    said = "None of the last 5 articles has text that can be read."
    reader.recall([SourceHealth(PAPER, SourceState.UNREADABLE, said)])
    assert (await read(reader, PAPER, item(1, publish(site, "/1")))).poll.state is SourceState.OK


async def test_an_item_that_says_enough_is_not_asked_for(site: NewsSite, reader: ArticleReader) -> None:
    long, short = item(1, publish(site, "/1"), "字" * SHORT), item(2, publish(site, "/2"), "字" * (SHORT - 1))
    reading = await read(reader, FEED, long, short)
    assert reading.items[0] == long
    assert [len(site.asked(path)) for path in ("/1", "/2")] == [0, 1]


@pytest.mark.parametrize(("policy", "asked"), [(ArticlePolicy.ALWAYS, [1, 1]), (ArticlePolicy.NEVER, [0, 0])])
async def test_a_source_may_ask_always_or_never(
    policy: ArticlePolicy, asked: list[int], site: NewsSite, reader: ArticleReader
) -> None:
    long, short = item(1, publish(site, "/1"), "字" * 900), item(2, publish(site, "/2"))
    reading = await read(reader, replace(FEED, articles=policy), long, short)
    assert [len(site.asked(path)) for path in ("/1", "/2")] == asked
    assert reading.items[0].text == (ARTICLE if policy is ArticlePolicy.ALWAYS else long.text)


async def test_an_article_that_says_less_than_its_standfirst_changes_nothing(
    site: NewsSite, reader: ArticleReader
) -> None:
    new = item(1, publish(site, "/1"), "字" * 399)
    assert (await read(reader, FEED, new)).items[0].text == new.text


async def test_a_link_of_a_list_gets_text_title_and_time(site: NewsSite, reader: ArticleReader) -> None:
    """Of a list the title stands, unless it is missing or cut off."""
    listed = item(1, publish(site, "/1", title="省委国安委召开会议"))
    named, cut, bare = (
        replace(listed, identity=str(n), title=t) for n, t in enumerate(["国安委开会", "省委国…", ""])
    )
    reading = await read(reader, paper("https://paper.example/"), named, cut, bare)
    assert [each.title for each in reading.items] == [
        "国安委开会",
        "省委国安委召开会议",
        "省委国安委召开会议",
    ]
    assert {each.text for each in reading.items} == {ARTICLE}
    assert all(each.published and each.published.hour == 19 for each in reading.items)


async def test_a_title_selector_goes_before_the_title_of_the_list(
    site: NewsSite, reader: ArticleReader
) -> None:
    source = paper("https://paper.example/", selectors=Selectors(item="a", title="h1"))
    reading = await read(reader, source, item(1, publish(site, "/1", title="省委国安委召开会议")))
    assert reading.items[0].title == "省委国安委召开会议"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
async def test_where_the_article_cannot_be_had_the_standfirst_stands(
    status: int, site: NewsSite, reader: ArticleReader
) -> None:
    new = item(1, site.fail("/1", status), "安徽省委国安委3日开会。")
    reading = await read(reader, FEED, new)
    assert (reading.items, reading.left) == ((new,), ())
    assert reading.poll.state is SourceState.OK
    assert reading.poll.detail.startswith("2 items. 1 article could not be read: The server")
    assert f"(HTTP {status})" in reading.poll.detail


async def test_a_link_whose_page_is_gone_is_taken_as_the_list_has_it(
    site: NewsSite, reader: ArticleReader
) -> None:
    new = item(1, site.fail("/1", 404))
    assert (await read(reader, paper("https://paper.example/"), new)).items == (new,)


async def test_a_link_whose_page_fails_for_now_waits_and_is_taken_in_the_end(
    site: NewsSite, reader: ArticleReader
) -> None:
    """As long as it waits the source is asked for its list anew, or the link would never be met again."""
    new, source = item(1, site.fail("/1", 503)), paper("https://paper.example/")
    for _ in range(MOST_TRIES - 1):
        reading = await read(reader, source, new)
        assert (reading.items, reading.left, reading.poll.validators) == ((), (new,), Validators())
        assert reading.poll.detail.endswith("The server is in trouble (HTTP 503).")
    reading = await read(reader, source, new)
    assert (reading.items, reading.left, reading.poll.validators) == ((new,), (), HELD)


async def test_a_page_that_comes_back_in_time_is_read(site: NewsSite, reader: ArticleReader) -> None:
    new, source = item(1, site.fail("/1", 503)), paper("https://paper.example/")
    assert (await read(reader, source, new)).left == (new,)
    publish(site, "/1")
    assert (await read(reader, source, new)).items[0].text == ARTICLE


async def test_what_robots_txt_closes_is_taken_as_the_source_has_it(
    site: NewsSite, reader: ArticleReader
) -> None:
    site.publish("/robots.txt", "User-agent: *\nDisallow: /", content_type=TEXT)
    new = item(1, publish(site, "/1"))
    for source in (FEED, paper("https://paper.example/")):
        reading = await read(reader, source, new)
        assert reading.items == (new,)
        assert "robots.txt does not allow" in reading.poll.detail
    assert not site.asked("/1")


async def test_only_so_many_are_asked_for_at_one_look_and_the_newest_first(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    new = [item(number, publish(site, f"/{number}")) for number in range(7)]
    reading = await read(ArticleReader(polite, workers, most=3), FEED, *new)
    assert [each.identity for each in reading.items] == ["id-0", "id-1", "id-2"]
    assert reading.left == tuple(new[3:])
    assert reading.poll.validators == Validators()
    assert reading.poll.detail == "2 items."


async def test_what_needs_no_article_never_waits_for_those_that_do(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    short, long = item(1, publish(site, "/1")), item(2, publish(site, "/2"), "字" * 900)
    reading = await read(ArticleReader(polite, workers, most=0), FEED, short, long)
    assert (reading.items, reading.left) == ((long,), (short,))


async def test_a_slow_site_takes_no_more_than_its_time(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    page = document(article_page(container=CONTAINER).encode(), {"Content-Type": HTML})
    new = [item(number, site.perform(f"/{number}", late(page, pause=0.3))) for number in range(20)]
    reading = await read(ArticleReader(polite, workers, patience=timedelta(seconds=1)), FEED, *new)
    assert 1 <= len(reading.items) <= 4
    assert len(reading.items) + len(reading.left) == 20


async def test_a_site_that_wants_long_pauses_gives_one_article_a_look(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    site.publish("/robots.txt", "User-agent: *\nCrawl-delay: 0.5", content_type=TEXT)
    new = [item(number, publish(site, f"/{number}")) for number in (1, 2)]
    await polite.fetch(site.origin + "/1", Validators())  # the list, which has the turn before
    reader = ArticleReader(polite, workers, patience=timedelta(seconds=0.1))
    reading = await read(reader, FEED, *new)
    assert ([each.text for each in reading.items], reading.left) == ([ARTICLE], (new[1],))


async def test_a_host_that_does_not_answer_is_asked_once_a_look(
    site: NewsSite, reader: ArticleReader
) -> None:
    new = [item(number, site.perform(f"/{number}", never()), "导语") for number in range(10)]
    reading = await read(reader, FEED, *new)
    assert reading.items == tuple(new)
    assert [len(site.asked(f"/{number}")) for number in range(10)] == [1] + [0] * 9
    assert "10 articles could not be read: No answer within 1 s." in reading.poll.detail


async def test_a_selector_that_gives_nothing_makes_the_source_unreadable_and_loses_nothing(
    site: NewsSite, reader: ArticleReader
) -> None:
    source = paper("https://paper.example/", selectors=Selectors(item="a", body="div.old-design"))
    reading = await read(reader, source, item(1, publish(site, "/1")))
    assert reading.poll.state is SourceState.UNREADABLE
    assert reading.poll.detail == "The selector body (div.old-design) gives nothing on the articles."
    assert reading.items[0].text == ARTICLE


async def test_the_fault_of_a_selector_stands_until_it_gives_something_again(
    site: NewsSite, reader: ArticleReader
) -> None:
    source = paper("https://paper.example/", selectors=Selectors(item="a", body="div.text"))
    await read(reader, source, item(1, publish(site, "/1")))
    assert (await read(reader, source)).poll.state is SourceState.UNREADABLE
    mended = replace(source, selectors=Selectors(item="a", body="#zoom"))
    assert (await read(reader, mended)).poll.state is SourceState.OK
    page = article_page(container='<div class="text">{}</div>')
    assert (
        await read(reader, source, item(2, site.publish("/2", page, content_type=HTML)))
    ).poll.state is SourceState.OK
    assert (await read(reader, source)).poll.state is SourceState.OK


async def test_one_odd_page_among_others_is_no_fault(site: NewsSite, reader: ArticleReader) -> None:
    source = paper("https://paper.example/", selectors=Selectors(item="a", body="#zoom", date=".none"))
    odd = item(2, site.publish("/2", article_page(), content_type=HTML))
    reading = await read(reader, source, item(1, publish(site, "/1")), odd)
    assert reading.poll.detail == "The selector date (.none) gives nothing on the articles."


async def test_search_feeds_of_google_news_lead_to_no_article(reader: ArticleReader) -> None:
    new = item(1, "https://news.google.com/rss/articles/CBMiX", "标题 某报")
    assert (await read(reader, FEED, new)).items == (new,)


@pytest.mark.parametrize(
    "url", ["", "http://[::1", "https://", "mailto:a@b.example", "no address", "http://a b/"]
)
async def test_an_address_that_is_none_is_no_trouble(url: str, reader: ArticleReader) -> None:
    new = item(1, url)
    for source in (FEED, paper("https://paper.example/")):
        assert (await read(reader, source, new)).items == (new,)


async def test_a_file_on_disk_asks_nobody_unless_told_to(site: NewsSite, reader: ArticleReader) -> None:
    source = replace(FEED, file=Path("feed.xml"))
    await read(reader, source, item(1, publish(site, "/1")))
    assert not site.asked("/1")
    await read(reader, replace(source, articles=ArticlePolicy.ALWAYS), item(1, site.origin + "/1"))
    assert len(site.asked("/1")) == 1


async def test_a_poll_that_failed_is_left_as_it_is(reader: ArticleReader) -> None:
    failed = Poll(Source("s", "https://s.example", SourceKind.PAGE), SourceState.REFUSED, "No.", timedelta())
    assert await reader.read(failed, ()) == Reading(failed, ())


async def test_an_address_inside_is_not_asked_for(workers: WorkerPool, site: NewsSite) -> None:
    """A feed may link to whatever it likes; the client's guard holds here, too."""
    from watchers.fetching import HttpFetcher

    async with HttpFetcher() as guarded:
        reader = ArticleReader(PoliteFetcher(guarded, workers, "Test/1"), workers)
        new = [
            item(1, publish(site, "/1"), "导语"),
            item(2, "http://169.254.169.254/latest", "导语"),
            item(3, "file:///etc/passwd", "导语"),
        ]
        assert (await read(reader, FEED, *new)).items == tuple(new)
    assert site.connections == 0


async def test_pages_are_handed_on_as_they_came_where_they_are_kept(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool
) -> None:
    new = [
        item(1, site.publish("/1", article_page(), content_type=HTML)),
        item(2, site.fail("/2", 404)),
    ]
    reading = await read(ArticleReader(polite, workers, keeps_pages=True), FEED, *new)
    assert set(reading.pages) == {"id-1"}
    page = reading.pages["id-1"]
    assert page.body == article_page().encode()
    assert (page.url, page.content_type) == (new[0].url, HTML)
    assert (await read(ArticleReader(polite, workers), FEED, *new)).pages == {}
