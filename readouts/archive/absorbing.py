"""One meeting becomes part of another one: by hand, or because a report put its day right.

The absorbed meeting stays in the archive, so that what fits it goes to the other and it can be brought back.
Nobody is alerted again.
"""

from datetime import datetime

from sqlite_utils import Database

from readouts.archive.rows import utc_text

_MOVE_DOCUMENTS = """
UPDATE documents SET meeting = (SELECT meeting FROM readouts
    WHERE readouts.item = documents.item AND readouts.place = documents.place)
WHERE meeting = ?
"""
_MERGE = (
    "UPDATE readouts SET home = ifnull(home, :other), meeting = :id WHERE meeting = :other",
    "UPDATE meetings SET merged_into = :id, changed_at = :now WHERE id = :other",
    # Who is owed both is owed one.
    """DELETE FROM outbox WHERE meeting = :other AND state = 'waiting' AND (kind = 'update' OR chat IN (
        SELECT chat FROM outbox WHERE kind = 'alert' AND meeting = :id AND state <> 'cancelled'))""",
    # Who knows the other meeting knows this one.
    """INSERT INTO outbox (kind, chat, meeting, why, state, not_before, reason, created_at, changed_at)
    SELECT 'alert', chat, :id, why, 'sent', :now, 'merged ' || :other, :now, :now FROM outbox
    WHERE kind = 'alert' AND meeting = :other AND state IN ('waiting', 'claimed', 'sent')
    ON CONFLICT DO NOTHING""",
)


def absorb(db: Database, meeting: int, other: int, now: datetime) -> None:
    """Make `other` part of `meeting`; both are roots. What is known of the meeting is to be told anew."""
    for statement in _MERGE:
        db.execute(statement, {"id": meeting, "other": other, "now": utc_text(now)})
    move_documents(db, other)


def unite(db: Database, meeting: int, other: int, now: datetime) -> None:
    """The same by a rule. If an admin takes it apart again, no rule joins it a second time."""
    absorb(db, meeting, other, now)
    db.execute("UPDATE meetings SET split_from = ? WHERE id = ?", (meeting, other))


def move_documents(db: Database, meeting: int) -> None:
    """Make what was found in the meeting's reports findable under the meetings that these belong to now."""
    db.execute(_MOVE_DOCUMENTS, (meeting,))
