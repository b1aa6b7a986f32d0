"""Article pages: the text without the furniture around it, the title, and the date that can be trusted."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from readouts.domain.source import Selectors
from tests.watchers.pages import BODY, HTML, article_page
from watchers.articles import read_article
from watchers.parsed import Article, Unparsable

PAGES = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages"
BEIJING = ZoneInfo("Asia/Shanghai")
TEXT = "\n".join(BODY)
UNDATED = "https://p.example/a/1.htm"
NOTHING = Selectors()


def read(page: str | bytes, selectors: Selectors = NOTHING, address: str = UNDATED) -> Article:
    body = page if isinstance(page, bytes) else page.encode()
    article = read_article(body, HTML, address, selectors, "Asia/Shanghai")
    assert isinstance(article, Article)
    return article


def test_the_sources_own_selectors_go_first() -> None:
    decoy = f"<div id='zoom'><p>{'别的内容。' * 20}</p></div>"
    page = article_page(container='<div class="paper-text">{}</div>' + decoy)
    selectors = Selectors(title="h1", date="div.stamp", body=".paper-text")
    assert read(page, selectors) == Article(
        "省委国安委召开会议", TEXT, datetime(2024, 6, 3, 19, 12, tzinfo=BEIJING)
    )


@pytest.mark.parametrize(
    "container",
    [
        '<div class="TRS_Editor">{}</div>',
        '<div class="view TRS_UEDITOR trs_paper_default">{}</div>',
        '<div id="zoom">{}</div>',
        '<div id="js_content">{}</div>',
        '<div class="rm_txt_con cf">{}</div>',
        '<div id="rm_txt_con">{}</div>',
        '<div class="Article_content">{}</div>',
        '<div id="ozoom"><founder-content>{}</founder-content></div>',
        "<founder-content>{}</founder-content>",
        '<div class="TRS_Editor"><style>p {{ }}</style><div class="TRS_Editor">{}</div></div>',
    ],
)
def test_the_containers_of_chinese_publishing_systems_are_known(container: str) -> None:
    assert read(article_page(container=container)).text == TEXT


def test_a_page_of_another_make_is_read_by_the_habits_of_the_web() -> None:
    page = article_page(paragraphs=[f"{part}{'与会人员认真学习有关文件并作了发言。' * 3}" for part in BODY])
    text = read(page).text
    assert all(part in text for part in BODY)
    assert "ICP" not in text
    assert "责任编辑" not in text


def test_a_container_that_holds_next_to_nothing_is_passed_over() -> None:
    page = article_page(container='<div id="js_content">点击上方关注某某</div><div id="zoom">{}</div>')
    assert read(page).text == TEXT


def test_furniture_within_the_text_is_cut() -> None:
    parts = [*BODY, "Read original article here", "Denial of responsibility! We only collect.", "【打印】"]
    assert read(article_page(paragraphs=parts, container='<div id="zoom">{}</div>')).text == TEXT


def test_selectors_that_give_nothing_are_named_and_the_article_is_read_all_the_same() -> None:
    page = article_page(container='<div id="zoom">{}</div>')
    article = read(page, Selectors(title="h7", date=".when", body="#text"))
    assert article.missed == {"title", "date", "body"}
    assert (article.title, article.text) == ("省委国安委召开会议", TEXT)
    assert article.published == datetime(2024, 6, 3, 19, 12, tzinfo=BEIJING)


def test_a_date_selector_that_finds_no_date_gives_nothing() -> None:
    assert read(article_page(), Selectors(date="h1")).missed == {"date"}


def test_a_date_selector_may_find_a_machine_readable_time() -> None:
    stamp = '<time class="t" datetime="2024-06-03T11:12:00Z">昨天</time>'
    article = read(article_page(stamp=stamp), Selectors(date="time.t"))
    assert article.published == datetime(2024, 6, 3, 19, 12, tzinfo=BEIJING)
    assert not article.missed


@pytest.mark.parametrize(
    ("head", "address", "published"),
    [
        ("", UNDATED, datetime(2024, 6, 4, 9, 11, 23, tzinfo=BEIJING)),
        ("", "https://p.example/202406/t20240604_1326.html", datetime(2024, 6, 4, 9, 11, 23, tzinfo=BEIJING)),
        ("", "https://p.example/2024-06/03/c_1.htm", datetime(2024, 6, 3, tzinfo=BEIJING)),
        (
            '<meta name="PubDate" content="2024-06-04 08:00">',
            UNDATED,
            datetime(2024, 6, 4, 8, tzinfo=BEIJING),
        ),
        (
            '<meta property="article:published_time" content="2024-06-04T01:02:03+00:00">',
            UNDATED,
            datetime(2024, 6, 4, 9, 2, 3, tzinfo=BEIJING),
        ),
        (
            '<meta name="PubDate" content="2019-01-01">',
            "https://p.example/2024/0604/c1.html",
            datetime(2024, 6, 4, 9, 11, 23, tzinfo=BEIJING),
        ),
    ],
)
def test_the_day_in_the_address_is_the_surest_and_the_page_adds_the_time(
    head: str, address: str, published: datetime
) -> None:
    page = article_page(stamp="2024年06月04日 09:11:23").replace("<head>", f"<head>{head}")
    assert read(page, address=address).published == published


def test_a_date_without_a_time_of_day_is_not_guessed_from_the_text() -> None:
    """It may be today's, which many sites show in their head, or one of which the article tells."""
    page = article_page(stamp="今天是2024年6月9日 星期日", paragraphs=["2021年1月1日起施行。" * 10])
    assert read(page).published is None


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>省委国安委召开会议-某某网</title><p>x", "省委国安委召开会议"),
        ("<title>省委国安委召开会议_要闻_某某日报数字报</title><p>x", "省委国安委召开会议"),
        ("<title>Anhui meets on COVID-19 | The Example</title><p>x", "Anhui meets on COVID-19"),
        ("<title>Anhui meets on COVID-19</title><p>x", "Anhui meets on COVID-19"),
        ("<title>要闻-某某网</title><p>x", "要闻-某某网"),
        (
            "<meta name=ArticleTitle content='省委国安委召开会议'><title>首页</title><h1>站名</h1>",
            "省委国安委召开会议",
        ),
        ("<title>首页</title><h1>省委国安委<br>召开会议</h1>", "省委国安委 召开会议"),
        ("<title>省委国安委召开会议</title><h1>a</h1><h1>b</h1>", "省委国安委召开会议"),
        (
            "<title>内蒙古日报数字报</title><founder-title><p>省委国安委召开会议</p></founder-title>",
            "省委国安委召开会议",
        ),
        ("<p>x", ""),
    ],
)
def test_the_title_is_that_of_the_article_and_not_that_of_the_site(page: str, title: str) -> None:
    assert read(page).title == title


