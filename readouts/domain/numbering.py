"""The number that a meeting has in its committee's count: 第三次全体会议, 2024年第一次会议."""

import re
from dataclasses import replace

from readouts.domain.readout import Readout, Span
from readouts.domain.text import fold

# How far behind the committee's name its meeting's number stands, in characters.
_BEHIND = 30
_DIGITS = "一二三四五六七八九"
# Neither another committee's meeting nor another sentence comes in between.
_NUMBER = re.compile(
    rf"[^,。;:、《》第中央届]{{0,10}}?(?P<counted>(?:(?P<year>20\d\d)年(?:度)?的?)?"
    rf"第(?P<number>\d{{1,2}}|[十{_DIGITS}]{{1,3}})次)(?:全体|扩大|\(扩大\)|工作)?会议"
)


def with_number(readout: Readout, text: str) -> Readout:
    """The readout with the words of `text` that number the meeting as evidence, where it has some."""
    committee = readout.evidence.get("committee")
    if committee is None or "number" in readout.evidence:
        return readout
    behind = text[committee.end : committee.end + _BEHIND]
    found = _NUMBER.match(fold(behind)) if len(fold(behind)) == len(behind) else None
    if found is None:
        return readout
    start, end = (committee.end + place for place in found.span("counted"))
    return replace(readout, evidence={**readout.evidence, "number": Span(text[start:end], start, end)})


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
    found = _NUMBER.match(fold(span.text) + "会议") if span else None
    if found is None:
        return None
    return int(found["year"]) if found["year"] else None, _value(found["number"])


def _value(written: str) -> int:
    """十 is 10, 十二 12, 二十 20, 二十三 23."""
    if written.isdecimal():
        return int(written)
    tens, is_ten, ones = written.rpartition("十")
    if not is_ten:
        return _digit(ones)
    return 10 * (_digit(tens) or 1) + _digit(ones)


def _digit(written: str) -> int:
    return _DIGITS.find(written[-1]) + 1 if written else 0
