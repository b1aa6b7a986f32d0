"""A body as it came -> the items of a feed, of which nothing is parsed that was parsed before.

What is not plain is put before a judge. Everything else here is work of our own and of expat, and takes time
in proportion to the body.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple, NoReturn, TypeAlias

from readouts.domain.source import Source
from watchers.decoding import decode
from watchers.entries import Entry, Harvest, StaleTraceError, Trace, harvest
from watchers.feedtext import NO_FEED, feed_root, has_only_allowed_references, is_clean, whole_entries
from watchers.jsonfeed import NotAJsonFeedError, json_entries
from watchers.outline import Outline, outline_of
from watchers.parsed import Feed, Unparsable
from watchers.plainfeed import plain_entries
from watchers.remembering import Memory, Way, packed, unpacked

# What becomes of the entries, wherever they come from.
Taken: TypeAlias = Callable[[Iterable[Entry | Trace]], Harvest]

_EMPTY = Unparsable("The server answered with an empty page.")
_TOO_SHORT = Unparsable("The feed breaks off before its first item is complete.")


class Parsed(NamedTuple):
    """A feed, or why there is none; and for its memory how it was read, and traces of its entries."""

    feed: Feed | Unparsable
    way: Way = Way.NOT_AGAIN
    traces: tuple[Trace, ...] = ()


class Judge(NamedTuple):
    """Who reads what is not plain.

    whole: a document; cut: its end is missing. independent: the entries of a document, None where one bears
    on another or may do so. text: what a reader sees of markup.
    """

    whole: Callable[[str, Taken, bool], Parsed]
    independent: Callable[[str], list[Entry] | None]
    text: Callable[[str], str]


class OddFeedError(Exception):
    """The feed is not plain, and there is no judge here."""


def _refuse(*_: object) -> NoReturn:
    raise OddFeedError


NO_JUDGE = Judge(whole=_refuse, independent=_refuse, text=_refuse)


def read_feed(
    judge: Judge,
    body: bytes,
    content_type: str | None,
    address: str,
    source: Source,
    known: bytes = b"",
    memory: bytes = b"",
) -> Feed | Unparsable:
    """The items of the feed in `body`. Raises what the judge raises.

    content_type: the HTTP header as sent. address: where the body was found, the base of its links.
    known: the digests of an earlier feed of this source, whose items are left out where they are the same.
    memory: that of the same feed; it changes nothing but how long this takes.
    """
    text = decode(body, content_type).strip()
    if not text:
        return _EMPTY

    def taken(entries: Iterable[Entry | Trace]) -> Harvest:
        return harvest(entries, source, address, known, judge.text)

    if text[0] in "{[":
        return _read_json(text, taken)
    root = feed_root(text)
    if isinstance(root, Unparsable):
        return root
    document, cut = whole_entries(text[root.start() :], root["name"])
    if not document:
        return _TOO_SHORT
    if cut or (outline := outline_of(document)) is None:
        return _read_whole(judge, document, taken, cut=cut).feed
    about = (source.name, source.lang, source.region, source.time_zone, address)
    return _read_outlined(judge, document, outline.frame(about), outline, unpacked(memory, known), taken)


def feed_of(found: Harvest, remark: str = "", *, memory: bytes = b"", is_whole: bool = True) -> Feed:
    """The feed that was harvested. remark, is_whole: see Feed."""
    return Feed(found.items, found.listed, found.digests, memory, remark, is_whole)


def _read_json(text: str, taken: Taken) -> Feed | Unparsable:
    try:
        return feed_of(taken(json_entries(text)))
    except NotAJsonFeedError:
        return NO_FEED


def _read_outlined(
    judge: Judge, document: str, frame: bytes, outline: Outline, memory: Memory | None, taken: Taken
) -> Feed | Unparsable:
    """The feed with a memory of it; parsed are only the entries that the memory of an earlier one lacks."""
    marks = outline.marks()
    if memory is not None and memory.frame == frame:
        found = harvest_new(judge, outline, [memory.traces.get(mark) for mark in marks], taken, memory.way)
        if found is not None:
            return feed_of(found, memory=packed(frame, memory.way, marks, found.traces))
    parsed = _read_whole(judge, document, taken)
    if not isinstance(parsed.feed, Feed) or (parsed.way == Way.PLAIN and outline.declares_within):
        return parsed.feed
    return replace(parsed.feed, memory=packed(frame, parsed.way, marks, parsed.traces))


def harvest_new(
    judge: Judge, outline: Outline, traces: list[Trace | None], taken: Taken, way: Way
) -> Harvest | None:
    """What the whole would give, told from the entries without a trace; None where only the whole can tell.

    The frame is the one that the others were read in. So they would be read as they were, unless a new entry
    bears on them.
    """
    count = traces.count(None)
    new: list[Entry] | None = []
    if count == len(traces):
        return None
    if count or way == Way.STRICT:
        new = _independent(judge, outline.without(map(bool, traces)), way)
    if new is None or len(new) != count or (way == Way.PLAIN and outline.declares_within):
        return None
    fresh = iter(new)
    try:
        return taken([trace or next(fresh) for trace in traces])
    except StaleTraceError:
        return None


def _independent(judge: Judge, document: str, way: Way) -> list[Entry] | None:
    """The entries of a document that can be read this way; None where one bears on another or may do so."""
    if not is_clean(document):
        return None
    return plain_entries(document) if way == Way.PLAIN else judge.independent(document)


def _read_whole(judge: Judge, document: str, taken: Taken, *, cut: bool = False) -> Parsed:
    plain = plain_entries(document) if has_only_allowed_references(document) else None
    if plain is None:
        return judge.whole(document, taken, cut)
    found = taken(plain)
    return Parsed(feed_of(found), Way.PLAIN, found.traces)
