"""Where the entries of a document begin and end, told from its text where that is beyond doubt.

In well-formed markup a "<" begins a tag wherever it stands outside comments, CDATA sections and instructions.
So an entry ends where the text says so, if none of these is open there. Of markup that is not well-formed
an outline says nothing.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

MOST_ENTRIES = 2000
_BLANK = " \t\r\n"
_BEGIN = re.compile(r"<(item|entry)(?=[\s>])")
# Days, which most feeds write anew each time, and RDF's list of its items. Neither has a say in how entries
# are read; only what surely is a day or an address is passed over.
_DAY = r"[0-9A-Za-z ,:+.-]{1,60}"
_LISTED = r"(?:<rdf:li (?:rdf:)?resource=\"(?:[!#-%'-;=?-~]|&amp;){0,2000}+\" ?/>[ \t\r\n]{0,100}+)++"
_CHANGING = re.compile(
    rf"(?<=<pubDate>){_DAY}(?=</pubDate>)|(?<=<lastBuildDate>){_DAY}(?=</lastBuildDate>)"
    rf"|(?<=<updated>){_DAY}(?=</updated>)|(?<=<dc:date>){_DAY}(?=</dc:date>)"
    rf"|(?<=<rdf:Seq>)[ \t\r\n]{{0,100}}+{_LISTED}(?=</rdf:Seq>)"
)


class Outline(NamedTuple):
    """A document in pieces, which put together are the document but for the blanks between entries."""

    head: str
    entries: tuple[str, ...]
    tail: str

    def without(self, left_out: Iterable[bool]) -> str:
        """The document without some of its entries. left_out: of each entry, whether it goes."""
        kept = (entry for entry, goes in zip(self.entries, left_out, strict=True) if not goes)
        return f"{self.head}{''.join(kept)}{self.tail}"

    def frame(self, *besides: object) -> bytes:
        """128 bits of what has a say in how each entry is read: what stands around them, and `besides`."""
        around = (_CHANGING.sub("*", self.head), _CHANGING.sub("*", self.tail), besides)
        return _bits(repr(around))

    def marks(self) -> list[bytes]:
        """128 bits of each entry as it is written."""
        return [_bits(entry) for entry in self.entries]

    @property
    def declares_within(self) -> bool:
        """Whether an entry may bring namespaces of its own."""
        return any("xmlns" in entry for entry in self.entries)


def outline_of(document: str) -> Outline | None:
    """The outline of a document whose entries follow one another with nothing between them; else None."""
    begin = _BEGIN.search(document)
    if begin is None or "<?" in document:
        return None
    head = document[: begin.start()]
    *pieces, tail = document[begin.start() :].split(f"</{begin[1]}>")
    entries = tuple(f"{piece.lstrip(_BLANK)}</{begin[1]}>" for piece in pieces)
    is_one = all(_BEGIN.match(entry) and entry.count(begin[0]) == 1 for entry in entries)
    if not is_one or begin[0] in tail or not 0 < len(entries) <= MOST_ENTRIES:
        return None
    return None if _is_open(head) or any(map(_is_open, entries)) else Outline(head, entries, tail)


def _is_open(markup: str) -> bool:
    """Whether the markup may end within a CDATA section or a comment, beginning outside of both."""
    comment = markup.rfind("<!--")
    return markup.rfind("<![CDATA[") > markup.rfind("]]>") or (
        comment >= 0 and markup.find("-->", comment + 4) < 0
    )


def _bits(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
