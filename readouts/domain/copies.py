"""Which texts are copies of one another: cut, framed by other words, converted or lightly edited.

Only asked about reports of one meeting, states of one page, and a report that lost what would join it to a
meeting. Across meetings likeness says nothing: the formula makes another province's readout more alike than a
rewrite of the same one.
"""

import re
from collections.abc import Iterator, Sequence

from readouts.domain.item import Item
from readouts.domain.joining import PUT_RIGHT_WITHIN
from readouts.domain.text import fold

_LONGEST_TEXT = 8_000
_HAN = "\u3400-\u9fff"
_GLOSS = re.compile(rf"(?<=[{_HAN}])\([a-z]{{1,6}}\)")
_NOT_HAN = re.compile(f"[^{_HAN}]+")
_NOT_LATIN = re.compile(rf"[\W_{_HAN}]+")
_HAN_SIZE = 3
_LATIN_SIZE = 9
# Fewer shingles than this are one sentence in the formula that every report has.
_FEWEST = 40
COPY = 0.8


def shingles(text: str) -> frozenset[str]:
    """The overlapping pieces of a text that tell it from others, at most 8,000: of its Han characters and
    of its other letters, whatever stands between them."""
    folded = _GLOSS.sub("", fold(text[:_LONGEST_TEXT]))[:_LONGEST_TEXT]
    han, latin = _NOT_HAN.sub("", folded), _NOT_LATIN.sub("", folded)
    return frozenset((*_pieces(han, _HAN_SIZE), *_pieces(latin, _LATIN_SIZE)))


def _pieces(letters: str, size: int) -> Iterator[str]:
    return (letters[i : i + size] for i in range(len(letters) - size + 1))


def containment(a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the shorter text stands in the longer one, 0.0 to 1.0; 0.0 where one is too short."""
    shorter = min(len(a), len(b))
    return len(a & b) / shorter if shorter >= _FEWEST else 0.0


def is_copy(a: frozenset[str], b: frozenset[str]) -> bool:
    return containment(a, b) >= COPY


def is_filled_anew(before: Item, now: Item) -> bool:
    """Whether a page that was changed is another article under the old name: in mostly other words, or in
    the old words for a later meeting. Texts too short to tell are put right."""
    if before.published and now.published and abs(now.published - before.published) > PUT_RIGHT_WITHIN:
        return True
    then, today = shingles(before.text), shingles(now.text)
    return min(len(then), len(today)) >= _FEWEST and not is_copy(then, today)


def originals(texts: Sequence[str]) -> tuple[int | None, ...]:
    """For each text the place of the first one before it that it is a copy of; None where it is none.

    A copy of a copy is a copy of the same original, so that as few comparisons as can be are made.
    """
    found: list[int | None] = []
    known: dict[int, frozenset[str]] = {}
    for place, text in enumerate(texts):
        pieces = shingles(text)
        original = next((each for each, those in known.items() if is_copy(pieces, those)), None)
        if original is None:
            known[place] = pieces
        found.append(original)
    return tuple(found)
