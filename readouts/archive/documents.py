"""Documents in the inverted index: every field of a `Document` becomes tokens that a query asks for.

Words and the committee's name are stored as the tokens they are. Any other field with its value is
one token made of the field's name and the value in hexadecimal, so that no value, whatever its
punctuation or case, can be taken for another. A query then is one expression over one index; only
days, which are asked for by range, are a column.

The index is read by ids, so an id begins with its document's day: read from its end, the index gives the
newest days first, and a range of days is a range of ids.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from sqlite_utils import Database

from readouts.archive.rows import item_of, readout_of
from readouts.domain.document import Document, documents
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.query import FieldName
from readouts.domain.readout import Readout
from readouts.domain.text import index_tokens

# Every document has this token: what a query excludes from, when it names nothing to look for.
EVERY = "every"

# So many ids are kept for each day. Should one day have more documents, they pass for some of the next day.
_IDS_A_DAY = 1 << 20

_STORE = "INSERT INTO documents (id, item, place, meeting, day) VALUES (?, ?, ?, ?, ?)"
_NEWEST_BEFORE = "SELECT ifnull(max(id), 0) FROM documents WHERE id < ?"
_INSERT = "INSERT INTO document_index (rowid, words, committee, fields) VALUES (?, ?, ?, ?)"
_DELETE = (
    "INSERT INTO document_index (document_index, rowid, words, committee, fields)"
    " VALUES ('delete', ?, ?, ?, ?)"
)

# The documents that the transaction of this thread has not yet put into the index, by their ids.
_Waiting: TypeAlias = list[tuple[int, Document]]
_waiting: ContextVar[_Waiting | None] = ContextVar("documents_waiting", default=None)


@contextmanager
def gathered(db: Database) -> Iterator[None]:
    """Put what is made findable inside this block into the index at its end, all at once.

    FTS5 writes out what it has gathered whenever an id is less than the one before. Until the end the new
    documents cannot be searched for on this connection; nobody else sees an open transaction anyway.
    """
    token = _waiting.set([])
    try:
        yield
        _put_in(db)
    finally:
        _waiting.reset(token)


@lru_cache(maxsize=10_000)  # there are few fields, and few values of each
def field_token(name: FieldName, value: str) -> str:
    """The index token of one field with one value."""
    return name.value + value.encode("utf-8", "replace").hex()


def index(db: Database, item_id: int, found: Sequence[Document], meetings: Sequence[int | None]) -> None:
    """Make one item's documents findable; see `index_all`."""
    index_all(db, [(item_id, found, meetings)])


def index_all(db: Database, found: Iterable[tuple[int, Sequence[Document], Sequence[int | None]]]) -> None:
    """Make the documents of items findable. Of each item: its id, its documents, and the meeting of each of
    its readouts, in order.

    Of one day, what was made findable last is found first. A document without a day is of the day on
    which its item came.
    """
    for day, of_one_day in groupby(sorted(_dated(db, found), key=_in_index), key=_day_in_index):
        of_this_day = list(of_one_day)
        numbers = _free_ids(db, day, len(of_this_day))
        db.conn.executemany(
            _STORE,
            [
                (number, each.item, each.document.readout, each.meeting, each.day_text)
                for number, each in zip(numbers, of_this_day, strict=True)
            ],
        )
        _insert(db, [(number, each.document) for number, each in zip(numbers, of_this_day, strict=True)])


def _insert(db: Database, numbered: _Waiting) -> None:
    """Put documents into the index, now or with all that wait."""
    waiting = _waiting.get()
    if waiting is None:
        db.conn.executemany(_INSERT, [(number, *_columns(document)) for number, document in numbered])
    else:
        waiting += numbered


def _put_in(db: Database) -> None:
    """Put all documents that wait into the index, in the order of their ids."""
    waiting = _waiting.get() or []
    waiting.sort(key=itemgetter(0))
    db.conn.executemany(_INSERT, ((number, *_columns(document)) for number, document in waiting))
    waiting.clear()


def first_id(day: int) -> int:
    """The least id that a document of a day has; the day by its proleptic Gregorian ordinal."""
    return day * _IDS_A_DAY


