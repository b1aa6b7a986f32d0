"""Pages of articles as they came, for those that tell of a meeting: sites take pages away."""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from readouts.archive.rows import storable, utc_text
from readouts.domain.kept_page import KeptPage

MOST_BYTES = 500_000_000

TABLES = (
    # Packed by zlib.
    """CREATE TABLE kept_pages (
        item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
        url TEXT NOT NULL,
        content_type TEXT,
        packed BLOB NOT NULL,
        kept_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX kept_pages_kept_at ON kept_pages (kept_at)",
)

_KEEP = """
INSERT OR REPLACE INTO kept_pages (item, url, content_type, packed, kept_at)
SELECT id, :url, :content_type, :packed, :now FROM items
WHERE source = :source AND identity = :identity
    AND EXISTS (SELECT 1 FROM readouts WHERE item = items.id AND meeting IS NOT NULL)
"""
_FORGET_THE_OLDEST = """
DELETE FROM kept_pages WHERE item IN (
    SELECT item FROM (
        SELECT item, sum(length(packed)) OVER (ORDER BY kept_at DESC, item DESC) AS so_far FROM kept_pages
    ) WHERE so_far > ?
)
"""
_OF_MEETING = """
SELECT item, url, content_type, packed FROM kept_pages
WHERE item IN (SELECT item FROM readouts WHERE meeting = ?) ORDER BY item
"""


def keep(
    db: Database, source: str, pages: Mapping[str, KeptPage], now: datetime, most: int = MOST_BYTES
) -> None:
    """Keep the pages of those items, by identity, that tell of a meeting; the newest that fit into `most`
    packed bytes stay."""
    for identity, page in pages.items():
        values = {"url": storable(page.url), "content_type": page.content_type, "packed": page.packed}
        names = {"source": storable(source), "identity": storable(identity), "now": utc_text(now)}
        db.execute(_KEEP, values | names)
    if pages:
        db.execute(_FORGET_THE_OLDEST, (most,))


def forget_before(db: Database, moment: datetime) -> None:
    """Keep no page any longer that was kept before that moment."""
    db.execute("DELETE FROM kept_pages WHERE kept_at < ?", (utc_text(moment),))


def of_meeting(db: Database, meeting_id: int) -> dict[int, KeptPage]:
    """The pages that are kept of a meeting's articles, by item."""
    rows = db.execute(_OF_MEETING, (meeting_id,))
    return {row["item"]: KeptPage(row["url"], row["content_type"], row["packed"]) for row in rows}
