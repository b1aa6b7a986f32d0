"""What a button cannot carry itself: 64 bytes are too few for a query."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

_REMEMBERED = 5_000
_TOKEN_BYTES = 9


@dataclass(frozen=True, slots=True)
class RememberedSearch:
    """A search of one chat, and where its next page begins; `first` is that page's first number."""

    chat: int
    query: str
    cursor: str | None
    first: int


class RememberedSearches:
    """The newest 5,000 searches, under tokens that cannot be guessed and work in their own chat only.

    Kept in memory: after a restart a button says that its search is too old.
    """

    def __init__(self) -> None:
        self._searches: OrderedDict[str, RememberedSearch] = OrderedDict()

    def keep(self, search: RememberedSearch) -> str:
        """Remember a search; the token to put into a button."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._searches[token] = search
        if len(self._searches) > _REMEMBERED:
            self._searches.popitem(last=False)
        return token

    def find(self, token: str, chat: int) -> RememberedSearch | None:
        """The search behind a token of this chat; None where there is none."""
        search = self._searches.get(token)
        return search if search and search.chat == chat else None
