"""One feed, one page, in every encoding and under every wrong name for it: always what its UTF-8 says."""

from collections.abc import Sequence

import pytest

from readouts.domain.item import Item
from readouts.domain.source import Selectors, Source, SourceState, Validators
from tests.newssite import NewsSite, Story, document, rss
from tests.watchers.pages import article_page, list_page, paper
from watchers.articles import read_article
from watchers.feed import FeedWatcher
from watchers.listing import parse_list
from watchers.parsed import Article, Feed, Listing
from watchers.parsing import parse_feed
from watchers.sitemap_reading import parse_sitemap

ADDRESS = "https://n.example/2024/"
SOURCE = Source("Encodings", ADDRESS)
WIDE = "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be"
SIMPLIFIED = ("安徽省委国家安全委员会召开会议", "会议强调坚持总体国家安全观", "研究部署下一阶段工作")
TRADITIONAL = ("國家安全委員會召開會議", "強調維護政治安全", "研究部署下一階段工作")
RARE = ("朱镕基在㐂镇的会议上", "陶喆与喆喆")
# By titles, and every encoding that has their characters.
CHINESE = [
    *((SIMPLIFIED, encoding) for encoding in f"{WIDE} gb2312 gbk gb18030".split()),
    *((TRADITIONAL, encoding) for encoding in f"{WIDE} big5 big5hkscs cp950 gbk gb18030".split()),
    *((RARE, encoding) for encoding in f"{WIDE} gb18030".split()),
]
OTHERS = [
    (("国家安全保障会議を開催", "東京で会議"), "shift_jis euc-jp iso-2022-jp"),
    (("국가안전보장회의 개최", "서울에서 열린 회의"), "euc-kr cp949"),
    (("Заседание совета безопасности", "Встреча в Москве"), "koi8-r windows-1251 iso-8859-5"),
    (("Réunion à Hefei", "Sécurité « nationale »"), "windows-1252 iso-8859-1 iso-8859-15"),
    (SIMPLIFIED, "hz"),
]
NAMES = [
    None,
    *"utf-8 gb2312 gbk gb18030 big5 iso-8859-1 windows-1252 us-ascii utf-16 koi8-r undefined".split(),
]


def feed(titles: Sequence[str], encoding: str, declared: str | None) -> bytes:
    text = rss(*(Story(title, f"{ADDRESS}{n}", f"<p>{title}.</p>") for n, title in enumerate(titles)))
    return text.replace(' encoding="utf-8"', _declaration(declared)).encode(encoding)


def _declaration(declared: str | None) -> str:
    return f' encoding="{declared}"' if declared else ""


def header(kind: str, name: str | None) -> str:
    return f"{kind}; charset={name}" if name else kind


def items(body: bytes, name: str | None) -> tuple[Item, ...]:
    found = parse_feed(body, header("text/xml", name), ADDRESS, SOURCE)
    assert isinstance(found, Feed)
    return found.items


def master(titles: Sequence[str]) -> tuple[Item, ...]:
    found = items(feed(titles, "utf-8", "utf-8"), "utf-8")
    assert [item.title for item in found] == [*titles]
    return found


@pytest.mark.parametrize(("titles", "encoding"), CHINESE)
@pytest.mark.parametrize("count", [1, 3])
def test_a_chinese_feed_says_the_same_whatever_its_header_and_its_prolog_call_it(
    titles: Sequence[str], encoding: str, count: int
) -> None:
    titles = titles[:count]
    wanted = master(titles)
    for declared in NAMES:
        body = feed(titles, encoding, declared)
        for name in NAMES:
            assert items(body, name) == wanted, (declared, name)


@pytest.mark.parametrize(("titles", "encodings"), OTHERS)
def test_any_other_feed_says_the_same_where_its_header_or_its_prolog_is_right(
    titles: Sequence[str], encodings: str
) -> None:
    wanted = master(titles)
    for encoding in encodings.split():
        for name in (None, "us-ascii", "undefined", encoding):
            assert items(feed(titles, encoding, encoding), name) == wanted, (encoding, name)
            assert items(feed(titles, encoding, name), encoding) == wanted, (encoding, name)


@pytest.mark.parametrize("encoding", "utf-8 utf-16 gb2312 gbk gb18030".split())
def test_a_chinese_page_says_the_same_whatever_its_header_and_its_meta_tag_call_it(encoding: str) -> None:
    own = Selectors(body=".paper-text")
    listed = list_page(*((f"/{n}", title) for n, title in enumerate(SIMPLIFIED)))
    for declared in NAMES:
        meta = f'<head><meta charset="{declared}">' if declared else "<head>"
        pages = (page.replace("<head>", meta).encode(encoding) for page in (listed, article_page()))
        list_body, article_body = pages
        for name in NAMES:
            listing = parse_list(list_body, header("text/html", name), ADDRESS, paper(ADDRESS))
            article = read_article(article_body, header("text/html", name), ADDRESS, own, "Asia/Shanghai")
            assert isinstance(listing, Listing)
            assert isinstance(article, Article)
            assert [item.title for item in listing.items] == [*SIMPLIFIED], (declared, name)
            assert article.title == "省委国安委召开会议", (declared, name)


@pytest.mark.parametrize("encoding", "utf-8 utf-16 gb2312 gbk gb18030".split())
def test_a_news_sitemap_says_the_same_whatever_it_is_called(encoding: str) -> None:
    entry = f"<url><loc>{ADDRESS}1</loc><news:news><news:title>{SIMPLIFIED[0]}</news:title></news:news></url>"
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    for declared in NAMES:
        prolog = f'<?xml version="1.0"{_declaration(declared)}?>'
        body = f"{prolog}<urlset {names} {news}>{entry}</urlset>".encode(encoding)
        for name in NAMES:
            found = parse_sitemap(body, header("text/xml", name), ADDRESS, SOURCE)
            assert isinstance(found, Listing)
            assert [item.title for item in found.items] == [SIMPLIFIED[0]], (declared, name)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_site_that_changes_its_encoding_has_no_news(site: NewsSite, watcher: FeedWatcher) -> None:
    validators, known = Validators(), 0
    for encoding, declared in (("utf-8", "utf-8"), ("gbk", "utf-8"), ("gb18030", None), ("utf-16", "gbk")):
        body = feed(SIMPLIFIED, encoding, declared)
        url = site.perform("/feed", document(body, {"Content-Type": header("text/xml", declared)}))
        poll = await watcher.poll(Source("Changing", url), validators)
        assert (poll.state, poll.known, poll.listed) == (SourceState.OK, known, 3)
        validators, known = poll.validators, 3
