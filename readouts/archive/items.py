"""Items: articles as their sources gave them. What a source showed before is not new."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive import documents, meetings
from readouts.archive.rows import instant, item_of, published_columns, storable, text_columns, utc_text
from readouts.archive.wordings import same_words
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.links import canonical_url

# For this long an article is known again by its address and title, should its source rename it.
_SAME_PAGE = timedelta(days=30)

# So many are asked for at once: more than most feeds hold.
_ASKED_AT_ONCE = 32
_KNOWN = """
SELECT identity FROM items WHERE source = ?1 AND identity IN ({those})
UNION ALL SELECT identity FROM item_aliases WHERE source = ?1 AND identity IN ({those})
""".format(those=", ".join(f"?{place + 2}" for place in range(_ASKED_AT_ONCE)))  # noqa: S608 - places, no values
_NAME_AGAIN = """
INSERT INTO item_aliases SELECT ?1, ?2, ?3
WHERE NOT EXISTS (SELECT 1 FROM items WHERE source = ?1 AND identity = ?2)
ON CONFLICT DO NOTHING
"""
# Some sources name their articles anew at every look.
_MOST_NAMES = 50
_FORGET_NAMES = """
DELETE FROM item_aliases WHERE item = ?1 AND (SELECT count(*) FROM item_aliases WHERE item = ?1) >= ?2
"""
_SAME_PAGE_OF_SOURCE = """
SELECT id, first_seen FROM items WHERE same_page = ? AND source = ? ORDER BY id DESC LIMIT 1
"""
_NEWEST = "SELECT ifnull(max(id), 0) FROM items"
_INTO = """
INSERT INTO items (id, source, identity, url, title, text, packed, lang, published, published_offset, region,
    first_seen, same_page, listed)
"""
_STORE_FIRST = (
    f"{_INTO} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, identity) DO NOTHING"
)
# Unless it is there under this identity, under this one as a further name, or of late under this page.
_STORE = f"""{_INTO}
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14
WHERE NOT EXISTS (SELECT 1 FROM item_aliases WHERE source = ?2 AND identity = ?3)
    AND (?13 IS NULL OR ifnull((SELECT first_seen FROM items WHERE same_page = ?13 AND source = ?2
        ORDER BY id DESC LIMIT 1), '') < ?15)
ON CONFLICT (source, identity) DO NOTHING
"""  # noqa: S608 - the same columns, no values
_HAS_ITEMS = "SELECT 1 FROM items WHERE source = ? LIMIT 1"


class Unseen(NamedTuple):
    """Items whose identities are not known: `new` ones, and `renamed` ones, which are known articles
    under new names; `rename` makes those names known. Each in the order given."""

    new: tuple[Item, ...]
    renamed: tuple[Item, ...]


def unseen(db: Database, source_name: str, items: Iterable[Item], now: datetime) -> Unseen:
    """Those of a source's items that it did not show before under the same identity, each once."""
    source = storable(source_name)
    first = by_identity(items)
    known = _known(db, source, list(first))
    unknown = [item for identity, item in first.items() if identity not in known]
    since = utc_text(now - _SAME_PAGE)
    pages: set[bytes] = set()
    ages = [_age(db, source, item, pages, since) for item in unknown]
    # One old headline may come again; most of them at once are a source that names its articles anew.
    most = ages.count(_Age.NEW)
    is_naming_anew = ages.count(_Age.OLD) > max(1, most) or ages.count(_Age.RECENT) > max(2, most)
    renamed = {_Age.RECENT, _Age.OLD} if is_naming_anew else {_Age.RECENT}
    aged = list(zip(unknown, ages, strict=True))
    return Unseen(
        tuple([item for item, age in aged if age not in renamed]),
        tuple([item for item, age in aged if age in renamed]),
    )


def distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items of a source of which nothing is stored yet, each identity once."""
    return tuple(by_identity(items).values())


def by_identity(items: Iterable[Item]) -> dict[str, Item]:
    """Items by their identities as they are stored; of several with one identity, the first."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(storable(item.identity), item)
    return first


class _Age(Enum):
    """Whether an article's page was stored under another name, and whether that was of late."""

    NEW = auto()
    RECENT = auto()
    OLD = auto()


def _age(db: Database, source: str, item: Item, pages: set[bytes], since: str) -> _Age:
    page = page_key(item)
    if page is None:
        return _Age.NEW
    if page in pages:
        return _Age.RECENT
    pages.add(page)
    twin = _twin(db, source, item, page)
    if twin is None:
        return _Age.NEW
    return _Age.RECENT if twin["first_seen"] >= since else _Age.OLD


class _Columns(NamedTuple):
    """A row of items, in the order in which it is inserted."""

    id: int
    source: str
    identity: str
    url: str
    title: str
    text: str
    packed: bytes | None
    lang: str | None
    published: str | None
    published_offset: int | None
    region: str | None
    first_seen: str
    same_page: bytes | None
    listed: bytes | None


class Listed(NamedTuple):
    """An item to store, and the digest of what its source lists of it, where that is known."""

    item: Item
    digest: bytes | None = None


def add(db: Database, item: Item, now: datetime) -> int | None:
    """Store one item; see `add_all`."""
    return add_all(db, [Listed(item)], now)[0]


