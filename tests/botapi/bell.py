"""A bell that rings whenever the bot has done something."""

import asyncio
from contextlib import suppress
from datetime import timedelta


class Bell:
    """Any number of waiters; each ring is heard by those who wait at that moment."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def heard(self, at_most: timedelta) -> None:
        """Return at the next ring, or after this time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most.total_seconds()):
                await self._next.wait()
