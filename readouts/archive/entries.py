"""Entries: articles with all that is known of them, on their way out of the archive and into it."""

import json
from collections.abc import Iterator
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive import items, meetings
from readouts.archive.conditions import condition
from readouts.archive.rows import instant, item_of, storable
from readouts.domain.entry import Entry
from readouts.domain.query import Query
from readouts.domain.readout import readout_from_json

_ENTRIES = """
SELECT id, source, identity, url, title, text, lang, published, published_offset, region, first_seen
FROM items WHERE {chosen} ORDER BY id
"""
_CHOSEN = """id IN (
    SELECT d.item FROM document_index AS w CROSS JOIN documents AS d ON d.id = w.rowid
    WHERE w.document_index MATCH ? AND ({where})
)"""
_TOLD = "SELECT readout, meeting FROM readouts WHERE item = ? ORDER BY place"
_ALIASES = "SELECT identity FROM item_aliases WHERE item = ? ORDER BY identity"
_NAME_AGAIN = """
INSERT OR IGNORE INTO item_aliases (source, identity, item)
SELECT source, :alias, id FROM items WHERE source = :source AND identity = :identity
    AND NOT EXISTS (SELECT 1 FROM items WHERE source = :source AND identity = :alias)
"""


def count(db: Database, query: Query | None, today: date) -> int:
    """How many entries `entries` gives."""
    chosen, parameters = _chosen(query, today)
    found: int = db.execute(f"SELECT count(*) FROM items WHERE {chosen}", parameters).fetchone()[0]  # noqa: S608
    return found


def entries(db: Database, query: Query | None, today: date) -> Iterator[Entry]:
    """Every article of which some document fits the query, all without one, in the order they came.

    One at a time is in memory. `today` is where "last 30 days" counts from.
    """
    chosen, parameters = _chosen(query, today)
    for row in db.execute(_ENTRIES.format(chosen=chosen), parameters):
        yield _entry(db, row)


def put(db: Database, entry: Entry) -> bool:
    """Store an entry, join its readouts to meetings, and owe nobody anything for it.

    A meeting that is new here keeps its number if that is free. False where the article is known
    already: it stays as it is, and only learns identities that it did not have.
    """
    item = entry.item
    item_id = items.add(db, item, entry.first_seen)
    if item_id is not None:
        meetings.attach(db, item_id, item, entry.readouts, entry.first_seen, numbers=entry.meetings)
        items.count_in(db, item.source or "", 1)
    names = {"source": storable(item.source or ""), "identity": storable(item.identity)}
    for alias in entry.aliases:
        db.execute(_NAME_AGAIN, names | {"alias": storable(alias)})
    return item_id is not None


def _chosen(query: Query | None, today: date) -> tuple[str, tuple[str, ...]]:
    if query is None:
        return "1", ()
    wanted = condition(query.node, today)
    return _CHOSEN.format(where=wanted.where), (wanted.match, *wanted.parameters)


def _entry(db: Database, row: Row) -> Entry:
    told = db.execute(_TOLD, (row["id"],)).fetchall()
    aliases = db.execute(_ALIASES, (row["id"],))
    return Entry(
        item=item_of(row),
        first_seen=instant(row["first_seen"]),
        readouts=tuple(readout_from_json(json.loads(each["readout"])) for each in told),
        meetings=tuple(each["meeting"] for each in told),
        aliases=tuple(each["identity"] for each in aliases),
    )
