"""Edited and scanned copies: names with one slip in them (省委国家安全委会, "Natonal Security Commission"),
read as if they were written right. Evidence points at what is written.

Only asked where the words as they stand tell of no meeting.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from readouts.extractors.chinese_slips import chinese_slips
from readouts.extractors.reading import Reading, with_words

_ENGLISH = "national security commission committee provincial municipal secretary presided meeting".split()
_WORD = re.compile(r"[a-z\d]{6,11}")


def _shorter(word: str) -> Iterator[str]:
    """The word without each of its characters."""
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


_SHORTER = {short: word for word in _ENGLISH for short in (word, *_shorter(word))}


def mended(reading: Reading) -> Reading:
    """The reading with the right words in place of those with a slip; the same one where it has none."""
    slips = chinese_slips(reading.text) if reading.chinese else list(_english(reading.text))
    return with_words(reading, slips) if slips else reading


def _english(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _WORD.finditer(text):
        if usual := _usual(match[0]):
            yield *match.span(), usual


@lru_cache(maxsize=10_000)  # texts are made of the same words
def _usual(word: str) -> str | None:
    """The word that is meant, where this one has a slip; "committees" and "meetings" are no slips."""
    usual = _SHORTER.get(word) or next(filter(None, map(_SHORTER.get, _shorter(word))), None)
    return usual if usual not in (word, word[:-1]) else None
