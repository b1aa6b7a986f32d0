"""To which meeting a readout belongs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby, islice
from operator import itemgetter
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive.candidates import (
    Arrival,
    Candidate,
    apart,
    candidates_for,
    nearest_first,
    root,
    told_about_then,
)
from readouts.archive.rows import instant, readout_of, storable, text_of, utc_text
from readouts.domain.copies import is_copy, shingles
from readouts.domain.joining import (
    PUT_RIGHT_WITHIN,
    counts_from_publication,
    days_allow,
    may_be_copied,
    may_be_one,
    place_is_known,
    same_meeting,
    takes_back,
)
from readouts.domain.links import canonical_url
from readouts.domain.readout import DatePrecision, Readout, told_words

# One comparison takes a millisecond.
_MOST_COMPARED = 10
_MOST_MEANT = 5
_REPORTS = """
SELECT items.id, text, packed, readout FROM readouts JOIN items ON items.id = readouts.item
WHERE meeting = ? AND replaced IS NULL ORDER BY items.id LIMIT 20
"""
_OF_SOURCE = """
SELECT meeting, items.id, title, text, packed, url, ifnull(published, '') AS reported, readout
FROM readouts CROSS JOIN items ON items.id = readouts.item
WHERE meeting IN (SELECT value FROM json_each(?)) AND source = ? AND items.id <> ? AND replaced IS NULL
ORDER BY meeting
"""
_PUT_RIGHT = """
SELECT meeting, readout FROM readouts
WHERE meeting IN (SELECT value FROM json_each(?)) AND replaced IS NOT NULL
"""
_ZERO = timedelta()
# "Correction:" may stand in front of the text instead of in the headline.
_OPENING = 16
_NOTICE = re.compile(r"更正|订正|勘误|\bcorrect(?:ion|ed)\b", re.IGNORECASE)


class Known(NamedTuple):
    """The meeting that a report tells of: `row` holds the facts that it fits, `id` is the meeting that these
    belong to by now. `versions` are the items of the same source that are earlier or later states of the
    report, the latest one first; the report itself is among them, if there are any. `twins` are other
    meetings that are the same one, now that the report puts a day right."""

    row: Row
    id: int
    versions: tuple[int, ...] = ()
    twins: tuple[int, ...] = ()


def known_meeting(db: Database, report: Arrival) -> Known | None:
    """The meeting that a report tells of; the one nearest in time, where several could be meant."""
    candidates = candidates_for(db, report)
    possible = [each for each in candidates if may_be_one(each.told, report.readout)]
    fitting = nearest_first(_fitting(possible, report), report)
    told = _told_by_source(db, possible, report)
    same_source = [each for each in possible if root(db, each) in told]
    for candidate in nearest_first(same_source, report):
        versions = _versions(told[root(db, candidate)], report)
        if versions:
            return _known(db, report, [candidate, *fitting], versions)
    if not fitting:
        fitting = nearest_first(_told_before(db, possible, report), report)
    if _may_be_a_copy(report):
        fitting = _original_first(db, fitting, report) or _copied(db, report)
    return _known(db, report, fitting) if fitting else None


def _told_before(db: Database, possible: Sequence[Candidate], report: Arrival) -> list[Candidate]:
    """Those whose own source said the same before it put that right: the report is a late copy."""
    others = [each for each in possible if each.told.date != report.readout.date]
    meetings = json.dumps([root(db, each) for each in others])
    rows = db.execute(_PUT_RIGHT, (meetings,)).fetchall() if others else ()
    said = {row["meeting"] for row in rows if _says_the_same(readout_of(row["readout"]), report.readout)}
    return [each for each in others if root(db, each) in said]


def _says_the_same(former: Readout, readout: Readout) -> bool:
    return former.date == readout.date and same_meeting(former, readout, _ZERO)


def _fitting(possible: Sequence[Candidate], report: Arrival) -> list[Candidate]:
    """Those whose meeting the report tells of, or whose day is put right by it, or its day by theirs."""
    return [
        each
        for each in possible
        if days_allow(each.told, report.readout, apart(each.row, report))
        or takes_back(report.readout, each.told)
        or takes_back(each.told, report.readout)
    ]


def _may_be_a_copy(report: Arrival) -> bool:
    """Whether a copy may be all it is: it leaves out its place or its day, or says "yesterday"."""
    readout = report.readout
    is_sure = readout.date is not None and readout.date_precision is DatePrecision.DAY
    return not (place_is_known(readout) and is_sure) or counts_from_publication(readout)


def _original_first(db: Database, fitting: list[Candidate], report: Arrival) -> list[Candidate]:
    """The same, led by the one whose report it is a copy of, where several could be meant."""
    if len(fitting) == 1:
        return fitting
    words = shingles(told_words(report.item.text, report.readout))
    is_original = {
        each.row["id"]: any(is_copy(words, shingles(text)) for text in _texts(db, each))
        for each in fitting[:_MOST_MEANT]
    }
    return sorted(fitting, key=lambda each: not is_original.get(each.row["id"], False))


def _copied(db: Database, report: Arrival) -> list[Candidate]:
    """The first meeting told of about that time that the report does not contradict and whose own report it
    is a copy of."""
    possible = (each for each in told_about_then(db, report) if may_be_copied(report.readout, each.told))
    texts = ((each, text) for each in possible for text in _texts(db, each))
    words = shingles(told_words(report.item.text, report.readout))
    compared = islice(texts, _MOST_COMPARED)
    return next(([each] for each, text in compared if is_copy(words, shingles(text))), [])


def _texts(db: Database, candidate: Candidate) -> Iterator[str]:
    """What the first reports of a meeting say of it."""
    reports = db.execute(_REPORTS, (root(db, candidate),)).fetchall()
    return (told_words(text_of(each), readout_of(each["readout"])) for each in reports)


def _known(
    db: Database, report: Arrival, fitting: Sequence[Candidate], versions: tuple[int, ...] = ()
) -> Known:
    row = fitting[0].row
    number = root(db, fitting[0]) or row["id"]
    day = report.readout.date_precision is DatePrecision.DAY
    puts_right = day and (versions or not {"date:former", "number"}.isdisjoint(report.readout.evidence))
    twins = (root(db, each) for each in fitting if puts_right and _may_be_united(each, fitting[0]))
    return Known(row, number, versions, tuple(sorted({twin for twin in twins if twin} - {number})))


def _may_be_united(one: Candidate, other: Candidate) -> bool:
    """Whether both say on which day, and no admin took one of them off another meeting."""
    return all(
        each.told.date_precision is DatePrecision.DAY and each.row["split_from"] is None
        for each in (one, other)
    )


def _told_by_source(
    db: Database, candidates: Sequence[Candidate], report: Arrival
) -> Mapping[int | None, Sequence[Row]]:
    """By meeting, what else the report's source told of the candidates."""
    if not report.item.source or not candidates:
        return {}
    meetings = json.dumps([root(db, each) for each in candidates])
    rows = db.execute(_OF_SOURCE, (meetings, storable(report.item.source), report.item_id)).fetchall()
    return {number: list(told) for number, told in groupby(rows, key=itemgetter("meeting"))}


