"""The words around a hit, with the stretches to highlight. Pure.

The index decides what a hit is; this only shows where. It works on folded text and answers in
positions of the original.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from readouts.domain.passage import stretch
from readouts.domain.query import AllOf, AnyOf, Node, Words
from readouts.domain.text import fold, fold_with_offsets, is_han, runs_of_tokens

Highlights = tuple[tuple[int, int], ...]

_LENGTH = 200
_LEAD = 50
# A hit further inside than this is not looked for: the snippet then shows the beginning.
_SEARCHED = 40_000
_STEP = 600
_OVERLAP = 100
_NO_LETTER_AFTER = "(?![0-9a-z])"


def words_to_show(node: Node) -> tuple[Words, ...]:
    """The words a query looks for, without those it excludes."""
    match node:
        case Words():
            return (node,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(words for part in parts for words in words_to_show(part))
        case _:
            return ()


def snippet(text: str, words: Sequence[Words]) -> tuple[str, Highlights]:
    """About 200 characters around the first of `words` in `text`, and where any of them stand in
    what is returned, as [start, end) in code points. Line breaks become spaces."""
    pattern = pattern_of(words)
    begin, end = stretch(text, _first_hit(text, pattern), _LENGTH, _LEAD)
    shown = re.sub(r"\s", " ", text[begin:end])
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return before + shown + after, tuple(
        (start + len(before), stop + len(before)) for start, stop in _hits(shown, pattern)
    )


def pattern_of(words: Sequence[Words]) -> re.Pattern[str] | None:
    """What finds any of `words` in folded text; None where there are none to find."""
    phrases = [_phrase(each) for each in words if any(each.tokens)]
    return re.compile("|".join(sorted(phrases, key=len, reverse=True))) if phrases else None


def _phrase(words: Words) -> str:
    """A pattern for words side by side, whatever stands between them that is no letter."""
    runs = runs_of_tokens(words.tokens)
    pattern = _beginning(re.escape(runs[0]), is_han(runs[0][0]))
    for last, run in pairwise(runs):
        scripts_differ = is_han(last[0]) != is_han(run[0])
        pattern += (r"[\W_]*" if scripts_differ else r"[\W_]+") + re.escape(run)
    return pattern + ("" if words.prefix or is_han(runs[-1][0]) else _NO_LETTER_AFTER)


def _beginning(run: str, is_anywhere: bool) -> str:
    """The first run; a Latin one stands where a word begins. It looks behind at its end, because a pattern
    that begins with letters is looked for many times faster."""
    return run if is_anywhere else f"{run}(?<![0-9a-z]{run})"


def _first_hit(text: str, pattern: re.Pattern[str] | None) -> int:
    if pattern is None:
        return 0
    for at in range(0, min(len(text), _SEARCHED), _STEP):
        part = text[at : at + _STEP + _OVERLAP]
        if pattern.search(fold(part)):  # cheaper than with offsets, and most parts hold none
            return at + _hits(part, pattern)[0][0]
    return 0


def _hits(text: str, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    if pattern is None:
        return []
    folded = fold_with_offsets(text)
    return [folded.original_span(*found.span()) for found in pattern.finditer(folded.text)]
