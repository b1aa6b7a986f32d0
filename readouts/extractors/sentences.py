"""Sentences of an article with their positions: the unit that belongs to one meeting or to none."""

import re
from dataclasses import dataclass

from readouts.extractors.reading import Reading

# Copies have ASCII's full stops, too; those of numbers and addresses end no sentence.
_CHINESE_END = re.compile(
    r"[。!?]+[\"'」』)]*|\n+|\.(?<=[\u3400-\u9fff)\"]\.)(?=\s|$|[\u3400-\u9fff\d\"])[\"'」』)]*"
)
_ENGLISH_END = re.compile(r"(?<![.!?])[.!?]++[\"')\]]*(?=\s)|\n+|[。]")
_ABBREVIATION = re.compile(r"(?:\b(?:mr|mrs|ms|dr|prof|gen|col|st|vs)|\b[a-z])\.$")
# Jun. 3 is a date; "chaired by Han Jun." is the end of a sentence.
_BEFORE_A_NUMBER = re.compile(r"\b(?:no|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*\d")


# 2. Qingdao. The city's own commission followed.
_NUMBER = re.compile(r"\s*\d{1,2}\.")


_HELD = re.compile(r"(?:召开|举行|主持)(?!的)")
# "Yunnan (May 30; Wang Ning)" stays whole.
_SEMICOLON = re.compile(r";(?![^();]{0,60}\))")


@dataclass(frozen=True, slots=True)
class Sentence:
    """[start, end) of the reading's text, without the white space around it. `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int
    text: str


def split(reading: Reading) -> tuple[Sentence, ...]:
    """All sentences in order; a line break always ends one."""
    ends = _CHINESE_END if reading.chinese else _ENGLISH_END
    sentences: list[Sentence] = []
    start = paragraph = 0
    for match in ends.finditer(reading.text):
        broken = match[0][0] == "\n"
        if not broken and not reading.chinese and _goes_on(reading.text, start, match):
            continue
        _add(sentences, reading.text, start, match.start() if broken else match.end(), paragraph)
        paragraph += broken
        start = match.end()
    _add(sentences, reading.text, start, len(reading.text), paragraph)
    return tuple(sentences)


def clauses(
    sentences: tuple[Sentence, ...], actors: re.Pattern[str], openings: re.Pattern[str]
) -> tuple[Sentence, ...]:
    """The sentences, those that name two actors cut at semicolons and before `openings`, which begin
    with a comma: they may tell of two meetings."""
    cut: list[Sentence] = []
    for sentence in sentences:
        at = _cuts(sentence.text, actors, openings)
        cut.extend(_parts(sentence, at) if at else [sentence])
    return tuple(cut)


def _cuts(text: str, actors: re.Pattern[str], openings: re.Pattern[str]) -> list[int]:
    """Where to cut: behind semicolons and such commas, each part naming an actor."""
    acting = [match.start() for match in actors.finditer(text)]
    if len(acting) < 2:
        return []
    commas = [m.end() for m in openings.finditer(text) if acting[0] < m.start() and m.end() <= acting[-1]]
    if commas and not _HELD.search(text, 0, commas[0]):
        commas = []
    return sorted({*commas, *(m.end() for m in _SEMICOLON.finditer(text))})


def _parts(sentence: Sentence, cuts: list[int]) -> list[Sentence]:
    parts: list[Sentence] = []
    start = 0
    for end in [*cuts, len(sentence.text)]:
        _add(parts, sentence.text, start, end, 0)
        start = end
    return [
        Sentence(sentence.start + p.start, sentence.start + p.end, sentence.paragraph, p.text) for p in parts
    ]


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial."""
    if end[0] != ".":
        return False
    near = max(start, end.end() - 6)
    return bool(
        _ABBREVIATION.search(text, near, end.end())
        or _BEFORE_A_NUMBER.search(text, near, end.end() + 6)
        or _NUMBER.fullmatch(text, start, end.end())
    )


def _add(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        sentences.append(Sentence(start, start + len(stripped), paragraph, stripped))


def merged(spans: list[tuple[int, int]], text: str) -> tuple[tuple[int, int], ...]:
    """Stretches in order, joined where only white space lies between them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
