"""What a meeting adopted, and which central meetings it conveyed.

A regional readout can be the only public trace of a meeting of the central commission.
"""

import re
from collections.abc import Callable, Sequence

from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_ADOPTED = re.compile(r"(?:审议|通过)[^。;《]{0,20}(?=《)")
_TITLE = re.compile(r"《[^《》]{2,80}》")
_CONVEYED = re.compile(
    r"(?:(?P<congress>[一二]?十[一二三四五六七八九]?)届)?中央(?:国家安全委员会|国安委)(?:(?P<number>第[一二三四五六七八九十]+次)|(?P<first>首次))(?:全体)?会议"
)
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}


def mark(reading: Reading, told: Sequence[Sentence], add: Callable[[str, int, int], None]) -> None:
    """Marks "adopted:<n>" for each document, "conveyed:<congress>-<ordinal>" for each central meeting."""
    adopted = 0
    for sentence in told:
        for verb in _ADOPTED.finditer(reading.text, sentence.start, sentence.end):
            for title in _TITLE.finditer(reading.text, verb.end(), sentence.end):
                adopted += 1
                add(f"adopted:{adopted}", *title.span())
            break
        for central in _CONVEYED.finditer(reading.text, sentence.start, sentence.end):
            add(_ordinal(central), *central.span())


def _ordinal(match: re.Match[str]) -> str:
    number = _number(match["number"][1:-1]) if match["number"] else 1
    return f"conveyed:{_number(match['congress'])}-{number}" if match["congress"] else f"conveyed:{number}"


def _number(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
