"""Articles that are known again by their words, where their source gives them a new address at every look."""

import hashlib
from datetime import time
from sqlite3 import Row
from urllib.parse import urlsplit

from sqlite_utils import Database

from readouts.archive.rows import published_columns, storable
from readouts.domain.item import Item
from readouts.domain.links import canonical_url

# What is shorter may be the same line under every article of a source.
_TELLING = 100
# Only what follows a question mark changes so; other addresses need no place in this index.
INDEX = "CREATE INDEX items_wordings ON items (source, listed) WHERE instr(url, '?') > 0"
_SAME_WORDS = """
SELECT id, first_seen, url, published FROM items
WHERE source = ? AND listed = ? AND instr(url, '?') > 0 ORDER BY id DESC LIMIT 1
"""


def digest(title: str, text: str) -> bytes:
    """128 bits of the words; white space and case say nothing."""
    said = f"{''.join(title.split())}\n{''.join(text.split())}".casefold()
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()


def same_words(db: Database, source: str, item: Item) -> Row | None:
    """(id, first_seen) of the source's newest article that lists the words of this one, at an address that
    differs in what follows the question mark only; None where so few words may be those of another."""
    if "?" not in item.url or not item.title:
        return None
    row: Row | None = db.execute(_SAME_WORDS, (source, digest(item.title, item.text))).fetchone()
    if row is None or _path(row["url"]) != _path(storable(item.url)):
        return None
    return row if len(item.text) >= _TELLING or _is_of_one_moment(item, row) else None


def _is_of_one_moment(item: Item, row: Row) -> bool:
    """Whether both are dated, and alike to the minute; a day alone is that of many articles."""
    if item.published is None or item.published.time() == time():
        return False
    return row["published"] is not None and published_columns(item.published)[0] == row["published"]


def _path(url: str) -> str:
    try:
        return urlsplit(canonical_url(url)).path
    except ValueError:
        return url
