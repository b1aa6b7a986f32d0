"""Hits by how well they fit: words in the title count most, then those at the beginning of the text.

To weigh all that holds a common word would take long, so only the newest are weighed.
"""

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from sqlite3 import Row
from typing import NamedTuple, TypeAlias

from sqlite_utils import Database

from readouts.archive.finding import Deadline, Fitting, Wanted
from readouts.archive.rows import beginning_of
from readouts.domain.finding import pattern
from readouts.domain.query import Words
from readouts.domain.text import fold

# By their places among the words, how often each of them stands in a text.
Counts: TypeAlias = Mapping[int, int]

# Before every hit, as `behind` takes it.
FIRST = (sys.maxsize, 0)
_BEGINNING = 300
_TITLE_WEIGHT = 3
# How soon a word that comes again and again counts no more: the usual value of BM25's k1.
_SATURATION = 1.2
_SCORE_STEPS = 1_000
_TEXTS = "SELECT id, title, text, packed FROM items WHERE id IN (SELECT value FROM json_each(?))"


class Weighed(NamedTuple):
    """A document that stands for a hit, with its score; the more the better, and of equals the newer."""

    score: int
    id: int
    row: Row


class Ranked(NamedTuple):
    """Hits, the best first. total: how many there are, is_exact: whether there are no more; those were not
    weighed. is_complete: whether there was time."""

    hits: list[Weighed]
    total: int
    is_exact: bool
    is_complete: bool


def ranked(db: Database, sought: Wanted, words: Sequence[Words], most: int, deadline: Deadline) -> Ranked:
    """The newest hits, at most `most` of them, by how well they fit."""
    fitting = Fitting()
    is_complete = fitting.read(db, sought, deadline, lambda: fitting.at_least > most)
    found = sorted(fitting.standing(), key=itemgetter("id"), reverse=True)[:most]
    counts = _counts(db, [row["item"] for row in found], words)
    rarity = _rarity(counts.values())
    weighed = [Weighed(_score(counts[row["item"]], rarity), row["id"], row) for row in found]
    is_exact = is_complete and fitting.hits <= most
    return Ranked(sorted(weighed, reverse=True), len(found), is_exact, is_complete)


def behind(hits: Iterable[Weighed], place: tuple[int, int], limit: int) -> list[Weighed]:
    """The first hits behind a place, which is (score, id)."""
    return list(islice((hit for hit in hits if hit[:2] < place), limit))


def _counts(db: Database, items: Sequence[int], words: Sequence[Words]) -> dict[int, Counts]:
    """By item, how often each of the words stands where it counts, by its place among them."""
    # At one place the longest counts.
    patterns = sorted(map(pattern, words), key=len, reverse=True)
    any_of_them = re.compile("|".join(f"({each})" for each in patterns))
    return {
        row["id"]: _counted(any_of_them, _folded(_weighed(row)))
        for row in db.execute(_TEXTS, (json.dumps(items),))
    }


def _counted(any_of_them: re.Pattern[str], text: str) -> Counts:
    counts: dict[int, int] = {}  # a Counter takes longer to make than this to fill, and there are a thousand
    for found in any_of_them.finditer(text):
        place = found.lastindex or 0
        counts[place] = counts.get(place, 0) + 1
    return counts


def _weighed(row: Row) -> str:
    """The title as often as it counts, and the beginning of the text."""
    return "\n".join((*[row["title"]] * _TITLE_WEIGHT, beginning_of(row, _BEGINNING)))


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)  # the same for looking words up, and faster


def _rarity(counts: Collection[Counts]) -> dict[int, float]:
    """What each word is worth: the fewer of the texts hold it, the more."""
    holding = Counter(word for each in counts for word in each)
    return {word: math.log(1 + len(counts) / number) for word, number in holding.items()}


def _score(counts: Counts, rarity: dict[int, float]) -> int:
    worth = sum(rarity[word] * number / (number + _SATURATION) for word, number in counts.items())
    return round(worth * _SCORE_STEPS)
