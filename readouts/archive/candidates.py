"""Meetings that a report may be of: a few looks into indexes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive.rows import instant, readout_of, storable, utc_text
from readouts.domain.chairs import chair_key, same_chair
from readouts.domain.item import Item
from readouts.domain.joining import VAGUE_WINDOW, seat
from readouts.domain.readout import Readout

# By seat, or by chair for reports that do not say where; each about that day, or reported about that time.
_CANDIDATES = """
SELECT * FROM meetings WHERE id IN (
    SELECT id FROM meetings WHERE kind = :kind AND region IS :region AND division IS :division
        AND level = :level AND date BETWEEN :first_day AND :last_day
    UNION ALL SELECT * FROM (SELECT id FROM meetings
        WHERE kind = :kind AND region IS :region AND division IS :division
            AND level = :level AND first_reported BETWEEN :reported_from AND :reported_until LIMIT :most)
    UNION ALL SELECT id FROM meetings WHERE chair = :chair AND date BETWEEN :first_day AND :last_day
    UNION ALL SELECT * FROM (SELECT id FROM meetings
        WHERE chair = :chair AND first_reported BETWEEN :reported_from AND :reported_until LIMIT :most)
)
"""
_MOST_REPORTED_AT_ONCE = 100
_AT_THAT_TIME = """
SELECT * FROM meetings WHERE kind = :kind AND first_reported BETWEEN :reported_from AND :reported_until
ORDER BY first_reported LIMIT :most
"""


class Arrival(NamedTuple):
    """A readout of an item that was just stored; `reported`: when that was published, as far as is known."""

    item_id: int
    item: Item
    readout: Readout
    reported: datetime


class Candidate(NamedTuple):
    """A meeting's row, and what it tells."""

    row: Row
    told: Readout


def candidates_for(db: Database, report: Arrival) -> list[Candidate]:
    """The meetings that stand in the archive where the report would."""
    rows = db.execute(_CANDIDATES, _window(report)).fetchall()
    return [Candidate(row, readout_of(row["readout"])) for row in rows]


def told_about_then(db: Database, report: Arrival) -> Iterator[Candidate]:
    """The meetings, wherever they were, that were first told of about that time."""
    rows = db.execute(_AT_THAT_TIME, _window(report)).fetchall()
    return (Candidate(row, readout_of(row["readout"])) for row in rows)


def nearest_first(candidates: Iterable[Candidate], report: Arrival) -> list[Candidate]:
    return sorted(candidates, key=lambda each: _distance(each, report))


def root_of(db: Database, meeting_id: int) -> int | None:
    """The meeting that this one is part of by now, itself where nobody merged it; None if there is none."""
    row = db.execute("SELECT id, merged_into FROM meetings WHERE id = ?", (meeting_id,)).fetchone()
    if row is None or row["merged_into"] is None:
        return row["id"] if row else None
    return root_of(db, row["merged_into"])


def root(db: Database, candidate: Candidate) -> int | None:
    """The meeting that a candidate is part of by now; see `root_of`."""
    row = candidate.row
    return root_of(db, row["merged_into"]) if row["merged_into"] is not None else row["id"]


def apart(row: Row, report: Arrival) -> timedelta:
    return abs(report.reported - instant(row["first_reported"]))


def _window(report: Arrival) -> dict[str, str | int | None]:
    """What meetings are looked for by."""
    readout, reported = report.readout, report.reported
    kind, region, division, level = seat(readout)
    window = {
        "kind": kind.value,
        "region": region,
        "division": division,
        "level": level.value,
        "chair": chair_key(readout.chair),
        "first_day": _day_text(readout.date, -VAGUE_WINDOW),
        "last_day": _day_text(readout.date, VAGUE_WINDOW),
        "reported_from": utc_text(reported - VAGUE_WINDOW),
        "reported_until": utc_text(reported + VAGUE_WINDOW),
        "most": _MOST_REPORTED_AT_ONCE,
    }
    return {name: storable(value) if isinstance(value, str) else value for name, value in window.items()}


def _distance(candidate: Candidate, report: Arrival) -> tuple[bool, int, bool, int]:
    """What fits best comes first: the place as stated, the nearest day, the same chair, the oldest."""
    row, told = candidate
    readout = report.readout
    elsewhere, stranger = seat(told) != seat(readout), not same_chair(told.chair, readout.chair)
    return elsewhere, _days_apart(told, readout), stranger, row["id"]


def _days_apart(a: Readout, b: Readout) -> int:
    if a.date is None or b.date is None:
        return VAGUE_WINDOW.days
    return abs((a.date - b.date).days)


def _day_text(day: date | None, shift: timedelta) -> str | None:
    """A day shifted, kept inside the calendar."""
    if day is None:
        return None
    shifted = day.toordinal() + shift.days
    return date.fromordinal(min(max(shifted, 1), date.max.toordinal())).isoformat()
