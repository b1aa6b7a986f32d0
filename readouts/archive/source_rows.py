"""A source and its health as a row of their table, and back."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Row

from readouts.archive.habits import habit_columns, habit_of
from readouts.archive.readings import reading_of, reading_text
from readouts.archive.rows import instant_or_none, utc_text, utc_text_or_none
from readouts.domain.freshness import Freshness
from readouts.domain.source import FirstPoll, Move, Source, SourceHealth, SourceKind, SourceState, Validators


def source_columns(source: Source, now: datetime) -> dict[str, str | float | None]:
    """What is stored of a source that was added at `now`, by its columns."""
    return {
        "name": source.name,
        "url": source.url,
        "kind": source.kind.value,
        "region": source.region,
        "lang": source.lang,
        "time_zone": source.time_zone,
        "every_seconds": source.every.total_seconds() if source.every else 0.0,
        "first_poll": source.first_poll.value,
        "file": str(source.file) if source.file else None,
        "paused": source.paused,
        "built_in": source.built_in,
        "added_at": utc_text(now),
        "reading": reading_text(source),
    }


def health_columns(health: SourceHealth) -> dict[str, str | float | bytes | None]:
    """What polls change."""
    held, fresh, moved = health.validators, health.freshness, health.moved
    return {
        "name": health.source.name,
        "state": health.state.value,
        "detail": health.detail,
        "since": utc_text_or_none(health.since),
        "last_poll": utc_text_or_none(health.last_poll),
        "last_answer": utc_text_or_none(health.last_answer),
        "failures": health.failures,
        "seeded": health.seeded,
        "etag": held.etag,
        "last_modified": held.last_modified,
        "body_hash": held.body_hash,
        "newest": utc_text_or_none(fresh.newest),
        "silent_seconds": fresh.silent.total_seconds(),
        "gaps": json.dumps([gap.total_seconds() for gap in fresh.gaps]),
        "moved_to": moved.to if moved else None,
        "moved_polls": moved.polls if moved else 0,
        "moved_told": moved.told if moved else False,
        "trouble_since": utc_text_or_none(health.trouble_since),
        "rest_until": utc_text_or_none(health.rest_until),
        **habit_columns(health.habit),
    }


def health_of(row: Row) -> SourceHealth:
    """What `source_columns` and `health_columns` wrote."""
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
        freshness=_freshness(row),
        moved=Move(row["moved_to"], row["moved_polls"], bool(row["moved_told"])) if row["moved_to"] else None,
        trouble_since=instant_or_none(row["trouble_since"]),
        told=instant_or_none(row["told"]),
        rest_until=instant_or_none(row["rest_until"]),
        habit=habit_of(row),
    )


def _freshness(row: Row) -> Freshness:
    return Freshness(
        newest=instant_or_none(row["newest"]),
        silent=timedelta(seconds=row["silent_seconds"]),
        gaps=tuple(timedelta(seconds=seconds) for seconds in json.loads(row["gaps"])),
    )


def _source(row: Row) -> Source:
    return Source(
        name=row["name"],
        url=row["url"],
        kind=SourceKind(row["kind"]),
        region=row["region"],
        lang=row["lang"],
        time_zone=row["time_zone"],
        every=timedelta(seconds=row["every_seconds"]) or None,
        first_poll=FirstPoll(row["first_poll"]),
        file=Path(row["file"]) if row["file"] else None,
        paused=bool(row["paused"]),
        built_in=bool(row["built_in"]),
        **reading_of(row["reading"]),
    )