def _versions(told: Sequence[Row], report: Arrival) -> tuple[int, ...]:
    """The items that are the same page of the same source once more, or a correction by that source, the
    latest one first and the report's own among them; none where there is no other."""
    others = [row for row in told if _is_correction(row, report) or _is_same_page(row, report)]
    if not others:
        return ()
    times = [(row["reported"], row["id"]) for row in others]
    times.append((utc_text(report.reported), report.item_id))
    return tuple(item for _, item in sorted(times, reverse=True))


def _is_correction(other: Row, report: Arrival) -> bool:
    """Whether the later of the two says that it puts something right."""
    is_later = other["reported"] > utc_text(report.reported)
    title, text = (other["title"], text_of(other)) if is_later else (report.item.title, report.item.text)
    return _NOTICE.search(f"{title} {text[:_OPENING]}") is not None


def _is_same_page(before: Row, report: Arrival) -> bool:
    """A page that was put right says mostly what it said before; one that is filled anew does not."""
    address = canonical_url(report.item.url)
    if not address or canonical_url(before["url"]) != address:
        return False
    if before["reported"] and abs(instant(before["reported"]) - report.reported) > PUT_RIGHT_WITHIN:
        return False
    then = told_words(text_of(before), readout_of(before["readout"]))
    return is_copy(shingles(then), shingles(told_words(report.item.text, report.readout)))
