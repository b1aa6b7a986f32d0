"""Entries: articles with all that is known of them, on their way out of the archive and into it."""

from collections.abc import Iterator
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive import arrivals, items
from readouts.archive.arrivals import Numbers
from readouts.archive.conditions import condition
from readouts.archive.rows import instant, item_of, readout_of, storable, utc_text
from readouts.domain.entry import Entry, FormerText, Joined
from readouts.domain.query import Query

_ENTRIES = """
SELECT id, source, identity, url, title, text, packed, lang, published, published_offset, region, first_seen
FROM items WHERE {chosen} ORDER BY id
"""
_CHOSEN = """id IN (
    SELECT d.item FROM document_index AS w CROSS JOIN documents AS d ON d.id = w.rowid
    WHERE w.document_index MATCH ? AND ({where})
)"""
_TOLD = """
SELECT readouts.readout, meeting, home, split_from, items.identity AS put_right_by
FROM readouts LEFT JOIN meetings ON meetings.id = meeting LEFT JOIN items ON items.id = replaced
WHERE item = ? ORDER BY place
"""
_PATH = """
WITH RECURSIVE path (id, split_from, merged_into, step) AS (
    SELECT id, split_from, merged_into, 1 FROM meetings WHERE id = ?
    UNION ALL SELECT meetings.id, meetings.split_from, meetings.merged_into, step + 1
    FROM meetings JOIN path ON meetings.id = path.merged_into)
SELECT id, split_from FROM path ORDER BY step
"""
_FORMER = "SELECT title, text, replaced_at FROM former_texts WHERE item = ? ORDER BY id"
_KEEP_FORMER = "INSERT INTO former_texts (item, title, text, replaced_at) VALUES (?, ?, ?, ?)"
_ID = "SELECT id FROM items WHERE source = :source AND identity = :identity"
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


def put(db: Database, entry: Entry, numbers: Numbers | None = None) -> bool:
    """Store an entry, join its readouts to meetings, and owe nobody anything for it. numbers: those of the
    meetings of the entries that came before from the same file.

    A meeting that is new here keeps its number if that is free. False where the article is known
    already: it stays as it is, and only learns identities that it did not have.
    """
    item = entry.item
    item_id = items.add(db, item, entry.first_seen)
    names = {"source": storable(item.source or ""), "identity": storable(item.identity)}
    if item_id is not None:
        arrivals.attach(db, item_id, entry, numbers or Numbers())
        former = [
            (item_id, storable(f.title), storable(f.text), utc_text(f.replaced_at)) for f in entry.former
        ]
        for each in former:
            db.execute(_KEEP_FORMER, each)
        items.count_in(db, item.source or "", 1)
    elif numbers and (known := db.execute(_ID, names).fetchone()):
        arrivals.recall(db, known["id"], entry, numbers)
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
    joined = tuple(_joined(db, each) for each in told)
    return Entry(
        item=item_of(row),
        first_seen=instant(row["first_seen"]),
        readouts=tuple(readout_of(each["readout"]) for each in told),
        meetings=tuple(each["meeting"] for each in told),
        aliases=tuple(each["identity"] for each in aliases),
        former=tuple(map(_former, db.execute(_FORMER, (row["id"],)).fetchall())),
        joined=joined if any(joined) else (),
    )


def _former(row: Row) -> FormerText:
    return FormerText(row["title"], row["text"], instant(row["replaced_at"]))


def _joined(db: Database, row: Row) -> Joined | None:
    if row["home"] is None and row["split_from"] is None and row["put_right_by"] is None:
        return None
    path = db.execute(_PATH, (row["home"] or row["meeting"],))
    return Joined(tuple((each["id"], each["split_from"]) for each in path), row["put_right_by"])
