"""Documents in the inverted index: every field of a `Document` becomes tokens that a query asks for.

Words and the committee's name are stored as the tokens they are. Any other field with its value is
one token made of the field's name and the value in hexadecimal, so that no value, whatever its
punctuation or case, can be taken for another. A query then is one expression over one index; only
days, which are asked for by range, are a column.
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
    """Make one item's documents findable; see `index_all`."""
    index_all(db, [(item_id, found, meetings)])


def index_all(db: Database, found: Iterable[tuple[int, Sequence[Document], Sequence[int | None]]]) -> None:
    """Make the documents of items findable. Of each item: its id, its documents, and the meeting of each of
    its readouts, in order.

    A newer document is found first: the whole item comes before its readouts, and those by their days.
    """
    newest: int = db.execute("SELECT ifnull(max(id), 0) FROM documents").fetchone()[0]
    rows: list[tuple[int, int, int | None, int | None, str | None]] = []
    indexed: list[tuple[int, str, str, str]] = []
    for item_id, documents_of_item, meetings in found:
        for number, document in enumerate(sorted(documents_of_item, key=_by_day), newest + len(rows) + 1):
            place = document.readout
            rows.append((number, item_id, place, None if place is None else meetings[place], _day(document)))
            indexed.append((number, *_columns(document)))
    db.conn.executemany("INSERT INTO documents (id, item, place, meeting, day) VALUES (?, ?, ?, ?, ?)", rows)
    db.conn.executemany(_INSERT, indexed)


def drop(db: Database, item_id: int) -> None:
    """Take an item's documents out of the index; its rows in items and readouts must still be there."""
    for rowid, document in _stored(db, item_id):
        db.execute(_DELETE, (rowid, *_columns(document)))
    db.execute("DELETE FROM documents WHERE item = ?", (item_id,))


def rebuild(db: Database) -> None:
    """Build the index anew from items and readouts."""
    db.execute("INSERT INTO document_index (document_index) VALUES ('delete-all')")
    for row in db.execute("SELECT DISTINCT item FROM documents ORDER BY item"):
        for rowid, document in _stored(db, row["item"]):
            db.execute(_INSERT, (rowid, *_columns(document)))


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
    by_place = {document.readout: document for document in documents(*item_and_readouts(db, item_id))}
    return [(row["id"], by_place[row["place"]]) for row in rows]


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


def _by_day(document: Document) -> tuple[bool, date]:
    return document.readout is not None, document.day or date.min


def _day(document: Document) -> str | None:
    return document.day.isoformat() if document.day else None
