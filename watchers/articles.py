"""The page of an article -> its text, title and date. Runs in a worker process, never in the bot itself.

The source's own selectors come first, then the places where the publishing systems of Chinese papers and
authorities put the text, then trafilatura, which knows the habits of the web at large.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import trafilatura
from lxml.html import HtmlElement

from readouts.domain.markup import parse_html, text_of
from readouts.domain.source import Selectors
from watchers.boilerplate import without_boilerplate
from watchers.decoding import decode
from watchers.entries import MAX_TITLE, Words, plain_text
from watchers.issues import day_in_address, days_first
from watchers.parsed import Article, Unparsable
from watchers.selecting import joined_text, select
from watchers.timestamps import parse_timestamp

SHORTEST_TEXT = 30
_EMPTY = Unparsable("The server answered with an empty page.")

# Where publishing systems put the text, the most telling names first.
_CONTAINERS = (
    "#js_content", "#rm_txt_con", ".rm_txt_con", "#ozoom", "founder-content", "#UCAP-CONTENT",
    ".TRS_UEDITOR", ".TRS_Editor", ".trs_editor_view", "#vsb_content", ".v_news_content",
    "#zoom", "#Zoom", ".Article_content", "#detailContent", "#p-detail", "#artibody", "#endText",
    ".post_body", "#mp-editor", ".left_zw", "#content_area", "#articleContent", "#ArticleContent",
    "#articleText", "#article", "#newscontents", "#contenttxt", "#newsContent", "#contentText",
)  # fmt: skip
_TITLE_METAS = ("articletitle", "og:title", "twitter:title")
_DATE_METAS = (
    "pubdate", "publishdate", "article:published_time", "og:release_date", "apub:time", "datepublished",
    "publication_date", "firstpublishedtime", "og:time", "date",
)  # fmt: skip
_SITE_NAME = re.compile(r"(?:\s*[_|｜—–]+|\s+-|(?<=[\u3400-\u9fff”》）])-)\s*[^-_|｜—–]{1,30}$")
_STAMP = re.compile(
    r"(?<!\d)20\d{2} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?[ T]{0,3}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)
_STAMPS_STAND_BEFORE = 10_000


class _Place(NamedTuple):
    """Where a page was found and how its dates are read."""

    address: str
    selectors: Selectors
    zone: ZoneInfo


def read_article(
    body: bytes, content_type: str | None, address: str, selectors: Selectors, time_zone: str
) -> Article | Unparsable:
    """What the page says.

    content_type: the HTTP header as sent. address: where the page was found; its date may stand in it.
    time_zone: that of dates which name none.
    """
    markup = decode(body, content_type)
    root = parse_html(markup)
    if root is None:
        return _EMPTY
    place = _Place(address, selectors, ZoneInfo(time_zone))
    title, published, missed = _title(root, place), *_published(root, place)
    stated = joined_text(select(root, selectors.body))
    if selectors.body and not stated:
        missed.add("body")
    if selectors.title and not joined_text(select(root, selectors.title)):
        missed.add("title")
    text = without_boilerplate(stated or _in_known_container(root) or _by_the_habits_of_the_web(markup))
    return Article(title, plain_text(Words(text, is_html=False)), published, frozenset(missed))


def _in_known_container(root: HtmlElement) -> str:
    texts = (joined_text(select(root, container)) for container in _CONTAINERS)
    return next((text for text in texts if len(text) >= SHORTEST_TEXT), "")


def _by_the_habits_of_the_web(markup: str) -> str:
    document = trafilatura.bare_extraction(
        markup,
        include_comments=False,
        # It would take any number on the page for a date, at worst the first of January.
        date_extraction_params={"extensive_search": False},
    )
    text = getattr(document, "text", None) or ""
    return "\n".join(line.strip(" |") for line in text.split("\n"))


def _title(root: HtmlElement, place: _Place) -> str:
    headings = select(root, "h1")
    candidates = (
        joined_text(select(root, place.selectors.title)),
        *_metas(root, _TITLE_METAS),
        joined_text(select(root, "founder-title")),
        text_of(headings[0]) if len(headings) == 1 else "",
        _without_site_name(" ".join(root.findtext(".//title", "").split())),
    )
    found = next((candidate for candidate in candidates if candidate.strip()), "")
    return " ".join(plain_text(Words(found, is_html=False)).split())[:MAX_TITLE]


def _without_site_name(title: str) -> str:
    """A page's own title without the names of section and site behind it."""
    for _ in range(3):
        shorter = _SITE_NAME.sub("", title[:MAX_TITLE])
        if len(shorter) < 4:
            break
        title = shorter
    return title


def _metas(root: HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        stated.setdefault(name, (meta.get("content") or "").strip())
    return (stated[name] for name in names if stated.get(name))


def _published(root: HtmlElement, place: _Place) -> tuple[datetime | None, set[str]]:
    """When the article was published, and the name of the date selector where it gave nothing.

    A day in the address is the surest; what stands on the page adds the time of that day.
    """
    if place.selectors.date:
        chosen = select(root, place.selectors.date)
        stated = parse_timestamp(next((each.get("datetime", "") for each in chosen), ""), place.zone)
        stated = stated or parse_timestamp(" ".join(joined_text(chosen).split()), place.zone)
        if stated:
            return stated, set()
    times = (each.get("datetime", "") for each in root.iter("time"))
    on_the_page = (*_metas(root, _DATE_METAS), *times, *_STAMP.findall(text_of(root)[:_STAMPS_STAND_BEFORE]))
    moments = [parse_timestamp(written, place.zone) for written in on_the_page]
    found = days_first(moments, day_in_address(place.address), place.zone)
    return found, {"date"} if place.selectors.date else set()
