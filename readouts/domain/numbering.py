"""The number that a meeting has in its committee's count: 第三次全体会议, 2024年第一次会议, "its third"."""

import re
from dataclasses import replace

from readouts.domain.readout import Readout, Span
from readouts.domain.text import fold

# How far behind the committee's name its meeting's number stands, in characters.
_BEHIND = 60
_AHEAD = 70
_DIGITS = "一二三四五六七八九"
# Neither another committee's meeting nor another sentence comes in between.
_NUMBER = re.compile(
    rf"[^,。;:、《》第中央届]{{0,10}}?(?P<counted>(?:(?P<year>20\d\d)年(?:度)?的?)?"
    rf"第(?P<number>\d{{1,2}}|[十{_DIGITS}]{{1,3}})次)(?:全体|整体|扩大|\(扩大\)|工作)?(?:会议|集会)"
)

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
# "Its first meeting this year" and "in months" count something else.
_IN_ENGLISH = (
    rf"(?P<counted>(?P<number>{'|'.join(_ORDINALS)})\s+(?:plenary\s+|full\s+|enlarged\s+)?(?:meeting|session)"
    r"(?:\s+(?:of|in)\s+(?P<year>20\d\d))?)(?!\s+(?:(?:of|in)\s+(?:the|this)\s+year|this\b|in\s+(?:[a-z]+\s+){1,2}(?:months|years|weeks)\b|since\b|so\s+far))"
)
_ENGLISH_BEHIND = re.compile(rf"[^,.;]{{0,20}}?\bits\s+{_IN_ENGLISH}")
_ENGLISH_AHEAD = re.compile(rf".*?\b{_IN_ENGLISH}\s+of\s+(?:[a-z'-]+\s+){{0,2}}$")
_ENGLISH_ALONE = re.compile(_IN_ENGLISH)


def with_number(readout: Readout, text: str) -> Readout:
    """The readout with the words of `text` that number the meeting as evidence, where it has some."""
    committee = readout.evidence.get("committee")
    if committee is None or "number" in readout.evidence:
        return readout
    start, end = max(0, committee.start - _AHEAD), committee.end + _BEHIND
    words = _numbered(text, committee.end, end, _NUMBER, _ENGLISH_BEHIND) or _numbered(
        text, start, committee.start, _ENGLISH_AHEAD
    )
    return replace(readout, evidence={**readout.evidence, "number": words}) if words else readout


def _numbered(text: str, start: int, end: int, *patterns: re.Pattern[str]) -> Span | None:
    """The words of text[start:end] that number a meeting."""
    folded = fold(text[start:end])
    if len(folded) != len(text[start:end]):
        return None
    found = next(filter(None, (pattern.match(folded) for pattern in patterns)), None)
    if found is None:
        return None
    first, last = (start + place for place in found.span("counted"))
    return Span(text[first:last], first, last)


def same_number(a: Readout, b: Readout) -> bool:
    """Whether both meetings are counted in one way, and are the same one."""
    x, y = _number(a), _number(b)
    return x is not None and x == y


def numbers_differ(a: Readout, b: Readout) -> bool:
    """Whether both meetings are counted in one way, within the year or not, and are two."""
    x, y = _number(a), _number(b)
    return x is not None and y is not None and x != y and (x[0] is None) is (y[0] is None)


def _number(readout: Readout) -> tuple[int | None, int] | None:
    """(year of the count or None, number); None where the meeting is not numbered."""
    span = readout.evidence.get("number")
    words = fold(span.text) if span else ""
    found = _NUMBER.match(words + "会议") or _ENGLISH_ALONE.match(words)
    if found is None:
        return None
    return int(found["year"]) if found["year"] else None, _value(found["number"])


def _value(written: str) -> int:
    """十 is 10, 十二 12, 二十 20, 二十三 23."""
    if written in _ORDINALS:
        return _ORDINALS.index(written) + 1
    if written.isdecimal():
        return int(written)
    tens, is_ten, ones = written.rpartition("十")
    if not is_ten:
        return _digit(ones)
    return 10 * (_digit(tens) or 1) + _digit(ones)


def _digit(written: str) -> int:
    return _DIGITS.find(written[-1]) + 1 if written else 0
