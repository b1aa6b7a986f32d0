"""A report: one article as evidence for one meeting, and on what grounds it counts as that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from readouts.domain.chairs import chairs_differ, same_chair
from readouts.domain.joining import place_is_known, seat
from readouts.domain.meeting import Article
from readouts.domain.merging import merged
from readouts.domain.numbering import same_number
from readouts.domain.readout import DatePrecision, Readout


@dataclass(frozen=True, slots=True)
class Report:
    """`number`: its place among the meeting's articles, from 1. `readout`: what it says of the meeting.
    `copy_of`: the number of the report whose text it repeats. `home`: the number of the meeting that it
    came with, where an admin merged that into this one. `corrects`: whether its source said otherwise
    before."""

    number: int
    article: Article
    readout: Readout
    copy_of: int | None = None
    home: int | None = None
    corrects: bool = False

    @property
    def is_recognised(self) -> bool:
        """Whether it is here for its words alone, and what it tells is what its original tells."""
        return self.copy_of is not None and not self.readout.evidence


class Ground(Enum):
    """What speaks for two readouts being of one meeting, and what they say differently all the same."""

    SAME_PLACE = auto()
    PLACE_LEFT_OPEN = auto()
    OTHER_PLACE = auto()
    SAME_DAY = auto()
    DAY_FITS = auto()
    NO_DAY = auto()
    OTHER_DAY = auto()
    SAME_CHAIR = auto()
    CHAIR_ALIKE = auto()
    NO_CHAIR = auto()
    OTHER_CHAIR = auto()
    SAME_NUMBER = auto()


def known_before(reports: Iterable[Report]) -> Iterator[tuple[Report, Readout | None]]:
    """Each report with what was known of its meeting when it came; None for the one that made it known.

    What came with a meeting that was merged by hand is held against that meeting.
    """
    told: dict[int | None, Readout] = {}
    for report in reports:
        known = told.get(report.home)
        yield report, known
        told[report.home] = merged(known, report.readout) if known else report.readout


def grounds(readout: Readout, known: Readout) -> tuple[Ground, ...]:
    """How a readout stands to what was known of the meeting: place, day, chair, number."""
    place, day, chair = _place(readout, known), _day(readout, known), _chair(readout, known)
    number = (Ground.SAME_NUMBER,) if same_number(readout, known) else ()
    return place, day, chair, *number


def _place(a: Readout, b: Readout) -> Ground:
    if seat(a) == seat(b):
        return Ground.SAME_PLACE if place_is_known(a) else Ground.PLACE_LEFT_OPEN
    both_known = place_is_known(a) and place_is_known(b)
    return Ground.OTHER_PLACE if both_known or a.kind is not b.kind else Ground.PLACE_LEFT_OPEN


def _day(a: Readout, b: Readout) -> Ground:
    if a.date is None or b.date is None:
        return Ground.NO_DAY
    if a.date_precision is b.date_precision is DatePrecision.DAY:
        return Ground.SAME_DAY if a.date == b.date else Ground.OTHER_DAY
    return Ground.DAY_FITS


def _chair(a: Readout, b: Readout) -> Ground:
    if a.chair is None or b.chair is None:
        return Ground.NO_CHAIR
    if same_chair(a.chair, b.chair):
        return Ground.SAME_CHAIR
    return Ground.OTHER_CHAIR if chairs_differ(a.chair, b.chair) else Ground.CHAIR_ALIKE
