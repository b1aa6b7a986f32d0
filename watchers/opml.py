"""OPML: lists of feeds, as feed readers give them out and take them in."""

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from readouts.domain.feed_list import (
    MAX_FEED_LIST_BYTES,
    MAX_FEEDS,
    FeedList,
    NoFeedList,
    Unusable,
    free_name,
)
from readouts.domain.links import canonical_url
from readouts.domain.source import Source, SourceKind
from watchers.safety import UnsafeError, checked_url

MAX_ADDRESS = 2_000
_TITLE_CHARACTERS = 60
_FEEDS = ("rss", "atom")
_NO_FEEDS = ("link", "include")
_REGION = re.compile(r"/region/(CN-[A-Z]{2})(?:,|$)")
_LANGUAGES = ("zh", "en")


def parse_opml(document: bytes, allow_private: bool = False) -> FeedList | NoFeedList:
    """The feeds that a list names, at most 20,000, and those of its entries that cannot be looked at.

    Folders and links to pages are left out. Region and language come back as `render_opml` wrote them.
    allow_private: sources may live on private addresses.
    """
    if len(document) > MAX_FEED_LIST_BYTES:
        return NoFeedList(f"The file is larger than {MAX_FEED_LIST_BYTES / 1e6:g} MB.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = _root(document, parser)
    if root is None:
        return NoFeedList("The file is not OPML.")
    sources: dict[str, Source] = {}
    names: dict[str, int] = {}
    unusable: list[Unusable] = []
    repeated = 0
    feeds = filter(_is_feed, root.iter("outline"))
    for outline in islice(feeds, MAX_FEEDS):
        address = _address(outline)
        reason = _fault(address, allow_private)
        if reason:
            unusable.append(Unusable(outline.sourceline or 0, reason, _title(outline)))
        elif (page := canonical_url(address)) in sources:
            repeated += 1
        else:
            sources[page] = _source(outline, address, names)
    is_whole = next(feeds, None) is None
    return FeedList(tuple(sources.values()), repeated, tuple(unusable), is_whole, _damage(parser))


def render_opml(sources: Iterable[Source], title: str = "Readout Watch") -> str:
    """The feeds among the sources as OPML 2.0; list pages, sitemaps and files are no feeds.

    Region and language go along in the attributes that OPML has for such things.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind is SourceKind.FEED and source.file is None:
            outline = etree.SubElement(body, "outline", type="rss", text=source.name, xmlUrl=source.url)
            if source.lang:
                outline.set("language", source.lang)
            if source.region:
                outline.set("category", f"/region/{source.region}")
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def _root(document: bytes, parser: etree.XMLParser) -> etree._Element | None:
    root: etree._Element | None
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        root = None
    return root if root is not None and root.tag == "opml" else None


def _damage(parser: etree.XMLParser) -> str:
    """What feeds may have been lost to; namespaces that are not declared lose none."""
    lines = [error.line for error in parser.error_log if error.level == etree.ErrorLevels.FATAL]
    if not lines:
        return ""
    return f"The file is damaged or breaks off in line {lines[0]}; feeds may be missing or wrong."


def _is_feed(outline: etree._Element) -> bool:
    """Whether the entry is meant to be a feed, and not a folder, a link to a page or another list."""
    kind = outline.get("type", "").lower()
    return kind not in _NO_FEEDS and (kind in _FEEDS or bool(_address(outline)))


def _address(outline: etree._Element) -> str:
    return _first(outline, "xmlUrl", "xmlurl", "url").strip()


def _first(outline: etree._Element, *names: str) -> str:
    return next(filter(None, (outline.get(name, "") for name in names)), "")


def _fault(address: str, allow_private: bool) -> str:
    """Why the address cannot be looked at; "" where it can."""
    if not address:
        return "It names no address."
    try:
        checked_url(address if len(address) <= MAX_ADDRESS else " ", allow_private=allow_private)
    except UnsafeError as error:
        return str(error)
    return ""


def _title(outline: etree._Element) -> str:
    """What the list calls an entry, fit to be shown; some readers put the address there."""
    stated = " ".join(_first(outline, "title", "text").split())
    shown = "".join(filter(str.isprintable, stated))
    return "" if "://" in shown else shown[:_TITLE_CHARACTERS]


def _source(outline: etree._Element, address: str, names: dict[str, int]) -> Source:
    name = free_name(_first(outline, "title", "text") or urlsplit(address).netloc, names)
    return Source(name, address, region=_region(outline), lang=_language(outline), built_in=False)


def _region(outline: etree._Element) -> str | None:
    found = _REGION.search(outline.get("category", ""))
    return found[1] if found else None


def _language(outline: etree._Element) -> str | None:
    stated = outline.get("language", "")[:2].lower()
    return stated if stated in _LANGUAGES else None
