"""Watches: the saved queries of chats."""

from collections.abc import Iterator
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive.rows import instant, storable, utc_text
from readouts.domain.watch import Watch


def add(db: Database, chat: int, query: str, name: str | None, now: datetime) -> Watch | None:
    """Save a query of a chat that was seen before; None where the chat has that very query."""
    text = storable(query)
    stored = db.execute(
        "INSERT INTO watches (chat, query, name, created_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (chat, query) DO NOTHING RETURNING *",
        (chat, text, name, utc_text(now)),
    ).fetchone()
    return _watch(stored) if stored else None


def remove(db: Database, chat: int, watch_id: int) -> bool:
    """Remove a chat's own watch; False where it has none of that number."""
    removed = db.execute("DELETE FROM watches WHERE id = ? AND chat = ?", (watch_id, chat))
    return removed.rowcount > 0


def of_chat(db: Database, chat: int) -> tuple[Watch, ...]:
    """A chat's watches, oldest first."""
    return tuple(map(_watch, db.execute("SELECT * FROM watches WHERE chat = ? ORDER BY id", (chat,))))


def each_active(db: Database) -> Iterator[tuple[int, int, str]]:
    """(watch, chat, query) of every watch of a chat that can be told something, oldest first; a million
    of them are never in memory together."""
    rows = db.conn.execute(
        "SELECT watches.id, chat, query FROM watches JOIN chats ON chats.id = watches.chat"
        " WHERE active ORDER BY watches.id"
    )
    return ((watch, chat, query) for watch, chat, query in rows)


def _watch(row: Row) -> Watch:
    return Watch(
        id=row["id"],
        chat=row["chat"],
        query=row["query"],
        name=row["name"],
        created_at=instant(row["created_at"]),
    )
