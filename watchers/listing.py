"""The page of a list -> the links on it. Runs in a worker process, never in the bot itself."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from readouts.domain.links import canonical_url
from readouts.domain.markup import parse_html, text_of
from readouts.domain.source import Source
from watchers.decoding import decode
from watchers.entries import MAX_LINK, items_of, linked
from watchers.issues import day_in_address
from watchers.parsed import Listing, Unparsable
from watchers.selecting import select
from watchers.timestamps import parse_timestamp

MAX_FURTHER = 100
_EMPTY = Unparsable("The server answered with an empty page.")
_FRAMES = Unparsable(
    "The page is made of frames; the source needs the address of the frame that holds the list."
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_FEED_WORDS = ("rss", "feed", "atom", ".xml")
_CUT_OFF = ("...", "…")


class _Row(NamedTuple):
    """One entry of the list: where it leads, what it is called there, and a date if one stands there."""

    link: str
    title: str
    date: str


def parse_list(body: bytes, content_type: str | None, address: str, source: Source) -> Listing | Unparsable:
    """The links that the source's `item` selector finds, and the further pages that `next` finds.

    content_type: the HTTP header as sent. address: where the page was found, the base of its links.
    """
    root = parse_html(decode(body, content_type))
    if root is None:
        return _EMPTY
    base, selectors = _base(root, address), source.selectors
    found = select(root, selectors.item)
    if not found:
        nothing = Unparsable(f"The selector item ({selectors.item}) matches nothing on the page.")
        return _FRAMES if select(root, "frameset") else nothing
    rows = _merged(_row(element, base, ZoneInfo(source.time_zone)) for element in found)
    items = items_of((linked(row.link, row.title, row.date) for row in rows), source, base)
    if not items:
        return Unparsable(f"What the selector item ({selectors.item}) matches on the page holds no link.")
    return Listing(items, tuple(dict.fromkeys(_links(select(root, selectors.next), base)))[:MAX_FURTHER])


def feed_links(body: bytes, content_type: str | None, address: str) -> tuple[str, ...]:
    """The addresses that a page names as its feeds, then those of its links that look like feeds."""
    root = parse_html(decode(body, content_type))
    if root is None:
        return ()
    base = _base(root, address)
    named = select(root, ", ".join(f'link[rel~="alternate"][type="{kind}"][href]' for kind in _FEED_TYPES))
    linked = (link for link in _links(select(root, "a[href]"), base) if _looks_like_a_feed(link))
    return tuple(dict.fromkeys((*_links(named, base), *linked)))[:MAX_FURTHER]


def _looks_like_a_feed(link: str) -> bool:
    path = link.partition("//")[2].partition("/")[2].lower()
    return any(word in path for word in _FEED_WORDS)


def _base(root: HtmlElement, address: str) -> str:
    """What relative links stand on."""
    stated = next((each.get("href", "") for each in root.iter("base")), "")
    return _absolute(stated, address) or address


def _absolute(link: str, base: str) -> str:
    """`link` in full where it leads to another page of the web, else ""."""
    link = link.strip()
    try:
        absolute = urljoin(base, link) if link and not link.startswith("#") else ""
    except ValueError:
        return ""
    is_web = absolute.lower().startswith(("http://", "https://"))
    return absolute if is_web and len(absolute) <= MAX_LINK else ""


def _links(elements: Iterable[HtmlElement], base: str) -> Iterator[str]:
    for element in elements:
        link = _absolute(element.get("href", ""), base)
        if link:
            yield link


def _row(element: HtmlElement, base: str, zone: ZoneInfo) -> _Row:
    anchor = element if element.get("href") else next(element.iterfind(".//a[@href]"), element)
    link = _absolute(anchor.get("href", ""), base)
    shown = " ".join(text_of(anchor).split())
    title = _longer(shown, anchor.get("title", "").strip())
    whole = "" if anchor is element else " ".join(text_of(element).split())
    beside = whole.replace(shown, " ") if shown else whole
    day = day_in_address(link)
    stated = beside if parse_timestamp(beside, zone) else ""
    return _Row(link, title, stated or (day.isoformat() if day else ""))


def _longer(shown: str, title: str) -> str:
    """The link's own words, unless they are missing or cut off and its tooltip says them whole."""
    is_cut = not shown or shown.endswith(_CUT_OFF)
    return title if is_cut and len(title) > len(shown) - 3 and title else shown


def _merged(rows: Iterable[_Row]) -> list[_Row]:
    """One row for each page: a picture and a headline often lead to the same article."""
    merged: dict[str, _Row] = {}
    for row in rows:
        if row.link:
            key = canonical_url(row.link)
            other = merged.get(key, row)
            title = max(other.title, row.title, key=len)
            merged[key] = _Row(other.link, title, other.date or row.date)
    return list(merged.values())
