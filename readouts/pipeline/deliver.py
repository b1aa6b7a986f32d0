"""claim | send | settle: what is owed leaves, one message at a time, and is lost by no crash.

A row is claimed in one transaction and settled in another, with the sending between them. Whoever
dies in between leaves the row claimed; the next start takes it for a suspect and sends it first.
One lane, so that a crash can repeat one message and no more.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from readouts.archive import outbox
from readouts.archive.database import Archive, ArchiveError
from readouts.delivery.message import Message
from readouts.delivery.policy import after_attempt
from readouts.domain.delivery import Delivery, GiveUp, MoveChat, Outcome, Settlement

log = structlog.get_logger()

_IDLE = timedelta(minutes=1)
_ARCHIVE_PAUSE = timedelta(seconds=5)


class Sender(Protocol):
    """The one outbound call. Every failure is an Outcome, never raised."""

    async def send(self, delivery: Delivery, message: Message) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Deliver:
    """The delivery lane. `wake()` tells it that something new is owed; `on_moved` is told the new id
    of a group that became a supergroup, so that its watches ring there."""

    archive: Archive
    sender: Sender
    render: Callable[[Delivery], Message]
    clock: Callable[[], datetime]
    on_moved: Callable[[int], Awaitable[object]]
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """Finish the message in hand and return from `run`."""
        self._stopping.set()
        self._woken.set()

    async def run(self) -> None:
        """Send what is owed until `stop`."""
        await self._insist(lambda: self.archive.write(lambda db: outbox.suspect_claimed(db, self.clock())))
        while not self._stopping.is_set():
            self._woken.clear()
            if not await self.deliver_one():
                await self._rest()

    async def deliver_one(self) -> bool:
        """Claim, send and settle one message; False when none is due or the archive cannot write."""
        try:
            delivery = await self.archive.write(lambda db: outbox.claim(db, self.clock()))
        except ArchiveError as error:
            log.error("cannot claim what is owed", reason=str(error))
            return False
        if delivery is None:
            return False
        settlement = await self._attempt(delivery)
        await self._insist(
            lambda: self.archive.write(lambda db: outbox.settle(db, delivery, settlement, self.clock()))
        )
        if isinstance(settlement, MoveChat):
            await self.on_moved(settlement.to)
        return True

    async def _attempt(self, delivery: Delivery) -> Settlement:
        try:
            message = self.render(delivery)
        except Exception as error:  # last resort: one bad row must not hold up all others
            log.exception("a message could not be written", delivery=delivery.id)
            return GiveUp(f"could not be written: {type(error).__name__}")
        outcome = await self.sender.send(delivery, message)
        settlement = after_attempt(outcome, delivery, self.clock())
        log.info("delivery", id=delivery.id, chat=delivery.chat.id, outcome=type(outcome).__name__)
        return settlement

    async def _insist(self, write: Callable[[], Awaitable[object]]) -> None:
        """Repeat a write until the archive takes it: what was sent must not be forgotten."""
        while True:
            try:
                await write()
            except ArchiveError as error:
                log.error("cannot settle what was sent; trying again", reason=str(error))
                await asyncio.sleep(_ARCHIVE_PAUSE.total_seconds())
            else:
                return

    async def _rest(self) -> None:
        """Until something is due or `wake` is called; a minute at most."""
        try:
            due = await self.archive.read(lambda db: outbox.next_due(db, self.clock()))
        except ArchiveError as error:
            log.error("cannot see what is owed", reason=str(error))
            due = self.clock() + _ARCHIVE_PAUSE
        pause = min(_IDLE, due - self.clock()) if due else _IDLE
        try:
            await asyncio.wait_for(self._woken.wait(), max(0.05, pause.total_seconds()))
        except TimeoutError:
            return
