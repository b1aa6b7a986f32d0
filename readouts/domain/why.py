"""Why a watch rang: where the terms that hit stand in the item, and the words to show for it.

Worked out only for what is owed. A term is looked for where the query was held against: in the title and in
the stretches of the text that are about the meeting.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from readouts.domain.document import has_title, stretches
from readouts.domain.finding import Findable, Span
from readouts.domain.item import Item
from readouts.domain.passage import Passage, passage, stretch
from readouts.domain.query import Field, FieldName, Words
from readouts.domain.readout import Readout
from readouts.domain.text import is_han
from readouts.domain.watch import Term

# Nothing is looked for further inside than this.
SEARCHED = 40_000
_MOST_TERMS = 8
_MOST_PLACES = 3
_MOST_PASSAGES = 3
_LENGTH, _LEAD = 120, 40
# Han says as much in half the room.
_LENGTH_IN_HAN, _LEAD_IN_HAN = 60, 20
_EVIDENCE = {
    FieldName.REGION: "region",
    FieldName.DIVISION: "region",
    FieldName.CHAIR: "chair",
    FieldName.COMMITTEE: "committee",
}
_WITH_EVIDENCE_EACH = (FieldName.THEME, FieldName.PHRASE)

# A term that hit, and the place of the readout in which it did, None for the item as a whole.
Hits: TypeAlias = tuple[tuple[int | None, Term], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A term that hit, and where it first stands: [start, end) stretches of the item's own title and text,
    in code points. For a field they are the words it was read from, none where those are not known."""

    term: Term
    in_title: tuple[Span, ...] = ()
    in_text: tuple[Span, ...] = ()


class Reasons:
    """Finds the terms that hit in one item."""

    def __init__(self, item: Item, readouts: Sequence[Readout]) -> None:
        self._item = item
        self._texts: dict[int | None, _DocumentText] = {None: _DocumentText(item, None)}
        self._texts |= {place: _DocumentText(item, each) for place, each in enumerate(readouts)}
        self._known: dict[Hits, tuple[Passage, ...]] = {}

    def reason(self, readout: int | None, term: Term) -> Reason:
        """Where `term` stands in the words about a readout."""
        return self._texts[readout].reason(term)

    def passages(self, hits: Hits) -> tuple[Passage, ...]:
        """A few passages in which words and stock phrases stand, those of the first terms. Other fields are
        what an alert says anyway."""
        if hits not in self._known:  # many chats watch for the same
            self._known[hits] = self._passages(hits)
        return self._known[hits]

    def _passages(self, hits: Hits) -> tuple[Passage, ...]:
        telling = [(i, term) for i, term in hits if isinstance(term, Words) or term.name is FieldName.PHRASE]
        reasons = [self.reason(*hit) for hit in telling[:_MOST_TERMS]]
        found = _around(self._item.text, [reason.in_text for reason in reasons])
        only_in_title = [reason.in_title for reason in reasons if not reason.in_text]
        return (*found, *_around(self._item.title, only_in_title))[:_MOST_PASSAGES]


@dataclass(frozen=True)
class _DocumentText:
    """The words of an item that one of its documents holds: those about `readout`, with None all of them."""

    item: Item
    readout: Readout | None

    def reason(self, term: Term) -> Reason:
        """Where `term` stands."""
        if isinstance(term, Field):
            return Reason(term, in_text=self._evidence(term))
        in_title = self._title.places(term) if self._title else ()
        return Reason(
            term, tuple(islice(in_title, _MOST_PLACES)), tuple(islice(self._in_text(term), _MOST_PLACES))
        )

    @cached_property
    def _title(self) -> Findable | None:
        return Findable(self.item.title[:SEARCHED]) if has_title(self.item, self.readout) else None

    @cached_property
    def _stretches(self) -> list[tuple[int, Findable]]:
        """Where each stretch begins in the text, and what stands there."""
        within = [(start, min(end, SEARCHED)) for start, end in stretches(self.item, self.readout)]
        return [(start, Findable(self.item.text[start:end])) for start, end in within if start < end]

    def _in_text(self, words: Words) -> Iterator[Span]:
        for offset, found in self._stretches:
            for start, end in found.places(words):
                yield start + offset, end + offset

    def _evidence(self, field: Field) -> tuple[Span, ...]:
        each = f"{field.name}:{field.value}" if field.name in _WITH_EVIDENCE_EACH else ""
        span = self.readout and self.readout.evidence.get(_EVIDENCE.get(field.name, each))
        return ((span.start, span.end),) if span else ()


def _around(text: str, places: Iterable[tuple[Span, ...]]) -> tuple[Passage, ...]:
    """A passage around the first of each term's places, but none for a term that stands in another one."""
    known = [spans for spans in places if spans]
    every = sorted(span for spans in known for span in spans)
    shown: list[Span] = []
    for spans in known:
        if not any(begin <= start and end <= stop for start, end in spans for begin, stop in shown):
            shown.append(_room(text, spans[0][0]))
    return tuple(passage(text, begin, stop, every) for begin, stop in shown[:_MOST_PASSAGES])


def _room(text: str, hit: int) -> Span:
    in_han = is_han(text[hit : hit + 1])
    return stretch(text, hit, _LENGTH_IN_HAN if in_han else _LENGTH, _LEAD_IN_HAN if in_han else _LEAD)
