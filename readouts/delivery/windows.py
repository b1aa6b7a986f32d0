"""Sliding windows: how often something may be asked of Telegram, counted where it is counted there.

A request holds its place from the moment it leaves until one period after its answer came. It
reached the other side somewhere in between, so however long the way is, no stretch of one period
over there ever sees more than `limit` requests.
"""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class SlidingWindow:
    """At most `limit` requests in any stretch of `period` seconds. Times are of one monotonic clock."""

    limit: int
    period: float
    _under_way: int = 0
    _answered: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more may leave; infinite while only an answer can make room."""
        self._forget(now)
        if self._under_way + len(self._answered) < self.limit:
            return 0.0
        return self._answered[0] + self.period - now if self._answered else math.inf

    def take(self) -> None:
        """A request leaves."""
        self._under_way += 1

    def release(self, now: float) -> None:
        """Its answer came, or it was given up."""
        self._under_way -= 1
        self._answered.append(now)

    def is_empty(self, now: float) -> bool:
        """Whether nothing that happened still counts."""
        self._forget(now)
        return not self._under_way and not self._answered

    def _forget(self, now: float) -> None:
        while self._answered and self._answered[0] + self.period <= now:
            self._answered.popleft()
