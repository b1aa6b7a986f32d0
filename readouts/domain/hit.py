"""What a search gives back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from readouts.domain.meeting import Meeting


class Order(StrEnum):
    """Which hits come first: those of the latest day, or those that fit best."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that matched, or one meeting with the newest of its articles that matched.

    snippet: plain text around the first words that hit; highlights: [start, end) stretches of it.
    """

    item: int
    url: str
    title: str
    source: str | None
    published: datetime | None
    first_seen: datetime
    meeting: Meeting | None
    snippet: str
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. `cursor` asks for the next page, None where this is the last. `total`
    counts up to a bound; `total_is_floor` says there are more than that. `is_cut_short`: there was no time to
    find all hits of the page. `weighed`: with the best first, so many of the newest hits were weighed;
    None where all were."""

    hits: tuple[Hit, ...]
    cursor: str | None
    total: int
    total_is_floor: bool
    is_cut_short: bool = False
    weighed: int | None = None
