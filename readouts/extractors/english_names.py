"""Chinese names in English text: two words with capitals, a surname and a given name."""

import re
from itertools import pairwise

from readouts.extractors.officials import Person
from readouts.extractors.pinyin import is_spelled_name, romanised_surnames, surname_first
from readouts.extractors.reading import Reading

WORD = re.compile(r"[a-z'-]+")
# (Reporter Li Xing) On the 8th, ...
_WHO_WROTE = re.compile(r"\b(?:reporters?|correspondents?|editors?:?)\s+$")
NOT_NAMES = frozenset(
    "the a an he she it they said told has had was were is and at in on of who also general"
    " provincial municipal party committee commission national security central communist meeting chairman"
    " president xi autonomous region regional province city municipality county district daily"
    " inner mongolia project program programme plan zone port university company group bank"
    " cadres officials".split()
)


def find_name(reading: Reading, start: int, end: int) -> Person | None:
    """The first Chinese name in [start, end)."""
    words = list(WORD.finditer(reading.text, start, end))
    found = (spelled(reading, one.start(), _end(other)) for one, other in pairwise(words))
    return next((person for person in found if person), None)


def _end(word: re.Match[str]) -> int:
    """Where a name ends: Wang Ning's."""
    return word.end() - 2 if word[0].endswith("'s") else word.end()


def find_last_name(reading: Reading, start: int, end: int) -> Person | None:
    """The Chinese name that the last two words of [start, end) are."""
    words = list(WORD.finditer(reading.text, start, end))[-2:]
    return spelled(reading, words[0].start(), words[1].end()) if len(words) == 2 else None


def spelled(reading: Reading, start: int, end: int) -> Person | None:
    """The person whose Chinese name is [start, end)."""
    first, last = capitalised(reading, start, end)
    name = name_at(reading, first, last)
    if not is_spelled_name(name) or name.casefold().startswith("xi ") or is_reporter(reading, first):
        return None
    return Person(first, last, name, None, first, last)


def with_surname(person: Person | None) -> Person | None:
    return person if person and is_chinese(person.name) else None


def is_chinese(name: str) -> bool:
    return surname(name) in romanised_surnames() or is_spelled_name(name)


def name_at(reading: Reading, start: int, end: int) -> str:
    """The name at [start, end) as it is usually written: Zhou Zuyi for ZHOU Zuyi and Zhou Zu-yi."""
    words = reading.written(start, end).replace("’", "'").split()
    name = " ".join(word.capitalize() if word.isupper() else word for word in words)
    joined = name.replace("-", "").title()
    return joined if "-" in name and is_spelled_name(joined) else name


def is_reporter(reading: Reading, start: int) -> bool:
    """Whether the name at `start` is the reporter's."""
    return _WHO_WROTE.search(reading.text, max(0, start - 16), start) is not None


def capitalised(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The part of [start, end) that is a name: surname and given name, both with capitals."""
    spans = [word.span() for word in WORD.finditer(reading.text, start, end)]
    written = [reading.written(*span) for span in spans]
    proper = all(w[:1].isupper() for w in written) and len(spans) == 2
    named = proper and (not NOT_NAMES & {w.casefold() for w in written} or _is_name_after_all(written))
    return (spans[0][0], spans[-1][1]) if named else (start, start)


def _is_name_after_all(written: list[str]) -> bool:
    """He Lifeng and Li Xi are persons; "He told" and "Xi said" are none."""
    return written[0] != "Xi" and is_spelled_name(" ".join(written))


def surname(name: str) -> str:
    """The folded surname of a Chinese name, in whichever order it is written."""
    return surname_first(name).split(maxsplit=1)[0].casefold() if name else ""
