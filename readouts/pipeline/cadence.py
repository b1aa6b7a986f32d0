"""When to look again. Pure: the clock and the dice are arguments."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from readouts.domain.posting import PostingHabit
from readouts.domain.source import Poll, SourceHealth
from readouts.pipeline.rates import next_hour, posts_a_day

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=1)
_SPREAD = 0.1
_HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Limits:
    soonest: timedelta
    latest: timedelta

    def looks(self, wished: float) -> float:
        return min(max(wished, _DAY / self.latest), _DAY / self.soonest)


@dataclass(frozen=True, slots=True)
class Rhythm:
    looks: tuple[float, ...]
    zone: tzinfo

    def wait(self, now: datetime, looks: float) -> timedelta:
        at = now
        while True:
            a_day = self.looks[at.astimezone(self.zone).hour]
            due, hour_ends = at + _DAY * (looks / a_day), next_hour(at, self.zone)
            if due <= hour_ends:
                return due - now
            looks -= a_day * ((hour_ends - at) / _DAY)
            at = hour_ends


def appetite(habit: PostingHabit, watchers: int) -> tuple[float, ...]:
    return tuple(math.sqrt((1 + watchers) * rate) for rate in posts_a_day(habit))


def scale(appetites: Iterable[tuple[float, ...]], budget: float, limits: Limits) -> float:
    wishes = [wish for each in appetites for wish in each]
    low, high = (_DAY / limits.latest) / max(wishes), (_DAY / limits.soonest) / min(wishes)
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        if sum(limits.looks(middle * wish) for wish in wishes) / 24 < budget:
            low = middle
        else:
            high = middle
    return low


def rhythm(wishes: tuple[float, ...], scale: float, limits: Limits, zone: tzinfo) -> Rhythm:
    return Rhythm(tuple(limits.looks(scale * wish) for wish in wishes), zone)


def next_look(
    health: SourceHealth, poll: Poll, now: datetime, dice: float, rhythm: Rhythm | None = None
) -> datetime:
    """The moment for the next look at a source.

    `health` is as it was before this poll; `dice` is a random number in [0, 1) that spreads the
    looks by ten per cent either way. A source that fails is asked half as often after each
    failure, down to once a day but never not at all; what it asks for in Retry-After is honoured.
    """
    spread = 1 + _SPREAD * (2 * dice - 1)
    wait = rhythm.wait(now, spread) if rhythm else health.source.every * spread
    if not poll.state.answered:
        wait = min(wait * 2 ** min(health.failures + 1, 16), max(_LONGEST * spread, wait))
    return now + max(wait, min(poll.retry_after or timedelta(), _LONGEST))


def first_look(health: SourceHealth, now: datetime, dice: float) -> datetime:
    """When to look at a source after a start: at once if it is due, spread over a few seconds."""
    if health.last_poll is None:
        return now
    return max(now + timedelta(seconds=5 * dice), health.last_poll + health.source.every)
