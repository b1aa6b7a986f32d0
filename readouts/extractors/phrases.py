"""Where stock phrases (tifa) stand in a text."""

from collections.abc import Iterator

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from readouts.domain.text import fold
from readouts.domain.tifa import Tifa


class Phrases:
    """All wordings in one automaton; where two overlap, the longer one counts."""

    def __init__(self, tifa: tuple[Tifa, ...]) -> None:
        wordings = {fold(wording): row.id for row in tifa for wording in row.wordings}
        self._ids = list(wordings.values())
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(wordings), MATCH_KIND_LEFTMOST_LONGEST)

    def found(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """(tifa id, start, end) for each stock phrase in (folded) text[start:end], from left to right."""
        for first, last, number in self._automaton.find(text[start:end]):
            if _stands_alone(text, start + first, start + last):
                yield self._ids[number], start + first, start + last


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether Latin words are whole there."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not ((_latin(before) and _latin(text[start])) or (_latin(after) and _latin(text[end - 1])))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
