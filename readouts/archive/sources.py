"""Sources and how they are doing. Built-in ones follow the configuration, the others came from chat."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from readouts.archive import items
from readouts.archive.habits import habit_columns
from readouts.archive.rows import utc_text, utc_text_or_none
from readouts.archive.source_rows import health_columns, health_of, source_columns
from readouts.domain.feed_list import LookedAt
from readouts.domain.health import after_poll, routine
from readouts.domain.posting import PostingHabit
from readouts.domain.source import Poll, Source, SourceHealth

_STORE = """
INSERT INTO sources (name, url, configured_url, kind, region, lang, time_zone, every_seconds, first_poll,
    file, paused, configured_paused, built_in, added_at, reading, items)
VALUES (:name, :url, :url, :kind, :region, :lang, :time_zone, :every_seconds, :first_poll,
    :file, :paused, :paused, :built_in, :added_at, :reading,
    (SELECT count(*) FROM items WHERE source = :name))
"""
# A page that is to be read in another way is to be read, also where it is the same page.
_FOLLOW = """
ON CONFLICT (name) DO UPDATE SET
    url = iif(configured_url = excluded.configured_url, url, excluded.configured_url),
    configured_url = excluded.configured_url,
    kind = excluded.kind, region = excluded.region, lang = excluded.lang,
    time_zone = excluded.time_zone, every_seconds = excluded.every_seconds,
    first_poll = excluded.first_poll, file = excluded.file, built_in = excluded.built_in,
    paused = iif(configured_paused = excluded.configured_paused, paused, excluded.configured_paused),
    seeded = iif(paused AND configured_paused AND NOT excluded.configured_paused, 0, seeded),
    configured_paused = excluded.configured_paused,
    etag = iif(reading = excluded.reading, etag, NULL),
    last_modified = iif(reading = excluded.reading, last_modified, NULL),
    body_hash = iif(reading = excluded.reading, body_hash, NULL),
    reading = excluded.reading
"""
# What is known of an address says nothing about another one.
_AT_ANOTHER_ADDRESS = """
UPDATE sources SET state = 'never', detail = 'not asked yet', since = NULL, failures = 0, seeded = 0,
    etag = NULL, last_modified = NULL, body_hash = NULL, trouble_since = NULL, told = NULL,
    newest = NULL, silent_seconds = 0, gaps = '[]', moved_to = NULL, moved_polls = 0, moved_told = 0,
    rest_until = NULL, posting_hours = x'', posting_days = 0
WHERE name = :name AND (configured_url IS NOT :url AND url <> :url OR file IS NOT :file)
"""
_RECORD = """
UPDATE sources SET state = :state, detail = :detail, since = :since, last_poll = :last_poll,
    last_answer = :last_answer, failures = :failures, seeded = :seeded,
    etag = :etag, last_modified = :last_modified, body_hash = :body_hash,
    newest = :newest, silent_seconds = :silent_seconds, gaps = :gaps,
    moved_to = :moved_to, moved_polls = :moved_polls, moved_told = :moved_told,
    trouble_since = :trouble_since, rest_until = :rest_until,
    posting_hours = :posting_hours, posting_days = :posting_days
WHERE name = :name
"""
# A pause, and a resumption, begin a new state.
_RECORD_ROUTINE = """
UPDATE sources SET state = :state, detail = :detail, last_poll = :now, last_answer = :now,
    silent_seconds = :silent_seconds, posting_hours = :posting_hours, posting_days = :posting_days
