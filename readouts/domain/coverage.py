"""Which sources cover each region, so that a region that is silent is told from one nobody sees. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from readouts.domain.source import SourceHealth, SourceState

_BLIND_AFTER = timedelta(hours=24)


class Sight(StrEnum):
    """SEEN: a source of the region answered within a day; nothing new then means that it is silent.
    FROZEN: those that did have all shown nothing new for longer than is their habit; what that means
    nobody can tell. BLIND: it has sources, and none did. UNCOVERED: it has none that are asked."""

    SEEN = "seen"
    FROZEN = "frozen"
    BLIND = "blind"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One region. last_answer: when one of its sources last answered; newest: when one of them last
    showed something new."""

    region: str
    sight: Sight
    sources: tuple[str, ...]
    last_answer: datetime | None
    newest: datetime | None


def coverage(sources: Iterable[SourceHealth], regions: Iterable[str], now: datetime) -> tuple[Coverage, ...]:
    """The coverage of each of these regions (ISO 3166-2), in their order. Sources without a region
    cover none in particular, paused ones none at all."""
    by_region: dict[str, list[SourceHealth]] = {region: [] for region in regions}
    for health in sources:
        if not health.source.paused and health.source.region in by_region:
            by_region[health.source.region].append(health)
    return tuple(_coverage(region, found, now) for region, found in by_region.items())


def _coverage(region: str, found: list[SourceHealth], now: datetime) -> Coverage:
    last_answer = max((h.last_answer for h in found if h.last_answer), default=None)
    newest = max((h.freshness.newest for h in found if h.freshness.newest), default=None)
    names = tuple(health.source.name for health in found)
    return Coverage(region, _sight(found, now), names, last_answer, newest)


def _sight(found: list[SourceHealth], now: datetime) -> Sight:
    if not found:
        return Sight.UNCOVERED
    answering = [each for each in found if each.last_answer and now - each.last_answer <= _BLIND_AFTER]
    if not answering:
        return Sight.BLIND
    all_frozen = all(each.state is SourceState.FROZEN for each in answering)
    return Sight.FROZEN if all_frozen else Sight.SEEN
