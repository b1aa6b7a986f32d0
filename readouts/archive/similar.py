"""Meetings like a given one, among the newest that have anything in common with it."""

from datetime import date, timedelta

from sqlite_utils import Database

from readouts.archive import meetings
from readouts.archive.finding import Deadline, Fitting, wanted
from readouts.archive.rows import readout_of
from readouts.domain.gazetteer import name_key
from readouts.domain.likeness import Alike, Trait, most_alike, traits
from readouts.domain.meeting import ALERT_KINDS, Meeting
from readouts.domain.query import AllOf, AnyOf, Field, FieldName, Node, Query
from readouts.domain.readout import Readout

_COMPARED = 1_000
_BUDGET = timedelta(milliseconds=500)


def similar(db: Database, meeting: Meeting, today: date, limit: int) -> tuple[Alike, ...]:
    """At most `limit` meetings like this one, the most alike first. Found within half a second, among those
    that share a theme, a phrase, the place or the chair with it."""
    others = _others(db, meeting, today)
    found = most_alike(traits(meeting.readout), others, limit)
    told = ((meetings.get(db, number), shared) for number, shared in found)
    return tuple(Alike(other, shared) for other, shared in told if other)


def _others(db: Database, meeting: Meeting, today: date) -> dict[int, frozenset[Trait]]:
    """By number, the traits of meetings that may be like this one."""
    deadline, fitting = Deadline(_BUDGET), Fitting()
    sought = wanted(db, Query("", _may_be_like(meeting.readout)), today)
    fitting.read(db, sought, deadline, lambda: fitting.documents == _COMPARED)
    others: dict[int, frozenset[Trait]] = {}
    for number in {row["meeting"] for row in fitting.standing()} - {None, meeting.id}:
        if deadline.is_over():
            break
        row = db.execute("SELECT readout FROM meetings WHERE id = ?", (number,)).fetchone()
        others[number] = traits(readout_of(row["readout"]))
    return others


def _may_be_like(readout: Readout) -> Node:
    kinds = AnyOf(tuple(_field(FieldName.KIND, kind.value) for kind in sorted(ALERT_KINDS)))
    chair = readout.chair
    names = (chair.name, chair.name_zh, chair.name_en) if chair else ()
    shared = [
        *(_field(FieldName.THEME, theme) for theme in readout.themes),
        *(_field(FieldName.PHRASE, phrase) for phrase in readout.phrases),
        *([_field(FieldName.REGION, readout.region)] if readout.region else []),
        *(_field(FieldName.CHAIR, name_key(name)) for name in names if name),
    ]
    return AllOf((kinds, AnyOf(tuple(shared))))


def _field(name: FieldName, value: str) -> Field:
    return Field(name, value, f"{name.value}:{value}")
