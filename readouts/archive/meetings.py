"""Meetings: the events that articles tell of. One meeting, however many articles."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive import documents
from readouts.archive.absorbing import unite
from readouts.archive.candidates import Arrival, root_of
from readouts.archive.joins import Known, known_meeting
from readouts.archive.rows import article_of, instant, readout_of, readout_text, storable, utc_text
from readouts.domain.chairs import chair_key
from readouts.domain.document import Document
from readouts.domain.document import documents as documents_of
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS, Meeting
from readouts.domain.merging import merged, told_by
from readouts.domain.numbering import with_number
from readouts.domain.readout import Readout

# No committee met before; feeds do give such dates.
_EARLIEST = datetime(1949, 10, 1, tzinfo=UTC)

_CREATE = """
INSERT INTO meetings (id, kind, region, division, level, date, chair, readout,
    first_seen, changed_at, first_reported)
VALUES (:id, :kind, :region, :division, :level, :date, :chair, :readout, :now, :now, :reported)
"""
_JOIN = """
UPDATE meetings SET region = :region, division = :division, level = :level, date = :date, chair = :chair,
    readout = :readout, changed_at = :now, first_reported = min(first_reported, :reported)
WHERE id = :id
"""
_RETELL = """
UPDATE meetings SET kind = :kind, region = :region, division = :division, level = :level, date = :date,
    chair = :chair, readout = :readout, changed_at = ifnull(:now, changed_at)
WHERE id = :id
"""
# Its own reports first, those that were split off and came back among them.
_TOLD = """
SELECT readouts.readout FROM readouts LEFT JOIN meetings ON meetings.id = home
WHERE meeting = ? AND replaced IS NULL
ORDER BY home IS NOT NULL AND split_from IS NOT meeting, item, place
"""
_REPLACE = "UPDATE readouts SET replaced = :newest WHERE meeting = :meeting AND :item IN (item, replaced)"
_STORE = """
INSERT INTO readouts (item, place, meeting, home, replaced, kind, readout) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_LATEST = """
SELECT * FROM meetings
WHERE merged_into IS NULL AND (NOT EXISTS (SELECT 1 FROM meetings WHERE id = ?1)
    OR (first_seen, ifnull(date, ''), id)
        < (SELECT first_seen, ifnull(date, ''), id FROM meetings WHERE id = ?1))
ORDER BY first_seen DESC, ifnull(date, '') DESC, id DESC LIMIT ?2
"""
_ARTICLES = """
SELECT DISTINCT items.id, url, title, source, published, published_offset, lang, first_seen,
    (SELECT max(replaced_at) FROM former_texts WHERE item = items.id) AS corrected
FROM readouts JOIN items ON items.id = readouts.item
WHERE meeting = ? AND replaced IS NULL ORDER BY items.id
"""


class Belonging(NamedTuple):
    """To what a readout belongs: its meeting, the merged meeting that it came with, and the item that puts
    it right, where there are such."""

    meeting: int
    home: int | None = None
    replaced: int | None = None


class Told(NamedTuple):
    """A stored item, what it tells, and its documents."""

    item_id: int
    item: Item
    readouts: Sequence[Readout]
    documents: Sequence[Document]


def attach(
    db: Database,
    item_id: int,
    item: Item,
    readouts: Sequence[Readout],
    now: datetime,
    kept: Mapping[int, Belonging] | None = None,
) -> tuple[int | None, ...]:
    """Store what an item tells and make it findable.

    Returns the meeting of each readout, in order: one known already or a new one; None for a
    readout that tells of no meeting. kept: by place, to what readouts belong for which that is settled;
    their meetings are to be told anew.
    """
    told = Told(item_id, item, readouts, documents_of(item, tuple(readouts)))
    found = _joined(db, told, now, kept or {})
    documents.index(db, item_id, told.documents, found)
    return found


def attach_all(db: Database, told: Sequence[Told], now: datetime) -> list[tuple[int | None, ...]]:
    """Store what items tell, in this order, and make them findable; of each, what `attach` returns."""
    found = [_joined(db, each, now, {}) for each in told]
    documents.index_all(
        db, [(each.item_id, each.documents, meetings) for each, meetings in zip(told, found, strict=True)]
    )
    return found


def _joined(
    db: Database, told: Told, now: datetime, settled: Mapping[int, Belonging]
) -> tuple[int | None, ...]:
    """Store readouts, and return the meeting of each."""
    found: list[int | None] = []
    for place, readout in enumerate(told.readouts):
        report = arrival(told.item_id, told.item, readout, now)
        if place in settled:
            _store(db, report, place, settled[place])
            found.append(settled[place].meeting)
        else:
            found.append(_join(db, report, place, now))
    return tuple(found)


def arrival(item_id: int, item: Item, readout: Readout, now: datetime) -> Arrival:
    """A readout of a stored item, as it is compared with meetings."""
    reported = min(max(item.published or now, _EARLIEST), now)
    return Arrival(item_id, item, with_number(readout, item.text), reported)


def get(db: Database, meeting_id: int) -> Meeting | None:
    """A meeting by its number; by the number of one that was merged into it, too."""
    row = db.execute("SELECT * FROM meetings WHERE id = ?", (root_of(db, meeting_id),)).fetchone()
    return _meeting(db, row) if row else None


