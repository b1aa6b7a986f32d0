"""A meeting: the event itself. Articles are evidence for it; one meeting makes one alert."""

from dataclasses import dataclass
from datetime import datetime

from readouts.domain.readout import Kind, Readout

ALERT_KINDS = frozenset({Kind.MEETING, Kind.CENTRAL})


@dataclass(frozen=True, slots=True)
class Article:
    """One article that reports a meeting. first_seen: when we had it, None where that is not known.
    corrected: when its source last changed it, None where it never did."""

    item: int
    url: str
    title: str
    source: str | None
    published: datetime | None
    lang: str | None
    first_seen: datetime | None = None
    corrected: datetime | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as all its articles tell it. `readout` holds the joined facts; `articles` are in
    the order they were seen; `first_seen` is when the first of them was."""

    id: int
    readout: Readout
    articles: tuple[Article, ...]
    first_seen: datetime
