"""Articles that their source changes: the new words take the place of the old ones, and both are kept.

A correction never makes anybody forget a meeting. The readouts of the new text stand for those of the
old one; what the new text no longer tells, and no other article either, is told as before. A page that
is filled anew tells of other meetings, not of the same ones otherwise.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive import documents, items, meetings
from readouts.archive.meetings import Belonging
from readouts.archive.rows import published_columns, storable, text_columns, utc_text
from readouts.archive.wordings import digest
from readouts.domain.copies import is_filled_anew
from readouts.domain.item import Item
from readouts.domain.joining import paired
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.readout import Readout

MOST_KEPT = 10
# A site that changes what stands around all its articles changes so many at one look at most.
MOST_AT_ONCE = 100

_LISTED = """
SELECT id, identity, listed FROM items
WHERE source = ? AND identity IN (SELECT value FROM json_each(?))
"""
_NOTE = "UPDATE items SET listed = :listed WHERE id = :item"
_KEEP = "INSERT INTO former_texts (item, title, text, replaced_at) VALUES (?, ?, ?, ?)"
_FORGET = """
DELETE FROM former_texts WHERE item = :item AND id NOT IN
    (SELECT id FROM former_texts WHERE item = :item ORDER BY id DESC LIMIT :most)
"""
# Nothing is put right by an item that no longer tells of the meeting.
_LET_COUNT = """
UPDATE readouts SET replaced = NULL WHERE replaced = :item
    AND meeting NOT IN (SELECT meeting FROM readouts WHERE item = :item AND meeting IS NOT NULL)
"""
_TOLD_CHATS = """
SELECT chat FROM outbox WHERE kind = 'alert' AND state <> 'cancelled'
    AND (item = ? OR meeting IN (SELECT value FROM json_each(?)))
