"""Which days a query can hit. Ids of documents begin with their days, so this bounds what is read. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

from readouts.domain.query import AllOf, AnyOf, Before, Last, Node, Since


class Days(NamedTuple):
    """Days by their proleptic Gregorian ordinals, from `first` on and before `end`."""

    first: int
    end: int


EVER = Days(date.min.toordinal(), date.max.toordinal() + 1)


def days_of(node: Node, today: date) -> Days:
    """The days outside which no document fits the query. Where the query asks for days, one that has none
    does not fit; elsewhere nothing is left out."""
    match node:
        case Since(day):
            return Days(day.toordinal(), EVER.end)
        case Before(day):
            return Days(EVER.first, day.toordinal())
        case Last(age):
            return Days(earliest(today, age).toordinal(), EVER.end)
        case AllOf(parts) if parts:
            each = [days_of(part, today) for part in parts]
            return Days(max(days.first for days in each), min(days.end for days in each))
        case AnyOf(parts) if parts:
            each = [days_of(part, today) for part in parts]
            return Days(min(days.first for days in each), max(days.end for days in each))
        case _:
            return EVER


def earliest(today: date, age: timedelta) -> date:
    """The day that is `age` before today; the first of the calendar where that is earlier still."""
    return date.fromordinal(max(today.toordinal() - age.days, 1))
