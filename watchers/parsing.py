"""A body as it came -> the items of a feed. Runs in a worker process, never in the bot itself.

feedparser has regular expressions that take minutes over a few kilobytes and raises what it likes,
so it gets only text that we decoded, and its process can be killed (see workers).
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

import feedparser

from readouts.domain.source import Source
from watchers.decoding import decode
from watchers.entries import MAX_ENTRIES, Entry, Harvest, StaleTraceError, Trace, Words, harvest
from watchers.jsonfeed import NotAJsonFeedError, json_entries
from watchers.outline import Outline, outline_of
from watchers.parsed import Feed, Unparsable
from watchers.plainfeed import plain_entries
from watchers.remembering import Memory, Way, packed, unpacked
from watchers.strictly import OddReading, strict_reading

# What becomes of the entries, wherever they come from.
Taken: TypeAlias = Callable[[Iterable[Entry | Trace]], Harvest]

_EMPTY = Unparsable("The server answered with an empty page.")
_WEB_PAGE = Unparsable("The server answered with a web page, not a feed.")
_NO_FEED = Unparsable("The answer is neither RSS nor Atom nor JSON Feed.")
_TOO_SHORT = Unparsable("The feed breaks off before its first item is complete.")
_BROKEN = Unparsable("The feed is damaged and nothing in it can be read.")

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<name>[a-z][\w.:-]*)", re.IGNORECASE | re.DOTALL)
_FEED_TAG = re.compile(r"<(?P<name>(?:[a-z][\w.-]*:)?(?:rss|feed|rdf|channel))(?=[\s>/])", re.IGNORECASE)
_END_OF_ENTRY = re.compile(r"</(?:[a-z][\w.-]*:)?(?:item|entry)\s*>", re.IGNORECASE)
_NUMERIC_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# feedparser's own slips on odd input; what else it may raise ends the worker, which is survived.
_SLIPS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, re.error)


def parse_feed(
    body: bytes,
    content_type: str | None,
    address: str,
    source: Source,
    known: bytes = b"",
    memory: bytes = b"",
) -> Feed | Unparsable:
    """The items of the feed in `body`.

    content_type: the HTTP header as sent. address: where the body was found, the base of its links.
    known: the digests of an earlier feed of this source, whose items are left out where they are the same.
    memory: that of the same feed; it changes nothing but how long this takes.
    """
    text = decode(body, content_type).strip()
    if not text:
        return _EMPTY

    def taken(entries: Iterable[Entry | Trace]) -> Harvest:
        return harvest(entries, source, address, known)

    if text[0] in "{[":
        return _parse_json(text, taken)
    root = _feed_root(text)
    if isinstance(root, Unparsable):
        return root
    document, cut = _whole_entries(text[root.start() :], root["name"])
    if not document:
        return _TOO_SHORT
    if cut or (outline := outline_of(document)) is None:
        return _parse_whole(document, taken, cut=cut).feed
    about = (source.name, source.lang, source.region, source.time_zone, address)
    return _parse_outlined(document, outline.frame(about), outline, unpacked(memory, known), taken)


def _parse_json(text: str, taken: Taken) -> Feed | Unparsable:
    try:
        return _feed(taken(json_entries(text)))
    except NotAJsonFeedError:
        return _NO_FEED


def _parse_outlined(
    document: str, frame: bytes, outline: Outline, memory: Memory | None, taken: Taken
) -> Feed | Unparsable:
    """The feed with a memory of it; parsed are only the entries that the memory of an earlier one lacks."""
    marks = outline.marks()
    if memory is not None and memory.frame == frame:
        found = _harvest_new(outline, [memory.traces.get(mark) for mark in marks], taken, memory.way)
        if found is not None:
            return _feed(found, memory=packed(frame, memory.way, marks, found.traces))
    parsed = _parse_whole(document, taken)
    if not isinstance(parsed.feed, Feed) or (parsed.way == Way.PLAIN and outline.declares_within):
        return parsed.feed
    return replace(parsed.feed, memory=packed(frame, parsed.way, marks, parsed.traces))


def _harvest_new(outline: Outline, traces: list[Trace | None], taken: Taken, way: Way) -> Harvest | None:
    """What the whole would give, told from the entries without a trace; None where only the whole can tell.

    The frame is the one that the others were read in. So they would be read as they were, unless a new entry
    bears on them.
    """
    count = traces.count(None)
    new: list[Entry] | None = []
    if count == len(traces):
        return None
    if count or way == Way.STRICT:
        new = _independent(outline.without(map(bool, traces)), way)
    if new is None or len(new) != count or (way == Way.PLAIN and outline.declares_within):
        return None
    fresh = iter(new)
    try:
        return taken([trace or next(fresh) for trace in traces])
    except StaleTraceError:
        return None


def _independent(document: str, way: Way) -> list[Entry] | None:
    """The entries of a document that can be read this way; None where one bears on another or may do so."""
    if not _is_clean(document):
        return None
    if way == Way.PLAIN:
        return plain_entries(document)
    try:
        found = strict_reading(_well_formed(document))
        return list(_entries(found.entries)) if found is not None and found.is_calm else None
    except _SLIPS:
        return None


class _Parsed(NamedTuple):
    """A feed, or why there is none; and for its memory how it was read, and traces of its entries."""

    feed: Feed | Unparsable
    way: Way = Way.NOT_AGAIN
    traces: tuple[Trace, ...] = ()


def _parse_whole(document: str, taken: Taken, *, cut: bool = False) -> _Parsed:
    plain = plain_entries(document) if _has_only_allowed_references(document) else None
    if plain is None:
        return _parse_odd(document, taken, cut=cut)
    found = taken(plain)
    return _Parsed(_feed(found), Way.PLAIN, found.traces)


def _parse_odd(document: str, taken: Taken, *, cut: bool) -> _Parsed:
    clean = _well_formed(document)
    try:
        parsed = strict_reading(clean) or _loose_reading(clean)
        entries = list(_entries(parsed.entries))
    except _SLIPS:
        return _Parsed(_BROKEN)
    found = taken(entries)
    if not found.listed and (parsed.is_damaged or not parsed.version):
        return _Parsed(_BROKEN)
    way = Way.STRICT if parsed.is_calm and parsed.version and _is_clean(document) else Way.NOT_AGAIN
    feed = _feed(found, _remark(cut=cut, damaged=parsed.is_damaged), is_whole=not cut)
    return _Parsed(feed, way, found.traces)


def _loose_reading(document: bytes) -> OddReading:
    parsed = _feedparser(document)
    return OddReading(parsed.entries, parsed.version, is_calm=False, is_damaged=bool(parsed.bozo))


def _feed(found: Harvest, remark: str = "", *, memory: bytes = b"", is_whole: bool = True) -> Feed:
    return Feed(found.items, found.listed, found.digests, memory, remark, is_whole)


def _remark(*, cut: bool, damaged: bool) -> str:
    if cut:
        return "The feed breaks off in the middle; what was complete has been read."
    return "The feed is damaged; what could be read of it has been." if damaged else ""


def _feed_root(text: str) -> re.Match[str] | Unparsable:
    """Where the feed begins: past declarations, and past messages that a broken server puts before it."""
    first = next((tag["name"].lower() for tag in _TAG.finditer(text) if tag["name"]), "")
    if first in ("html", "head", "body"):
        return _WEB_PAGE
    root = _FEED_TAG.search(text)
    if root is not None:
        return root
    return _WEB_PAGE if re.search(r"<(?:!doctype\s+)?(?:html|body)\b", text, re.IGNORECASE) else _NO_FEED


def _whole_entries(document: str, root: str) -> tuple[str, bool]:
    """The document, and whether its end is missing: then without the entry in which it breaks off."""
    is_closed_at_once = document.partition(">")[0].endswith("/")
    body, closing, behind = document.rpartition(f"</{root}")
    if closing or is_closed_at_once:
        return f"{body}{closing}{behind.partition('>')[0]}>" if closing else document, False
    ends = [end.end() for end in _END_OF_ENTRY.finditer(document)]
    return (document[: ends[-1]] if ends else ""), True


def _well_formed(document: str) -> bytes:
    """UTF-8 that says so, without the characters and references that XML forbids."""
    clean = _NOT_IN_XML.sub("", _NUMERIC_REFERENCE.sub(_allowed_reference, document))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + clean.encode()


def _is_clean(document: str) -> bool:
    return _has_only_allowed_references(document) and not _NOT_IN_XML.search(document)


def _has_only_allowed_references(document: str) -> bool:
    return "&#" not in document or _NUMERIC_REFERENCE.sub(_allowed_reference, document) == document


def _allowed_reference(reference: re.Match[str]) -> str:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip("0")
    code = int(digits, base) if 0 < len(digits) < 10 else 0
    allowed = code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return reference[0] if allowed else ""


def _feedparser(document: bytes) -> Any:
    # Without an address of its own it leaves ids and links as they are written, which is what stays
    # the same when a site moves between two names.
    return feedparser.parse(
        io.BytesIO(document),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        # Both work on markup that is turned into plain text here anyway; they cost most of the time.
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _entries(found: list[Mapping[str, Any]]) -> Iterator[Entry]:
    for entry in found[:MAX_ENTRIES]:
        yield Entry(
            id=_text(entry, "id"),
            link=_text(entry, "link"),
            title=_words(entry.get("title_detail")),
            body=_body(entry),
            date=_text(entry, "published") or _text(entry, "updated") or _text(entry, "created"),
        )


def _body(entry: Mapping[str, Any]) -> Words:
    """The longest content, else the summary."""
    contents = [_words(content) for content in entry.get("content") or ()]
    longest = max(contents, key=lambda words: len(words.value), default=Words("", is_html=False))
    return longest if longest.value.strip() else _words(entry.get("summary_detail"))


def _words(detail: Mapping[str, Any] | None) -> Words:
    detail = detail or {}
    return Words(_text(detail, "value"), "html" in _text(detail, "type"))


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""
