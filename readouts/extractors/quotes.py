"""What the article puts between quotation marks as somebody's words.

Chinese readouts put set terms in quotation marks all the time; there only what follows "said" or
"stressed" is speech. In English the sentence's subject speaks, and a concept named as another
person's ("Xi's 'holistic approach'") is no utterance of the meeting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readouts.extractors.reading import Reading

_ENGLISH = re.compile(r"\"([^\"\n]{3,600})\"")
_POSSESSED = re.compile(r"(?P<whose>[a-z]+)'s\s+$")
_CHINESE = re.compile(
    r"(?:说|表示|强调|指出|要求|提出|认为)(?:道)?\s*[:,]\s*(?:\"([^\"\n]{6,600})\"|「([^」\n]{6,600})」|『([^』\n]{6,600})』)"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks at [start, end) of the reading's text."""

    start: int
    end: int


def quoted(reading: Reading, start: int, end: int) -> Iterator[Quoted]:
    """The quotations in [start, end), from left to right."""
    if reading.chinese:
        for match in _CHINESE.finditer(reading.text, start, end):
            yield Quoted(*match.span(next(i for i in (1, 2, 3) if match[i])))
        return
    for match in _ENGLISH.finditer(reading.text, start, end):
        before = reading.text[max(start, match.start() - 24) : match.start()]
        if not _POSSESSED.search(before) and " " in match[1].strip():
            yield Quoted(*match.span(1))
