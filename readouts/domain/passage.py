"""A passage: a few words of an article in one line, with those in them that were looked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readouts.domain.finding import Span

_WORD = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """`highlights`: [start, end) stretches of `text` in code points."""

    text: str
    highlights: tuple[Span, ...]


def stretch(text: str, hit: int, length: int, lead: int) -> Span:
    """At most `length` characters of `text` as [begin, end), `lead` of them before position `hit`, more where
    the text ends soon, or a few less so that no Latin word is cut."""
    begin = max(0, min(hit - lead, len(text) - length))
    end = min(len(text), begin + length)
    if begin:
        begin += _gap(text[begin : min(begin + _WORD, hit)])
    if end < len(text):
        end -= _gap(text[max(end - _WORD, hit) : end][::-1])
    return begin, end


def passage(text: str, begin: int, end: int, hits: Iterable[Span]) -> Passage:
    """text[begin:end] in one line, with those of `hits` (stretches of `text`) that lie in it."""
    line = "…" if begin else ""
    highlights: list[Span] = []
    at = begin
    for first, last in _apart(hits):
        start, stop = max(first, at), min(last, end)
        if start < stop:
            line += _in_line(text[at:start])
            highlights.append((len(line), len(line) + len(_in_line(text[start:stop]))))
            line += _in_line(text[start:stop])
            at = stop
    line += _in_line(text[at:end])
    return Passage(line + ("…" if end < len(text) else ""), tuple(highlights))


def _apart(hits: Iterable[Span]) -> list[Span]:
    """Stretches that overlap made one, so that no half of a character is highlighted by itself."""
    apart: list[Span] = []
    for first, last in sorted(hits):
        if apart and first < apart[-1][1]:
            apart[-1] = apart[-1][0], max(last, apart[-1][1])
        else:
            apart.append((first, last))
    return apart


def _in_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _gap(text: str) -> int:
    """How many characters to leave out until a word ends; 0 where none ends soon."""
    found = re.search(r"\s", text)
    return found.end() if found else 0
