"""Chats: who can be told something, and what becomes of it when a chat leaves, moves or is forgotten."""

from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive.rows import instant, storable, utc_text
from readouts.domain.chat import Chat, Language

_SEE = """
INSERT INTO chats (id, kind, title, language, created_at) VALUES (:id, :kind, :title, :language, :now)
ON CONFLICT (id) DO UPDATE SET kind = :kind, title = :title, active = 1, reason = NULL
WHERE kind <> :kind OR title <> :title OR NOT active
"""
_MOVE = (
    """INSERT INTO chats (id, kind, title, language, active, reason, created_at, hold_until)
    SELECT :new, 'supergroup', title, language, active, reason, created_at, '' FROM chats WHERE id = :old
    ON CONFLICT (id) DO UPDATE SET active = max(active, excluded.active),
        reason = iif(excluded.active, NULL, reason)""",
    "UPDATE OR IGNORE watches SET chat = :new WHERE chat = :old",
    # Messages stay behind in the old group: there is nothing left to edit.
    "DELETE FROM outbox WHERE chat = :old AND kind = 'update'",
    "UPDATE outbox SET message = NULL, changed_at = :now WHERE chat = :old AND state = 'sent'",
    # What is still owed wins over what was given up.
    "DELETE FROM outbox WHERE chat = :new AND state = 'cancelled'",
    "UPDATE OR IGNORE outbox SET chat = :new WHERE chat = :old",
    "DELETE FROM chats WHERE id = :old",
)


def see(db: Database, chat_id: int, kind: str, title: str, language: Language, now: datetime) -> Chat:
    """Note that a chat spoke: a new one is stored, one that had left is back. `language` is a guess
    for a new chat; one that is known keeps its own."""
    values = {
        "id": chat_id,
        "kind": kind,
        "title": storable(title),
        "language": language,
        "now": utc_text(now),
    }
    db.execute(_SEE, values)
    return chat_of(db.execute("SELECT * FROM chats WHERE id = ?", (chat_id,)).fetchone())


def get(db: Database, chat_id: int) -> Chat | None:
    row = _row(db, chat_id)
    return chat_of(row) if row else None


def deactivate(db: Database, chat_id: int, reason: str, now: datetime) -> None:
    """The chat is gone: nothing is sent to it any more, and what it was owed is cancelled. Its
    watches wait for its return."""
    db.execute("UPDATE chats SET active = 0, reason = ? WHERE id = ?", (reason, chat_id))
    db.execute(
        "UPDATE outbox SET state = 'cancelled', reason = ?, changed_at = ?"
        " WHERE chat = ? AND state IN ('waiting', 'claimed')",
        (reason, utc_text(now), chat_id),
    )


def migrate(db: Database, old: int, new: int, now: datetime) -> None:
    """The group `old` became the supergroup `new`: rename it in all tables, and where both are
    known make them one. Nothing happens where `old` is not known, so that it can be told twice."""
    if old == new or _row(db, old) is None:
        return
    for statement in _MOVE:
        db.execute(statement, {"old": old, "new": new, "now": utc_text(now)})


def forget(db: Database, chat_id: int) -> None:
    """Erase a chat, its watches and all it was ever sent or owed."""
    db.execute("DELETE FROM chats WHERE id = ?", (chat_id,))


def _row(db: Database, chat_id: int) -> Row | None:
    row: Row | None = db.execute("SELECT * FROM chats WHERE id = ?", (chat_id,)).fetchone()
    return row


def chat_of(row: Row) -> Chat:
    return Chat(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        language=row["language"],
        active=bool(row["active"]),
        reason=row["reason"],
        created_at=instant(row["created_at"]),
    )
