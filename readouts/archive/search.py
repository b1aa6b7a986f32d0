"""Search: a query's hits, newest first, in pages that stay as they are while new articles come.

Newest is what has the latest day: the meeting's, else that of publication; of one day, what came last. A hit
is a meeting, or an article. An article's whole text is not shown beside a readout of it that hits as well,
and a meeting is shown once, for the newest of its articles that hit.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive import meetings
from readouts.archive.finding import Deadline, count, hits, wanted
from readouts.archive.rows import instant, published_of
from readouts.archive.snippets import snippet, words_to_show
from readouts.domain.hit import Hit, Results
from readouts.domain.query import Query, Words

_BUDGET = timedelta(milliseconds=500)
_COUNTED = 1_000
# The newest item that counts, and the document that was shown last.
_CURSOR = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")


def search(db: Database, query: Query, today: date, limit: int, after: str | None = None) -> Results:
    """At most `limit` hits of a query, and how many there are in all, counted up to a thousand.

    `after` is the cursor of the page before. A query that takes longer than half a second gives the
    hits found by then, and `is_cut_short` says so.
    """
    deadline = Deadline(_BUDGET)
    given = _CURSOR.fullmatch(after or "")
    top, below = (int(given[1]), int(given[2])) if given else (None, None)
    sought = wanted(db, query, today, top)
    found, is_complete = hits(db, sought, below, limit + 1, deadline)
    shown = found[:limit]
    is_all = is_complete and len(found) <= limit
    total, is_exact = len(found), is_complete
    if is_complete and (not is_all or given):
        total, is_exact = count(db, sought, _COUNTED, deadline)
    words = words_to_show(query.node)
    return Results(
        hits=tuple(_hit(db, row, words) for row in shown),
        cursor=f"{sought.top}.{shown[-1]['id']}" if shown and not is_all else None,
        total=total,
        total_is_floor=not is_exact,
        is_cut_short=not is_complete,
    )


def _hit(db: Database, row: Row, words: Sequence[Words]) -> Hit:
    item = db.execute("SELECT * FROM items WHERE id = ?", (row["item"],)).fetchone()
    shown, highlights = snippet(_text(db, row, item["text"]), words)
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
