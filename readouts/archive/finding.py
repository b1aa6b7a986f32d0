"""Finding the documents that fit a query, newest first, within a time.

What stands for a hit is one document of those that fit: a readout for its article, and the newest of a
meeting. So an article is not found beside its readouts, and a meeting is found once.
"""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from sqlite3 import Row
from typing import TypeAlias

from sqlite_utils import Database

from readouts.archive.conditions import Condition, condition
from readouts.archive.days import Days, days_of
from readouts.archive.documents import first_id
from readouts.domain.query import Query

# Reading a page of the index takes a few steps as well, so that this ends what happens inside the index, too.
_STEPS_BETWEEN_LOOKS = 300

# Driven by the index from its end. Items that came after the first page was shown are in no page.
_HITS = """
SELECT * FROM (
    SELECT w.rowid AS id, d.item, d.place, d.meeting
    FROM document_index AS w CROSS JOIN documents AS d ON d.id = w.rowid
    WHERE w.document_index MATCH ? AND w.rowid >= ? AND w.rowid < ? AND d.item <= ? AND ({where})
) AS hit
WHERE NOT (hit.meeting IS NULL AND EXISTS (
    SELECT 1 FROM documents AS d CROSS JOIN document_index AS w ON w.rowid = d.id
    WHERE d.item = hit.item AND d.place IS NOT NULL
        AND (hit.place IS NULL OR (d.meeting IS NULL AND d.id > hit.id))
        AND w.document_index MATCH ? AND ({where})
)) AND NOT EXISTS (
    SELECT 1 FROM documents AS d CROSS JOIN document_index AS w ON w.rowid = d.id
    WHERE d.meeting = hit.meeting AND d.id > hit.id AND d.item <= ?
        AND w.document_index MATCH ? AND ({where})
)
ORDER BY hit.id DESC LIMIT ?
"""
# (rows found, whether there was time to find all that were asked for)
Found: TypeAlias = tuple[list[Row], bool]
Parameters: TypeAlias = tuple[str | int, ...]


def fitting_sql(columns: str = "", joins: str = "") -> str:
    """Every document that fits, newest first: what a `Fitting` reads, and `columns` of further `joins`. The
    condition's place, "{where}", is open."""
    return f"""
        SELECT w.rowid AS id, d.item, d.place, d.meeting,
            d.place IS NULL AND EXISTS (SELECT 1 FROM readouts WHERE item = d.item) AS may_be_told
            {"," if columns else ""} {columns}
        FROM document_index AS w CROSS JOIN documents AS d ON d.id = w.rowid {joins}
        WHERE w.document_index MATCH ? AND w.rowid >= ? AND w.rowid < ? AND d.item <= ? AND ({{where}})
        ORDER BY w.rowid DESC
    """  # noqa: S608 - our own columns


_FITTING = fitting_sql()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: documents that fit `condition`, of `days`, in items up to `top`."""

    condition: Condition
    days: Days
    top: int

    def parameters(self, below: int | None) -> Parameters:
        """What drives a search by the index, below a document: expression, ids, items, and the rest."""
        first, end = first_id(self.days.first), first_id(self.days.end)
        newest = end if below is None else min(below, end)
        return (self.condition.match, first, newest, self.top, *self.condition.parameters)


def wanted(db: Database, query: Query, today: date, top: int | None = None) -> Wanted:
    """A query as it is looked for. top: the newest item that counts; None for all there are."""
    if top is None:
        top = db.execute("SELECT ifnull(max(id), 0) FROM items").fetchone()[0]
    return Wanted(condition(query.node, today), days_of(query.node, today), top)


class Deadline:
    """When a search ends, whatever it has found by then."""

    def __init__(self, budget: timedelta) -> None:
        self._end = time.monotonic() + budget.total_seconds()

    def is_over(self) -> bool:
        return time.monotonic() > self._end

    def spend(
        self,
        db: Database,
        sql: str,
        parameters: Parameters,
        take: Callable[[Row], None],
        is_enough: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Hand over the rows of a statement until there are enough. False where time was over before."""
        db.conn.set_progress_handler(self.is_over, _STEPS_BETWEEN_LOOKS)
        try:
            for row in db.execute(sql, parameters):
                take(row)
                if is_enough():
                    break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return False
        finally:
            db.conn.set_progress_handler(None, 0)
        return True


def hits(db: Database, sought: Wanted, below: int | None, limit: int, deadline: Deadline) -> Found:
    """The newest `limit` hits below a document: (id, item, place, meeting) of each."""
    asked = sought.condition
    fits = (asked.match, *asked.parameters)
    parameters = (*sought.parameters(below), *fits, sought.top, *fits, limit)
    found: list[Row] = []
    is_complete = deadline.spend(db, _HITS.format(where=asked.where), parameters, found.append)
    return found, is_complete


def count(db: Database, sought: Wanted, most: int, deadline: Deadline) -> tuple[int, bool]:
    """(hits, at most `most`; whether there are no more)."""
    fitting = Fitting()
    is_complete = fitting.read(db, sought, deadline, lambda: fitting.at_least > most)
    return min(fitting.hits, most), is_complete and fitting.hits <= most


class Fitting:
    """Documents that fit, read one by one: which of them stand for a hit, and how many those are.

    Cheaper than `hits` where many are asked for, and only for the newest ones.
    """

    def __init__(self) -> None:
        self.documents = 0
        self._articles: dict[int, Row] = {}
        self._meetings: dict[int, Row] = {}
        self._undecided: dict[int, Row] = {}  # articles with readouts, of which one may fit as well
        self._told: set[int] = set()

    def read(self, db: Database, sought: Wanted, deadline: Deadline, is_enough: Callable[[], bool]) -> bool:
        """Take in what fits, newest first, until it is enough; whether there was time for that."""
        sql = _FITTING.format(where=sought.condition.where)
        return deadline.spend(db, sql, sought.parameters(None), self.add, is_enough)

    def add(self, row: Row) -> None:
        """Take in the next document."""
        self.documents += 1
        if row["place"] is None:
            (self._undecided if row["may_be_told"] else self._articles)[row["item"]] = row
            return
        self._told.add(row["item"])
        if row["meeting"] is None:
            self._articles.setdefault(row["item"], row)
        else:
            self._meetings.setdefault(row["meeting"], row)

    @property
    def at_least(self) -> int:
        """The hits, without those that a document still to come might take away."""
        return len(self._articles) + len(self._meetings)

    @property
    def hits(self) -> int:
        return self.at_least + len(self._undecided.keys() - self._told)

    def standing(self) -> list[Row]:
        """(id, item, place, meeting) of the documents that stand for a hit."""
        untold = [row for item, row in self._undecided.items() if item not in self._told]
        return [*self._articles.values(), *self._meetings.values(), *untold]
