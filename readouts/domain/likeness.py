"""How alike two meetings are: by what they stressed, where they were, who chaired, and their words. Pure.

Two meetings are as alike as what they share weighs in what either of them has. What few meetings have weighs
more than what many have.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from readouts.domain.chairs import chair_key
from readouts.domain.meeting import Meeting
from readouts.domain.readout import Readout
from readouts.domain.text import tokens


class Sort(Enum):
    """What meetings can have in common."""

    THEME = auto()
    PHRASE = auto()
    CONVEYED = auto()
    PLACE = auto()
    CHAIR = auto()
    WORD = auto()


class Trait(NamedTuple):
    """One thing that a meeting has, in a form that is the same wherever it is told."""

    sort: Sort
    value: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A meeting and what it has in common with another one, without the words."""

    meeting: Meeting
    shared: tuple[Trait, ...]


# A summary has dozens of words; one of them says less than a theme.
_WORD_WEIGHT = 0.2


def traits(readout: Readout) -> frozenset[Trait]:
    """All that a meeting can have in common with others."""
    place, chair = readout.division or readout.region, chair_key(readout.chair)
    return frozenset(
        [
            *(Trait(Sort.THEME, theme) for theme in readout.themes),
            *(Trait(Sort.PHRASE, phrase) for phrase in readout.phrases),
            *(Trait(Sort.CONVEYED, meeting.key) for meeting in readout.conveyed if meeting.key),
            *([Trait(Sort.PLACE, place)] if place else []),
            *([Trait(Sort.CHAIR, chair)] if chair else []),
            *(Trait(Sort.WORD, word) for word in tokens(readout.summary)),
        ]
    )


def most_alike(
    one: Set[Trait], others: Mapping[int, Set[Trait]], limit: int
) -> list[tuple[int, tuple[Trait, ...]]]:
    """(number, what is shared but words) of the meetings most like one, the most alike first; of equals, the
    one with the greater number."""
    weights = _weights([one, *others.values()])
    likeness = {
        number: _weight(one & other, weights) / _weight(one | other, weights)
        for number, other in others.items()
        if one & other
    }
    ranking = sorted(likeness, key=lambda number: (likeness[number], number), reverse=True)
    return [(number, _told(one & others[number], weights)) for number in ranking[:limit]]


def _weights(meetings: Sequence[Set[Trait]]) -> dict[Trait, float]:
    having = Counter(trait for each in meetings for trait in each)
    return {
        trait: math.log(1 + len(meetings) / number) * (_WORD_WEIGHT if trait.sort is Sort.WORD else 1)
        for trait, number in having.items()
    }


def _weight(found: Iterable[Trait], weights: Mapping[Trait, float]) -> float:
    return math.fsum(weights[trait] for trait in found)  # the same in whatever order a set gives them


def _told(shared: Set[Trait], weights: Mapping[Trait, float]) -> tuple[Trait, ...]:
    """What is worth saying, what weighs most first."""
    said = [trait for trait in shared if trait.sort is not Sort.WORD]
    return tuple(sorted(said, key=lambda trait: (-weights[trait], trait.sort.value, trait.value)))
