"""Hits by how well they fit: words in the title count most, then those at the beginning of the text.

To weigh all that holds a common word would take long, so only the newest are weighed.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive.finding import Deadline, Fitting, Wanted
from readouts.archive.snippets import pattern_of
from readouts.domain.query import Words
from readouts.domain.text import fold

_WEIGHED = 1_000
# Before every hit, as `behind` takes it.
FIRST = (sys.maxsize, 0)
_BEGINNING = 300
_TITLE_WEIGHT = 3
# How soon a word that comes again and again counts no more: the usual value of BM25's k1.
_SATURATION = 1.2
_SCORE_STEPS = 1_000
_TEXTS = "SELECT title, substr(text, 1, ?) AS beginning FROM items WHERE id = ?"


class Weighed(NamedTuple):
    """A document that stands for a hit, with its score; the more the better, and of equals the newer."""

    score: int
    id: int
    row: Row


class Ranked(NamedTuple):
    """Hits, the best first. newest: how many documents were weighed, None where that is all there are;
    is_complete: whether there was time."""

    hits: list[Weighed]
    newest: int | None
    is_complete: bool


def ranked(db: Database, sought: Wanted, words: Sequence[Words], deadline: Deadline) -> Ranked:
    """The newest hits by how well they fit."""
    fitting = Fitting()
    is_complete = fitting.read(db, sought, deadline, lambda: fitting.documents == _WEIGHED)
    found = fitting.standing()
    counts = [_counts(db, row["item"], pattern_of(words)) for row in found]
    rarity = _rarity(counts)
    weighed = [Weighed(_score(each, rarity), row["id"], row) for row, each in zip(found, counts, strict=True)]
    newest = _WEIGHED if fitting.documents == _WEIGHED else None
    return Ranked(sorted(weighed, reverse=True), newest, is_complete)


def behind(hits: Iterable[Weighed], place: tuple[int, int], limit: int) -> list[Weighed]:
    """The first hits behind a place, which is (score, id)."""
    return list(islice((hit for hit in hits if hit[:2] < place), limit))


def _counts(db: Database, item_id: int, pattern: re.Pattern[str] | None) -> Counter[str]:
    """How often each word stands where it counts."""
    if pattern is None:
        return Counter()
    title, beginning = db.execute(_TEXTS, (_BEGINNING, item_id)).fetchone()
    counts = Counter(pattern.findall(_folded(beginning)))
    for word in pattern.findall(_folded(title)):
        counts[word] += _TITLE_WEIGHT
    return counts


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)  # the same for looking words up, and faster


def _rarity(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """What each word is worth: the fewer of the texts hold it, the more."""
    holding = Counter(word for each in counts for word in each)
    return {word: math.log(1 + len(counts) / number) for word, number in holding.items()}


def _score(counts: Counter[str], rarity: dict[str, float]) -> int:
    worth = sum(rarity[word] * number / (number + _SATURATION) for word, number in counts.items())
    return round(worth * _SCORE_STEPS)
