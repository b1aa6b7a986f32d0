"""Of which report an article is a copy that is not read as one any more: by its words, in the index."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive.candidates import root_of
from readouts.archive.documents import field_token, first_id, item_and_readouts
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.query import FieldName
from readouts.domain.readout import Readout, told_words
from readouts.domain.remnants import share_left, traces
from readouts.domain.retelling import least_share, retold, share_retold
from readouts.domain.rewording import IsPlace
from readouts.domain.text import phrase_tokens

# A meeting is found by its day; features tell of it weeks later, and are copied like the news.
_COPIED_WITHIN = timedelta(days=60)
_MOST_WITH_TRACE = 20
_MOST_COMPARED = 6
_WITH_ANY = """
SELECT d.item, d.place, d.meeting
FROM document_index AS w CROSS JOIN documents AS d ON d.id = w.rowid
WHERE w.document_index MATCH ? AND w.rowid >= ? AND w.rowid < ? AND d.meeting IS NOT NULL LIMIT ?
"""
_OF_A_MEETING = " OR ".join(sorted(field_token(FieldName.KIND, kind.value) for kind in ALERT_KINDS))


class _Original(NamedTuple):
    """What the report tells of a meeting, and how much of the shorter text stands in the longer one."""

    share: float
    meeting: int | None
    readout: Readout


def original_told(
    db: Database, item: Item, told: Sequence[Readout], now: datetime, is_place: IsPlace
) -> Readout | None:
    """What the report tells of which an item, which tells of no meeting, is what is left; without the words
    that say so, as they stand elsewhere. None where there is none, or where it could be one of two meetings
    that are told in the same words."""
    found = sorted(
        _originals(db, item, (item.published or now).date(), is_place), key=lambda each: -each.share
    )
    if not found or (len(found) > 1 and found[0].share == found[1].share):
        return None
    original = found[0].readout
    if any(each.region and each.region != original.region for each in told):
        return None
    return replace(original, evidence={}, scope=())


def told_with_originals(
    db: Database, asked: Sequence[tuple[Item, Sequence[Readout]]], now: datetime, is_place: IsPlace
) -> list[tuple[Readout, ...]]:
    """What items tell, each put right or added to by what its original tells."""
    if db.execute("SELECT 1 FROM meetings LIMIT 1").fetchone() is None:
        return [tuple(told) for _, told in asked]
    return [told_with_original(db, item, told, now, is_place) for item, told in asked]


def told_with_original(
    db: Database, item: Item, told: Sequence[Readout], now: datetime, is_place: IsPlace
) -> tuple[Readout, ...]:
    """What an item tells, where it is a copy with what that lost or has a slip in; a digest is left alone."""
    alerting = [place for place, readout in enumerate(told) if readout.kind in ALERT_KINDS]
    if not alerting:
        original = original_told(db, item, told, now, is_place)
        return (*told, original) if original else tuple(told)
    if len(alerting) > 1:
        return tuple(told)
    (place,) = alerting
    mended = _mended(db, item, told[place], now, is_place)
    return (*told[:place], mended, *told[place + 1 :])


def _mended(db: Database, item: Item, readout: Readout, now: datetime, is_place: IsPlace) -> Readout:
    """The readout, or what is to be told instead where the item is a copy of another meeting's report."""
    day = (item.published or now).date()
    words = told_words(item.text, readout)
    found = [(*item_and_readouts(db, number), place) for _, number, place in _reports(db, words, day)]
    shares = [share_retold(item, readout, original, told[place]) for original, told, place in found]
    best = max(shares, default=0.0)
    if shares.count(best) != 1:
        return readout
    original, told, place = found[shares.index(best)]
    if best < least_share(readout, told[place]):
        return readout
    return retold(item, readout, original, told[place], is_place) or readout


def _originals(db: Database, item: Item, day: date, is_place: IsPlace) -> Iterator[_Original]:
    """One report of each meeting that can be it."""
    for meeting, item_id, place in _reports(db, item.text, day):
        original, readouts = item_and_readouts(db, item_id)
        share = share_left(item, original, readouts[place], is_place)
        if share:
            yield _Original(share, meeting, readouts[place])


def _reports(db: Database, words: str, day: date) -> list[tuple[int | None, int, int]]:
    """(meeting, item, place) of those that are compared."""
    alike = list(_alike(db, traces(words), day).items())[:_MOST_COMPARED]
    return [(meeting, item_id, place) for meeting, (item_id, place) in alike]


def _alike(db: Database, looked_for: Sequence[str], day: date) -> dict[int | None, tuple[int, int]]:
    """By meeting, the report (item, place) that has the most of the traces; the most of all first."""
    if not _with_any(db, looked_for, day):  # as nearly always
        return {}
    found = Counter(tuple(row) for trace in looked_for for row in _with_any(db, [trace], day))
    reports: dict[int | None, tuple[int, int]] = {}
    for (item_id, place, meeting), _ in found.most_common():
        reports.setdefault(root_of(db, meeting), (item_id, place))
    return reports


def _with_any(db: Database, looked_for: Sequence[str], day: date) -> Sequence[Row]:
    """The reports about that time that have any of these words."""
    words = " OR ".join(f'"{" ".join(phrase_tokens(trace)[0])}"' for trace in looked_for)
    around = (-_COPIED_WITHIN.days, _COPIED_WITHIN.days + 1)
    first, end = (first_id(day.toordinal() + days) for days in around)
    sought = f"(fields : ({_OF_A_MEETING})) AND (words : ({words}))"
    return db.execute(_WITH_ANY, (sought, first, end, _MOST_WITH_TRACE)).fetchall() if looked_for else []
