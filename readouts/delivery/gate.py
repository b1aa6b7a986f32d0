"""The gate all messages pass: so many a second, whoever is urgent first, nobody while it is shut."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

from readouts.delivery.windows import SlidingWindow


def loop_time() -> float:
    """The event loop's clock: monotonic seconds."""
    return asyncio.get_running_loop().time()


class Gate:
    """At most `per_second` calls in any second, counted where they arrive.

    Of those that wait, the lowest `urgency` goes first, and among equals whoever came first.
    """

    def __init__(self, per_second: int) -> None:
        self._window = SlidingWindow(per_second, 1.0)
        self._queue: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._timer: asyncio.TimerHandle | None = None
        self.shut_until = -math.inf

    def shut(self, until: float) -> None:
        """Let nobody in before this moment; who is inside may finish."""
        self.shut_until = max(self.shut_until, until)

    @asynccontextmanager
    async def turn(self, urgency: int) -> AsyncIterator[None]:
        """Wait to be let in; leaving makes room one second later."""
        admitted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._queue, (urgency, next(self._numbers), admitted))
        self._admit()
        try:
            await admitted
            yield
        finally:
            if not admitted.cancelled():  # cancelled: never let in
                self._window.release(loop_time())
            self._admit()

    def _admit(self) -> None:
        """Let in all who may go now, and come back when the next one may."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while self._queue:
            admitted = self._queue[0][2]
            wait = 0.0 if admitted.done() else self._wait()
            if wait > 0:
                self._come_back(wait)
                return
            heappop(self._queue)
            if not admitted.done():
                self._window.take()
                admitted.set_result(None)

    def _wait(self) -> float:
        now = loop_time()
        return max(self.shut_until - now, self._window.wait(now))

    def _come_back(self, wait: float) -> None:
        """Without a timer where only an answer can make room: then its caller comes by here."""
        if wait < math.inf:
            self._timer = asyncio.get_running_loop().call_later(wait, self._admit)
