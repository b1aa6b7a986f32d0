"""Ready-made lists. Built-in ones follow the configuration, the others came from chat."""

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive.rows import storable, utc_text
from readouts.domain.watch import Watchlist

_FOLLOW = """
INSERT INTO watchlists (name, query, place, added_at) VALUES (?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET query = excluded.query, place = excluded.place
"""
_ALL = "SELECT * FROM watchlists ORDER BY place IS NULL, place, added_at, name"


def sync_built_in(db: Database, lists: Sequence[Watchlist], now: datetime) -> None:
    """Make the built-in lists those of the configuration, in its order.

    A pause set in chat stays; a list added in chat whose name the configuration now uses becomes that
    built-in list; one that left the configuration is gone, and the watches taken from it stay.
    """
    names = {each.name for each in lists}
    for row in db.execute("SELECT name FROM watchlists WHERE place IS NOT NULL").fetchall():
        if row["name"] not in names:
            db.execute("DELETE FROM watchlists WHERE name = ?", (row["name"],))
    for place, each in enumerate(lists):
        db.execute(_FOLLOW, (each.name, each.query, place, utc_text(now)))


def add(db: Database, name: str, query: str, now: datetime) -> bool:
    """Add a list from chat; False when its name is known already."""
    added = db.execute(
        "INSERT INTO watchlists (name, query, added_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
        (storable(name), storable(query), utc_text(now)),
    )
    return added.rowcount > 0


def remove(db: Database, name: str) -> bool:
    """Remove a list that was added in chat; False where there is none, and for a built-in one."""
    removed = db.execute("DELETE FROM watchlists WHERE name = ? AND place IS NULL", (name,))
    return removed.rowcount > 0


def set_paused(db: Database, name: str, paused: bool) -> bool:
    """Stop offering a list, or offer it again; False where there is no such list."""
    return db.execute("UPDATE watchlists SET paused = ? WHERE name = ?", (paused, name)).rowcount > 0


def all_lists(db: Database) -> tuple[Watchlist, ...]:
    """Every list, paused ones too: the built-in ones first, then the others as they were added."""
    return tuple(map(_watchlist, db.execute(_ALL)))


def offered(db: Database) -> tuple[Watchlist, ...]:
    """The lists that chats can take, in the same order."""
    return tuple(each for each in all_lists(db) if not each.paused)


def _watchlist(row: Row) -> Watchlist:
    return Watchlist(
        name=row["name"],
        query=row["query"],
        built_in=row["place"] is not None,
        paused=bool(row["paused"]),
    )
