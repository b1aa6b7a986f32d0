"""What a meeting adopted, and which central meetings it conveyed.

A regional readout can be the only public trace of a meeting of the central commission.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readouts.domain.readout import CentralMeeting
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_ADOPTED = re.compile(r"(?:审议|通过|审定)[^。;《]{0,24}(?=《)")
_TITLE = re.compile(r"《[^《》]{2,80}》(?:[(][^()]{1,12}[)])?")
_ADOPTED_IN_ENGLISH = re.compile(
    r"\b(?:adopted|approved|passed|endorsed|reviewed|deliberated\s+(?:on|and\s+\w+))\b[^.;\"]{0,80}(?=\")"
)
_TITLE_IN_ENGLISH = re.compile(r"\"([^\"\n]{8,160}?),?\"")
_NUMBER = r"(?:第[一二三四五六七八九十]{1,3}次|首次)"
_ONE_NUMBER = re.compile(_NUMBER)
_CONVEYED = re.compile(
    r"(?:(?P<congress>[一二]?十[一二三四五六七八九]?)届)?(?:中共)?中央(?:国家安全委员会|国安委)"
    rf"(?P<numbers>{_NUMBER}(?:(?:、|和){_NUMBER}){{0,9}})?(?:全体)?会议"
)
_PASSED_ON = re.compile(r"传达|学习|贯彻|落实|精神")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CONGRESS = r"(?P<congress>1\d|2\d)(?:th|st|nd|rd)\s+"
_CENTRAL_BODY = (
    r"(?:(?:(?:cpc\s+)?central\s+)?national\s+security\s+(?:commission|committee)"
    r"(?!\s+of\s+the\s+(?:(?!cpc\s+central|central)[a-z'-]+\s+){1,5}committee)|cnsc)"
    r"(?:\s+(?:of|under)\s+the\s+(?P<behind>(?:1\d|2\d))(?:th|st)\s+(?:cpc\s+)?central\s+committee)?"
)
_CONVEYED_IN_ENGLISH = re.compile(
    rf"\b(?P<number>{'|'.join(_ORDINALS)})\s+(?:plenary\s+)?(?:meeting|session)\s+(?:of|held\s+by)\s+the\s+"
    rf"(?:{_CONGRESS})?{_CENTRAL_BODY}"
)
_PASSED_ON_IN_ENGLISH = re.compile(
    r"\b(?:convey\w*|relay\w*|spirit|stud(?:y|ied|ying)|implement\w*|transmit\w*)\b"
)
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Adopted:
    """A document's title at [start, end) of the reading's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Conveyed:
    """A central meeting and where it is named."""

    meeting: CentralMeeting
    start: int
    end: int


def adopted(reading: Reading, told: Sequence[Sentence]) -> Iterator[Adopted]:
    """The documents that the meeting adopted or examined, in the article's order."""
    verbs, titles = (_ADOPTED, _TITLE) if reading.chinese else (_ADOPTED_IN_ENGLISH, _TITLE_IN_ENGLISH)
    for sentence in told:
        verb = verbs.search(reading.text, sentence.start, sentence.end)
        for title in titles.finditer(reading.text, verb.end(), sentence.end) if verb else ():
            yield Adopted(*title.span(0 if reading.chinese else 1))


def conveyed(reading: Reading, told: Sequence[Sentence]) -> Iterator[Conveyed]:
    """The central commission's meetings that were passed on, each once; one without a number only
    where none has one."""
    found: dict[CentralMeeting, Conveyed] = {}
    for sentence in told:
        for central in _in_sentence(reading, sentence):
            found.setdefault(central.meeting, central)
    numbered = [central for central in found.values() if central.meeting.ordinal]
    yield from numbered or list(found.values())[:1]


def _in_sentence(reading: Reading, sentence: Sentence) -> Iterator[Conveyed]:
    passed_on = _PASSED_ON if reading.chinese else _PASSED_ON_IN_ENGLISH
    if not passed_on.search(sentence.text):
        return
    pattern = _CONVEYED if reading.chinese else _CONVEYED_IN_ENGLISH
    for match in pattern.finditer(reading.text, sentence.start, sentence.end):
        for meeting in _named(match) if reading.chinese else [_named_in_english(match)]:
            yield Conveyed(meeting, *match.span())


def _named(match: re.Match[str]) -> list[CentralMeeting]:
    """One for each number: 第二次、第三次会议 are two meetings."""
    congress = _number(match["congress"]) if match["congress"] else None
    written = _ONE_NUMBER.findall(match["numbers"] or "")
    numbers = [1 if number == "首次" else _number(number[1:-1]) for number in written]
    return [CentralMeeting(congress, number) for number in numbers] or [CentralMeeting(congress, None)]


def _named_in_english(match: re.Match[str]) -> CentralMeeting:
    congress = match["congress"] or match["behind"]
    return CentralMeeting(int(congress) if congress else None, 1 + _ORDINALS.index(match["number"]))


def _number(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