WHERE name = :name AND since = :since
"""


def sync_built_in(db: Database, sources: Iterable[Source], now: datetime) -> None:
    """Make the built-in sources those of the configuration.

    A pause set in chat, and an address taken over in chat, stay until the configuration's own change; a
    new address begins anew, and silently; one that left the configuration is no longer asked, its items
    stay.
    """
    kept = [replace(source, built_in=True) for source in sources]
    for source in kept:
        columns = source_columns(source, now)
        db.execute(_AT_ANOTHER_ADDRESS, columns)
        db.execute(_STORE + _FOLLOW, columns)
    names = {source.name for source in kept}
    for row in db.execute("SELECT name FROM sources WHERE built_in").fetchall():
        if row["name"] not in names:
            db.execute("DELETE FROM sources WHERE name = ?", (row["name"],))


def add(db: Database, source: Source, now: datetime) -> bool:
    """Add a source from chat; False when its name or its address, however written, is known already."""
    known = [each.source for each in all_health(db)]
    if source.url in LookedAt(known) or source.name in {each.name for each in known}:
        return False
    store(db, source, now)
    return True


def store(db: Database, source: Source, now: datetime) -> None:
    """Add a source whose name and address are known to be new."""
    db.execute(_STORE, source_columns(replace(source, built_in=False), now))


def all_health(db: Database) -> tuple[SourceHealth, ...]:
    """Every source, by name."""
    return tuple(map(health_of, db.execute("SELECT * FROM sources ORDER BY name")))


def health(db: Database, name: str) -> SourceHealth | None:
    row = db.execute("SELECT * FROM sources WHERE name = ?", (name,)).fetchone()
    return health_of(row) if row else None


def set_paused(db: Database, name: str, paused: bool, now: datetime) -> bool:
    """Pause or resume; False where there is no such source. `since` tells when that was. What appeared
    during a pause is no news: the first poll after it is a first poll. Trouble from before is over."""
    known = db.execute("SELECT paused FROM sources WHERE name = ?", (name,)).fetchone()
    if known is not None and bool(known["paused"]) != paused:
        db.execute(
            "UPDATE sources SET paused = ?, seeded = 0, since = ?, failures = 0, trouble_since = NULL,"
            " told = NULL WHERE name = ?",
            (paused, utc_text(now), name),
        )
    return known is not None


def take_over(db: Database, name: str, address: str) -> bool:
    """Ask a source at the address that it moved to from now on; it stays the same source. False where
    it no longer redirects there, or where another source has that address."""
    moved = db.execute(
        "UPDATE sources SET url = :to, moved_to = NULL, moved_polls = 0, moved_told = 0"
        " WHERE name = :name AND moved_to = :to AND NOT EXISTS (SELECT 1 FROM sources WHERE url = :to)",
        {"to": address, "name": name},
    )
    return moved.rowcount > 0


def record_poll(
    db: Database,
    poll: Poll,
    now: datetime,
    new: int = 0,
    habit: PostingHabit | None = None,
    asked_with: SourceHealth | None = None,
) -> SourceHealth | None:
    """Note what a poll, which brought `new` items never seen before, says of its source's health, and the
    habit that it taught, if any; the health after it, None where the source is gone by now.

    asked_with: the health that the source had when it was asked. With it a poll that says nothing new of
    anything, as nearly all do, takes one statement; then, too, the answer is None.
    """
    if asked_with and habit and not new and _is_recorded_as_routine(db, asked_with, poll, now, habit):
        return None
    before = health(db, poll.source.name)
    if before is None:
        return None
    after = replace(after_poll(before, poll, new, now), habit=habit or before.habit)
    db.execute(_RECORD, health_columns(after))
    return after


def _is_recorded_as_routine(
    db: Database, before: SourceHealth, poll: Poll, now: datetime, habit: PostingHabit
) -> bool:
    """Note a poll that leaves the health as it was. False, and nothing noted, where there is more to it;
    `before` may be older than what the archive holds."""
    freshness = routine(before, poll, now)
    if freshness is None:
        return False
    values = {
        "name": before.source.name,
        "since": utc_text_or_none(before.since),
        "state": poll.state.value,
        "detail": poll.detail,
        "now": utc_text(now),
        "silent_seconds": freshness.silent.total_seconds(),
    }
    return db.execute(_RECORD_ROUTINE, values | habit_columns(habit)).rowcount > 0


def in_trouble(db: Database) -> tuple[SourceHealth, ...]:
    """The sources that are looked at and not well, and of which nobody was told yet."""
    rows = db.execute("SELECT * FROM sources WHERE trouble_since IS NOT NULL AND told IS NULL AND NOT paused")
    return tuple(map(health_of, rows))


def still_in_trouble(db: Database) -> tuple[SourceHealth, ...]:
    """The sources that are looked at and not well, and of which the admins were told."""
    rows = db.execute("SELECT * FROM sources WHERE told IS NOT NULL AND NOT paused")
    return tuple(map(health_of, rows))


def count_enabled(db: Database) -> int:
    """How many sources are looked at."""
    count: int = db.execute("SELECT count(*) FROM sources WHERE NOT paused").fetchone()[0]
    return count


def set_told(db: Database, names: Iterable[str], moment: datetime | None) -> None:
    """The admins know of the trouble of these sources, or, without a moment, that it is over."""
    told = utc_text_or_none(moment)
    for name in names:
        db.execute("UPDATE sources SET told = ? WHERE name = ?", (told, name))


def set_move_told(db: Database, name: str) -> None:
    """The admins know where a source has moved."""
    db.execute("UPDATE sources SET moved_told = 1 WHERE name = ?", (name,))


def forget_source(db: Database, name: str) -> None:
    """Remove a source with all its items, what they alone told, and what is owed for that."""
    items.remove_all_of(db, name)
    db.execute("DELETE FROM held_polls WHERE source = ?", (name,))
    db.execute("DELETE FROM sources WHERE name = ?", (name,))