def latest(db: Database, limit: int, before_id: int | None = None) -> tuple[Meeting, ...]:
    """The meetings learnt of last, newest first; those learnt of at once by their dates.

    `before_id` continues after a page's last one.
    """
    rows = db.execute(_LATEST, (before_id, limit))
    return tuple(_meeting(db, row) for row in rows.fetchall())


def told_in(db: Database, item_id: int) -> list[tuple[Belonging, Readout]]:
    """What an item says of meetings, each with what that belongs to, in the order of the article."""
    rows = db.execute(
        "SELECT meeting, home, replaced, readout FROM readouts"
        " WHERE item = ? AND meeting IS NOT NULL ORDER BY place",
        (item_id,),
    )
    return [(Belonging(*tuple(row)[:3]), readout_of(row["readout"])) for row in rows]


def retell(db: Database, meeting_id: int, now: datetime | None = None) -> None:
    """Tell a meeting anew from the articles that are left; without any it is gone.

    now: when one of its articles was changed; None where one was only taken away.
    """
    told_rows = db.execute(_TOLD, (meeting_id,)).fetchall()
    if not told_rows:  # what nobody puts right any more counts again
        db.execute("UPDATE readouts SET replaced = NULL WHERE meeting = ?", (meeting_id,))
        told_rows = db.execute(_TOLD, (meeting_id,)).fetchall()
    if told_rows:
        told = told_by(readout_of(row["readout"]) for row in told_rows)
        changed = utc_text(now) if now else None
        db.execute(_RETELL, _columns(told) | {"id": meeting_id, "now": changed})
        return
    for absorbed in db.execute("SELECT id FROM meetings WHERE merged_into = ?", (meeting_id,)).fetchall():
        retell(db, absorbed["id"])
    db.execute("DELETE FROM meetings WHERE id = ?", (meeting_id,))


def _join(db: Database, report: Arrival, place: int, now: datetime) -> int | None:
    """Store a readout with the meeting it tells of; a new one where none is known."""
    is_meeting = report.readout.kind in ALERT_KINDS
    known = known_meeting(db, report) if is_meeting else None
    if known is None:
        meeting = create(db, report, now) if is_meeting else None
        _store(db, report, place, Belonging(meeting) if meeting else None)
        return meeting
    home = known.row["id"] if known.row["id"] != known.id else None
    _store(db, report, place, Belonging(known.id, home))
    for row in {known.row["id"], known.id}:
        add(db, row, report, now)
    if known.versions:
        _keep_latest(db, known)
    return _united(db, known, now) if known.twins else known.id


def _united(db: Database, known: Known, now: datetime) -> int:
    """The one meeting, the oldest, that those are which a report put right."""
    oldest, *others = sorted((known.id, *known.twins))
    for other in others:
        unite(db, oldest, other, now)
    retell(db, oldest, now)
    return oldest


def create(db: Database, report: Arrival, now: datetime, number: int | None = None) -> int:
    """Begin a meeting, under this number if it is free, and return its number."""
    facts = {"reported": utc_text(report.reported), "now": utc_text(now), "id": _if_free(db, number)}
    made = db.execute(_CREATE + "RETURNING id", facts | _columns(report.readout)).fetchone()
    meeting: int = made["id"]
    return meeting


def add(db: Database, meeting_id: int, report: Arrival, now: datetime) -> None:
    """Add to what is known of a meeting what one more report says."""
    row = db.execute("SELECT readout FROM meetings WHERE id = ?", (meeting_id,)).fetchone()
    told = merged(readout_of(row["readout"]), report.readout)
    facts = {"reported": utc_text(report.reported), "now": utc_text(now), "id": meeting_id}
    db.execute(_JOIN, facts | _columns(told))


def _if_free(db: Database, number: int | None) -> int | None:
    is_taken = number and db.execute("SELECT 1 FROM meetings WHERE id = ?", (number,)).fetchone()
    return None if is_taken else number


def _store(db: Database, report: Arrival, place: int, belonging: Belonging | None) -> None:
    readout, belongs = report.readout, belonging or (None, None, None)
    db.execute(_STORE, (report.item_id, place, *belongs, readout.kind.value, readout_text(readout)))


def _keep_latest(db: Database, known: Known) -> None:
    """What a source put right no longer counts."""
    newest, *earlier = known.versions
    for item_id in earlier:
        db.execute(_REPLACE, {"newest": newest, "item": item_id, "meeting": known.id})
    retell(db, known.id)


def _columns(readout: Readout) -> dict[str, str | int | None]:
    key = chair_key(readout.chair)
    return {
        "kind": readout.kind.value,
        "region": readout.region,
        "division": readout.division,
        "level": readout.level.value,
        "date": readout.date.isoformat() if readout.date else None,
        "chair": storable(key) if key else None,
        "readout": readout_text(readout),
    }


def _meeting(db: Database, row: Row) -> Meeting:
    articles = db.execute(_ARTICLES, (row["id"],)).fetchall()
    return Meeting(
        id=row["id"],
        readout=readout_of(row["readout"]),
        articles=tuple(map(article_of, articles)),
        first_seen=instant(row["first_seen"]),
    )
