"""Meetings: the events that articles tell of. One meeting, however many articles."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import chain, repeat
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive import documents
from readouts.archive.rows import instant, instant_or_none, published_of, storable, utc_text
from readouts.domain.document import Document
from readouts.domain.document import documents as documents_of
from readouts.domain.item import Item
from readouts.domain.joining import VAGUE_WINDOW, merged, same_meeting
from readouts.domain.meeting import ALERT_KINDS, Article, Meeting
from readouts.domain.readout import Readout, readout_as_json, readout_from_json

# No committee met before; feeds do give such dates.
_EARLIEST = datetime(1949, 10, 1, tzinfo=UTC)

_CANDIDATES = """
SELECT * FROM meetings
WHERE kind = :kind AND region IS :region AND division IS :division AND level = :level
    AND (date BETWEEN :first_day AND :last_day
        OR (date IS NULL OR :date IS NULL) AND first_reported BETWEEN :reported_from AND :reported_until
            AND :has_chair AND json_extract(readout, '$.chair') IS NOT NULL)
"""
_CREATE = """
INSERT INTO meetings
    (id, kind, region, division, level, date, readout, first_seen, changed_at, first_reported)
VALUES (:id, :kind, :region, :division, :level, :date, :readout, :now, :now, :reported)
"""
_JOIN = """
UPDATE meetings SET date = :date, readout = :readout, changed_at = :now,
    first_reported = min(first_reported, :reported)
WHERE id = :id
"""
_RETELL = """
UPDATE meetings SET kind = :kind, region = :region, division = :division, level = :level, date = :date,
    readout = :readout, changed_at = ifnull(:now, changed_at)
WHERE id = :id
"""
_LATEST = """
SELECT * FROM meetings
WHERE NOT EXISTS (SELECT 1 FROM meetings WHERE id = ?1)
    OR (first_seen, ifnull(date, ''), id)
        < (SELECT first_seen, ifnull(date, ''), id FROM meetings WHERE id = ?1)
ORDER BY first_seen DESC, ifnull(date, '') DESC, id DESC LIMIT ?2
"""
_ARTICLES = """
SELECT DISTINCT items.id, url, title, source, published, published_offset, lang, first_seen,
    (SELECT max(replaced_at) FROM former_texts WHERE item = items.id) AS corrected
