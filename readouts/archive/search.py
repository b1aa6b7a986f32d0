"""Search: a query's hits, newest first, in pages that stay as they are while new articles come.

A hit is a meeting, or an article. An article's whole text is not shown beside a readout of it that
hits as well, and a meeting is shown once, for the newest of its articles that hit.
"""

import json
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive import meetings
from readouts.archive.conditions import Condition, condition
from readouts.archive.rows import instant, published_of, text_of
from readouts.archive.snippets import snippet, words_to_show
from readouts.domain.hit import Hit, Results
from readouts.domain.query import Query, Words

_BUDGET = timedelta(milliseconds=500)
_COUNTED = 1_000
_STEPS_BETWEEN_LOOKS = 1_000
_CURSOR = re.compile(r"(\d{1,18})\.(\d{1,18})")

# Driven by the index, newest first; what stands for a hit is a newer document of the same meeting
# or item that fits the query, too. `top` is the newest document when the first page was asked for.
_HITS = """
SELECT * FROM (
    SELECT w.rowid AS id, d.item, d.place, d.meeting
    FROM document_index AS w CROSS JOIN documents AS d ON d.id = w.rowid
    WHERE w.document_index MATCH ? AND w.rowid < ? AND ({where})
) AS hit
WHERE NOT EXISTS (
    SELECT 1 FROM documents AS d CROSS JOIN document_index AS w ON w.rowid = d.id
    WHERE d.item = hit.item AND hit.meeting IS NULL AND (hit.place IS NULL OR d.meeting IS NULL)
        AND d.id > hit.id AND d.id <= ? AND w.document_index MATCH ? AND ({where})
) AND NOT EXISTS (
    SELECT 1 FROM documents AS d CROSS JOIN document_index AS w ON w.rowid = d.id
    WHERE d.meeting = hit.meeting
        AND d.id > hit.id AND d.id <= ? AND w.document_index MATCH ? AND ({where})
)
ORDER BY hit.id DESC LIMIT ?
"""


def search(db: Database, query: Query, today: date, limit: int, after: str | None = None) -> Results:
    """At most `limit` hits of a query, and how many there are in all, counted up to a thousand.

    `after` is the cursor of the page before. A query that takes longer than half a second gives the
    hits found by then; `total_is_floor` says that there may be more.
    """
    wanted = condition(query.node, today)
    top, below = _place(db, after)
    rows, complete = _rows(db, wanted, below, top, limit + 1)
    more = len(rows) > limit or not complete
    shown = rows[:limit]
    total, is_floor = len(rows), not complete
    if complete and (more or after):
        total, is_floor = _total(db, wanted, top)
    words = words_to_show(query.node)
    return Results(
        hits=tuple(_hit(db, row, words) for row in shown),
        cursor=f"{top}.{shown[-1]['id']}" if more and shown else None,
        total=total,
        total_is_floor=is_floor,
    )


def _place(db: Database, after: str | None) -> tuple[int, int]:
    """(newest document that counts, first document of this page is below this one)."""
    given = _CURSOR.fullmatch(after or "")
    if given:
        return int(given[1]), int(given[2])
    newest: int = db.execute("SELECT ifnull(max(id), 0) FROM documents").fetchone()[0]
    return newest, newest + 1


def _total(db: Database, wanted: Condition, top: int) -> tuple[int, bool]:
    """(hits in all, whether there are more than that)."""
    rows, complete = _rows(db, wanted, top + 1, top, _COUNTED + 1)
    return min(len(rows), _COUNTED), len(rows) > _COUNTED or not complete


def _rows(db: Database, wanted: Condition, below: int, top: int, limit: int) -> tuple[list[Row], bool]:
    """The newest `limit` hits below a document, and whether there was time to find them."""
    fits = (wanted.match, *wanted.parameters)
    parameters = (wanted.match, below, *wanted.parameters, top, *fits, top, *fits, limit)
    found: list[Row] = []
    try:
        with _time_limit(db):
            found.extend(db.execute(_HITS.format(where=wanted.where), parameters))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return found, False
    return found, True


@contextmanager
def _time_limit(db: Database) -> Iterator[None]:
    end = time.monotonic() + _BUDGET.total_seconds()
    db.conn.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        db.conn.set_progress_handler(None, 0)


def _hit(db: Database, row: Row, words: Sequence[Words]) -> Hit:
    item = db.execute("SELECT * FROM items WHERE id = ?", (row["item"],)).fetchone()
    shown, highlights = snippet(_text(db, row, text_of(item)), words)
    return Hit(
        item=row["item"],
        url=item["url"],
        title=item["title"],
        source=item["source"] or None,
        published=published_of(item),
        first_seen=instant(item["first_seen"]),
        meeting=meetings.get(db, row["meeting"]) if row["meeting"] else None,
        snippet=shown,
        highlights=highlights,
    )


def _text(db: Database, row: Row, text: str) -> str:
    """The part of an item's text that its document is about."""
    if row["place"] is None:
        return text
    told = db.execute(
        "SELECT readout FROM readouts WHERE item = ? AND place = ?", (row["item"], row["place"])
    ).fetchone()
    scope = json.loads(told["readout"])["scope"]
    return "\n".join(text[start:end] for start, end in scope) or text
