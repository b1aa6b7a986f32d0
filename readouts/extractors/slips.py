"""Edited and scanned copies: names with one slip in them (省委国家安全委会, "Natonal Security Commission"),
read as if they were written right. Evidence points at what is written.

Only asked where the words as they stand tell of no meeting.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from readouts.extractors.reading import Reading, with_words

_HAN = "[\u3400-\u9fff]"
_BODY = "国家安全委员会"
# Bodies that there are, and no slips.
_OTHER_BODY = "指导|指挥|协调|领导|顾问|生产|工作|咨询|专家|审查|教育|技术|监察|保密|监督|公务|自然"
_NEXT = "(?=第|全体|会议|召开|举行|20)"


def _one_slip(name: str) -> Iterator[str]:
    """Patterns of the name with a character left out or mistaken, or a word put in."""
    for place, letter in enumerate(name):
        ahead, behind = name[:place], name[place + 1 :] or _NEXT
        yield ahead + behind
        yield rf"{ahead}(?!{letter}){_HAN}{behind}"
        if place:
            yield rf"{ahead}(?!{letter}|{_OTHER_BODY}){_HAN}{{1,3}}?{name[place:]}"


# Where the right name stands elsewhere, one that lacks a word is the same; 市委网络安全委员会 lacks none.
_RIGHT = re.compile("委(?:国家安全委员会|国安委)")
_WORD_LOST = re.compile(
    rf"(?<=委)(?:安全委员会|国家(?!{_OTHER_BODY}){_HAN}{{0,2}}委员会|国家安全(?!{_OTHER_BODY}|委员){_HAN}{{0,2}}(?=第|20))"
)
# What becomes of each group's stretch; the party committee in front tells ours from any other body.
_CHINESE = re.compile(
    rf"(?<=委)(?P<body>{'|'.join(_one_slip(_BODY))})|(?<=\d)(?P<day>曰)"
    r"|(?:(?<=委员会)|(?<=全体)|(?<=[\d一二三四五六七八九十]次))(?P<meeting>[会议](?=[,。;并在]|强调|召开|举行))"
    r"|(?P<set_off>(?:[省市区县州旗]\s委|书\s记|主\s持|召\s开|举\s行|会\s议|国\s家|安\s全|委\s员))"
)
_USUAL = {"body": _BODY, "day": "日", "meeting": "会议"}
_ENGLISH = "national security commission committee provincial municipal secretary presided meeting".split()
_WORD = re.compile(r"[a-z\d]{6,11}")


def _shorter(word: str) -> Iterator[str]:
    """The word without each of its characters."""
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


_SHORTER = {short: word for word in _ENGLISH for short in (word, *_shorter(word))}


def mended(reading: Reading) -> Reading:
    """The reading with the right words in place of those with a slip; the same one where it has none."""
    slips = list(_chinese(reading.text) if reading.chinese else _english(reading.text))
    return with_words(reading, slips) if slips else reading


def _chinese(text: str) -> list[tuple[int, int, str]]:
    slips = list(_with_slips(text))
    if _RIGHT.search(text):
        taken = {start for start, _, _ in slips}
        lost = (match.span() for match in _WORD_LOST.finditer(text) if match[0] != _BODY)
        slips += [(start, end, _BODY) for start, end in lost if start not in taken]
    return sorted(slips)


def _with_slips(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _CHINESE.finditer(text):
        usual = _USUAL.get(match.lastgroup or "") or "".join(match[0].split())
        yield *match.span(), usual


def _english(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _WORD.finditer(text):
        if usual := _usual(match[0]):
            yield *match.span(), usual


@lru_cache(maxsize=10_000)  # texts are made of the same words
def _usual(word: str) -> str | None:
    """The word that is meant, where this one has a slip; "committees" and "meetings" are no slips."""
    usual = _SHORTER.get(word) or next(filter(None, map(_SHORTER.get, _shorter(word))), None)
    return usual if usual not in (word, word[:-1]) else None
