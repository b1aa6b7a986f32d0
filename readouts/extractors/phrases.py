"""Stock phrases (tifa): set formulas whose coming and going is itself news."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from readouts.domain.text import fold


@dataclass(frozen=True, slots=True)
class Tifa:
    """One stock phrase. zh and en hold the wordings seen, the usual one first; `source` says where
    it was coined."""

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    source: str


def load_tifa() -> tuple[Tifa, ...]:
    """The dictionary that comes with the product."""
    lines = files("readouts.extractors.data").joinpath("tifa.jsonl").read_text(encoding="utf-8").splitlines()
    rows = (json.loads(line) for line in lines)
    return tuple(Tifa(r["id"], tuple(r["zh"]), tuple(r["en"]), r["source"]) for r in rows)


class Phrases:
    """All wordings in one automaton; where two overlap, the longer one counts."""

    def __init__(self, tifa: tuple[Tifa, ...]) -> None:
        wordings = {fold(wording): row.id for row in tifa for wording in (*row.zh, *row.en)}
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
