"""What feedparser makes of feeds that are not plain. Runs in a worker process, never in the bot itself.

feedparser has regular expressions that take minutes over a few kilobytes and raises what it likes,
so it gets only text that we decoded, and its process can be killed (see workers).
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from readouts.domain.markup import html_to_text
from readouts.domain.source import Source
from watchers.entries import MAX_ENTRIES, Entry, Words
from watchers.feedreading import Judge, Parsed, Taken, feed_of, read_feed
from watchers.feedtext import is_clean, well_formed
from watchers.parsed import Feed, Unparsable
from watchers.remembering import Way
from watchers.strictly import OddReading, strict_reading

_BROKEN = Unparsable("The feed is damaged and nothing in it can be read.")

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
    """The items of the feed in `body`, whatever it is like; see `read_feed`."""
    return read_feed(FEEDPARSER, body, content_type, address, source, known, memory)


def _read_odd(document: str, taken: Taken, cut: bool) -> Parsed:
    clean = well_formed(document)
    try:
        parsed = strict_reading(clean) or _loose_reading(clean)
        entries = list(_entries(parsed.entries))
    except _SLIPS:
        return Parsed(_BROKEN)
    found = taken(entries)
    if not found.listed and (parsed.is_damaged or not parsed.version):
        return Parsed(_BROKEN)
    way = Way.STRICT if parsed.is_calm and parsed.version and is_clean(document) else Way.NOT_AGAIN
    feed = feed_of(found, _remark(cut=cut, damaged=parsed.is_damaged), is_whole=not cut)
    return Parsed(feed, way, found.traces)


def _independent(document: str) -> list[Entry] | None:
    try:
        found = strict_reading(well_formed(document))
        return list(_entries(found.entries)) if found is not None and found.is_calm else None
    except _SLIPS:
        return None


FEEDPARSER = Judge(whole=_read_odd, independent=_independent, text=html_to_text)


def _loose_reading(document: bytes) -> OddReading:
    parsed = _feedparser(document)
    return OddReading(parsed.entries, parsed.version, is_calm=False, is_damaged=bool(parsed.bozo))


def _remark(*, cut: bool, damaged: bool) -> str:
    if cut:
        return "The feed breaks off in the middle; what was complete has been read."
    return "The feed is damaged; what could be read of it has been." if damaged else ""


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
