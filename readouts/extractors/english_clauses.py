"""English sentences that tell of two regions one after the other, cut between them: "Zhao Yide warned
Shaanxi's officials about leaks, while in Gansu Hu Changsheng spoke about energy"."""

import re
from collections.abc import Iterator, Sequence

from readouts.extractors.english_names import find_name
from readouts.extractors.places import Places
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_JOINT = re.compile(
    r"[,;:]\s+(?=(?:and|while|whereas|but|(?:his|her|its)\s+(?:[a-z'-]+\s+){1,2}counterpart)\b)"
)
_MOST_CUTS = 6


def parallel(reading: Reading, sentences: Sequence[Sentence], places: Places) -> tuple[Sentence, ...]:
    """The sentences; one is cut before "and", "while" or "his counterpart" where each part names a
    Chinese person and one region of its own."""
    return tuple(part for sentence in sentences for part in _parts(reading, sentence, places))


def _parts(reading: Reading, sentence: Sentence, places: Places) -> Iterator[Sentence]:
    text = sentence.text
    cuts = [joint.end() for joint in _JOINT.finditer(text)]
    named = [(place.start, place.divisions[0].region) for place in places.english_in(text)] if cuts else []
    start, end = 0, len(text)
    for cut in cuts[:_MOST_CUTS]:
        following = next((other for other in cuts if other > cut), end)
        here = {region for at, region in named if start <= at < cut}
        there = {region for at, region in named if cut <= at < following}
        if (
            len(here) == len(there) == 1
            and here != there
            and _both_name(reading, sentence, start, cut, following)
        ):
            yield _part(sentence, start, cut)
            start = cut
    yield _part(sentence, start, end) if start else sentence


def _both_name(reading: Reading, sentence: Sentence, start: int, cut: int, end: int) -> bool:
    at = sentence.start
    return all(find_name(reading, at + a, at + b) is not None for a, b in ((start, cut), (cut, end)))


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    text = sentence.text[start:end].rstrip()
    first = sentence.start + start
    return Sentence(first, first + len(text), sentence.paragraph, text)