FROM readouts JOIN items ON items.id = readouts.item
WHERE meeting = ? ORDER BY items.id
"""


def attach(
    db: Database,
    item_id: int,
    item: Item,
    readouts: Sequence[Readout],
    now: datetime,
    found: Sequence[Document] | None = None,
    kept: Mapping[int, int] | None = None,
    numbers: Sequence[int | None] = (),
) -> tuple[int | None, ...]:
    """Store what an item tells and make it findable. found: its documents, where they are made already.
    numbers: those that the readouts' meetings had in another archive, in order; a meeting that is new
    here keeps its number if that is free.

    Returns the meeting of each readout, in order: one known already or a new one; None for a
    readout that tells of no meeting. kept: by place, the meetings of readouts for which that is settled;
    these are to be told anew.
    """
    reported = min(max(item.published or now, _EARLIEST), now)
    settled = kept or {}
    numbered = enumerate(zip(readouts, chain(numbers, repeat(None)), strict=False))
    told = tuple(
        [
            settled.get(place) or _meeting_for(db, readout, reported, now, number)
            for place, (readout, number) in numbered
        ]
    )
    for place, (readout, meeting) in enumerate(zip(readouts, told, strict=True)):
        db.execute(
            "INSERT INTO readouts (item, place, meeting, kind, readout) VALUES (?, ?, ?, ?, ?)",
            (item_id, place, meeting, readout.kind.value, _as_text(readout)),
        )
    documents.index(db, item_id, found or documents_of(item, tuple(readouts)), told)
    return told


def get(db: Database, meeting_id: int) -> Meeting | None:
    row = db.execute("SELECT * FROM meetings WHERE id = ?", (meeting_id,)).fetchone()
    return _meeting(db, row) if row else None


def latest(db: Database, limit: int, before_id: int | None = None) -> tuple[Meeting, ...]:
    """The meetings learnt of last, newest first; those learnt of at once by their dates.

    `before_id` continues after a page's last one.
    """
    rows = db.execute(_LATEST, (before_id, limit))
    return tuple(_meeting(db, row) for row in rows.fetchall())


def told_in(db: Database, item_id: int) -> list[tuple[int, Readout]]:
    """The meetings that an item tells of, each with what it says of it, in the order of the article."""
    rows = db.execute(
        "SELECT meeting, readout FROM readouts WHERE item = ? AND meeting IS NOT NULL ORDER BY place",
        (item_id,),
    )
    return [(row["meeting"], _from_text(row["readout"])) for row in rows]


def retell(db: Database, meeting_id: int, now: datetime | None = None) -> None:
    """Tell a meeting anew from the articles that are left; without any it is gone.

    now: when one of its articles was changed; None where one was only taken away.
    """
    rows = db.execute("SELECT readout FROM readouts WHERE meeting = ? ORDER BY item, place", (meeting_id,))
    left = [_from_text(row["readout"]) for row in rows]
    if not left:
        db.execute("DELETE FROM meetings WHERE id = ?", (meeting_id,))
        return
    changed = utc_text(now) if now else None
    db.execute(_RETELL, _columns(reduce(merged, left)) | {"id": meeting_id, "now": changed})


def _meeting_for(
    db: Database, readout: Readout, reported: datetime, now: datetime, number: int | None
) -> int | None:
    if readout.kind not in ALERT_KINDS:
        return None
    facts = {"reported": utc_text(reported), "now": utc_text(now)}
    known = _known_meeting(db, readout, reported)
    if known is None:
        return db.execute(_CREATE, facts | _columns(readout) | {"id": _if_free(db, number)}).lastrowid
    told = merged(_from_text(known["readout"]), readout)
    db.execute(_JOIN, facts | {"date": _day(told), "readout": _as_text(told), "id": known["id"]})
    meeting_id: int = known["id"]
    return meeting_id


def _if_free(db: Database, number: int | None) -> int | None:
    taken = db.execute("SELECT 1 FROM meetings WHERE id = ?", (number,)).fetchone()
    return None if taken else number


def _known_meeting(db: Database, readout: Readout, reported: datetime) -> Row | None:
    """The meeting that a readout tells of; the one nearest in time, where several could be meant."""
    window = {
        "first_day": _day_text(readout.date, -VAGUE_WINDOW),
        "last_day": _day_text(readout.date, VAGUE_WINDOW),
        "reported_from": utc_text(reported - VAGUE_WINDOW),
        "reported_until": utc_text(reported + VAGUE_WINDOW),
        "has_chair": readout.chair is not None,  # without a day, only the chair can join
    }
    rows = db.execute(_CANDIDATES, window | _columns(readout)).fetchall()
    fitting = [row for row in rows if _fits(row, readout, reported)]
    return min(fitting, key=lambda row: (_days_apart(row, readout), row["id"]), default=None)


def _fits(row: Row, readout: Readout, reported: datetime) -> bool:
    apart = abs(reported - instant(row["first_reported"]))
    return same_meeting(_from_text(row["readout"]), readout, apart)


def _days_apart(row: Row, readout: Readout) -> int:
    if row["date"] is None or readout.date is None:
        return VAGUE_WINDOW.days
    return abs((date.fromisoformat(row["date"]) - readout.date).days)


def _columns(readout: Readout) -> dict[str, str | None]:
    return {
        "kind": readout.kind.value,
        "region": readout.region,
        "division": readout.division,
        "level": readout.level.value,
        "date": _day(readout),
        "readout": _as_text(readout),
    }


def _day(readout: Readout) -> str | None:
    return readout.date.isoformat() if readout.date else None


def _day_text(day: date | None, shift: timedelta) -> str | None:
    """A day shifted, kept inside the calendar."""
    if day is None:
        return None
    shifted = day.toordinal() + shift.days
    return date.fromordinal(min(max(shifted, 1), date.max.toordinal())).isoformat()


def _as_text(readout: Readout) -> str:
    return storable(json.dumps(readout_as_json(readout), ensure_ascii=False, separators=(",", ":")))


def _from_text(text: str) -> Readout:
    return readout_from_json(json.loads(text))


def _meeting(db: Database, row: Row) -> Meeting:
    articles = db.execute(_ARTICLES, (row["id"],)).fetchall()
    return Meeting(
        id=row["id"],
        readout=_from_text(row["readout"]),
        articles=tuple(map(_article, articles)),
        first_seen=instant(row["first_seen"]),
    )


def _article(row: Row) -> Article:
    return Article(
        item=row["id"],
        url=row["url"],
        title=row["title"],
        source=row["source"] or None,
        published=published_of(row),
        lang=row["lang"],
        first_seen=instant(row["first_seen"]),
        corrected=instant_or_none(row["corrected"]),
    )
