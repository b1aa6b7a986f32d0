"""OPML: lists of feeds, as feed readers give them out and take them in."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from lxml import etree

from readouts.domain.source import Source, SourceKind

MAX_BYTES = 5_000_000
MAX_FEEDS = 5_000
MAX_ADDRESS = 2_000
_NAME_CHARACTERS = 60
_REGION = re.compile(r"/region/(CN-[A-Z]{2})(?:,|$)")
_LANGUAGES = ("zh", "en")


class OpmlError(Exception):
    """The file is no list of feeds. `str()` is a plain sentence."""


def parse_opml(document: bytes) -> tuple[Source, ...]:
    """The feeds that a list names, each address once, at most 5,000, under names that no two share.

    Folders are left out. Region and language come back as `render_opml` wrote them. Raises OpmlError.
    """
    if len(document) > MAX_BYTES:
        raise OpmlError(f"The file is larger than {MAX_BYTES / 1e6:g} MB.")
    sources: dict[str, Source] = {}
    names: dict[str, int] = {}
    for outline in _outlines(document):
        address = _first(outline, "xmlUrl", "xmlurl", "url").strip()
        if _is_web_address(address) and address not in sources:
            name = _free_name(_first(outline, "title", "text") or urlsplit(address).netloc, names)
            sources[address] = Source(
                name=name, url=address, region=_region(outline), lang=_language(outline), built_in=False
            )
            if len(sources) >= MAX_FEEDS:
                break
    return tuple(sources.values())


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


def _outlines(document: bytes) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.tag != "opml":
        raise OpmlError("The file is not OPML.")
    return root.iter("outline")


def _first(outline: etree._Element, *names: str) -> str:
    return next(filter(None, (outline.get(name, "") for name in names)), "")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(address) <= MAX_ADDRESS


def _free_name(wish: str, taken: dict[str, int]) -> str:
    """The wish without spaces and slashes, with a number where it is taken."""
    name = wanted = "-".join(wish.replace("/", " ").split())[: _NAME_CHARACTERS - 5] or "feed"
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}-{taken[wanted]}"
    taken[name] = 1
    return name


def _region(outline: etree._Element) -> str | None:
    found = _REGION.search(outline.get("category", ""))
    return found[1] if found else None


def _language(outline: etree._Element) -> str | None:
    stated = outline.get("language", "")[:2].lower()
    return stated if stated in _LANGUAGES else None
