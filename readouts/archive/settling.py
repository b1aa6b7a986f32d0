"""What becomes of a claimed delivery after the attempt to send it.

Between claim and settle the chat may have left, moved or been forgotten, and the row with it. Only
a row that is still claimed is settled.
"""

from datetime import datetime
from typing import assert_never

from sqlite_utils import Database

from readouts.archive import chats
from readouts.archive.rows import utc_text
from readouts.domain.delivery import (
    Delivery,
    DeliveryKind,
    Done,
    DropChat,
    GiveUp,
    MoveChat,
    Retry,
    Settlement,
)

# An article that came while the alert was on its way is not in its text.
_OWE_MISSED_UPDATE = """
INSERT INTO outbox (kind, chat, meeting, why, not_before, created_at, changed_at)
SELECT 'update', chat, meeting, why, :now, :now, :now
FROM outbox JOIN meetings ON meetings.id = outbox.meeting
WHERE outbox.id = :id AND state = 'claimed' AND meetings.changed_at > outbox.changed_at
ON CONFLICT DO NOTHING
"""
# Another edit of the same message that waits by now does the work of this one.
_DROP_IF_COVERED = """
DELETE FROM outbox WHERE id = :id AND state = 'claimed' AND kind = 'update' AND EXISTS (
    SELECT 1 FROM outbox AS other
    WHERE other.kind = 'update' AND other.state = 'waiting'
        AND other.meeting = outbox.meeting AND other.chat = outbox.chat)
"""
_WAIT_AGAIN = """
UPDATE outbox SET state = 'waiting', not_before = :not_before, unknowns = unknowns + :unknown,
    plain = max(plain, :plain), changed_at = :now
WHERE id = :id AND state = 'claimed'
"""


def settle(db: Database, delivery: Delivery, settlement: Settlement, now: datetime) -> None:
    """Write down what the attempt came to; a delivery that is settled already stays as it is."""
    match settlement:
        case Done(message):
            _done(db, delivery, message, now)
        case Retry():
            _retry(db, delivery, settlement, now)
        case DropChat(reason):
            chats.deactivate(db, delivery.chat.id, reason, now)
            _retry(db, delivery, Retry(now), now)
        case MoveChat(to):
            chats.migrate(db, delivery.chat.id, to, now)
            _retry(db, delivery, Retry(now), now)
        case GiveUp(reason):
            db.execute(
                "UPDATE outbox SET state = 'parked', reason = ?, changed_at = ?"
                " WHERE id = ? AND state = 'claimed'",
                (reason, utc_text(now), delivery.id),
            )
        case _:
            assert_never(settlement)


def _done(db: Database, delivery: Delivery, message: int | None, now: datetime) -> None:
    if delivery.kind is not DeliveryKind.ALERT:  # only alerts are remembered: they ring once
        db.execute("DELETE FROM outbox WHERE id = ? AND state = 'claimed'", (delivery.id,))
        return
    if message is not None:
        db.execute(_OWE_MISSED_UPDATE, {"id": delivery.id, "now": utc_text(now)})
    db.execute(
        "UPDATE outbox SET state = 'sent', message = ?, changed_at = ? WHERE id = ? AND state = 'claimed'",
        (message, utc_text(now), delivery.id),
    )


def _retry(db: Database, delivery: Delivery, retry: Retry, now: datetime) -> None:
    not_before = utc_text(retry.not_before)
    if retry.hold_chat:
        _hold(db, delivery.chat.id, not_before)
    db.execute(_DROP_IF_COVERED, {"id": delivery.id})
    db.execute(
        _WAIT_AGAIN,
        {
            "id": delivery.id,
            "not_before": not_before,
            "unknown": retry.suspect,
            "plain": retry.plain,
            "now": utc_text(now),
        },
    )


def _hold(db: Database, chat_id: int, until: str) -> None:
    """Nothing leaves for the chat before `until`: neither what waits nor what will be owed."""
    db.execute("UPDATE chats SET hold_until = max(hold_until, ?) WHERE id = ?", (until, chat_id))
    db.execute(
        "UPDATE outbox SET not_before = max(not_before, ?) WHERE chat = ? AND state = 'waiting'",
        (until, chat_id),
    )
