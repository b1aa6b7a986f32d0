"""Entries as a feed states them, and the items they become: the same for every feed format."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from w3lib.url import safe_url_string

from readouts.domain.item import Item
from readouts.domain.markup import html_to_text
from readouts.domain.source import Source
from watchers.timestamps import parse_timestamp

MAX_ENTRIES = 2000
MAX_MARKUP = 1_000_000
MAX_TEXT = 200_000
MAX_TITLE = 500
MAX_LINK = 2000
MAX_IDENTITY = 500

# Marks that steer how text is shown and say nothing: controls, direction overrides, tag characters,
# lone surrogates, byte order marks.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


class Words(NamedTuple):
    """A piece of a feed that is either markup or plain text."""

    value: str
    is_html: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as written; "" where the feed is silent. `link` may be relative."""

    id: str
    link: str
    title: Words
    body: Words
    date: str


def items_of(entries: Iterable[Entry], source: Source, address: str) -> tuple[Item, ...]:
    """The items of one feed in its order, at most 2,000, each with an identity of its own.

    address: where the feed was found, the base of its links.
    Repetitions and entries that say nothing are left out. Raises ZoneInfoNotFoundError for a source
    whose time zone does not exist.
    """
    zone = ZoneInfo(source.time_zone)
    found = {
        (_seen(entry.id), _seen(entry.link), item.title): item
        for entry in islice(entries, MAX_ENTRIES)
        if (item := _item(entry, source, zone, address)).title or item.url
    }
    ids = Counter(id_ for id_, _, _ in found)
    links = Counter(link for _, link, _ in found)
    items: dict[str, Item] = {}
    for (id_, link, _), item in found.items():
        identity = _identity(id_, link, item, shared=(ids[id_] > 1, links[link] > 1))
        items.setdefault(identity, replace(item, identity=identity))
    return tuple(items.values())


def _item(entry: Entry, source: Source, zone: ZoneInfo, address: str) -> Item:
    text = _plain(entry.body)[:MAX_TEXT]
    title = " ".join(_plain(entry.title).split())[:MAX_TITLE] or text.partition("\n")[0][:100]
    return Item(
        identity="",
        url=_web_link(entry.link, address) or _web_link(entry.id, ""),
        title=title,
        text=text,
        lang=source.lang,
        published=parse_timestamp(entry.date, zone),
        source=source.name,
        region=source.region,
    )


def _identity(id_: str, link: str, item: Item, *, shared: tuple[bool, bool]) -> str:
    """The entry's id, else its link, else a hash of all it says; shared ones identify nothing."""
    stated = ("" if shared[0] else id_) or ("" if shared[1] else link)
    if stated and len(stated) <= MAX_IDENTITY:
        return stated
    said = f"{id_}\n{link}\n{item.title}\n{item.text}"
    return "hash:" + hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)


def _plain(words: Words) -> str:
    value = words.value[:MAX_MARKUP]
    if words.is_html:
        return _seen(html_to_text(value))
    lines = (" ".join(line.split()) for line in _seen(value).splitlines())
    return "\n".join(filter(None, lines))


def _web_link(link: str, base: str) -> str:
    """`link` in full and in ASCII where it is an http or https address, else ""."""
    try:
        absolute = urljoin(base, _seen(link).strip()) if link else ""
        return safe_url_string(absolute) if len(absolute) <= MAX_LINK and _WEB.match(absolute) else ""
    except ValueError:
        return ""
