"""feedparser's reading of a well-formed document, and whether it read each entry as if there were no other.

feedparser carries much from element to element, and odd markup makes it carry some of it past the end of
an entry. Where what it carries is the same before the first entry and after each, and they follow one
another with nothing between them, none can bear on another.
"""

import io
import xml.sax
from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.parsers import expat
from xml.sax import handler

from feedparser.api import StrictFeedParser

_ENTRY = frozenset(("item", "entry", "product"))
# What it found, and what it sets anew when an entry begins.
_NO_STATE = frozenset(
    "entries property_depth_map title_depth guidislink elementstack between _begun _noted".split()
)
# In characters, over a whole document: what a feed says of itself may be long, and its entries many.
_MOST_NOTED = 5_000_000


class OddReading(NamedTuple):
    """What feedparser found. is_calm: no entry bears on another, if nothing else is between them."""

    entries: list[Mapping[str, Any]]
    version: str
    is_calm: bool
    is_damaged: bool


def strict_reading(document: bytes) -> OddReading | None:
    """What `feedparser.parse` finds in a document without a DOCTYPE; None where it is not well-formed."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(document, True)
    except expat.ExpatError:
        return None
    parser = _Watched()
    # feedparser reads by the same parser. There are no entities without a DOCTYPE.
    reader = xml.sax.make_parser()  # noqa: S317
    reader.setFeature(handler.feature_namespaces, True)
    reader.setFeature(handler.feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    try:
        reader.parse(io.BytesIO(document))
    except xml.sax.SAXException:
        return None
    return OddReading(parser.entries, parser.version, is_calm=len(parser.between) <= 1, is_damaged=False)


class _Watched(StrictFeedParser):  # type: ignore[misc] # feedparser has no types
    """feedparser's own, which notes what it carries between entries."""

    def __init__(self) -> None:
        super().__init__("", None, "utf-8")
        # As in parsing: both work on markup that is turned into plain text here anyway.
        self.resolve_relative_uris = self.sanitize_html = False
        self.between: set[str] = set()
        self._begun = self._noted = 0

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802 - SAX's
        if name[1].lower() in _ENTRY:
            if not self._begun:
                self._note()
            self._begun += 1
        super().startElementNS(name, qname, attrs)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802 - SAX's
        super().endElementNS(name, qname)
        if name[1].lower() in _ENTRY:
            self._note()

    def _note(self) -> None:
        if self.inentry or len(self.entries) != self._begun or self._noted > _MOST_NOTED:
            carried = "more than can be told"
        else:
            state = {name: value for name, value in vars(self).items() if name not in _NO_STATE}
            carried = repr((sorted(state.items()), [element[:2] for element in self.elementstack]))
        self._noted += len(carried)
        self.between.add(carried)
