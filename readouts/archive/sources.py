"""Sources and how they are doing. Built-in ones follow the configuration, the others came from chat."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive import items
from readouts.archive.rows import instant_or_none, utc_text
from readouts.domain.source import (
    FirstPoll,
    Poll,
    Source,
    SourceHealth,
    SourceKind,
    SourceState,
    Validators,
)

_STORE = """
INSERT INTO sources (name, url, kind, region, lang, time_zone, every_seconds, first_poll, file, paused,
    configured_paused, built_in, added_at, items)
VALUES (:name, :url, :kind, :region, :lang, :time_zone, :every_seconds, :first_poll, :file, :paused,
    :paused, :built_in, :added_at, (SELECT count(*) FROM items WHERE source = :name))
"""
_FOLLOW = """
ON CONFLICT (name) DO UPDATE SET
    url = excluded.url, kind = excluded.kind, region = excluded.region, lang = excluded.lang,
    time_zone = excluded.time_zone, every_seconds = excluded.every_seconds,
    first_poll = excluded.first_poll, file = excluded.file, built_in = excluded.built_in,
    paused = iif(configured_paused = excluded.configured_paused, paused, excluded.configured_paused),
    configured_paused = excluded.configured_paused
"""
# What is known of an address says nothing about another one.
_AT_ANOTHER_ADDRESS = """
UPDATE sources SET state = 'never', detail = 'not asked yet', since = NULL, failures = 0, seeded = 0,
    etag = NULL, last_modified = NULL, body_hash = NULL
WHERE name = :name AND (url <> :url OR file IS NOT :file)
"""


def sync_built_in(db: Database, sources: Iterable[Source], now: datetime) -> None:
    """Make the built-in sources those of the configuration.

    A pause set in chat stays until the configuration's own changes; a new address begins anew, and
    silently; one that left the configuration is no longer asked, its items stay.
    """
    kept = [replace(source, built_in=True) for source in sources]
    for source in kept:
        columns = _columns(source, now)
        db.execute(_AT_ANOTHER_ADDRESS, columns)
        db.execute(_STORE + _FOLLOW, columns)
    names = {source.name for source in kept}
    for row in db.execute("SELECT name FROM sources WHERE built_in").fetchall():
        if row["name"] not in names:
            db.execute("DELETE FROM sources WHERE name = ?", (row["name"],))


def add(db: Database, source: Source, now: datetime) -> bool:
    """Add a source from chat; False when its name or its address is known already."""
    known = db.execute("SELECT 1 FROM sources WHERE name = ? OR url = ?", (source.name, source.url))
    if known.fetchone():
        return False
    db.execute(_STORE, _columns(replace(source, built_in=False), now))
    return True


def all_health(db: Database) -> tuple[SourceHealth, ...]:
    """Every source, by name."""
    return tuple(map(_health, db.execute("SELECT * FROM sources ORDER BY name")))


def health(db: Database, name: str) -> SourceHealth | None:
    row = db.execute("SELECT * FROM sources WHERE name = ?", (name,)).fetchone()
    return _health(row) if row else None


def set_paused(db: Database, name: str, paused: bool, now: datetime) -> bool:
    """Pause or resume; False where there is no such source. `since` tells when that was. What appeared
    during a pause is no news: the first poll after it is a first poll."""
    changed = db.execute(
        "UPDATE sources SET paused = :paused, seeded = seeded AND paused = :paused,"
        " since = iif(paused = :paused, since, :now) WHERE name = :name",
        {"paused": paused, "now": utc_text(now), "name": name},
    )
    return changed.rowcount > 0


def record_poll(db: Database, poll: Poll, now: datetime) -> None:
    """What the poll says of the source's health. Validators are kept from answers only: a failure
    says nothing about what was read before it."""
    moment = utc_text(now)
    db.execute(
        "UPDATE sources SET since = iif(state = :state AND since IS NOT NULL, since, :now),"
        " state = :state, detail = :detail, last_poll = :now,"
        " failures = iif(:answered, 0, failures + 1) WHERE name = :name",
        {
            "state": poll.state.value,
            "detail": poll.detail,
            "now": moment,
            "answered": poll.state.answered,
            "name": poll.source.name,
        },
    )
    if poll.state.answered:
        held = poll.validators
        db.execute(
            "UPDATE sources SET last_answer = ?, seeded = 1, etag = ?, last_modified = ?, body_hash = ?"
            " WHERE name = ?",
            (moment, held.etag, held.last_modified, held.body_hash, poll.source.name),
        )


def forget_source(db: Database, name: str) -> None:
    """Remove a source with all its items, what they alone told, and what is owed for that."""
    items.remove_all_of(db, name)
    db.execute("DELETE FROM sources WHERE name = ?", (name,))


def _columns(source: Source, now: datetime) -> dict[str, str | float | None]:
    return {
        "name": source.name,
        "url": source.url,
        "kind": source.kind.value,
        "region": source.region,
        "lang": source.lang,
        "time_zone": source.time_zone,
        "every_seconds": source.every.total_seconds(),
        "first_poll": source.first_poll.value,
        "file": str(source.file) if source.file else None,
        "paused": source.paused,
        "built_in": source.built_in,
        "added_at": utc_text(now),
    }


def _health(row: Row) -> SourceHealth:
    return SourceHealth(
        source=_source(row),
        state=SourceState(row["state"]),
        detail=row["detail"],
        since=instant_or_none(row["since"]),
        last_poll=instant_or_none(row["last_poll"]),
        last_answer=instant_or_none(row["last_answer"]),
        failures=row["failures"],
        seeded=bool(row["seeded"]),
        validators=Validators(row["etag"], row["last_modified"], row["body_hash"]),
        items=row["items"],
    )


def _source(row: Row) -> Source:
    return Source(
        name=row["name"],
        url=row["url"],
        kind=SourceKind(row["kind"]),
        region=row["region"],
        lang=row["lang"],
        time_zone=row["time_zone"],
        every=timedelta(seconds=row["every_seconds"]),
        first_poll=FirstPoll(row["first_poll"]),
        file=Path(row["file"]) if row["file"] else None,
        paused=bool(row["paused"]),
        built_in=bool(row["built_in"]),
    )
