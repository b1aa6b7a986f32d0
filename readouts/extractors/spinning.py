"""Copies in which a machine has put synonyms for the words: 国度平安委员会 for 国家安全委员会, "occasion
chief" for "party chief". Read as if the usual words stood there; evidence points at what is written."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files

from readouts.extractors.reading import Reading, with_words

# One short word may be an author's own; two that no readout has are a machine's, and so is a whole phrase.
_FEWEST_TELLING = 2
_PHRASE = 4


@dataclass(frozen=True, slots=True)
class _Table:
    """`usual`: a spinner's word -> the usual one. `telling`: those that readouts never have; `all_`: all."""

    usual: dict[str, str]
    telling: re.Pattern[str]
    all_: re.Pattern[str]


class Spinning:
    """The spinners' words of both languages. Built once."""

    def __init__(self) -> None:
        text = files("readouts.extractors.data").joinpath("spun.json").read_text(encoding="utf-8")
        self._tables = {language: _table(**words) for language, words in json.loads(text).items()}

    def is_spun(self, reading: Reading) -> bool:
        """Whether a machine has put synonyms into the text."""
        told: set[str] = set()
        for match in self._tables[reading.language].telling.finditer(reading.text):
            told.add(match[0])
            if len(told) == _FEWEST_TELLING or (reading.chinese and len(match[0]) >= _PHRASE):
                return True
        return False

    def undone(self, reading: Reading) -> Reading:
        """The reading with the usual words in place of all known synonyms."""
        table = self._tables[reading.language]
        found = table.all_.finditer(reading.text)
        return with_words(reading, ((*match.span(), table.usual[match[0]]) for match in found))


def _table(telling: dict[str, str], also: dict[str, str]) -> _Table:
    usual = {**telling, **also}
    return _Table(usual, _any_of(telling), _any_of(usual))


def _any_of(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(_whole(word) for word in sorted(words, key=len, reverse=True)))


def _whole(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