def test_a_page_that_declares_gb2312_and_is_gb18030_is_read() -> None:
    page = article_page(paragraphs=["朱镕基主持会议。" * 5], container='<div id="zoom">{}</div>')
    body = page.replace("<head>", '<head><meta charset="gb2312">').encode("gb18030")
    article = read_article(body, "text/html", UNDATED, NOTHING, "Asia/Shanghai")
    assert isinstance(article, Article)
    assert article.text == "朱镕基主持会议。" * 5


@pytest.mark.parametrize("body", [b"", b"   \n", b"\x00\x01", b"<!-- only a comment"])
def test_an_empty_page_is_no_article(body: bytes) -> None:
    assert read_article(body, None, UNDATED, NOTHING, "UTC") == Unparsable(
        "The server answered with an empty page."
    )


def test_marks_that_steer_how_text_is_shown_are_taken_out() -> None:
    article = read(article_page("题\u202e目", [f"{BODY[0]}\u2066\ufeff" * 3], '<div id="zoom">{}</div>'))
    assert (article.title, article.text) == ("题目", BODY[0] * 3)


@pytest.mark.skipif(not PAGES.is_dir(), reason="the corpus of real pages is not beside the repository")
def test_real_pages_give_their_articles() -> None:
    """Of the real pages nearly all have a title and a text, and no text holds a registration number."""
    pages = sorted(PAGES.glob("*.html"))
    assert len(pages) > 20
    articles = [read(page.read_bytes()) for page in pages]
    assert all(article.title for article in articles)
    assert sum(len(article.text) >= 200 for article in articles) >= 0.95 * len(pages)
    assert sum(article.published is not None for article in articles) >= 0.7 * len(pages)
    furniture = ("ICP备", "公网安备", "Copyright ©")
    assert not [word for article in articles for word in furniture if word in article.text]