"""


@dataclass(frozen=True, slots=True)
class Change:
    """An item that its source lists in other words than before.

    listed: as it is listed now. stored: as the archive has it, and `told` what it tells. was_read: the stored
    words are not those that were listed, but of the article's own page.
    """

    item_id: int
    listed: Item
    stored: Item
    told: tuple[Readout, ...]
    was_read: bool


class Corrected(NamedTuple):
    """meetings: that of each readout of the new text. former: the meetings that the item told of before.
    altered: those of them that read differently now. is_filled_anew: whether it is another article under
    the old name."""

    meetings: tuple[int | None, ...]
    former: frozenset[int]
    altered: frozenset[int]
    is_filled_anew: bool


def changes(db: Database, source: str, listed: Iterable[Item]) -> tuple[Change, ...]:
    """Those of the listed items that are known under their identity and say something else by now, at
    most a hundred."""
    given = items.by_identity(listed)
    found = []
    for row in db.execute(_LISTED, (storable(source), _names(given))) if given else ():
        item = given[row["identity"]]
        if row["listed"] is not None and row["listed"] != digest(item.title, item.text):
            found.append((row["id"], item, row["listed"]))
    return tuple(_change(db, *each) for each in found[:MOST_AT_ONCE])


def _change(db: Database, item_id: int, listed: Item, before: bytes) -> Change:
    stored, told = documents.item_and_readouts(db, item_id)
    return Change(item_id, listed, stored, told, was_read=before != digest(stored.title, stored.text))


def note(db: Database, source: str, listed: Iterable[Item]) -> None:
    """Remember what the source says in those items of which that is not known yet."""
    given = items.by_identity(listed)
    rows = db.execute(_LISTED, (storable(source), _names(given))).fetchall() if given else ()
    for row in rows:
        if row["listed"] is None:
            _note(db, row["id"], given[row["identity"]])


def settle(db: Database, change: Change) -> None:
    """A change that was dealt with is none at the next look."""
    _note(db, change.item_id, change.listed)


def correct(
    db: Database, item_id: int, item: Item, readouts: Sequence[Readout], now: datetime
) -> Corrected | None:
    """Put title and text of `item`, and what they tell, in the place of what was stored; None where there
    is no such item any more. Its meetings are told anew."""
    stored = items.get(db, item_id)
    if stored is None:
        return None
    db.execute(_KEEP, (item_id, stored.title, stored.text, utc_text(now)))
    db.execute(_FORGET, {"item": item_id, "most": MOST_KEPT})
    former = meetings.told_in(db, item_id)
    before = {belonging.meeting: _shown(db, belonging.meeting) for belonging, _ in former}
    _replace(db, item_id, item)
    is_anew = is_filled_anew(stored, item)
    kept = _kept(db, former, readouts, is_anew)
    told_on = {belonging.meeting for belonging in kept.values()}
    left = [each for each in former if each[0].meeting not in told_on and _is_untold(db, each[0].meeting)]
    untold = {len(readouts) + number: belonging for number, (belonging, _) in enumerate(left)}
    told = [*readouts, *(replace(readout, scope=(), evidence={}) for _, readout in left)]
    found = meetings.attach(db, item_id, item, told, now, kept=kept | untold)
    db.execute(_LET_COUNT, {"item": item_id})
    for meeting in before:
        meetings.retell(db, meeting, now)
    altered = frozenset(meeting for meeting, shown in before.items() if _shown(db, meeting) != shown)
    return Corrected(found[: len(readouts)], frozenset(before), altered, is_anew)


def _shown(db: Database, meeting_id: int) -> object:
    """What people are shown of a meeting: all but where in which text it stands."""
    meeting = meetings.get(db, meeting_id)
    articles = [(article.url, article.title) for article in meeting.articles] if meeting else []
    return meeting and (replace(meeting.readout, scope=(), evidence={}), articles)


def _replace(db: Database, item_id: int, item: Item) -> None:
    """Other words, which nothing was read from yet."""
    documents.drop(db, item_id)
    words = storable(item.title), *text_columns(item.text), items.page_key(item)
    db.execute(
        "UPDATE items SET title = ?, text = ?, packed = ?, same_page = ?, published = ?, published_offset = ?"
        " WHERE id = ?",
        (*words, *published_columns(item.published), item_id),
    )
    db.execute("DELETE FROM readouts WHERE item = ?", (item_id,))


def told_chats(db: Database, item_id: int, meeting_ids: Iterable[int]) -> frozenset[int]:
    """The chats that were alerted, or are going to be, for an item or one of these meetings."""
    told = db.execute(_TOLD_CHATS, (item_id, json.dumps(list(meeting_ids))))
    return frozenset(row["chat"] for row in told)


def _kept(
    db: Database, former: Sequence[tuple[Belonging, Readout]], readouts: Sequence[Readout], is_anew: bool
) -> dict[int, Belonging]:
    """What readouts of the new text take over from those of the old one, by place. One that is left over
    takes over the only meeting left over, if nobody else reports that: its place or day was wrong. Where
    the page is filled anew, only a meeting of the same committee and day is the same."""
    pairs = paired([readout for _, readout in former], readouts, same_day=is_anew)
    kept = {place: former[number][0] for place, number in pairs.items()}
    told_on = {belonging.meeting for belonging in kept.values()}
    lost = {each.meeting: each for each, _ in reversed(former) if each.meeting not in told_on}
    new = [n for n, readout in enumerate(readouts) if n not in kept and readout.kind in ALERT_KINDS]
    if not is_anew and len(lost) == len(new) == 1 and _is_untold(db, *lost):
        kept[new[0]] = next(iter(lost.values()))
    return kept


def _is_untold(db: Database, meeting: int) -> bool:
    return db.execute("SELECT 1 FROM readouts WHERE meeting = ?", (meeting,)).fetchone() is None


def _names(given: Iterable[str]) -> str:
    return json.dumps(list(given))


def _note(db: Database, item_id: int, listed: Item) -> None:
    db.execute(_NOTE, {"item": item_id, "listed": digest(listed.title, listed.text)})
