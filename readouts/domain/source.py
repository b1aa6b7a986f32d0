"""A source: one feed, list page or sitemap that is asked again and again, and how it is doing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from readouts.domain.item import Item


class SourceKind(StrEnum):
    FEED = "feed"
    PAGE = "page"
    SITEMAP = "sitemap"


class FirstPoll(StrEnum):
    """What the first poll of a new source does: archive quietly, or alert for what it finds."""

    SILENT = "silent"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Source:
    """What to ask, and how. `file` stands in for `url` only where the configuration names one."""

    name: str
    url: str
    kind: SourceKind = SourceKind.FEED
    region: str | None = None
    lang: str | None = None
    time_zone: str = "Asia/Shanghai"
    every: timedelta = timedelta(minutes=15)
    first_poll: FirstPoll = FirstPoll.SILENT
    file: Path | None = None
    paused: bool = False
    built_in: bool = True


class SourceState(StrEnum):
    """What the last poll of a source came to."""

    NEVER = "never"
    OK = "ok"
    NOT_MODIFIED = "not modified"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"

    @property
    def answered(self) -> bool:
        """Whether the source gave a readable answer, be it one without news."""
        return self in (SourceState.OK, SourceState.NOT_MODIFIED, SourceState.EMPTY)


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets the next poll ask "only if it changed": HTTP validators and the body's hash."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one look at one source brought. `detail` is a plain English sentence for people."""

    source: Source
    state: SourceState
    detail: str
    took: timedelta
    items: tuple[Item, ...] = ()
    validators: Validators = field(default_factory=Validators)
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is doing, as /sources and `bot.py sources` show it.

    `since`: when it came into this state. `last_answer`: the last poll it answered readably.
    `seeded`: whether its first readable poll is behind it.
    """

    source: Source
    state: SourceState = SourceState.NEVER
    detail: str = "not asked yet"
    since: datetime | None = None
    last_poll: datetime | None = None
    last_answer: datetime | None = None
    failures: int = 0
    seeded: bool = False
    validators: Validators = field(default_factory=Validators)
    items: int = 0
