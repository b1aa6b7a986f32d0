"""How values are written into rows and read back.

Times are UTC ISO text with six digits of microseconds, so that text order is time order.
"""

import json
import zlib
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from sqlite3 import Row

from readouts.domain.item import Item
from readouts.domain.meeting import Article
from readouts.domain.readout import Readout, readout_as_json, readout_from_json

# To pack shorter texts takes more time than it saves room.
_LEAST_PACKED_BYTES = 500
_FAST = 1
_MOST_BYTES_A_CHARACTER = 4


def utc_text(moment: datetime) -> str:
    """A moment as the archive holds it. One without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def utc_text_or_none(moment: datetime | None) -> str | None:
    return utc_text(moment) if moment else None


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    return instant(text) if text else None


def storable(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become "?", one for one, so that offsets keep."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def text_columns(text: str) -> tuple[str, bytes | None]:
    """(text, packed): the text of an item as it is, or "" and the text packed, where it is long."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) < _LEAST_PACKED_BYTES:
        return encoded.decode(), None
    return "", zlib.compress(encoded, _FAST)


def text_of(row: Row) -> str:
    """The text of an item from both of its columns."""
    text: str = row["text"] if row["packed"] is None else zlib.decompress(row["packed"]).decode()
    return text


def beginning_of(row: Row, size: int) -> str:
    """The first `size` characters of an item's text, with little of it unpacked."""
    if row["packed"] is None:
        return str(row["text"][:size])
    unpacked = zlib.decompressobj().decompress(row["packed"], size * _MOST_BYTES_A_CHARACTER)
    return unpacked.decode("utf-8", "ignore")[:size]


def published_columns(published: datetime | None) -> tuple[str | None, int | None]:
    """(UTC text, offset of the source's zone in seconds): the day of publication is the source's."""
    if published is None:
        return None, None
    offset = published.utcoffset() or timedelta()
    try:
        return utc_text(published), int(offset.total_seconds())
    except OverflowError:  # the first or last hours of the calendar: as good as no date
        return None, None


def published_of(row: Row) -> datetime | None:
    """The moment of publication in the source's own zone."""
    if row["published"] is None:
        return None
    return instant(row["published"]).astimezone(timezone(timedelta(seconds=row["published_offset"])))


def item_of(row: Row) -> Item:
    return Item(
        identity=row["identity"],
        url=row["url"],
        title=row["title"],
        text=text_of(row),
        lang=row["lang"],
        published=published_of(row),
        source=row["source"] or None,
        region=row["region"],
    )


def readout_text(readout: Readout) -> str:
    """A readout as its column holds it."""
    return storable(json.dumps(readout_as_json(readout), ensure_ascii=False, separators=(",", ":")))


@lru_cache(maxsize=500)  # in a wave the same meetings are compared with every report
def readout_of(text: str) -> Readout:
    """A readout from its column. Raises ValueError where that holds none."""
    return readout_from_json(json.loads(text))


def article_of(row: Row) -> Article:
    return Article(
        item=row["id"],
        url=row["url"],
        title=row["title"],
        source=row["source"] or None,
        published=published_of(row),
        lang=row["lang"],
        first_seen=instant(row["first_seen"]),
        corrected=instant_or_none(row["corrected"]),
    )
