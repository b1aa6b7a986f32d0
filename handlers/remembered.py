"""What a button cannot carry itself: 64 bytes are too few for a query."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from readouts.domain.hit import Order
from readouts.domain.source import Source

_TOKEN_BYTES = 9


@dataclass(frozen=True, slots=True)
class RememberedSearch:
    """A search of one chat, and where its next page begins; `first` is that page's first number.
    `narrower`: the queries that it was offered to be narrowed to."""

    chat: int
    query: str
    cursor: str | None = None
    first: int = 1
    order: Order = Order.NEWEST
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RememberedList:
    """The feeds of a list that one chat may take up."""

    chat: int
    feeds: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class RememberedFeed:
    """A feed that was offered to one chat."""

    chat: int
    source: Source


class _OfAChat(Protocol):
    @property
    def chat(self) -> int: ...


What = TypeVar("What", bound=_OfAChat)


class Remembered(Generic[What]):
    """The newest few of a kind, under tokens that cannot be guessed and work in their own chat only.

    Kept in memory: after a restart a button says that it is too old.
    """

    most = 5_000

    def __init__(self) -> None:
        self._kept: OrderedDict[str, What] = OrderedDict()

    def keep(self, what: What) -> str:
        """Remember it; the token to put into a button."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._kept[token] = what
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return token

    def find(self, token: str, chat: int) -> What | None:
        """What is behind a token of this chat; None where there is nothing."""
        what = self._kept.get(token)
        return what if what and what.chat == chat else None


class RememberedSearches(Remembered[RememberedSearch]):
    """Searches that can go on or be watched."""


class RememberedFeeds(Remembered[RememberedFeed]):
    """Feeds of a site that can be chosen."""


class RememberedLists(Remembered[RememberedList]):
    """Lists of feeds that can be taken up; each may name thousands."""

    most = 10
