"""LOOK | keep the new | UNDERSTAND | MATCH | REMEMBER and owe: what becomes of one look at one source.

An item is "seen" in the same transaction that writes what is owed for it. A crash before that
transaction means that the next look finds the item new again; a crash after it finds the debt.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

import structlog

from readouts.archive import items, meetings, outbox, sources
from readouts.archive.database import Archive, Database
from readouts.domain.document import documents
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.source import FirstPoll, Poll, Source, SourceHealth, SourceKind, Validators
from readouts.domain.watch import Match
from readouts.queries.engine import Engine

log = structlog.get_logger()

# One transaction holds the writer for about this many items; a bulletin of thousands lets others in.
_ITEMS_PER_TRANSACTION = 100


class Watcher(Protocol):
    """Asks one source once. What the source does wrong is told in the Poll, never raised."""

    async def poll(self, source: Source, validators: Validators) -> Poll: ...


Understand = Callable[[Item], Awaitable[tuple[Readout, ...]]]


@dataclass(frozen=True, slots=True)
class Understood:
    """One new item, what it tells, and whom that concerns."""

    item: Item
    readouts: tuple[Readout, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one look came to: the poll, how many of its items were new, how many alerts are owed."""

    poll: Poll
    new: int
    owed: int


@dataclass(frozen=True, slots=True)
class Ingest:
    """`not_before(now)` is when an alert owed now may be sent: later than now in quiet hours."""

    archive: Archive
    engine: Engine
    watchers: Mapping[SourceKind, Watcher]
    understand: Understand
    not_before: Callable[[datetime], datetime]
    clock: Callable[[], datetime]
    zone: tzinfo
    on_owed: Callable[[], None]

    async def look(self, health: SourceHealth) -> Ingested:
        """Ask one source and take in what it says."""
        source = health.source
        poll = await self.watchers[source.kind].poll(source, health.validators)
        new = await self.archive.read(lambda db: items.unseen(db, source.name, poll.items))
        understood = [await self._understood(item) for item in _oldest_first(new)]
        quietly = not health.seeded and source.first_poll is FirstPoll.SILENT
        owed = await self._remember(poll, understood, quietly)
        if owed:
            self.on_owed()
        return Ingested(poll, len(new), owed)

    async def _understood(self, item: Item) -> Understood:
        readouts = await self.understand(item)
        today = self.clock().astimezone(self.zone).date()
        return Understood(item, readouts, self.engine.match(documents(item, readouts), today))

    async def _remember(self, poll: Poll, understood: Sequence[Understood], quietly: bool) -> int:
        """Store in whole transactions; the last one records the poll, so that a crash between two
        of them asks the source again and loses nothing."""
        owed = 0
        batches = [
            understood[i : i + _ITEMS_PER_TRANSACTION]
            for i in range(0, len(understood), _ITEMS_PER_TRANSACTION)
        ] or [[]]
        for number, batch in enumerate(batches, 1):
            is_last = number == len(batches)
            owed += await self.archive.write(
                lambda db, batch=batch, is_last=is_last: self._write(  # type: ignore[misc]
                    db, batch, poll if is_last else None, quietly
                )
            )
        return owed

    def _write(self, db: Database, batch: Sequence[Understood], poll: Poll | None, quietly: bool) -> int:
        now = self.clock()
        owed = sum(remember(db, each, quietly, self.not_before(now), now) for each in batch)
        if poll is not None:
            sources.record_poll(db, poll, now)
        return owed


def remember(db: Database, new: Understood, quietly: bool, not_before: datetime, now: datetime) -> int:
    """Store one item with its readouts and owe the alerts; the number of alerts owed."""
    item_id = items.add(db, new.item, now)
    if item_id is None:
        return 0
    meeting_ids = meetings.attach(db, item_id, new.item, new.readouts, now)
    if quietly:
        return 0
    owed = sum(
        outbox.owe_alert(
            db,
            chat,
            meeting=meeting,
            item=None if meeting else item_id,
            why=why,
            not_before=not_before,
            now=now,
        )
        for (chat, meeting), why in _whom_it_concerns(new.matches, meeting_ids).items()
    )
    for meeting in {each for each in meeting_ids if each is not None}:
        outbox.owe_updates(db, meeting, now)
    return owed


def _whom_it_concerns(
    matches: Sequence[Match], meeting_ids: Sequence[int | None]
) -> dict[tuple[int, int | None], tuple[str, ...]]:
    """(chat, meeting or None for the item itself) -> why. Several watches of one chat ring once,
    and a chat that is told of an item's meeting is not told of the item as well."""
    why: dict[tuple[int, int | None], dict[str, None]] = {}
    for match in matches:
        meeting = None if match.readout is None else meeting_ids[match.readout]
        why.setdefault((match.chat, meeting), {}).update(dict.fromkeys(match.terms))
    told_of_a_meeting = {chat for chat, meeting in why if meeting is not None}
    return {
        (chat, meeting): tuple(terms)
        for (chat, meeting), terms in why.items()
        if meeting is not None or chat not in told_of_a_meeting
    }


def _oldest_first(new: Sequence[Item]) -> list[Item]:
    """Feeds list the newest first; people read alerts in the order things happened."""
    return list(reversed(new))
