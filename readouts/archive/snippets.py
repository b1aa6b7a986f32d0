"""The words around a hit, with the stretches to highlight. Pure.

The index decides what a hit is; this only shows where.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from readouts.domain.finding import Findable, Span
from readouts.domain.passage import Passage, passage, stretch
from readouts.domain.query import AllOf, AnyOf, Node, Words

# Of the passage around the first of the words; of two passages each, where it does not hold all words.
_LENGTH, _LEAD = 200, 50
_LENGTH_OF_TWO, _LEAD_OF_TWO = 110, 30
# A hit further inside than this is not looked for: the snippet then shows the beginning.
_SEARCHED = 40_000


def words_to_show(node: Node) -> tuple[Words, ...]:
    """The words a query looks for, without those it excludes."""
    match node:
        case Words():
            return (node,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(words for part in parts for words in words_to_show(part))
        case _:
            return ()


def snippet(text: str, words: Sequence[Words]) -> Passage:
    """About 200 characters of `text` around the first of `words`, in one line, with those of them that stand
    there. Where one of them is too far from it, half of the room goes to the first such one."""
    firsts = sorted(_firsts(text[:_SEARCHED], words))
    first = firsts[0] if firsts else 0
    whole = stretch(text, first, _LENGTH, _LEAD)
    if all(at < whole[1] for at in firsts):
        return _shown(text, whole, words)
    one = stretch(text, first, _LENGTH_OF_TWO, _LEAD_OF_TWO)
    far = next(at for at in firsts if at >= whole[1])
    return _side_by_side(
        _shown(text, one, words),
        _shown(text, stretch(text, far, _LENGTH_OF_TWO, _LEAD_OF_TWO), words),
    )


def _firsts(text: str, words: Sequence[Words]) -> Iterator[int]:
    """Where each of `words` that stands in the text does so first."""
    findable = Findable(text)
    for each in words:
        yield from (start for start, _ in islice(findable.places(each), 1))


def _shown(text: str, room: Span, words: Sequence[Words]) -> Passage:
    begin, end = room
    findable = Findable(text[begin:end])
    hits = ((start + begin, stop + begin) for each in words for start, stop in findable.places(each))
    return passage(text, begin, end, hits)


def _side_by_side(one: Passage, other: Passage) -> Passage:
    before = len(one.text) + 1
    moved = tuple((start + before, end + before) for start, end in other.highlights)
    return Passage(f"{one.text} {other.text}", one.highlights + moved)
