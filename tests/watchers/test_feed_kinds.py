"""Feeds with habits of their own: searches of Google News, RSSHub, a whole bulletin as one item."""

import pytest

from readouts.domain.source import Source, Validators
from tests.newssite import NewsSite, Story, rss
from tests.watchers.pages import item
from watchers.feed import FeedWatcher
from watchers.googlenews import is_google_news, split_publisher, with_plain_title

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("安徽省委国安委召开会议 - 安徽日报", ("安徽省委国安委召开会议", "安徽日报")),
        ("Anhui - a province - meets - The Example Post", ("Anhui - a province - meets", "The Example Post")),
        ("Sino-American talks", ("Sino-American talks", "")),
        (" - The Example Post", (" - The Example Post", "")),
        ("", ("", "")),
    ],
)
async def test_a_title_of_google_news_ends_in_its_publisher(title: str, parts: tuple[str, str]) -> None:
    assert split_publisher(title) == parts


async def test_the_publisher_of_a_google_news_item_can_still_be_found() -> None:
    from dataclasses import replace

    given = replace(item(1, "https://news.google.com/rss/articles/CBMiX"), title="甲 - 某报")
    assert with_plain_title(given) == replace(given, title="甲", text="某报")
    told = replace(given, text="甲 某报")
    assert with_plain_title(told) == replace(told, title="甲")


async def test_only_feeds_of_google_news_are_taken_for_such() -> None:
    assert is_google_news(Source("g", "https://news.google.com/rss/search?q=x"))
    assert not is_google_news(Source("g", "https://example.org/news.google.com"))
    assert not is_google_news(Source("g", ""))


async def test_markup_that_rsshub_escapes_becomes_plain_text(site: NewsSite, watcher: FeedWatcher) -> None:
    text = '<p>安徽省委国安委召开会议。</p><img src="x.jpg" onerror="alert(1)"><p>会议强调政治安全。</p>'
    url = site.publish("/rsshub", rss(Story("题", "https://n.example/1", text)))
    (only,) = (await watcher.poll(Source("r", url), Validators())).items
    assert only.text == "安徽省委国安委召开会议。\n会议强调政治安全。"


async def test_a_whole_bulletin_as_one_item_is_read_whole(site: NewsSite, watcher: FeedWatcher) -> None:
    parts = [f"<p><strong>第{number}条</strong><br>{'新闻内容。' * 100}</p>" for number in range(60)]
    url = site.publish("/bulletin", rss(Story("晚间新闻", "https://n.example/1", "".join(parts))))
    (only,) = (await watcher.poll(Source("b", url), Validators())).items
    assert len(only.text) > 30_000
    assert only.text.count("\n") == 119
    assert only.text.startswith("第0条\n新闻内容。")
