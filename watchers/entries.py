"""Entries as a feed states them, and the items they become: the same for every feed format."""

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from w3lib.url import safe_url_string

from readouts.domain.item import Item
from readouts.domain.links import canonical_url
from readouts.domain.markup import html_to_text
from readouts.domain.source import Source
from watchers.plainmarkup import plain_markup_text
from watchers.timestamps import parse_timestamp

MAX_ENTRIES = 2000
MAX_MARKUP = 1_000_000
MAX_TEXT = 200_000
MAX_TITLE = 500
MAX_LINK = 2000
MAX_IDENTITY = 500
# Of one entry: 128 bits, and whether it gave an item.
DIGEST = struct.Struct("16s?")

# Marks that steer how text is shown and say nothing: controls, direction overrides, tag characters,
# lone surrogates, byte order marks.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
# In full and in ASCII as it stands.
_PLAIN_LINK = re.compile(
    r"https?://(?=[^/]{4,60}/)[a-z0-9]++(?:[.-][a-z0-9]++)*+/[A-Za-z0-9/_.~-]*+(?:\?[A-Za-z0-9=&_.~-]++)?"
)


class Words(NamedTuple):
    """A piece of a feed that is either markup or plain text."""

    value: str
    is_html: bool


class Entry(NamedTuple):
    """One entry as written; "" where the feed is silent. `link` may be relative."""

    id: str
    link: str
    title: Words
    body: Words
    date: str


def linked(link: str, title: str, date: str) -> Entry:
    """The entry of a page that is only linked to; whatever form its address has, it is the same page."""
    return Entry(canonical_url(link), link, Words(title, is_html=False), Words("", is_html=False), date)


class Trace(NamedTuple):
    """What stands in for an entry of an earlier harvest.

    key: what tells entries apart, then its id and its link, 64 bits of each. shared: whether others had the
    same id and the same link. digest: as among the digests of that harvest.
    """

    key: tuple[bytes, bytes, bytes]
    shared: tuple[bool, bool]
    digest: bytes


class StaleTraceError(Exception):
    """An entry would give another item than it gave: its id or link is shared now, or is no longer."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a feed holds. `listed` counts all its items, `items` are those that were not known already.

    digests: what lets the next reading know these entries again, to be handed back as `known`.
    traces: one for each entry, or none at all where entries repeat one another or say nothing.
    """

    items: tuple[Item, ...]
    listed: int
    digests: bytes
    traces: tuple[Trace, ...]


def items_of(entries: Iterable[Entry], source: Source, address: str) -> tuple[Item, ...]:
    """The items of one feed in its order, at most 2,000, each with an identity of its own.

    address: where the feed was found, the base of its links.
    Repetitions and entries that say nothing are left out. Raises ZoneInfoNotFoundError for a source
    whose time zone does not exist.
    """
    return harvest(entries, source, address).items


def harvest(entries: Iterable[Entry | Trace], source: Source, address: str, known: bytes = b"") -> Harvest:
    """The items as `items_of` gives them, without those that an earlier harvest gave word for word.

    known: the digests of that harvest, from which traces may be, too. What would give another item now,
    another identity, say, because a second entry has taken its id, is not known. Raises StaleTraceError
    where of that only a trace is there.
    """
    zone = ZoneInfo(source.time_zone)
    listed = list(islice(entries, MAX_ENTRIES))
    gave = dict(DIGEST.iter_unpack(known))
    items: dict[str, Item] = {}
    digests: dict[bytes, bool] = {}
    traced = _traced(listed, repr((source.name, source.lang, source.region, source.time_zone, address)))
    for trace, entry in traced:
        digest = trace.digest
        if digest not in gave:
            if isinstance(entry, Trace):
                raise StaleTraceError
            item = _item(entry, source, zone, address, _stated(entry, trace.shared))
            gave[digest] = bool(item.title or item.url) and items.setdefault(item.identity, item) is item
        digests[digest] = gave[digest]
    packed = b"".join(DIGEST.pack(*each) for each in digests.items())
    traces = tuple(trace for trace, _ in traced) if len(listed) == len(digests) else ()
    return Harvest(tuple(items.values()), sum(digests.values()), packed, traces)


