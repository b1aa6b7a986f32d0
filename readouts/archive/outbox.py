"""The outbox: what is owed to whom. owe -> claim -> (send) -> settle; see notices.py for what
admins are owed, and settling.py for the last.

A row is claimed in one transaction and settled in another. One that is found claimed at a start
was being sent when the program died: it is a suspect, and goes first.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from readouts.archive import items, meetings
from readouts.archive.chats import chat_of
from readouts.archive.notices import notice_of
from readouts.archive.rows import instant, storable, utc_text
from readouts.archive.settling import settle
from readouts.domain.delivery import Delivery, DeliveryKind
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.notice import Notice
from readouts.domain.passage import Passage

__all__ = [
    "Parked",
    "claim",
    "next_due",
    "owe_alert",
    "owe_updates",
    "parked",
    "settle",
    "suspect_claimed",
    "waiting",
]

# A row that was cancelled because the chat had left can be owed again once it is back.
_OWE_ALERT = """
INSERT INTO outbox (kind, chat, meeting, item, why, not_before, created_at, changed_at)
SELECT 'alert', id, :meeting, :item, :why, max(:not_before, hold_until), :now, :now
FROM chats WHERE id = :chat AND active
ON CONFLICT DO UPDATE SET state = 'waiting', why = excluded.why, not_before = excluded.not_before,
    changed_at = excluded.changed_at
WHERE state = 'cancelled'
"""
_OWE_UPDATES = """
INSERT INTO outbox (kind, chat, meeting, why, not_before, created_at, changed_at)
SELECT 'update', chat, meeting, why, max(:now, hold_until), :now, :now
FROM outbox JOIN chats ON chats.id = outbox.chat
WHERE outbox.kind = 'alert' AND state = 'sent' AND message IS NOT NULL AND active AND meeting IN (
    WITH RECURSIVE told (id) AS (
        SELECT :meeting UNION SELECT meetings.id FROM meetings JOIN told ON merged_into = told.id)
    SELECT id FROM told)
ON CONFLICT DO NOTHING
"""
_NEXT = """
SELECT id FROM outbox WHERE state = 'waiting' AND suspect = ? AND not_before <= ?
ORDER BY not_before, id LIMIT 1
"""
_CLAIM = (
    "UPDATE outbox SET state = 'claimed', attempts = attempts + 1, changed_at = ? WHERE id = ? RETURNING *"
)
_MESSAGE_OF_ALERT = """
SELECT message FROM outbox WHERE kind = 'alert' AND meeting = ? AND chat = ?
"""


@dataclass(frozen=True, slots=True)
class Parked:
    """A delivery that was given up, for an admin to see."""

    id: int
    kind: DeliveryKind
    chat: int
    reason: str
    since: datetime


def owe_alert(
    db: Database,
    chat: int,
    *,
    meeting: int | None,
    item: int | None,
    why: tuple[str, ...],
    passages: tuple[Passage, ...] = (),
    not_before: datetime,
    now: datetime,
) -> bool:
    """Owe a chat the alert for a meeting, or for an item; exactly one of the two is given. It shows `why`
    and `passages` whatever becomes of the article.

    False where the chat was told already, is owed it already, or cannot be told anything.
    """
    owed = db.execute(
        _OWE_ALERT,
        {
            "chat": chat,
            "meeting": meeting,
            "item": item,
            "why": _why_as_json(why, passages),
            "not_before": utc_text(not_before),
            "now": utc_text(now),
        },
    )
    return owed.rowcount > 0


def owe_updates(db: Database, meeting_id: int, now: datetime) -> int:
    """Owe an edit to every chat that has the meeting's alert, or that of one merged into it, and how many
    that are. Edits that wait already will tell of this, too."""
    return db.execute(_OWE_UPDATES, {"meeting": meeting_id, "now": utc_text(now)}).rowcount


def claim(db: Database, now: datetime) -> Delivery | None:
    """Take what is due for sending: suspects first, then what has been due the longest; None when
    nothing is due. What waits for its time, or for its chat, holds up nobody else."""
    for suspect in (True, False):
        due = db.execute(_NEXT, (suspect, utc_text(now))).fetchone()
        if due is not None:
            return _delivery(db, db.execute(_CLAIM, (utc_text(now), due["id"])).fetchone())
    return None


def suspect_claimed(db: Database, now: datetime) -> int:
    """At a start: what a dead process had claimed may have arrived, and is due now. How many."""
    return db.execute(
        "UPDATE outbox SET state = 'waiting', unknowns = unknowns + 1, not_before = :now, changed_at = :now"
        " WHERE state = 'claimed'",
        {"now": utc_text(now)},
    ).rowcount


def next_due(db: Database, now: datetime) -> datetime | None:
    """When the next delivery is due: `now` where one is overdue, None where nothing waits."""
    first = db.execute(
        "SELECT min(due) FROM ("
        " SELECT min(not_before) AS due FROM outbox WHERE state = 'waiting' AND suspect = 0 UNION ALL"
        " SELECT min(not_before) FROM outbox WHERE state = 'waiting' AND suspect = 1)"
    ).fetchone()[0]
    return max(instant(first), now) if first else None


def waiting(db: Database) -> int:
    """How many deliveries wait."""
    count: int = db.execute("SELECT count(*) FROM outbox WHERE state = 'waiting'").fetchone()[0]
    return count


def parked(db: Database) -> tuple[Parked, ...]:
    """What was given up, oldest first."""
    return tuple(map(_parked, db.execute("SELECT * FROM outbox WHERE state = 'parked' ORDER BY id")))


def _delivery(db: Database, row: Row) -> Delivery:
    chat = db.execute("SELECT * FROM chats WHERE id = ?", (row["chat"],)).fetchone()
    why = json.loads(row["why"])
    return Delivery(
        id=row["id"],
        kind=DeliveryKind(row["kind"]),
        chat=chat_of(chat),
        subject=_subject(db, row),
        why=tuple(each for each in why if isinstance(each, str)),
        attempts=row["attempts"] - 1,
        message=_message_to_edit(db, row),
        suspect=bool(row["suspect"]),
        plain=bool(row["plain"]),
        unknowns=row["unknowns"],
        first_seen=items.first_seen(db, row["item"]) if row["item"] else None,
        passages=tuple(_passage(each) for each in why if not isinstance(each, str)),
    )


def _why_as_json(terms: tuple[str, ...], passages: tuple[Passage, ...]) -> str:
    """One list: the terms, then each passage as a list of its text and its highlights."""
    why = [*terms, *([each.text, each.highlights] for each in passages)]
    return storable(json.dumps(why, ensure_ascii=False))


def _passage(plain: list[Any]) -> Passage:
    text, highlights = plain
    return Passage(text, tuple((start, end) for start, end in highlights))


def _subject(db: Database, row: Row) -> Meeting | Item | Notice:
    """What the row is about, as it is known now. The row could not be there without it."""
    if row["notice"]:
        return notice_of(row["notice"])
    found = items.get(db, row["item"]) if row["item"] else meetings.get(db, row["meeting"])
    if found is None:
        raise LookupError(f"delivery {row['id']} is about nothing")
    return found


def _message_to_edit(db: Database, row: Row) -> int | None:
    if row["kind"] != DeliveryKind.UPDATE:
        return None
    message: int | None = db.execute(_MESSAGE_OF_ALERT, (row["meeting"], row["chat"])).fetchone()["message"]
    return message


def _parked(row: Row) -> Parked:
    return Parked(
        id=row["id"],
        kind=DeliveryKind(row["kind"]),
        chat=row["chat"],
        reason=row["reason"] or "",
        since=instant(row["changed_at"]),
    )
