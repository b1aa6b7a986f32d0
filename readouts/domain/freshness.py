"""Whether a source still brings anything, told from what was first seen when. Pure.

What a source says of its dates is not asked. A source that answers and shows the same newest item
for far longer than it ever did is frozen: its answers are no news, and no proof of silence either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

_LEAST_PATIENCE = timedelta(days=7)
_TIMES_THE_LONGEST = 4
# Shorter gaps never lengthen the patience; leaving them out makes the few that are kept reach far back.
_SHORTEST_KEPT = _LEAST_PATIENCE / _TIMES_THE_LONGEST
_GAPS_KEPT = 20
# A longer time between two answers was an outage, theirs or ours, in which nobody watched.
_LONGEST_STEP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Freshness:
    """`newest`: when the newest item was first seen, None before the first. `silent`: how long the
    source was watched since without anything new. `gaps`: the last such silences of about two days or
    more that ended with something new, oldest first."""

    newest: datetime | None = None
    silent: timedelta = timedelta()
    gaps: tuple[timedelta, ...] = ()

    @property
    def patience(self) -> timedelta:
        """For how long nothing new is no wonder: a week, or four times the longest gap known."""
        return max(_LEAST_PATIENCE, _TIMES_THE_LONGEST * max(self.gaps, default=timedelta()))

    @property
    def is_frozen(self) -> bool:
        """A source that never showed an item cannot freeze: some searches find nothing for years."""
        return self.newest is not None and self.silent > self.patience


def after_answer(
    before: Freshness, now: datetime, last_answer: datetime | None, *, shows: bool, new: bool
) -> Freshness:
    """What one more answer tells. `shows`: it holds items; `new`: some were never seen before."""
    step = min(max(now - last_answer, timedelta()), _LONGEST_STEP) if last_answer else timedelta()
    silent = before.silent + step
    if new:
        gaps = (*before.gaps, silent) if before.newest and silent >= _SHORTEST_KEPT else before.gaps
        return Freshness(now, timedelta(), gaps[-_GAPS_KEPT:])
    if before.newest is None:
        return Freshness(now if shows else None)
    return Freshness(before.newest, silent, before.gaps)