def add_all(db: Database, given: Sequence[Listed], now: datetime) -> list[int | None]:
    """Store items in this order and return their ids; None for those that are there already, under this
    identity or, in the last thirty days, under this page and title. Each source counts by itself."""
    newest: int = db.execute(_NEWEST).fetchone()[0]
    moment = utc_text(now)
    rows = [_columns(newest + place, *each, moment) for place, each in enumerate(given, 1)]
    if _store(db, rows, utc_text(now - _SAME_PAGE)) == len(rows):
        return [row.id for row in rows]
    stored = {row["id"] for row in db.execute("SELECT id FROM items WHERE id > ?", (newest,))}
    for row, each in zip(rows, given, strict=True):
        if row.id not in stored:
            rename(db, each.item)
    return [row.id if row.id in stored else None for row in rows]


def _store(db: Database, rows: Sequence[_Columns], since: str) -> int:
    """Store those that are not there already, and return how many those are."""
    pages = [row.same_page for row in rows if row.same_page is not None]
    is_simple = len(set(pages)) == len(pages) and len({row.source for row in rows}) == 1
    # A new source brings the most; what it brings can only be there already if it brings it twice.
    if is_simple and db.execute(_HAS_ITEMS, (rows[0].source,)).fetchone() is None:
        found: int = db.conn.executemany(_STORE_FIRST, rows).rowcount
    else:
        found = db.conn.executemany(_STORE, [(*row, since) for row in rows]).rowcount
    return found


def _columns(item_id: int, item: Item, listed: bytes | None, now: str) -> _Columns:
    text, packed = text_columns(item.text)
    published, published_offset = published_columns(item.published)
    return _Columns(
        id=item_id,
        source=storable(item.source or ""),
        identity=storable(item.identity),
        url=storable(item.url),
        title=storable(item.title),
        text=text,
        packed=packed,
        lang=item.lang,
        published=published,
        published_offset=published_offset,
        region=item.region,
        first_seen=now,
        same_page=page_key(item),
        listed=listed,
    )


def rename(db: Database, item: Item) -> None:
    """Know the article with this page and title by this identity, too."""
    source, page = storable(item.source or ""), page_key(item)
    twin = None if page is None else _twin(db, source, item, page)
    if twin is not None:
        db.execute(_FORGET_NAMES, (twin["id"], _MOST_NAMES))
        db.execute(_NAME_AGAIN, (source, storable(item.identity), twin["id"]))


def count_in(db: Database, source_name: str, stored: int) -> None:
    """Count items among those of their source."""
    db.execute("UPDATE sources SET items = items + ? WHERE name = ?", (stored, storable(source_name)))


def get(db: Database, item_id: int) -> Item | None:
    row = db.execute("SELECT * FROM items WHERE id = ?", (item_id,)).fetchone()
    return item_of(row) if row else None


def first_seen(db: Database, item_id: int) -> datetime | None:
    """When an item was stored."""
    row = db.execute("SELECT first_seen FROM items WHERE id = ?", (item_id,)).fetchone()
    return instant(row["first_seen"]) if row else None


def remove_all_of(db: Database, source_name: str) -> None:
    """Remove a source's items with their documents, and the meetings that nobody else reported."""
    told = db.execute(
        "SELECT DISTINCT meeting FROM readouts JOIN items ON items.id = readouts.item"
        " WHERE source = ? AND meeting IS NOT NULL",
        (source_name,),
    ).fetchall()
    for row in db.execute("SELECT id FROM items WHERE source = ?", (source_name,)).fetchall():
        documents.drop(db, row["id"])
        db.execute("DELETE FROM items WHERE id = ?", (row["id"],))
    for row in told:
        meetings.retell(db, row["meeting"])


def _known(db: Database, source: str, identities: Sequence[str]) -> set[str]:
    """Those of the identities that the source has used before."""
    known: set[str] = set()
    for start in range(0, len(identities), _ASKED_AT_ONCE):
        asked = identities[start : start + _ASKED_AT_ONCE]
        # The last one again for each place that is left.
        places = [*asked] + [asked[-1]] * (_ASKED_AT_ONCE - len(asked))
        known.update(row["identity"] for row in db.execute(_KNOWN, (source, *places)))
    return known


def _twin(db: Database, source: str, item: Item, page: bytes) -> Row | None:
    """(id, first_seen) of the article of the source that this one is under another name."""
    return _same_page(db, source, page) or same_words(db, source, item)


def _same_page(db: Database, source: str, page: bytes) -> Row | None:
    """(id, first_seen) of the source's newest item with this address and title."""
    found: Row | None = db.execute(_SAME_PAGE_OF_SOURCE, (page, source)).fetchone()
    return found


def page_key(item: Item) -> bytes | None:
    """128 bits of address and title; None where either is missing and would make strangers alike.

    The host is left out: a source that moves to another one keeps its paths and its titles.
    """
    address, key = canonical_url(item.url), name_key(item.title)
    if not address or not key:
        return None
    path = address.removeprefix("https://").partition("/")[2] if address.startswith("https://") else address
    return hashlib.blake2b(f"{path}\n{key}".encode("utf-8", "replace"), digest_size=16).digest()
