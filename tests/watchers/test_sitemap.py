"""Sitemaps: plain ones, those for news, indexes of further ones, and what only looks like one."""

import gzip
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from readouts.domain.source import Poll, Source, SourceKind, SourceState, Validators
from tests.newssite import NewsSite
from tests.watchers.pages import NOW, TEXT
from watchers.parsed import Listing
from watchers.robots import PoliteFetcher
from watchers.sitemap import MOST_SITEMAPS, SitemapWatcher
from watchers.sitemap_reading import MAX_PAGES, parse_sitemap
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

XML = "application/xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SPACES = (
    f'{SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://i.example/"'
)
UNSEEN = Validators()


def urlset(*entries: str, doctype: str = "") -> str:
    rows = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<?xml version="1.0"?>{doctype}<urlset {SPACES}>{rows}</urlset>'


def index(*addresses: str, lastmod: str = "") -> str:
    rows = "".join(f"<sitemap><loc>{each}</loc>{lastmod}</sitemap>" for each in addresses)
    return f"<sitemapindex {SPACE}>{rows}</sitemapindex>"


def page(address: str, lastmod: str = "") -> str:
    return f"<loc>{address}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


NEWS = (
    "<image:image><image:loc>https://n.example/picture.jpg</image:loc><image:title>图</image:title></image:image>"
    "<loc>https://n.example/a/1.htm</loc><news:news><news:publication><news:name>某报</news:name></news:publication>"
    "<news:publication_date>2024-06-03T19:12:00+08:00</news:publication_date>"
    "<news:title>安徽省委国安委召开会议</news:title></news:news>"
)


@pytest.fixture
def watcher(polite: PoliteFetcher, workers: WorkerPool) -> SitemapWatcher:
    return SitemapWatcher(polite, workers, lambda: NOW)


async def look(watcher: SitemapWatcher, url: str, validators: Validators = UNSEEN) -> Poll:
    return await watcher.poll(Source("map", url, SourceKind.SITEMAP, region="CN-AH"), validators)


