"""Search: a query's hits, newest or best first, in pages that stay as they are while new articles come.

Newest is what has the latest day: the meeting's, else that of publication; of one day, what came last. A hit
is a meeting, or an article. An article's whole text is not shown beside a readout of it that hits as well,
and a meeting is shown once, for the newest of its articles that hit.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive import meetings
from readouts.archive.finding import Deadline, Wanted, count, hits, wanted
from readouts.archive.ranking import FIRST, behind, ranked
from readouts.archive.rows import instant, published_of, text_of
from readouts.archive.snippets import snippet, words_to_show
from readouts.domain.hit import Hit, Order, Results
from readouts.domain.query import Query, Words

_BUDGET = timedelta(milliseconds=500)
_COUNTED = 1_000
# The newest item that counts, the document that was shown last, and its score where scores count.
_CURSOR = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})(?:\.([0-9]{1,18}))?")


class _Cursor(NamedTuple):
    top: int
    id: int
    score: int

    def __str__(self) -> str:
        return ".".join(map(str, self))


class _Page(NamedTuple):
    rows: list[Row]
    cursor: _Cursor | None
    total: int
    is_exact: bool
    is_complete: bool
    weighed: int | None = None


def search(
    db: Database,
    query: Query,
    today: date,
    limit: int,
    after: str | None = None,
    order: Order = Order.NEWEST,
) -> Results:
    """At most `limit` hits of a query, and how many there are in all, counted up to a thousand.

    `after` is the cursor of the page before, in the same order. A query that takes longer than half a
    second gives the hits found by then, and `is_cut_short` says so.
    """
    deadline = Deadline(_BUDGET)
    words = words_to_show(query.node)
    given = _cursor(after)
    sought = wanted(db, query, today, given and given.top)
    if order is Order.BEST and words:
        page = _best(db, sought, words, given, limit, deadline)
    else:
        page = _newest(db, sought, given, limit, deadline)
    return Results(
        hits=tuple(_hit(db, row, words) for row in page.rows),
        cursor=str(page.cursor) if page.cursor else None,
        total=page.total,
        total_is_floor=not page.is_exact,
        is_cut_short=not page.is_complete,
        weighed=page.weighed,
    )


def _cursor(text: str | None) -> _Cursor | None:
    given = _CURSOR.fullmatch(text or "")
    return _Cursor(int(given[1]), int(given[2]), int(given[3] or 0)) if given else None


def _newest(db: Database, sought: Wanted, given: _Cursor | None, limit: int, deadline: Deadline) -> _Page:
    found, is_complete = hits(db, sought, given.id if given else None, limit + 1, deadline)
    rows = found[:limit]
    is_last = is_complete and len(found) <= limit
    cursor = None if is_last or not rows else _Cursor(sought.top, rows[-1]["id"], 0)
    if not is_complete or (is_last and not given):
        return _Page(rows, cursor, len(rows), is_complete, is_complete)
    total, is_exact = count(db, sought, _COUNTED, deadline)
    return _Page(rows, cursor, max(total, len(rows)), is_exact, is_complete)


def _best(
    db: Database,
    sought: Wanted,
    words: Sequence[Words],
    given: _Cursor | None,
    limit: int,
    deadline: Deadline,
) -> _Page:
    best = ranked(db, sought, words, _COUNTED, deadline)
    found = behind(best.hits, (given.score, given.id) if given else FIRST, limit + 1)
    rows = [hit.row for hit in found[:limit]]
    cursor = _Cursor(sought.top, found[limit - 1].id, found[limit - 1].score) if len(found) > limit else None
    weighed = None if best.is_exact else best.total
    return _Page(rows, cursor, best.total, best.is_exact, best.is_complete, weighed)


def _hit(db: Database, row: Row, words: Sequence[Words]) -> Hit:
    item = db.execute("SELECT * FROM items WHERE id = ?", (row["item"],)).fetchone()
    shown = snippet(_text(db, row, text_of(item)), words)
    return Hit(
        item=row["item"],
        url=item["url"],
        title=item["title"],
        source=item["source"] or None,
        published=published_of(item),
        first_seen=instant(item["first_seen"]),
        meeting=meetings.get(db, row["meeting"]) if row["meeting"] else None,
        snippet=shown.text,
        highlights=shown.highlights,
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