def _free_ids(db: Database, day: int, count: int) -> range:
    """So many ids of one day that no document has yet."""
    behind = first_id(day + 1)
    newest: int = db.execute(_NEWEST_BEFORE, (behind,)).fetchone()[0]
    free = max(newest + 1, first_id(day))
    return range(free, free + count) if free + count <= behind else _free_ids(db, day + 1, count)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A document to be indexed, and the day (by its ordinal) it is found by."""

    day: int
    item: int
    document: Document
    meeting: int | None

    @property
    def day_text(self) -> str:
        return date.fromordinal(self.day).isoformat()


def _dated(
    db: Database, found: Iterable[tuple[int, Sequence[Document], Sequence[int | None]]]
) -> Iterator[_Dated]:
    for item_id, of_item, meetings in found:
        came = date.min if all(each.day for each in of_item) else _day_of_arrival(db, item_id)
        for document in of_item:
            place = document.readout
            meeting = None if place is None else meetings[place]
            yield _Dated((document.day or came).toordinal(), item_id, document, meeting)


def _day_in_index(dated: _Dated) -> int:
    return dated.day


def _in_index(dated: _Dated) -> tuple[int, bool]:
    """Of one day, readouts are found before whole articles."""
    return dated.day, dated.document.readout is not None


def _day_of_arrival(db: Database, item_id: int) -> date:
    came: str = db.execute("SELECT first_seen FROM items WHERE id = ?", (item_id,)).fetchone()[0]
    return date.fromisoformat(came[: len("2024-06-03")])


def number_by_day(db: Database) -> None:
    """Give documents that were numbered as they came the ids of their days, and index them anew."""
    db.execute("CREATE TEMP TABLE as_they_came AS SELECT * FROM documents")
    db.execute("DELETE FROM documents")
    for row in db.execute("SELECT * FROM as_they_came ORDER BY id"):
        day = date.fromisoformat(row["day"]) if row["day"] else _day_of_arrival(db, row["item"])
        (number,) = _free_ids(db, day.toordinal(), 1)
        db.execute(_STORE, (number, row["item"], row["place"], row["meeting"], row["day"]))
    db.execute("DROP TABLE as_they_came")
    rebuild(db)


def date_by_arrival(db: Database) -> None:
    """Give documents without a day the one on which their item came, by which they are numbered already."""
    db.execute(
        "UPDATE documents SET day = (SELECT substr(first_seen, 1, 10) FROM items WHERE items.id = item)"
        " WHERE day IS NULL"
    )


def find_by_host(db: Database) -> None:
    """Index an archive anew whose articles without a source were not found by the hosts they are from."""
    if db.execute("SELECT 1 FROM items WHERE trim(source) = '' LIMIT 1").fetchone():
        rebuild(db)


def drop(db: Database, item_id: int) -> None:
    """Take an item's documents out of the index; its rows in items and readouts must still be there."""
    _put_in(db)
    for rowid, document in _stored(db, item_id):
        db.execute(_DELETE, (rowid, *_columns(document)))
    db.execute("DELETE FROM documents WHERE item = ?", (item_id,))


def rebuild(db: Database) -> None:
    """Build the index anew from items and readouts."""
    db.execute("INSERT INTO document_index (document_index) VALUES ('delete-all')")
    for row in db.execute("SELECT id, item, place FROM documents ORDER BY id"):
        document = _by_place(db, row["item"])[row["place"]]
        db.execute(_INSERT, (row["id"], *_columns(document)))


def item_and_readouts(db: Database, item_id: int) -> tuple[Item, tuple[Readout, ...]]:
    """An item and what it tells; LookupError where there is no such item."""
    row = db.execute("SELECT * FROM items WHERE id = ?", (item_id,)).fetchone()
    if row is None:
        raise LookupError(f"no item {item_id}")
    told = db.execute("SELECT readout FROM readouts WHERE item = ? ORDER BY place", (item_id,))
    return item_of(row), tuple(readout_of(each["readout"]) for each in told)


def _stored(db: Database, item_id: int) -> Iterable[tuple[int, Document]]:
    """(rowid, document) of one item. Documents are not stored: they follow from item and readouts."""
    rows = db.execute("SELECT id, place FROM documents WHERE item = ?", (item_id,)).fetchall()
    by_place = _by_place(db, item_id)
    return [(row["id"], by_place[row["place"]]) for row in rows]


def _by_place(db: Database, item_id: int) -> dict[int | None, Document]:
    return {document.readout: document for document in documents(*item_and_readouts(db, item_id))}


def _columns(document: Document) -> tuple[str, str, str]:
    words, committee = index_tokens(document.words), index_tokens(document.committee)
    whole = document.region, document.source, document.lang
    fields = _fields_of_whole(*whole) if document.readout is None else _fields(document)
    return words, committee, fields


@lru_cache(maxsize=1_000)  # the same for all articles of a source
def _fields_of_whole(region: str | None, source: str | None, lang: str | None) -> str:
    return " ".join([EVERY, *_single(region=region, source=source and name_key(source), lang=lang)])


def _fields(document: Document) -> str:
    single = _single(
        region=document.region,
        level=document.level,
        kind=document.kind,
        source=document.source and name_key(document.source),
        lang=document.lang,
    )
    several = {
        FieldName.DIVISION: _holders(document.division),
        FieldName.THEME: document.themes,
        FieldName.PHRASE: document.phrases,
        FieldName.CHAIR: document.chairs,
        FieldName.HAS: document.has,
    }
    tokens = [field_token(name, value) for name, values in several.items() for value in sorted(values)]
    return " ".join([EVERY, *single, *tokens])


def _single(**values: str | None) -> list[str]:
    """The tokens of fields that have one value or none, by their names."""
    return [field_token(FieldName(name), value) for name, value in values.items() if value]


def _holders(code: str | None) -> set[str]:
    """A GB/T 2260 code with those of the prefecture and the province that hold the division."""
    return {code, f"{code[:4]}00", f"{code[:2]}0000"} if code else set()
