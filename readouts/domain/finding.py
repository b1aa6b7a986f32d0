"""Where the words of a query stand in a text, in positions of the original."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from readouts.domain.query import Words
from readouts.domain.text import LATIN, fold, fold_with_offsets, is_han, runs_of_tokens

Span = tuple[int, int]

_NOTHING = "(?!)"
_LATIN = re.compile(LATIN)
_LATIN_REST = re.compile(f"{LATIN}*")
_GAP = re.compile(r"[\W_]*")


class Findable:
    """One text as queries see it, with the way back to its own characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold_with_offsets(text)

    def places(self, words: Words) -> Iterator[Span]:
        """Every [start, end) that folds to `words`, in code points: whole characters, even where the words
        begin or end inside of one (the s in ß), and whole words where only their beginning is asked for."""
        runs, folded = runs_of_tokens(words.tokens), self._folded.text
        start = folded.find(runs[0]) if runs else -1
        while start >= 0:
            end = _end(folded, start, runs, words)
            if end:
                yield self._original(start, end)
            start = folded.find(runs[0], end or start + 1)

    def _original(self, start: int, end: int) -> Span:
        begin, stop = self._folded.original_span(start, end)
        while stop < len(self._text) and not fold(self._text[stop]):
            stop += 1  # an accent that is a character of its own
        return begin, stop


def _end(folded: str, start: int, runs: Sequence[str], words: Words) -> int | None:
    """Where the words end that begin with their first run at `start`; None if they do not stand there."""
    if start and not is_han(runs[0][0]) and _LATIN.match(folded, start - 1):
        return None
    end = start + len(runs[0])
    for last, run in pairwise(runs):
        after = _behind(_GAP, folded, end)
        if not folded.startswith(run, after) or (after == end and is_han(last[0]) == is_han(run[0])):
            return None
        end = after + len(run)
    word_end = end if is_han(runs[-1][0]) else _behind(_LATIN_REST, folded, end)
    return word_end if words.prefix or word_end == end else None


def _behind(what: re.Pattern[str], folded: str, start: int) -> int:
    found = what.match(folded, start)
    return found.end() if found else start


def pattern(words: Words) -> str:
    """What finds `words` in many folded texts exactly where a query does: side by side, whatever stands
    between them that is no letter. It has no groups, and takes time in proportion to the text. To compile
    it takes longer than to look through one article; see `Findable`."""
    runs = runs_of_tokens(words.tokens)
    if not runs:
        return _NOTHING
    between = (_between(is_han(last[0]), is_han(run[0])) + re.escape(run) for last, run in pairwise(runs))
    return _beginning(runs[0]) + "".join(between) + _ending(words)


def _beginning(run: str) -> str:
    """The first run; a Latin one stands where a word begins. It looks behind at its end, because a pattern
    that begins with letters is looked for many times faster."""
    escaped = re.escape(run)
    return escaped if is_han(run[0]) else f"{escaped}(?<!{LATIN}{escaped})"


def _between(is_behind_han: bool, is_before_han: bool) -> str:
    return r"[\W_]+" if is_behind_han == is_before_han else r"[\W_]*"


def _ending(words: Words) -> str:
    if is_han(words.tokens[-1][0]):
        return ""
    return f"{LATIN}*" if words.prefix else f"(?!{LATIN})"
