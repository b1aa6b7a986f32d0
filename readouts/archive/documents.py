"""Documents in the inverted index: every field of a `Document` becomes tokens that a query asks for.

Words and the committee's name are stored as the tokens they are. Any other field with its value is
one token made of the field's name and the value in hexadecimal, so that no value, whatever its
punctuation or case, can be taken for another. A query then is one expression over one index; only
days, which are asked for by range, are a column.

The index is read by ids, so an id begins with its document's day: read from its end, the index gives the
newest days first, and a range of days is a range of ids.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from sqlite_utils import Database

from readouts.archive.rows import item_of
from readouts.domain.document import Document, documents
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.query import FieldName
from readouts.domain.readout import Readout, readout_from_json
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


@lru_cache(maxsize=10_000)  # there are few fields, and few values of each
def field_token(name: FieldName, value: str) -> str:
    """The index token of one field with one value."""
    return name.value + value.encode("utf-8", "replace").hex()


def index(db: Database, item_id: int, found: Sequence[Document], meetings: Sequence[int | None]) -> None:
    """Make an item's documents findable. `meetings`: the meeting of each readout, in order.

    Of one day, what was made findable last is found first. A document without a day is found by the
    day on which its item came.
    """
    came = date.min if all(each.day for each in found) else _day_of_arrival(db, item_id)
    # In the order of their ids, which the index takes in fastest.
    for document in sorted(found, key=lambda each: (each.day or came, each.readout is not None)):
        place = document.readout
        number = _free_id(db, (document.day or came).toordinal())
        row = (number, item_id, place, None if place is None else meetings[place], _day(document))
        db.execute(_STORE, row)
        db.execute(_INSERT, (number, *_columns(document)))


def first_id(day: int) -> int:
    """The least id that a document of a day has; the day by its proleptic Gregorian ordinal."""
    return day * _IDS_A_DAY


def _free_id(db: Database, day: int) -> int:
    behind = first_id(day + 1)
    newest: int = db.execute(_NEWEST_BEFORE, (behind,)).fetchone()[0]
    free = max(newest + 1, first_id(day))
    return free if free < behind else _free_id(db, day + 1)


def _day_of_arrival(db: Database, item_id: int) -> date:
    came: str = db.execute("SELECT first_seen FROM items WHERE id = ?", (item_id,)).fetchone()[0]
    return date.fromisoformat(came[: len("2024-06-03")])


def number_by_day(db: Database) -> None:
    """Give documents that were numbered as they came the ids of their days, and index them anew."""
    db.execute("CREATE TEMP TABLE as_they_came AS SELECT * FROM documents")
    db.execute("DELETE FROM documents")
    for row in db.execute("SELECT * FROM as_they_came ORDER BY id"):
        day = date.fromisoformat(row["day"]) if row["day"] else _day_of_arrival(db, row["item"])
        number = _free_id(db, day.toordinal())
        db.execute(_STORE, (number, row["item"], row["place"], row["meeting"], row["day"]))
    db.execute("DROP TABLE as_they_came")
    rebuild(db)


def drop(db: Database, item_id: int) -> None:
    """Take an item's documents out of the index; its rows in items and readouts must still be there."""
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
    return item_of(row), tuple(readout_from_json(json.loads(each["readout"])) for each in told)


def _stored(db: Database, item_id: int) -> Iterable[tuple[int, Document]]:
    """(rowid, document) of one item. Documents are not stored: they follow from item and readouts."""
    rows = db.execute("SELECT id, place FROM documents WHERE item = ?", (item_id,)).fetchall()
    by_place = _by_place(db, item_id)
    return [(row["id"], by_place[row["place"]]) for row in rows]


def _by_place(db: Database, item_id: int) -> dict[int | None, Document]:
    return {document.readout: document for document in documents(*item_and_readouts(db, item_id))}


def _columns(document: Document) -> tuple[str, str, str]:
    words, committee = index_tokens(document.words), index_tokens(document.committee)
    return words, committee, " ".join(_field_tokens(document))


def _field_tokens(document: Document) -> list[str]:
    single = {
        FieldName.REGION: document.region,
        FieldName.LEVEL: document.level,
        FieldName.KIND: document.kind,
        FieldName.SOURCE: document.source and name_key(document.source),
        FieldName.LANG: document.lang,
    }
    several = {
        FieldName.DIVISION: _holders(document.division),
        FieldName.THEME: document.themes,
        FieldName.PHRASE: document.phrases,
        FieldName.CHAIR: document.chairs,
        FieldName.HAS: document.has,
    }
    tokens = [field_token(name, value) for name, value in single.items() if value]
    tokens += [field_token(name, value) for name, values in several.items() for value in sorted(values)]
    return [EVERY, *tokens]


def _holders(code: str | None) -> set[str]:
    """A GB/T 2260 code with those of the prefecture and the province that hold the division."""
    return {code, f"{code[:4]}00", f"{code[:2]}0000"} if code else set()


def _day(document: Document) -> str | None:
    return document.day.isoformat() if document.day else None
