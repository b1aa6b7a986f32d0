"""What parsing gives back. Apart from the parser, so that the bot's own process never loads it."""

from dataclasses import dataclass
from datetime import datetime

from readouts.domain.item import Item


@dataclass(frozen=True, slots=True)
class Feed:
    """What was read. `remark`: a plain sentence about damage, or "". `is_whole`: nothing was cut off.

    listed: how many items the feed holds with those that were known already and are not among `items`.
    digests: by which the next reading knows these items again. memory: by which it knows the very text of
    their entries, so as not to parse it; empty where the feed is such that this could go wrong.
    """

    items: tuple[Item, ...]
    listed: int = 0
    digests: bytes = b""
    memory: bytes = b""
    remark: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Why the body is no feed that can be read: a plain sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: what it links to, and the addresses of the list's further pages."""

    items: tuple[Item, ...]
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What the page of an article says; "" and None where it is silent.

    missed: names of the source's own selectors (title, date, body) that gave nothing.
    """

    title: str
    text: str
    published: datetime | None
    missed: frozenset[str] = frozenset()