def _traced(listed: list[Entry | Trace], where: str) -> list[tuple[Trace, Entry | Trace]]:
    """The entries that say something, each kind once, with their traces; raises StaleTraceError."""
    distinct = {
        (key := _key(entry))[0]: (key, entry)
        for entry in listed
        if isinstance(entry, Trace) or _says_something(entry)
    }
    ids = Counter(key[1] for key, _ in distinct.values())
    links = Counter(key[2] for key, _ in distinct.values())
    traced: list[tuple[Trace, Entry | Trace]] = []
    for key, entry in distinct.values():
        shared = (ids[key[1]] > 1, links[key[2]] > 1)
        if not isinstance(entry, Trace):
            traced.append((Trace(key, shared, _digest(entry, shared, where)), entry))
        elif entry.shared == shared:
            traced.append((entry, entry))
        else:
            raise StaleTraceError
    return traced


def _key(entry: Entry | Trace) -> tuple[bytes, bytes, bytes]:
    """What tells entries of one feed apart: what they state of themselves and their headline."""
    if isinstance(entry, Trace):
        return entry.key
    id_, link = _seen(entry.id), _seen(entry.link)
    headline = entry.title.value.strip() or entry.body.value
    told_apart = f"{len(id_)},{len(link)},{id_}{link}{headline}"
    return _short_hash(told_apart), _short_hash(id_), _short_hash(link)


def _short_hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _stated(entry: Entry, shared: tuple[bool, bool]) -> str:
    """What an entry states as its identity, its id before its link, as far as no other has the same."""
    return ("" if shared[0] else _seen(entry.id)) or ("" if shared[1] else _seen(entry.link))


def _says_something(entry: Entry) -> bool:
    return bool(entry.link or entry.title.value.strip() or entry.body.value.strip() or _WEB.match(entry.id))


def _digest(entry: Entry, shared: tuple[bool, bool], where: str) -> bytes:
    """128 bits of all that an item is made of."""
    (title, is_html), (body, is_html_too) = entry.title, entry.body
    lengths = f"{len(entry.id)},{len(entry.link)},{len(title)},{len(body)},{len(entry.date)}"
    said = f"{lengths}{is_html}{is_html_too}{shared}{entry.id}{entry.link}{title}{body}{entry.date}{where}"
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()


def plain_text(words: Words) -> str:
    """What the words say without markup and unseen marks, at most 200,000 characters."""
    return _plain(words)[:MAX_TEXT]


def _item(entry: Entry, source: Source, zone: ZoneInfo, address: str, stated: str) -> Item:
    """The item of one entry. stated: its id, else its link, as far as no other entry has the same."""
    text = _plain(entry.body)[:MAX_TEXT]
    title = _headline(entry.title)[:MAX_TITLE] or text.partition("\n")[0][:100]
    is_usable = stated and len(stated) <= MAX_IDENTITY
    return Item(
        identity=stated if is_usable else _hash(_seen(entry.id), _seen(entry.link), title, text),
        url=_web_link(entry.link, address) or _web_link(entry.id, ""),
        title=title,
        text=text,
        lang=source.lang,
        published=parse_timestamp(entry.date, zone),
        source=source.name,
        region=source.region,
    )


def _hash(*said: str) -> str:
    """An identity made of all that an entry says, where it states none that is its own."""
    made_of = "\n".join(said).encode("utf-8", "replace")
    return "hash:" + hashlib.blake2b(made_of, digest_size=16).hexdigest()


def _seen(text: str) -> str:
    # What is printable has no unseen marks, and that is seen at once.
    return text if text.isprintable() else _UNSEEN.sub("", text)


def _holds_unseen(text: str) -> bool:
    return not text.replace("\n", " ").isprintable() and _UNSEEN.search(text) is not None


def _headline(words: Words) -> str:
    """The words on one line."""
    return " ".join((_plain(words) if words.is_html else _seen(words.value[:MAX_MARKUP])).split())


def _plain(words: Words) -> str:
    value = words.value[:MAX_MARKUP]
    if words.is_html:
        text = None if _holds_unseen(value) else plain_markup_text(value)
        if text is None:
            return _seen(html_to_text(value))
        return _seen(text) if "&" in value else text  # nothing unseen came from references
    lines = (" ".join(line.split()) for line in _seen(value).splitlines())
    return "\n".join(filter(None, lines))


def _web_link(link: str, base: str) -> str:
    """`link` in full and in ASCII where it is an http or https address, else ""."""
    if _PLAIN_LINK.fullmatch(link) and len(link) <= MAX_LINK:
        return link
    try:
        absolute = urljoin(base, _seen(link).strip()) if link else ""
        return safe_url_string(absolute) if len(absolute) <= MAX_LINK and _WEB.match(absolute) else ""
    except ValueError:
        return ""
