"""What is left of a readout in an article that does not say any more whose meeting it tells of. Pure.

A second half, or a copy in which the commission's name is spoilt, is known by its words. The formula makes
strangers alike: what is left must hold words from which its original was read, and its names where that has
names.
"""

import re
from collections.abc import Iterable

from readouts.domain.copies import COPY, containment, shingles
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.readout import Readout, told_words
from readouts.domain.rewording import IsPlace, chair_names, says_otherwise
from readouts.domain.text import is_han, runs

_LONGEST_TEXT = 8_000
_SECURITY = re.compile("安全|国安|國安|security", re.IGNORECASE)
# Without one of these nothing is told of officials that meet.
_OF_OFFICIALS = (
    *("安全", "国安", "國安", "会议", "會議", "书记", "書記"),
    *("ecurity", "SECURITY", "meeting", "ommittee", "ommission", "arty chief", "rovinc", "unicipal", "ayor"),
)
# Long enough to be in few articles; four in five of what is left stand in the original.
_MOST_TRACES = 5
_MOSTLY = 0.5
_HAN_IN_TRACE = 6
_WORDS_IN_TRACE = 5
_SEEN_FOR_TRACE = 80
# How much beside a fact makes known the place where it stood.
_BESIDE = 6


def may_be_copied(item: Item, told: Iterable[Readout]) -> bool:
    """A quick look at an article and what it tells: whether its original may be looked for. What is left of a
    readout names security, or a meeting, or who was there."""
    if any(each.kind in ALERT_KINDS for each in told):
        return True
    said = item.text[:_LONGEST_TEXT]
    return any(word in said for word in _OF_OFFICIALS)


def traces(text: str) -> list[str]:
    """A few stretches from all over a text, and of a long one from where it names security, by which its
    original is found if not many words were changed."""
    read = text[:_LONGEST_TEXT]
    step = max(len(read) // _MOST_TRACES, 1)
    starts = [*range(0, step * _MOST_TRACES, step), *(_of_security(read) if step > _SEEN_FOR_TRACE else ())]
    found = (_trace(read[start : start + _SEEN_FOR_TRACE]) for start in starts)
    return list(dict.fromkeys(trace for trace in found if trace))


def _of_security(read: str) -> list[int]:
    """A few places from all over a text at which security is named."""
    named = [match.end() for match in _SECURITY.finditer(read)]
    return named[:: max(len(named) // _MOST_TRACES, 1)][:_MOST_TRACES]


def _trace(words: str) -> str:
    """Some characters of one run of Han, or some words side by side; nothing where there are not so many."""
    found = runs(words)
    in_han = next((run for run in found if len(run) >= _HAN_IN_TRACE and is_han(run[0])), "")
    in_latin = [run for run in found[1:-1] if not is_han(run[0])][:_WORDS_IN_TRACE]
    return in_han[-_HAN_IN_TRACE:] or (" ".join(in_latin) if len(in_latin) == _WORDS_IN_TRACE else "")


def share_left(item: Item, original: Item, readout: Readout, is_place: IsPlace) -> float:
    """How much of the shorter of two texts stands in the other one, if the item's can be what is left of the
    original's, from which `readout` was read; else 0.0."""
    if item.region and readout.region and item.region != readout.region:
        return 0.0
    share = _share(shingles(item.text), original, readout)
    if share < COPY:
        return 0.0
    said, before = name_key(item.text[:_LONGEST_TEXT]), name_key(original.text[:_LONGEST_TEXT])
    is_left = _holds_facts(said, original.text, readout) or any(name in said for name in chair_names(readout))
    return share if is_left and not says_otherwise(said, before, readout, is_place) else 0.0


def _share(pieces: frozenset[str], original: Item, readout: Readout) -> float:
    """How much is from what tells of the meeting; of what mostly is, how much is from the article."""
    share = containment(pieces, shingles(told_words(original.text, readout)))
    return containment(pieces, shingles(original.text)) if _MOSTLY <= share < COPY else share


def _holds_facts(said: str, original: str, readout: Readout) -> bool:
    """Whether there are words from which the readout was read, with those beside them: a page can hold other
    news as well."""
    return any(
        name_key(original[max(0, span.start - _BESIDE) : span.end + _BESIDE]) in said
        for span in readout.evidence.values()
    )
