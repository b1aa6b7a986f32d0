"""Pages, sitemaps, lists of feeds and rules for robots that were damaged on their way are read or refused."""

import time
from collections.abc import Callable

import pytest

from readouts.domain.source import Selectors, Source
from tests.newssite import Story, rss
from tests.watchers.mutants import mutant
from tests.watchers.pages import BODY, article_page, list_page, paper
from watchers.articles import read_article
from watchers.decoding import decode
from watchers.entries import MAX_TEXT, MAX_TITLE
from watchers.listing import feed_links, parse_list
from watchers.opml import parse_opml, render_opml
from watchers.parsed import Article, Listing
from watchers.robots_rules import judge
from watchers.sitemap_reading import parse_sitemap

ADDRESS = "https://n.example/2024/"
SOURCE = paper(ADDRESS)
OWN = Selectors(title="h1", date=".stamp", body=".paper-text")
LINKS = [(f"/2024-06-0{n}/{n}.html", f"第{n}次会议") for n in range(1, 9)]
SITEMAP = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{
    "".join(f"<url><loc>{ADDRESS}{n}</loc><lastmod>2024-06-0{n}</lastmod></url>" for n in range(1, 9))
}</urlset>"""
ROBOTS = "User-agent: *\nDisallow: /*/inside$\nAllow: /a\nCrawl-delay: 2\nSitemap: https://n.example/s.xml\n"
PAGES = [
    list_page(*LINKS, further=["/2", "?page=3"]),
    article_page(),
    article_page(paragraphs=BODY * 5, container="<article>{}</article>"),
    '<link rel="alternate" type="application/rss+xml" href="/feed.xml">' + list_page(*LINKS),
    SITEMAP,
    SITEMAP.replace("urlset", "sitemapindex").replace("url>", "sitemap>"),
    render_opml([Source(f"paper-{n}", f"{ADDRESS}{n}", region="CN-AH", lang="zh") for n in range(9)]),
    rss(*(Story(title, link) for link, title in LINKS)),
    ROBOTS,
]
BODIES = [page.encode(encoding) for page in PAGES for encoding in ("utf-8", "gb18030", "utf-16")]


READERS: dict[str, Callable[[bytes], object]] = {
    "list": lambda body: parse_list(body, "text/html", ADDRESS, SOURCE),
    "article": lambda body: read_article(body, "text/html", ADDRESS, Selectors(), "Asia/Shanghai"),
    "article by selectors": lambda body: read_article(body, "text/html", ADDRESS, OWN, "Asia/Shanghai"),
    "feeds of a page": lambda body: feed_links(body, "text/html", ADDRESS),
    "sitemap": lambda body: parse_sitemap(body, "text/xml", ADDRESS, SOURCE),
    "OPML": parse_opml,
    "robots.txt": lambda body: judge(decode(body), f"{ADDRESS}a/inside", "Probe/1"),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_damaged_pages_are_read_or_refused(reader: Callable[[bytes], object]) -> None:
    read = 0
    for number in range(200):
        body = mutant(number, BODIES, 3)
        began = time.monotonic()
        found = reader(body)
        assert time.monotonic() - began < 2, number
        read += bool(found)
        for item in found.items if isinstance(found, Listing) else ():
            assert len(item.identity) > 0
            assert len(item.title) <= MAX_TITLE
            f"{item.identity}{item.title}{item.url}".encode()
        if isinstance(found, Article):
            assert len(found.title) <= MAX_TITLE
            assert len(found.text) <= MAX_TEXT
            f"{found.title}{found.text}".encode()
    assert read > 10
