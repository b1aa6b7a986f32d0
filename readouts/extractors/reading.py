"""The text as rules read it: folded, without pinyin glosses, with the way back to every character.

Copies of Chinese articles sometimes carry the pinyin behind each character ("國(guó)家(jiā)"); rules
read past it, and evidence still points at the words of the article.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from readouts.domain.readout import Language, Span
from readouts.domain.text import fold_with_offsets, han_share
from readouts.extractors.wrapping import wraps

# Enough for any article; what comes after it is not read, so that hostile input stays cheap.
LONGEST_TEXT = 200_000
# So many characters show whether a source is wrong about the language of an article.
_BEGINNING = 300
# inte-\nrests
_DIVIDED = re.compile(r"(?<=[a-z]{2})-[\n ][ \t]*(?!and\b|or\b|to\b)(?=[a-z]{2})")
_GLOSS = re.compile(r"(?<=[\u3400-\u9fff])\([a-z]{1,6}\)")
_GLOSSES_OF_A_DAMAGED_COPY = 5
# 省委书记 王 宁 主持: names are set off with spaces, and short ones stretched.
_SET_OFF = re.compile(
    r"(?:书记|主任|组长|主席|[省市州县区旗盟部]长|政委|同志)"
    r"\s{0,4}+[\u3400-\u9fff](?:\s{0,4}+(?:·\s{0,4}+)?[\u3400-\u9fff]){1,8}?\s{0,4}+"
    r"(?=主持|召集|出席|作?讲话|强调|指出|要求|同志|亲自|在会上)"
)
# A line break of the page may fall into the very name that everything depends on.
_BROKEN_NAME = re.compile(r"国\s*家\s*安\s*全\s*委\s*员\s*会|国\s*安\s*委|\d月\s+\d{1,2}日")

# 6 月 3 日, 2024 年第 1 次会议: some pages set numbers off.
_SPACED_NUMBER = re.compile(
    r"(?<=\d) +(?=[年月日次届])|(?<=[年月第]) +(?=[\d一二三四五六七八九十])"
    r"|(?<=[一二三四五六七八九十]) +(?=次)"
    r"|(?<=[\u3400-\u9fff]) +(?=20\d\d *年)"
)

# 省 委 国 家, 主 任, 召 开 会 议: scanned pages set white space anywhere.
_TORN_WORD = re.compile(
    r"[省市州盟地县旗区] {1,2}委 *[国书常副]|党 {1,2}委|委 {1,2}书|书 {1,2}记|主 {1,2}任|国 {1,2}家"
    r"|家 {1,2}安|安 {1,2}全|全 {1,2}委|委 {1,2}员|员 {1,2}会|会 {1,2}议|召 {1,2}开|举 {1,2}行"
    r"|主 {1,2}持|强 {1,2}调|指 {1,2}出|讲 {1,2}话|风 {1,2}险"
)
# Copies with ASCII's marks set a space behind each.
_BEHIND_A_MARK = re.compile(r"(?<=[\u3400-\u9fff)\"][,.;:])  ?(?=[\u3400-\u9fff])")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff,。、]) {1,2}(?=[\u3400-\u9fff])")
_TORN_WORDS_OF_A_SCAN = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what rules match on. `origins[i]` is where its character i stands in `original`;
    None where both are equal position by position, which is nearly always."""

    original: str
    text: str
    origins: tuple[int, ...] | None
    language: Language

    @property
    def chinese(self) -> bool:
        return self.language == "zh"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that [start, end) of `text` was read from."""
        if self.origins is None:
            return start, end
        if start >= len(self.origins):
            return len(self.original), len(self.original)
        return self.origins[start], self.origins[max(start, end - 1)] + 1

    def span(self, start: int, end: int) -> Span:
        """The evidence for [start, end) of `text`."""
        first, last = self.place(start, end)
        return Span(self.original[first:last], first, last)

    def written(self, start: int, end: int) -> str:
        """[start, end) as the article writes it: its own script, case and words, without glosses."""
        if self.origins is None:
            return self.original[start:end]
        places = list(dict.fromkeys(self.origins[start:end]))
        followed = pairwise([*places, places[-1] + 1] if places else [])
        return "".join(self.original[i] + _words_between(self.original, i, after) for i, after in followed)


def _words_between(original: str, start: int, end: int) -> str:
    """What stands there instead of usual words; glosses and white space between are left out."""
    passed = original[start + 1 : end]
    return passed if passed.replace(" ", "").isalpha() and not passed.isspace() else ""


def language_of(text: str, told: str | None) -> Language:
    """What a text is written in: what its source says, unless it begins in nothing but the other script, or
    the source says nothing."""
    if told not in ("zh", "en"):
        return "zh" if han_share(text) > 0.3 else "en"
    beginning = text[:_BEGINNING]
    share = han_share(beginning)
    if told == "zh":
        return "en" if share < 0.05 and any(map(str.isalpha, beginning)) else "zh"
    return "zh" if share > 0.7 else "en"


def read(text: str, language: Language) -> Reading:
    """Prepare one text."""
    original = text[:LONGEST_TEXT]
    folded = fold_with_offsets(original)
    reading = Reading(original, folded.text, folded.starts, language)
    whole = reading if reading.chinese else _without(_hyphens, reading)
    return _without(_gaps, _without(_glosses, _unwrapped(whole)))


def with_words(reading: Reading, words: Iterable[tuple[int, int, str]]) -> Reading:
    """The reading with a word, never an empty one, in place of each stretch [start, end), in order; of two
    that overlap the first."""
    text: list[str] = []
    origins: list[int] = []
    before = reading.origins or range(len(reading.text))
    position = 0
    for start, end, word in words:
        if start < position:
            continue
        text += [reading.text[position:start], word]
        origins += before[position:start]
        origins += _spread(before[start:end], len(word))
        position = end
    text.append(reading.text[position:])
    origins += before[position:]
    return replace(reading, text="".join(text), origins=tuple(origins))


def _spread(places: "tuple[int, ...] | range", size: int) -> list[int]:
    """Where the `size` characters of a word stand: the first and the last where those of the stretch do."""
    inner = [places[min(i, len(places) - 1)] for i in range(size - 1)]
    return [*inner, places[-1]]


def _unwrapped(reading: Reading) -> Reading:
    """The reading without line breaks that only wrap a line; in English a space is left for each."""
    found = wraps(reading.text, reading.original, reading.chinese)
    if not found or reading.chinese:
        return _without(lambda _: found, reading)
    characters = list(reading.text)
    for start, end in found:
        characters[start:end] = " " * (end - start)
    return replace(reading, text="".join(characters))


def _hyphens(text: str) -> list[tuple[int, int]]:
    """What divides English words at the ends of lines."""
    return [m.span() for m in _DIVIDED.finditer(text)] if "-\n" in text or "- " in text else []


def _glosses(text: str) -> list[tuple[int, int]]:
    glosses = [m.span() for m in _GLOSS.finditer(text)] if "(" in text else []
    return glosses if len(glosses) >= _GLOSSES_OF_A_DAMAGED_COPY else []


def _gaps(text: str) -> list[tuple[int, int]]:
    """White space inside the names and the dates that rules look for, in order."""
    gaps = {
        (name.start() + gap.start(), name.start() + gap.end())
        for pattern in (_BROKEN_NAME, _SET_OFF)
        for name in pattern.finditer(text)
        for gap in re.finditer(r"\s+", name[0])
    }
    if " " in text:
        gaps.update(gap.span() for gap in _BEHIND_A_MARK.finditer(text))
        if len(_TORN_WORD.findall(text)) >= _TORN_WORDS_OF_A_SCAN:
            gaps.update(gap.span() for gap in _BETWEEN_HAN.finditer(text))
        gaps.update(number.span() for number in _SPACED_NUMBER.finditer(text))
    return sorted(gaps)


def _without(find: Callable[[str], list[tuple[int, int]]], reading: Reading) -> Reading:
    """The reading without the stretches that `find` gives, in order, for its text."""
    text, dropped = reading.text, find(reading.text)
    if not dropped:
        return reading
    origins = reading.origins or tuple(range(len(text)))
    kept: list[str] = []
    kept_origins: list[int] = []
    position = 0
    for start, end in [*dropped, (len(text), len(text))]:
        kept.append(text[position:start])
        kept_origins.extend(origins[position:start])
        position = max(position, end)
    return Reading(reading.original, "".join(kept), tuple(kept_origins), reading.language)
