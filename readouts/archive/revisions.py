"""Articles that a source changes after it listed them: what they say of a meeting changes with them.

Only articles that told of a meeting are looked at, and only for two weeks: nobody else is waiting for
what they say.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive import documents, meetings
from readouts.archive.held import told_by
from readouts.archive.rows import published_columns, readout_text, storable, utc_text
from readouts.domain.copies import is_copy, shingles
from readouts.domain.document import documents as documents_of
from readouts.domain.item import Item
from readouts.domain.joining import PUT_RIGHT_WITHIN, may_be_one
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.numbering import with_number
from readouts.domain.readout import Readout

_WATCHED = timedelta(days=14)
_NOTE = """
INSERT INTO listings (source, identity, item, said, since) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (source, identity) DO UPDATE SET said = excluded.said
"""


class Revision(NamedTuple):
    """A stored item, and how its source lists it now."""

    item_id: int
    listed: Item


def note(db: Database, item_id: int, listed: Item, now: datetime) -> None:
    """Remember how a source listed an item that tells of a meeting, to notice when that changes."""
    source, identity = storable(listed.source or ""), storable(listed.identity)
    db.execute(_NOTE, (source, identity, item_id, _said(listed), utc_text(now)))


def changed(db: Database, source_name: str, items: Iterable[Item], now: datetime) -> tuple[Revision, ...]:
    """Those of a source's items that told of a meeting in the last two weeks and are listed otherwise now."""
    rows = db.execute(
        "SELECT identity, item, said FROM listings WHERE source = ? AND since >= ?",
        (storable(source_name), utc_text(now - _WATCHED)),
    ).fetchall()
    noted = {row["identity"]: row for row in rows}
    listed = {storable(item.identity): item for item in items} if noted else {}
    return tuple(
        Revision(noted[identity]["item"], item)
        for identity, item in listed.items()
        if identity in noted and noted[identity]["said"] != _said(item)
    )


def revise(
    db: Database, item_id: int, item: Item, readouts: Sequence[Readout], now: datetime
) -> tuple[int | None, ...] | None:
    """Put what an item says now in the place of what it said.

    Returns the meeting of each readout; None, and nothing changes, where it says the same, or less than
    half as much, or no longer tells of the same committees' meetings: what was told once is not taken
    back by silence. A text that is mostly another one is no revision either, but a page filled anew.
    """
    before = told_by(db, item_id)
    told = tuple(with_number(each, item.text) if each.kind in ALERT_KINDS else each for each in readouts)
    if not _is_revision(before.item, item) or not _are_revisions(before.readouts, told):
        return None
    documents.drop(db, item_id)
    _rewrite(db, item_id, item)
    for place, readout in enumerate(told):
        db.execute(
            "UPDATE readouts SET readout = ? WHERE item = ? AND place = ?",
            (readout_text(readout), item_id, place),
        )
    documents.index(db, item_id, documents_of(item, tuple(readouts)), before.meetings)
    for meeting in {each for each in before.meetings if each is not None}:
        meetings.retell(db, meeting)
        db.execute("UPDATE meetings SET changed_at = ? WHERE id = ?", (utc_text(now), meeting))
    return before.meetings


def _is_revision(before: Item, now: Item) -> bool:
    if before.published and now.published and abs(now.published - before.published) > PUT_RIGHT_WITHIN:
        return False
    return 2 * len(now.text) >= len(before.text) and is_copy(shingles(before.text), shingles(now.text))


def _are_revisions(before: Sequence[Readout], now: Sequence[Readout]) -> bool:
    if [each.kind for each in before] != [each.kind for each in now]:
        return False
    pairs = list(zip(before, now, strict=True))
    if all(_facts(a) == _facts(b) for a, b in pairs):
        return False
    return all(may_be_one(a, b) for a, b in pairs if a.kind in ALERT_KINDS)


def _facts(readout: Readout) -> Readout:
    """A readout without the places where its words stand."""
    return replace(readout, evidence={}, scope=())


def _rewrite(db: Database, item_id: int, item: Item) -> None:
    moment, offset = published_columns(item.published)
    db.execute(
        "UPDATE items SET title = ?, text = ?, published = ?, published_offset = ? WHERE id = ?",
        (storable(item.title), storable(item.text), moment, offset, item_id),
    )


def _said(item: Item) -> bytes:
    words = f"{item.title}\n{item.text}"
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).digest()
