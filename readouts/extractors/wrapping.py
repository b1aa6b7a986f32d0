"""Texts that were wrapped at a fixed width: a line break there ends no sentence."""

import re
from itertools import pairwise

from readouts.domain.text import is_han

_LINE = re.compile(r"[^\n]+")
_CLOSED = re.compile(r"[。!?:;.\"')\]」』】>|]\s*$")
_GOES_ON = re.compile(r"[,、]\s*$")
# A paragraph that is set in, or a list.
_SET_IN = re.compile(r"\s{2}|\s*[-•·*\d]+[.、)\s]")
_FEWEST = 3
_NARROWEST = {True: 24, False: 40}
_WIDEST = 130
_RAGGED = {True: 5, False: 18}


def wraps(text: str, chinese: bool) -> list[tuple[int, int]]:
    """The line breaks of (folded) text, with the white space around them, that only wrap a line."""
    if text.count("\n") < _FEWEST - 1:
        return []
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    inner = [
        (start, end, following)
        for (start, end), (following, last) in pairwise(lines)
        if following == end + 1 and _is_open(text, start, end) and not _SET_IN.match(text, following, last)
    ]
    full = _full(text, inner, chinese)
    return [
        (start + len(text[start:end].rstrip()), following)
        for start, end, following in inner
        if (start, end) in full or (chinese and _GOES_ON.search(text, start, end))
    ]


def _is_open(text: str, start: int, end: int) -> bool:
    return _CLOSED.search(text, max(start, end - 4), end) is None


def _full(text: str, inner: list[tuple[int, int, int]], chinese: bool) -> set[tuple[int, int]]:
    """The lines that are as wide as the text was wrapped to; none where it was not."""
    widths = {(start, end): _width(text[start : min(end, start + _WIDEST)]) for start, end, _ in inner}
    widest = max(widths.values(), default=0)
    full = {line for line, width in widths.items() if width >= widest - _RAGGED[chinese]}
    is_wrapped = len(full) >= _FEWEST - 1 and len(full) >= 0.6 * len(widths)
    return full if is_wrapped and _NARROWEST[chinese] <= widest < _WIDEST else set()


def _width(line: str) -> int:
    """Columns: a Han character takes two."""
    return sum(2 if is_han(character) else 1 for character in line.strip())
