"""How long people wait for news at a given number of looks: our cadence beside fixed intervals and
beside Miniflux's entry-frequency scheduler. `python -m benchmarks.cadence` prints the table.

Simulated on recorded posting times (posting_times.py). Each recorded source is there several times,
each time with its days in another order. A cadence learns from its own looks alone: it is told how
many new posts a look found, and is judged after a week of learning.
"""

import heapq
import random
import statistics
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from benchmarks.posting_times import DAY, START, load
from readouts.domain.source import Poll, Source, SourceHealth, SourceState
from readouts.pipeline.cadence import SHARE_HOLDS, Budget, Limits, Rhythm, next_look, share_out
from readouts.pipeline.rates import habit_after

SEEDS = 5
COPIES = 3
DAYS = 22
LEARNING = 7 * DAY
# Posts of the last day are not counted: the look that finds them may lie beyond the end.
JUDGED = (DAYS - 1) * DAY
EVERY = 900.0
LIMITS = Limits(timedelta(minutes=2), timedelta(minutes=45))
MINIFLUX_LIMITS = Limits(timedelta(minutes=5), timedelta(hours=24))

_WEEK = 7 * DAY
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Simulated:
    """One source: when it posts (seconds since START), and how many people watch it."""

    zone: ZoneInfo
    posts: Sequence[float]
    watchers: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a cadence came to: the number of looks, and for each source the waits of its posts."""

    sources: Sequence[Simulated]
    looks: int
    waits: Sequence[Sequence[float]]

    @property
    def mean(self) -> float:
        """The mean wait of one watcher for one post, in seconds."""
        people = [source.watchers for source in self.sources]
        waited = sum(each * sum(waits) for each, waits in zip(people, self.waits, strict=True))
        return waited / sum(each * len(waits) for each, waits in zip(people, self.waits, strict=True))

    @property
    def mean_of_sources(self) -> float:
        """The mean wait at each source, quiet or busy, and then the mean of those; in seconds."""
        return statistics.fmean(statistics.fmean(waits) for waits in self.waits if waits)

    def quantile(self, part: float) -> float:
        """The wait that this part of the posts does not exceed, in seconds."""
        waits = sorted(wait for each in self.waits for wait in each)
        return waits[int(part * (len(waits) - 1))]


class Cadence(Protocol):
    def after(self, number: int, now: float, new: int) -> float:
        """How long to wait after a look at source `number` that found `new` posts; in seconds."""


class Fixed:
    """The same interval for every source."""

    def after(self, number: int, now: float, new: int) -> float:  # noqa: ARG002 - it looks at nothing
        return EVERY


class EntryFrequency:
    """Miniflux's, as its documentation has it: a week divided by the posts of the last week, between
    a shortest and a longest interval. Its factor is set to what spends the same number of looks."""

    def __init__(self, sources: int, factor: float, limits: Limits):
        self._seen: list[list[float]] = [[] for _ in range(sources)]
        self._factor = factor
        self._soonest = limits.soonest.total_seconds()
        self._latest = limits.latest.total_seconds()

    def after(self, number: int, now: float, new: int) -> float:
        seen = self._seen[number]
        seen += [now] * new
        weekly = len(seen) - bisect_right(seen, now - _WEEK)
        if weekly == 0:
            return self._latest
        return min(max(_WEEK / (weekly * self._factor), self._soonest), self._latest)


class Budgeted:
    """Ours: the functions that the bot runs, called as the bot calls them."""

    def __init__(self, sources: Sequence[Simulated], limits: Limits, dice: random.Random):
        self._known = [
            SourceHealth(Source(str(number), "", time_zone=each.zone.key))
            for number, each in enumerate(sources)
        ]
        self._watchers = {str(number): each.watchers for number, each in enumerate(sources)}
        self._budget = Budget(timedelta(seconds=EVERY), limits)
        self._dice = dice
        self._rhythms: dict[str, Rhythm] = {}
        self._shared_until = START

    def after(self, number: int, now: float, new: int) -> float:
        moment = START + timedelta(seconds=now)
        if moment >= self._shared_until:
            self._rhythms = share_out(self._known, self._watchers, self._budget)
            self._shared_until = moment + SHARE_HOLDS
        before = self._known[number]
        poll = Poll(before.source, SourceState.OK, "", timedelta())
        habit = habit_after(before, poll, new, moment)
        self._known[number] = replace(before, habit=habit, last_answer=moment, seeded=True)
        due = next_look(before, poll, moment, self._dice.random(), self._rhythms[before.source.name])
        return (due - moment).total_seconds()


def simulate(sources: Sequence[Simulated], cadence: Cadence, dice: random.Random) -> Waiting:
    """Let a cadence look at the sources for DAYS days, and judge what follows LEARNING."""
    due = [(dice.random() * EVERY, number) for number in range(len(sources))]
    heapq.heapify(due)
    found = [0] * len(sources)
    looks = 0
    waits: list[list[float]] = [[] for _ in sources]
    while due[0][0] < DAYS * DAY:
        now, number = due[0]
        source = sources[number]
        until = bisect_right(source.posts, now, found[number])
        new, found[number] = source.posts[found[number] : until], until
        waits[number] += [now - post for post in new if LEARNING <= post < JUDGED]
        looks += now >= LEARNING
        heapq.heapreplace(due, (now + cadence.after(number, now, len(new)), number))
    return Waiting(sources, looks, waits)


def like_minded(sources: int, dice: random.Random) -> list[int]:  # noqa: ARG001 - no chance in it
    """Everybody watches every source."""
    return [100] * sources


def half_choosy(sources: int, dice: random.Random) -> list[int]:
    """Half of the people watch every source; the others one each, some sources being far dearer."""
    return [100 + own for own in choosy(sources, dice)]


def choosy(sources: int, dice: random.Random) -> list[int]:
    """Everybody watches one source; the dearest has twice the watchers of the next, and so on by
    Zipf's law, whatever the source posts."""
    own = [1 + 100 // place for place in range(1, sources + 1)]
    dice.shuffle(own)
    return own


Watchers = Callable[[int, random.Random], list[int]]
WATCHERS: tuple[Watchers, ...] = (like_minded, half_choosy, choosy)


def population(watchers: Watchers, dice: random.Random) -> list[Simulated]:
    """Every recorded source COPIES times, each with days of its own."""
    recorded = [each for each in load() for _ in range(COPIES)]
    people = watchers(len(recorded), dice)
    return [
        Simulated(ZoneInfo(each.zone), each.play(DAYS, dice), watching)
        for each, watching in zip(recorded, people, strict=True)
    ]


def entry_frequency(sources: Sequence[Simulated], limits: Limits, looks: int, seed: int) -> Waiting:
    """The peer, with the factor that makes it look that often: known to it beforehand, which flatters it."""
    factor = 1.0
    for _ in range(_ROUNDS):
        waiting = simulate(sources, EntryFrequency(len(sources), factor, limits), random.Random(seed))
        factor *= (looks / waiting.looks) ** 1.5
    return waiting


@dataclass(frozen=True, slots=True)
class Run:
    """Everybody's waiting under each cadence, in one population."""

    fixed: Waiting
    ours: Waiting
    peer: Waiting
    peer_as_shipped: Waiting

    def ratio(self, waiting: Waiting) -> float:
        """A mean wait beside that of fixed intervals."""
        return waiting.mean / self.fixed.mean


def run(watchers: Watchers, seed: int, limits: Limits = LIMITS) -> Run:
    """All cadences over one population, with as many looks each."""
    sources = population(watchers, random.Random(seed))
    fixed = simulate(sources, Fixed(), random.Random(seed))
    ours = simulate(sources, Budgeted(sources, limits, random.Random(seed)), random.Random(seed))
    peer, as_shipped = (
        entry_frequency(sources, each, fixed.looks, seed) for each in (limits, MINIFLUX_LIMITS)
    )
    return Run(fixed, ours, peer, as_shipped)


def row(watchers: Watchers, runs: Sequence[Run]) -> str:
    """One line of the table: medians over the seeds, and the ratio's range."""
    ours = [each.ratio(each.ours) for each in runs]
    cells = (
        watchers.__name__.replace("_", " "),
        _minutes(each.fixed.mean for each in runs),
        _minutes(each.ours.mean for each in runs),
        f"{statistics.median(ours):.2f} ({min(ours):.2f} to {max(ours):.2f})",
        f"{statistics.median(each.ours.looks / each.fixed.looks for each in runs):.3f}",
        f"{statistics.median(each.ratio(each.peer) for each in runs):.2f}",
        f"{statistics.median(each.ratio(each.peer_as_shipped) for each in runs):.2f}",
        _minutes(each.ours.mean_of_sources for each in runs),
        _minutes(each.ours.quantile(0.95) for each in runs),
        _minutes(each.ours.quantile(1) for each in runs),
    )
    return f"| {' | '.join(cells)} |"


def _minutes(seconds: Iterable[float]) -> str:
    return f"{statistics.median(seconds) / 60:.1f}"


HEAD = """\
| who watches what | fixed, min | ours, min | ours / fixed | looks | entry frequency, our limits / fixed \
| entry frequency, 5 min to 24 h / fixed | ours, mean of sources, min | 95 % of posts | longest |
|---|---|---|---|---|---|---|---|---|---|"""


def table() -> str:
    """The figures as a Markdown table. Takes about two minutes."""
    rows = [row(watchers, [run(watchers, seed) for seed in range(SEEDS)]) for watchers in WATCHERS]
    return "\n".join([HEAD, *rows])


if __name__ == "__main__":
    print(table())
