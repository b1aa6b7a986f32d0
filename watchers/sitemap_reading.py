"""A sitemap -> the pages it names, or the sitemaps. Runs in a worker process, never in the bot itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml import etree

from readouts.domain.links import canonical_url
from readouts.domain.source import Source
from watchers.decoding import decode
from watchers.entries import items_of, linked
from watchers.issues import day_in_address, month_in_address
from watchers.parsed import Listing, Unparsable
from watchers.timestamps import parse_timestamp
from watchers.unpacking import PackingError, TooLargeError, Unpacker

MAX_UNPACKED = 20_000_000
MAX_PAGES = 1_000
MAX_SITEMAPS = 50
_UNKNOWN = float("-inf")
_ADDRESS = re.compile(r"https?://[^\s<>]++", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_EMPTY = Unparsable("The server answered with an empty page.")
_NO_SITEMAP = Unparsable("The answer is no sitemap.")
_TOO_LARGE = Unparsable(f"The sitemap grew past {MAX_UNPACKED / 1e6:g} MB when it was unpacked.")
_DAMAGED = Unparsable("The sitemap is damaged: its packing cannot be undone.")


class _Entry(NamedTuple):
    """One <url> or <sitemap>: its address, what a news sitemap says of it, and when it last changed.

    `at`: publication, else the day in the address, else the last change, else the month in the address, as
    a UTC timestamp in seconds.
    """

    link: str
    title: str
    published: str
    at: float


def parse_sitemap(
    body: bytes, content_type: str | None, address: str, source: Source
) -> Listing | Unparsable:
    """The newest 1,000 pages of a sitemap, or the newest 50 sitemaps of an index, the newest first.

    A sitemap may be XML or a text of nothing but addresses, each in a line. What names no date comes last,
    from both ends of the file. content_type: the HTTP header as sent.
    """
    markup = _unpacked(body)
    if isinstance(markup, Unparsable):
        return markup
    text = decode(markup, content_type).strip()
    if not text:
        return _EMPTY
    if addresses := _addresses(text):
        return _pages([{"loc": each} for each in addresses], source, address)
    root = _root(text)
    kind = _name(root) if root is not None else ""
    if root is not None and kind == "sitemapindex":
        newest = _newest(_all_stated(root, "sitemap"), address, ZoneInfo(source.time_zone))
        return Listing((), tuple(dict.fromkeys(entry.link for entry in newest))[:MAX_SITEMAPS])
    if root is None or kind != "urlset":
        return _NO_SITEMAP
    return _pages(_all_stated(root, "url"), source, address)


def _pages(stated: Iterable[Mapping[str, str]], source: Source, address: str) -> Listing:
    """The newest pages among those, each once."""
    newest = _newest(stated, address, ZoneInfo(source.time_zone))
    unique = {canonical_url(entry.link): entry for entry in reversed(newest)}
    pages = list(reversed(unique.values()))[:MAX_PAGES]
    return Listing(
        items_of((linked(page.link, page.title, page.published) for page in pages), source, address)
    )


def _addresses(text: str) -> list[str]:
    """The lines of a text that holds an address in each of them; none of any other text."""
    if not _ADDRESS.match(text):
        return []
    lines = [line.strip() for line in text.splitlines() if not line.isspace()]
    return lines if all(map(_ADDRESS.fullmatch, lines)) else []


def _unpacked(body: bytes) -> bytes | Unparsable:
    """sitemap.xml.gz is a packed file, not a packed answer."""
    if not body.startswith(_GZIP):
        return body
    unpacker = Unpacker("gzip", MAX_UNPACKED)
    try:
        unpacker.feed(body)
        return unpacker.body()
    except TooLargeError:
        return _TOO_LARGE
    except PackingError:
        return _DAMAGED


def _root(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # As bytes: a str that declares another encoding would be refused.
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _all_stated(root: etree._Element, kind: str) -> Iterator[Mapping[str, str]]:
    return (_stated(element) for element in root.iterchildren(f"{{*}}{kind}"))


def _newest(stated: Iterable[Mapping[str, str]], address: str, zone: ZoneInfo) -> list[_Entry]:
    entries = [*filter(None, (_entry(values, address, zone) for values in stated if values.get("loc")))]
    dated = [entry for entry in entries if entry.at > _UNKNOWN]
    dated.sort(key=lambda entry: entry.at, reverse=True)
    return dated + _from_both_ends([entry for entry in entries if entry.at == _UNKNOWN])


def _from_both_ends(entries: list[_Entry]) -> list[_Entry]:
    """Without dates the newest stand at one end of the file: the last, the first, the last but one ..."""
    pairs = zip(reversed(entries), entries, strict=True)
    return [entry for pair in pairs for entry in pair][: len(entries)]


def _stated(element: etree._Element) -> Mapping[str, str]:
    """What the entry says of the page itself and, in a news sitemap, of its article; not of pictures."""
    news = element.iterfind("{*}news/{*}*")
    return {_name(inner): (inner.text or "").strip() for inner in (*element, *news)}


def _name(element: etree._Element) -> str:
    """Without its namespace. In a damaged sitemap it may be one that lxml itself takes for none."""
    return str(element.tag).rpartition("}")[2]


def _entry(stated: Mapping[str, str], address: str, zone: ZoneInfo) -> _Entry | None:
    try:
        link = urljoin(address, stated["loc"])
    except ValueError:
        return None
    day, month = day_in_address(link), month_in_address(link)
    published = stated.get("publication_date", "") or (day.isoformat() if day else "")
    moments = (published, stated.get("lastmod", ""), month.isoformat() if month else "")
    at = next(filter(None, (parse_timestamp(moment, zone) for moment in moments)), None)
    return _Entry(link, stated.get("title", ""), published, at.timestamp() if at else _UNKNOWN)
