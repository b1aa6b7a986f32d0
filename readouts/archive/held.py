"""Polls that are held: what they brought is stored and found, but alerts nobody until an admin decides."""

from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive.documents import item_and_readouts
from readouts.archive.rows import instant, utc_text
from readouts.domain.item import Item
from readouts.domain.notice import Concern
from readouts.domain.readout import Readout

_HOLD = (
    "INSERT INTO held_polls (source, new, shown, held_at) VALUES (:source, :new, :shown, :now) RETURNING *"
)
_ADD = "UPDATE held_polls SET new = new + :new, shown = shown + :shown WHERE source = :source RETURNING *"


class Told(NamedTuple):
    """What a stored item tells, and the meeting of each readout, where it tells of one."""

    item: Item
    readouts: tuple[Readout, ...]
    meetings: tuple[int | None, ...]


def hold(db: Database, source: str, item_ids: Iterable[int], shown: int, now: datetime) -> Concern | None:
    """Hold a poll that showed so many items, of which these, stored by now, were new.

    Where an earlier one of the source still waits for a decision, they wait for the same one, and there is
    nothing further to tell: some sources are all new at every look.
    """
    held = list(item_ids)
    values = {"source": source, "new": len(held), "shown": shown, "now": utc_text(now)}
    waiting = db.execute(_ADD, values).fetchone()
    poll = waiting or db.execute(_HOLD, values).fetchone()
    for item in held:
        db.execute("INSERT INTO held_items (item, poll) VALUES (?, ?)", (item, poll["id"]))
    return None if waiting else _concern(poll)


def all_held(db: Database) -> tuple[Concern, ...]:
    """The polls that wait for a decision, oldest first."""
    return tuple(map(_concern, db.execute("SELECT * FROM held_polls ORDER BY id")))


def items_of(db: Database, poll: int) -> tuple[int, ...]:
    """The items of a held poll, oldest first; none where it was decided already."""
    rows = db.execute("SELECT item FROM held_items WHERE poll = ? ORDER BY item", (poll,))
    return tuple(row["item"] for row in rows)


def told_by(db: Database, item_id: int) -> Told:
    """What an item tells; LookupError where there is no such item."""
    rows = db.execute("SELECT meeting FROM readouts WHERE item = ? ORDER BY place", (item_id,))
    meetings = tuple(row["meeting"] for row in rows.fetchall())
    return Told(*item_and_readouts(db, item_id), meetings)


def let_go(db: Database, poll: int) -> Concern | None:
    """Hold a poll no longer; None where it was decided already. What it brought stays stored."""
    row = db.execute("DELETE FROM held_polls WHERE id = ? RETURNING *", (poll,)).fetchone()
    return _concern(row) if row else None


def _concern(row: Row) -> Concern:
    return Concern(
        row["source"], since=instant(row["held_at"]), held=row["id"], new=row["new"], shown=row["shown"]
    )
