"""When to look again. Pure: the clock and the dice are arguments.

A budget of looks is spent where news comes. A source that posts `r` times a day and has `w` watchers
gets looks in proportion to sqrt(w * r), hour by hour: so people wait for posts as short as the budget
allows. Limits keep every source in sight and none besieged.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from readouts.domain.posting import HOURS, PostingHabit
from readouts.domain.source import Poll, SourceHealth, SourceState
from readouts.pipeline.rates import hour_ends, posts_a_day

# How long a sharing-out of the budget holds: by then enough was learnt to do better.
SHARE_HOLDS = timedelta(minutes=15)

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=1)
_SPREAD = 0.1
_HALVINGS = 30
_NEAR_ENOUGH = 0.001

# The wish for looks in each hour of a source's day; only their proportions have a meaning.
Wishes = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """No source is asked at shorter intervals than `soonest`, or at longer ones than `latest`."""

    soonest: timedelta
    latest: timedelta

    @property
    def fewest(self) -> float:
        """Looks a day at `latest`."""
        return _DAY / self.latest

    @property
    def most(self) -> float:
        """Looks a day at `soonest`."""
        return _DAY / self.soonest


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent: one look each `every` for every source, in all; shared out within `limits`."""

    every: timedelta
    limits: Limits


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to look at one source: `looks` a day, for each hour of the day in `zone`."""

    looks: tuple[float, ...]
    zone: tzinfo

    def wait(self, now: datetime, looks: float = 1.0) -> timedelta:
        """How long after `now` (in UTC) that many looks have come due."""
        at = now
        while True:
            hour, ends = hour_ends(at, self.zone)
            due = at + _DAY * (looks / self.looks[hour])
            if due <= ends:
                return due - now
            looks -= self.looks[hour] * ((ends - at) / _DAY)
            at = ends


def wishes(habit: PostingHabit, watchers: int) -> Wishes:
    """How much a source is worth looking at, hour by hour of its day.

    One that nobody watches is still worth something: it is archived and can be searched.
    """
    return tuple([math.sqrt((1 + watchers) * rate) for rate in posts_a_day(habit)])


def fit(sources: Iterable[Wishes], budget: float, limits: Limits) -> float:
    """The scale at which the wishes of all sources come to `budget` looks a day.

    Limits go before the budget: where they ask for more or fewer looks, that is what it comes to.
    """
    each = [wish for wished in sources for wish in wished]
    if not each:
        return 0.0
    fewest, most = limits.fewest, limits.most
    low, high = fewest / max(each), most / min(each)
    for _ in range(_HALVINGS):
        scale = math.sqrt(low * high)
        looks = sum([min(max(scale * wish, fewest), most) for wish in each]) / HOURS
        if abs(looks - budget) <= budget * _NEAR_ENOUGH:
            break
        low, high = (scale, high) if looks < budget else (low, scale)
    return scale


def rhythm(wished: Wishes, scale: float, limits: Limits, zone: tzinfo) -> Rhythm:
    """The wishes of one source, at the scale that fits the budget and within the limits."""
    fewest, most = limits.fewest, limits.most
    return Rhythm(tuple([min(max(scale * wish, fewest), most) for wish in wished]), zone)


def steady(every: timedelta) -> Rhythm:
    """The rhythm of a source that is asked at one interval, day and night."""
    return Rhythm((_DAY / every,) * HOURS, UTC)


def share_out(
    sources: Iterable[SourceHealth], watchers: Mapping[str, int], budget: Budget
) -> dict[str, Rhythm]:
    """How often to look at each source that is not paused, by its name.

    Those that have an `every` of their own keep to it; the others share the budget. `watchers`: how
    many wait for each source, by its name; none where it is not there.
    """
    asked = [health for health in sources if not health.source.paused]
    own = {each.source.name: steady(each.source.every) for each in asked if each.source.every}
    sharing = {each.source.name: each for each in asked if not each.source.every}
    wished = {name: wishes(each.habit, watchers.get(name, 0)) for name, each in sharing.items()}
    scale = fit(wished.values(), len(wished) * (_DAY / budget.every), budget.limits)
    return own | {
        name: rhythm(wished[name], scale, budget.limits, ZoneInfo(each.source.time_zone))
        for name, each in sharing.items()
    }


def next_look(health: SourceHealth, poll: Poll, now: datetime, dice: float, rhythm: Rhythm) -> datetime:
    """The moment for the next look at a source.

    `health` is as it was before this poll; `dice` is a random number in [0, 1) that spreads the
    looks by ten per cent either way. A source that fails is asked half as often after each
    failure, down to once a day but never not at all; what it asks for in Retry-After is honoured.
    """
    spread = 1 + _SPREAD * (2 * dice - 1)
    wait = rhythm.wait(now, spread)
    if not poll.state.answered and not poll.listed:
        wait = _slowed(wait, health.failures + 1, _LONGEST * spread)
    return now + max(wait, min(poll.retry_after or timedelta(), _LONGEST))


def interval(health: SourceHealth, now: datetime, rhythm: Rhythm) -> timedelta:
    """About how long it is from one look to the next, as things are now."""
    usual = _slowed(rhythm.wait(now), health.failures, _LONGEST)
    if health.rest_until is None or health.last_poll is None:
        return usual
    return max(usual, health.rest_until - health.last_poll)


def _slowed(wait: timedelta, failures: int, longest: timedelta) -> timedelta:
    doubled: int = 2 ** min(failures, 16)
    return min(wait * doubled, max(longest, wait))


def first_look(health: SourceHealth, now: datetime, dice: float, rhythm: Rhythm) -> datetime:
    """When to look at a source after a start: at once if it is due, spread over a few seconds.

    Who refused us is left alone for as long as without the start, and so is who named a pause. Who only
    could not be reached is asked anew: a start may be how our own network was mended.
    """
    if health.last_poll is None:
        return now
    failures = health.failures if health.state is SourceState.REFUSED else 0
    due = health.last_poll + _slowed(rhythm.wait(health.last_poll), failures, _LONGEST)
    return max(now + timedelta(seconds=5 * dice), due, health.rest_until or due)