async def test_a_news_sitemap_names_title_and_date(site: NewsSite, watcher: SitemapWatcher) -> None:
    url = site.publish("/sitemap.xml", urlset(NEWS), content_type=XML)
    first = await look(watcher, url)
    assert (first.state, first.detail) == (SourceState.OK, "The sitemap names 1 page.")
    (item,) = first.items
    assert (item.url, item.title, item.region) == (
        "https://n.example/a/1.htm",
        "安徽省委国安委召开会议",
        "CN-AH",
    )
    assert item.published == datetime(2024, 6, 3, 19, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert (await look(watcher, url, first.validators)).state is SourceState.NOT_MODIFIED


@pytest.mark.parametrize(
    ("document", "links"),
    [
        (urlset("<a:>x</a:><loc>https://n.example/1</loc>&nosuch;"), 1),
        (urlset().replace("urlset", "urlset:"), 0),
        ("<:>x</:>", 0),
    ],
)
async def test_names_that_are_no_names_do_no_harm(document: str, links: int) -> None:
    found = parse_sitemap(document.encode(), XML, "https://n.example/", Source("map", ""))
    assert len(found.items) == links if isinstance(found, Listing) else not links


async def test_the_newest_pages_come_first_and_a_last_change_is_no_date_of_publication(
    site: NewsSite, watcher: SitemapWatcher
) -> None:
    entries = [
        page("https://n.example/undated"),
        page("https://n.example/old", "2020-01-01"),
        page("https://n.example/2024-06/02/x.htm", "2020-01-01"),
        page("/new", "2024-06-03T10:00:00Z"),
        page("/new?utm_source=map", "2024-06-03T11:00:00Z"),
    ]
    url = site.publish("/sitemap.xml", urlset(*entries), content_type=XML)
    items = (await look(watcher, url)).items
    assert [item.url.rpartition("/")[2] for item in items] == [
        "new?utm_source=map",
        "x.htm",
        "old",
        "undated",
    ]
    assert [item.published is None for item in items] == [True, False, True, True]


async def test_no_more_than_the_newest_thousand_are_taken(site: NewsSite, watcher: SitemapWatcher) -> None:
    old = [page(f"https://n.example/old/{n}", "2020-01-01") for n in range(MAX_PAGES + 500)]
    new = [page(f"https://n.example/new/{n}", "2024-01-01") for n in range(100)]
    items = (await look(watcher, site.publish("/s.xml", urlset(*old, *new), content_type=XML))).items
    assert len(items) == MAX_PAGES
    assert sum("/new/" in item.url for item in items) == 100


async def test_the_sitemaps_of_an_index_are_read_also_through_a_second_index(
    site: NewsSite, watcher: SitemapWatcher
) -> None:
    site.publish("/a.xml", urlset(page("/1")), content_type=XML)
    site.publish("/b.xml", urlset(page("/2")), content_type=XML)
    site.publish("/inner.xml", index("/b.xml", "/index.xml"), content_type=XML)
    poll = await look(watcher, site.publish("/index.xml", index("/inner.xml", "/a.xml"), content_type=XML))
    assert {item.url for item in poll.items} == {f"{site.origin}/2", f"{site.origin}/1"}
    assert len(site.asked("/index.xml")) == 1


async def test_an_index_is_read_again_although_it_is_unchanged(
    site: NewsSite, watcher: SitemapWatcher
) -> None:
    """What it names may have changed."""
    site.publish("/a.xml", urlset(page("/1")), content_type=XML)
    url = site.publish("/index.xml", index("/a.xml"), content_type=XML)
    first = await look(watcher, url)
    site.publish("/a.xml", urlset(page("/2"), page("/1")), content_type=XML)
    assert len((await look(watcher, url, first.validators)).items) == 2


async def test_an_index_without_end_is_left_after_a_few(site: NewsSite, watcher: SitemapWatcher) -> None:
    for number in range(30):
        site.publish(f"/{number}.xml", index(f"/{number + 1}.xml", f"/{number + 2}.xml"), content_type=XML)
    poll = await look(watcher, site.origin + "/0.xml")
    assert poll.state is SourceState.EMPTY
    asked = [request.path for request in site.requests if request.path.endswith(".xml")]
    assert len(asked) == len(set(asked)) == MOST_SITEMAPS + 1


async def test_one_missing_sitemap_of_an_index_does_not_hide_the_others(
    site: NewsSite, watcher: SitemapWatcher
) -> None:
    site.publish("/b.xml", urlset(page("/2")), content_type=XML)
    url = site.publish("/index.xml", index("/gone.xml", "/b.xml"), content_type=XML)
    poll = await look(watcher, url)
    assert [item.url for item in poll.items] == [f"{site.origin}/2"]
    missing = "A further sitemap could not be read: The server has no such page (HTTP 404)."
    assert poll.detail == f"The sitemap names 1 page. {missing}"
    site.fail("/b.xml", 404)
    poll = await look(watcher, url)
    assert (poll.state, poll.detail) == (
        SourceState.UNREACHABLE,
        "The server has no such page (HTTP 404).",
    )


@pytest.mark.parametrize(
    ("numbers", "newest"),
    [
        ([f"{year}-{month:02}" for year in range(2016, 2025) for month in range(1, 7)], "2024-06"),
        ([str(number) for number in range(1, 3000)], "2999"),
        ([str(number) for number in range(2999, 0, -1)], "2999"),
    ],
)
async def test_the_newest_sitemap_of_an_index_without_dates_is_read_wherever_it_stands(
    site: NewsSite, watcher: SitemapWatcher, numbers: list[str], newest: str
) -> None:
    for number in numbers:
        site.publish(f"/map-{number}.xml", urlset(page(f"/article-of-{number}")), content_type=XML)
    names = [f"/map-{number}.xml" for number in numbers]
    poll = await look(watcher, site.publish("/index.xml", index(*names), content_type=XML))
    assert f"{site.origin}/article-of-{newest}" in {item.url for item in poll.items}
    assert len(poll.items) == MOST_SITEMAPS


async def test_a_long_sitemap_without_dates_is_read_at_both_its_ends(
    site: NewsSite, watcher: SitemapWatcher
) -> None:
    pages = [page(f"/{number}") for number in range(MAX_PAGES * 3)]
    poll = await look(watcher, site.publish("/map.xml", urlset(*pages), content_type=XML))
    found = {item.url for item in poll.items}
    assert len(found) == MAX_PAGES
    assert {f"{site.origin}/0", f"{site.origin}/{MAX_PAGES * 3 - 1}"} < found


async def test_a_packed_sitemap_is_unpacked(site: NewsSite, watcher: SitemapWatcher) -> None:
    packed = gzip.compress(urlset(NEWS).encode())
    url = site.publish("/sitemap.xml.gz", packed, content_type="application/gzip")
    assert len((await look(watcher, url)).items) == 1


ADDRESSES = "".join(f"https://n.example/2024-06/{day:02}/a.htm\r\n" for day in range(1, 11))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("/map.txt", ADDRESSES.encode()),
        ("/map.txt.gz", gzip.compress(ADDRESSES.encode())),
        ("/marked.txt", b"\xef\xbb\xbf\r\n" + ADDRESSES.encode()),
    ],
)
async def test_a_sitemap_may_be_a_text_of_addresses(
    name: str, body: bytes, site: NewsSite, watcher: SitemapWatcher
) -> None:
    poll = await look(watcher, site.publish(name, body, content_type=TEXT))
    assert [item.url for item in poll.items] == ADDRESSES.split()[::-1], "the newest come first"


