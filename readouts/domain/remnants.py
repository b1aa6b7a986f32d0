"""What is left of a readout in an article that does not say any more whose meeting it tells of. Pure.

A second half, or a copy in which the commission's name is spoilt, is known by its words. The formula makes
strangers alike: what is left must hold words from which its original was read, and its names where that has
names.
"""

from collections.abc import Iterable, Iterator

from readouts.domain.copies import containment, is_copy, shingles
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.readout import Readout, told_words
from readouts.domain.text import is_han, runs

_LONGEST_TEXT = 8_000
_OF_SECURITY = ("安全", "ecurity", "SECURITY")
# Long enough to be in few articles; four in five of what is left stand in the original.
_MOST_TRACES = 5
_HAN_IN_TRACE = 6
_WORDS_IN_TRACE = 5
_SEEN_FOR_TRACE = 80
# How much beside a name or a fact makes known the place where it stood.
_BESIDE_IN_HAN, _BESIDE = 6, 12
_MOST_PLACES = 10


def may_be_left_of_one(item: Item, told: Iterable[Readout]) -> bool:
    """A quick look at an article and what it tells: no readout goes on for long without naming security."""
    said = item.text[:_LONGEST_TEXT]
    return any(word in said for word in _OF_SECURITY) and not any(each.kind in ALERT_KINDS for each in told)


def traces(text: str) -> list[str]:
    """A few stretches from all over a text, by which its original is found if not many words were changed."""
    read = text[:_LONGEST_TEXT]
    step = max(len(read) // _MOST_TRACES, 1)
    found = (_trace(read[start : start + _SEEN_FOR_TRACE]) for start in range(0, step * _MOST_TRACES, step))
    return [trace for trace in found if trace]


def _trace(words: str) -> str:
    """Some characters of one run of Han, or some words side by side; nothing where there are not so many."""
    found = runs(words)
    in_han = next((run for run in found if len(run) >= _HAN_IN_TRACE and is_han(run[0])), "")
    in_latin = [run for run in found[1:-1] if not is_han(run[0])][:_WORDS_IN_TRACE]
    return in_han[-_HAN_IN_TRACE:] or (" ".join(in_latin) if len(in_latin) == _WORDS_IN_TRACE else "")


def share_left(item: Item, original: Item, readout: Readout) -> float:
    """How much of the shorter of two texts stands in the other one, if the item's can be what is left of the
    original's, from which `readout` was read; else 0.0."""
    if item.region and readout.region and item.region != readout.region:
        return 0.0
    pieces, told = shingles(item.text), shingles(told_words(original.text, readout))
    if not is_copy(pieces, told):
        return 0.0
    said, before = name_key(item.text[:_LONGEST_TEXT]), name_key(original.text[:_LONGEST_TEXT])
    is_left = _holds_facts(said, original.text, readout) and not any(
        _is_replaced(name, said, before) for name in _names(readout)
    )
    return containment(pieces, told) if is_left else 0.0


def _holds_facts(said: str, original: str, readout: Readout) -> bool:
    """Whether there are words from which the readout was read, with those beside them: a page can hold other
    news as well."""
    return any(
        name_key(original[max(0, span.start - _BESIDE_IN_HAN) : span.end + _BESIDE_IN_HAN]) in said
        for span in readout.evidence.values()
    )


def _names(readout: Readout) -> set[str]:
    """Of the one who presided, and of the place."""
    chair, place, where = readout.chair, readout.region_name, readout.evidence.get("region")
    names = [where.text if where else None]
    names += [chair.name, chair.name_zh, chair.name_en] if chair else []
    names += [place.zh, place.en] if place else []
    return {name_key(name) for name in names if name}


def _is_replaced(name: str, said: str, original: str) -> bool:
    """Whether words that stand beside a name, and nowhere else, stand beside another one now."""
    return any(
        words in said[len(name) : -len(name)] and whole not in said
        for words, whole in _beside(name, original)
    )


def _beside(name: str, original: str) -> Iterator[tuple[str, str]]:
    """Words in front of a name and behind it that stand only there; each alone and with the name."""
    width = _BESIDE_IN_HAN if is_han(name[0]) else _BESIDE
    place = original.find(name)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return
        ahead, behind = original[max(0, place - width) : place], original[place + len(name) :][:width]
        for words, whole in ((ahead, ahead + name), (behind, name + behind)):
            if len(words) == width and original.count(words) == 1:
                yield words, whole
        place = original.find(name, place + 1)
