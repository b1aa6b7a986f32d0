"""What feedparser makes of the names in a feed, as far as plain feeds go.

It calls elements by a prefix of its own for each namespace that it knows, by the document's prefix for
others, and confuses the two where a document uses its prefixes for other namespaces. Documents
that could confuse it are not plain: `Names` refuses them.
"""

from collections.abc import Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element

from feedparser.api import StrictFeedParser

# (prefix or None for the default, URI), in the order of the document.
Declaration: TypeAlias = tuple[str | None, str]

MOST_NAMESPACES = 60
_KNOWN: dict[str, str] = {uri.lower(): prefix for uri, prefix in StrictFeedParser.namespaces.items()}
_TAKEN = frozenset(prefix.lower() for prefix in _KNOWN.values())
_ANY_USERLAND = "backend.userland.com/rss"
# It takes a version from the first of these that it meets.
_VERSIONS = {"http://purl.org/rss/1.0/": "rss10", "http://www.w3.org/2005/atom": "atom10"}
_NETSCAPE = "http://my.netscape.com/rdf/simple/0.9/"


class NotPlainError(Exception):
    """The document holds something that only feedparser may judge."""


class Names:
    """The names of one document; raises NotPlainError where its namespaces are not used as usual."""

    def __init__(self, declarations: Sequence[Declaration]) -> None:
        if len(declarations) > MOST_NAMESPACES:
            raise NotPlainError
        self._foreign: dict[str, str] = {}
        uris: dict[str | None, str] = {}
        for prefix, uri in declarations:
            if uris.setdefault(prefix, uri) != uri:
                raise NotPlainError
            self._declare(prefix, uri)
        self._cache: dict[str, str] = {}

    def of(self, element: Element) -> str:
        """feedparser's name for an element: "title", "dc:date"."""
        tag = str(element.tag)
        name = self._cache.get(tag)
        if name is None:
            name = self._cache[tag] = self._name(tag)
        return name

    def _declare(self, prefix: str | None, uri: str) -> None:
        lowered = uri.lower()
        if not uri or len(uri.split()) != 1 or _ANY_USERLAND in lowered:
            raise NotPlainError
        known = _KNOWN.get(lowered)
        if known is None:
            if prefix is None or prefix != prefix.lower() or prefix in _TAKEN:
                raise NotPlainError
            self._foreign.setdefault(uri, prefix)
        elif prefix is not None and prefix.lower() in _TAKEN and prefix != known:
            raise NotPlainError

    def _name(self, tag: str) -> str:
        uri, _, local = tag.rpartition("}")
        if not uri:
            return local.lower()
        known = _KNOWN.get(uri[1:].lower())
        prefix = self._foreign.get(uri[1:], "") if known is None else known
        return f"{prefix}:{local}".lower() if prefix else local.lower()


def is_foreign(name: str) -> bool:
    """Whether it is an element of a namespace that feedparser knows nothing of, and keeps under its name."""
    prefix, colon, local = name.partition(":")
    # "title:detail" would be kept in the place of what it notes about a title.
    return bool(colon) and prefix not in _TAKEN and local != "detail"


def declared_version(declarations: Sequence[Declaration]) -> str:
    """The version that feedparser takes from the namespaces of the root: "rss...", "atom10" or ""."""
    for prefix, uri in declarations:
        if (prefix, uri.lower()) == (None, _NETSCAPE):
            return "rss090"
        if uri.lower() in _VERSIONS:
            return _VERSIONS[uri.lower()]
    return ""