async def test_an_index_may_name_texts_and_packed_sitemaps(site: NewsSite, watcher: SitemapWatcher) -> None:
    text = site.publish("/map.txt", ADDRESSES, content_type=TEXT)
    packed = site.publish(
        "/map.xml.gz", gzip.compress(urlset(NEWS).encode()), content_type="application/gzip"
    )
    poll = await look(watcher, site.publish("/index.xml", index(text, packed), content_type=XML))
    assert len(poll.items) == 11
    assert poll.detail == "The sitemap names 11 pages."


async def test_a_text_with_words_in_it_is_no_sitemap(site: NewsSite, watcher: SitemapWatcher) -> None:
    for text in (f"{ADDRESSES}see also", f"Pages:\n{ADDRESSES}", "https://n.example/1 https://n.example/2"):
        poll = await look(watcher, site.publish("/map.txt", text, content_type=TEXT))
        assert (poll.state, poll.detail) == (SourceState.UNREADABLE, "The answer is no sitemap.")


EXPANSION = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
FATES = [
    ("nothing", b"", "The server answered with an empty page."),
    ("a web page", b"<!doctype html><html><body>404</body></html>", "The answer is no sitemap."),
    ("plain text", b"nothing to see", "The answer is no sitemap."),
    ("a feed", b'<rss version="2.0"><channel/></rss>', "The answer is no sitemap."),
    (
        "damaged packing",
        gzip.compress(b"x" * 1000)[:-20],
        "The sitemap is damaged: its packing cannot be undone.",
    ),
    (
        "a bomb",
        gzip.compress(bytes(100_000_000)),
        "The sitemap grew past 20 MB when it was unpacked.",
    ),
]


@pytest.mark.parametrize(("body", "reason"), [fate[1:] for fate in FATES], ids=[fate[0] for fate in FATES])
async def test_what_is_no_sitemap_is_unreadable(
    body: bytes, reason: str, site: NewsSite, watcher: SitemapWatcher
) -> None:
    poll = await look(watcher, site.publish("/s.xml", body, content_type=XML))
    assert (poll.state, poll.detail) == (SourceState.UNREADABLE, reason)


async def test_entities_are_neither_expanded_nor_fetched(site: NewsSite, watcher: SitemapWatcher) -> None:
    entry = page("/1") + "<news:news><news:title>&l9;</news:title></news:news>"
    outside = site.publish("/outside.txt", "SECRET", content_type=TEXT)
    for entities in (
        f'<!ENTITY l0 "ha">{EXPANSION}',
        f'<!ENTITY l9 SYSTEM "{outside}">',
        '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
    ):
        hostile = urlset(entry, doctype=f"<!DOCTYPE urlset [{entities}]>")
        poll = await look(watcher, site.publish("/s.xml", hostile, content_type=XML))
        assert poll.took < timedelta(seconds=2)
        (item,) = poll.items
        assert (item.url, item.title) == (f"{site.origin}/1", "")
    assert not site.asked("/outside.txt")


async def test_a_sitemap_that_robots_txt_closes_is_not_asked_for(
    site: NewsSite, watcher: SitemapWatcher
) -> None:
    site.publish("/robots.txt", "User-agent: *\nDisallow: /", content_type=TEXT)
    poll = await look(watcher, site.publish("/s.xml", urlset(NEWS), content_type=XML))
    assert poll.state is SourceState.REFUSED
    assert not site.asked("/s.xml")
