"""Where the words of a query stand in a text, in positions of the original."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from readouts.domain.query import Words
from readouts.domain.text import fold, fold_with_offsets, is_han, run_spans

Span = tuple[int, int]


class Findable:
    """One text as queries see it, with the way back from each of its runs."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold_with_offsets(text)
        self._spans = run_spans(self._folded.text)
        runs = [self._folded.text[start:end] for start, end in self._spans]
        self._line = f" {' '.join(runs)} "
        self._begins = list(accumulate((len(run) + 1 for run in runs), initial=1))

    def places(self, words: Words) -> Iterator[Span]:
        """Every [start, end) that folds to `words`, in code points: whole characters, even where the words
        begin or end inside of one (the s in ß), and whole words where only their beginning is asked for."""
        needle = words.needle
        looked_for = needle.strip(" ")
        begins_word = words.prefix and looked_for and not is_han(looked_for[-1])
        at = self._line.find(needle) if looked_for else -1
        while at >= 0:
            start = at + needle.index(looked_for)
            end = start + len(looked_for)
            yield self._original(start, self._end_of_run(end) if begins_word else end)
            # The space behind a word may be the one before the next.
            at = self._line.find(needle, end)

    def _end_of_run(self, place: int) -> int:
        return self._begins[bisect_right(self._begins, place - 1)] - 1

    def _original(self, start: int, end: int) -> Span:
        begin, stop = self._folded.original_span(self._in_folded(start), self._in_folded(end - 1) + 1)
        while stop < len(self._text) and not fold(self._text[stop]):
            stop += 1  # an accent that is a character of its own
        return begin, stop

    def _in_folded(self, place: int) -> int:
        run = bisect_right(self._begins, place) - 1
        return self._spans[run][0] + place - self._begins[run]
