"""LOOK | keep the new | UNDERSTAND | MATCH | REMEMBER and owe: what becomes of one look at one source.

An item is "seen" in the same transaction that writes what is owed for it. A crash before that
transaction means that the next look finds the item new again; a crash after it finds the debt.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum, auto
from functools import partial
from typing import Protocol

import structlog

from readouts.archive import former_texts, held, items, meetings, notices, pages, sources, wordings
from readouts.archive.database import Archive, Database
from readouts.archive.former_texts import Change
from readouts.archive.notices import Admins
from readouts.domain.document import documents
from readouts.domain.health import about_unread
from readouts.domain.item import Item
from readouts.domain.notice import NoticeKind
from readouts.domain.readout import Readout
from readouts.domain.source import FirstPoll, Poll, Reading, Source, SourceHealth, SourceKind, Validators
from readouts.domain.watch import Match
from readouts.domain.why import Reasons
from readouts.pipeline.correcting import Correction, correct, retold
from readouts.pipeline.owing import owe
from readouts.pipeline.rates import habit_after
from readouts.pipeline.recognising import with_originals
from readouts.pipeline.taken import Taken, Understood
from readouts.queries.engine import Engine

log = structlog.get_logger()

# One transaction holds the writer for about this many items; a bulletin of thousands lets others in.
_ITEMS_PER_TRANSACTION = 100
# More new items than this, and more than half of the feed, look like a change of the source.
_MOST_AT_ONCE = 10
# For so long a notice waits for others like it.
_NOTICES_GATHER = timedelta(minutes=10)
# For so long the notice that an outage is over waits for the next source to come back.
_OUTAGE_ENDS = timedelta(hours=2)


class Watcher(Protocol):
    """Asks one source once. What the source does wrong is told in the Poll, never raised."""

    async def poll(self, source: Source, validators: Validators) -> Poll: ...


class Articles(Protocol):
    """Fills new items with the text of their articles, where their source says too little."""

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading: ...


Understand = Callable[[Item], Awaitable[tuple[Readout, ...]]]


class Manner(Enum):
    """How new items are taken in. RING: owe their alerts. QUIET: owe nothing. HOLD: owe nothing until
    an admin decides."""

    RING = auto()
    QUIET = auto()
    HOLD = auto()


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one look came to: the poll, how many of its items were new, how many alerts are owed, and
    whether an admin has to release those."""

    poll: Poll
    new: int
    owed: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """A stored item whose alerts are to be owed now."""

    item_id: int
    reasons: Reasons
    meetings: tuple[int | None, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Ingest:
    """`not_before(now)` is when an alert owed now may be sent: later than now in quiet hours.
    `admins`: the chats that are told how the sources are doing."""

    archive: Archive
    engine: Engine
    watchers: Mapping[SourceKind, Watcher]
    articles: Articles
    understand: Understand
    not_before: Callable[[datetime], datetime]
    clock: Callable[[], datetime]
    zone: tzinfo
    on_owed: Callable[[], None]
    admins: tuple[int, ...] = ()

    async def look(self, health: SourceHealth) -> Ingested:
        """Ask one source and take in what it says."""
        source = health.source
        poll = await self.watchers[source.kind].poll(source, health.validators)
        found, changed = await self._compared(poll, health)
        manner = await self._manner(health, len(found.new), poll.listed)
        reading = await self.articles.read(poll, (*found.new, *(change.listed for change in changed)))
        # Where nobody is told, what was not read is taken in as it is: left for the next look it would ring.
        read = reading.items if manner is Manner.RING else (*reading.items, *reading.left)
        known = {change.listed.identity: change for change in changed}
        new = [item for item in read if item.identity not in known]
        listed = {item.identity: item for item in found.new}
        # Feeds list the newest first; people read alerts in the order things happened.
        new.reverse()
        told_by = zip(new, await self._told(new), strict=True)
        understood = [
            self._understood(item, readouts, manner, listed.get(item.identity)) for item, readouts in told_by
        ]
        is_flood = manner is Manner.HOLD  # no habit of the source, but a change of it
        habit = None if is_flood else habit_after(health, reading.poll, len(new), self.clock())
        corrected = [await self._corrected(known[i.identity], i) for i in read if i.identity in known]
        told = about_unread(reading.poll, len(reading.left), is_archived=manner is not Manner.RING)
        seen = [item for item in poll.items if item.identity not in listed]
        taken = Taken(
            understood, found.renamed, told, len(new), habit, health, corrected, reading.pages, seen
        )
        owed = await self._remember(taken, manner)
        tells = [*(each.readouts for each in understood), *(each.readouts for each in corrected)]
        if owed or any(tells) or manner is Manner.HOLD:
            self.on_owed()
        return Ingested(told, len(new), owed, manner is Manner.HOLD)

    async def _compared(self, poll: Poll, health: SourceHealth) -> tuple[items.Unseen, Sequence[Change]]:
        """Those of the poll's items that were never seen, and those that say something else now."""
        if not poll.items or not health.items:
            return items.Unseen(items.distinct(poll.items), ()), ()
        name, now = poll.source.name, self.clock()
        return await self.archive.read(
            lambda db: (
                items.unseen(db, name, poll.items, now),
                former_texts.changes(db, name, poll.items),
            )
        )

    async def release(self, poll: int) -> int | None:
        """Owe what a held poll would have owed, as if its items were new now. Returns how many alerts
        that are; None where it was decided already."""
        released = [
            await self._released(item_id)
            for item_id in await self.archive.read(lambda db: held.items_of(db, poll))
        ]
        owed = await self.archive.write(lambda db: self._let_out(db, poll, released))
        if owed:
            self.on_owed()
        return owed

    async def _told(self, new: Sequence[Item]) -> Sequence[tuple[Readout, ...]]:
        """What items tell, in their order."""
        told = [await self.understand(item) for item in new]
        return await with_originals(self.archive, new, told, self.clock())

    def _understood(
        self, item: Item, readouts: tuple[Readout, ...], manner: Manner, listed: Item | None = None
    ) -> Understood:
        today = self._today()
        found = documents(item, readouts, today)
        matches = self.engine.match(found, today) if manner is Manner.RING else ()
        digest = wordings.digest(listed.title, listed.text) if listed else None
        return Understood(item, readouts, found, matches, digest)

    def _matches(self, item: Item, readouts: tuple[Readout, ...]) -> tuple[Match, ...]:
        today = self._today()
        return self.engine.match(documents(item, readouts, today), today)

    def _today(self) -> date:
        return self.clock().astimezone(self.zone).date()

    async def _corrected(self, change: Change, read: Item) -> Correction:
        item = retold(change, read)
        if item is None:
            return Correction(change)
        (readouts,) = await self._told([item])
        understood = self._understood(item, readouts, Manner.RING)
        former = self._matches(change.stored, change.told)
        concerned = frozenset(match.chat for match in former)
        return Correction(change, item, understood.readouts, understood.matches, concerned)

    async def _manner(self, health: SourceHealth, new: int, shown: int) -> Manner:
        """A poll is only held where an admin can be asked: nobody else could let go of it."""
        is_back = health.last_answer is not None  # after a pause, or at another address
        if not health.seeded:
            return Manner.QUIET if is_back or health.source.first_poll is FirstPoll.SILENT else Manner.RING
        # Of an e-paper's next issue all is new.
        if health.source.has_issues or new <= _MOST_AT_ONCE or 2 * new <= shown:
            return Manner.RING
        can_ask = await self.archive.read(lambda db: notices.can_be_told(db, self.admins))
        log.warning("most of a feed is new", source=health.source.name, new=new, of=shown, held=can_ask)
        return Manner.HOLD if can_ask else Manner.RING

    async def _remember(self, taken: Taken, manner: Manner) -> int:
        """Store in whole transactions; the last one records the poll, so that a crash between two
        of them asks the source again and loses nothing. A poll that is held is one transaction: half
        of it, found new again, would no longer be most of the feed."""
        size = len(taken.understood) if manner is Manner.HOLD else _ITEMS_PER_TRANSACTION
        parts = [taken.understood[i : i + size] for i in range(0, len(taken.understood), size)]
        owed = 0
        for part in [*map(Taken, parts[:-1]), replace(taken, understood=parts[-1]) if parts else taken]:
            owed += await self.archive.write(partial(self._write, taken=part, manner=manner))
        return owed

    def _write(self, db: Database, taken: Taken, manner: Manner) -> int:
        now = self.clock()
        stored, owed = self._store(db, taken.understood, manner, now)
        for renamed in taken.renamed:
            items.rename(db, renamed)
        for correction in taken.corrected:
            owed += correct(db, correction, manner is Manner.RING, self.not_before(now), now)
        if taken.poll is not None:
            former_texts.note(db, taken.poll.source.name, taken.seen)
            pages.keep(db, taken.poll.source.name, taken.pages, now)
            self._conclude(db, taken.poll, taken, stored if manner is Manner.HOLD else [], now)
        return owed

    def _store(
        self, db: Database, understood: Sequence[Understood], manner: Manner, now: datetime
    ) -> tuple[list[int], int]:
        """The ids of those that were stored, and how many alerts are owed for them."""
        if not understood:
            return [], 0
        given = [items.Listed(each.item, each.digest) for each in understood]
        found = zip(items.add_all(db, given, now), understood, strict=True)
        new = [(item_id, each) for item_id, each in found if item_id is not None]
        if not new:
            return [], 0
        told = [meetings.Told(item_id, each.item, each.readouts, each.documents) for item_id, each in new]
        attached = zip(new, meetings.attach_all(db, told, now), strict=True)
        items.count_in(db, new[0][1].item.source or "", len(new))
        if manner is not Manner.RING:
            return [item_id for item_id, _ in new], 0
        not_before = self.not_before(now)
        owed = [
            owe(db, item_id, Reasons(each.item, each.readouts), meeting_ids, each.matches, not_before, now)
            for (item_id, each), meeting_ids in attached
        ]
        return [item_id for item_id, _ in new], sum(owed)

    def _conclude(self, db: Database, poll: Poll, taken: Taken, to_hold: list[int], now: datetime) -> None:
        """Record the poll, and owe the admins what it says of its source."""
        if to_hold and (concern := held.hold(db, poll.source.name, to_hold, poll.listed, now)):
            notices.owe(db, self._admins(now, timedelta()), NoticeKind.HELD, [concern], now)
        health = sources.record_poll(db, poll, now, taken.new, taken.habit, taken.before)
        if health is not None:
            notices.review(db, health, taken.before, self._admins(now, _NOTICES_GATHER), now)

    def _admins(self, now: datetime, gather: timedelta) -> Admins:
        return Admins(self.admins, self.not_before(now + gather), self.not_before(now + _OUTAGE_ENDS))

    async def _released(self, item_id: int) -> Released:
        told = await self.archive.read(lambda db: held.told_by(db, item_id))
        matches = self._matches(told.item, told.readouts)
        return Released(item_id, Reasons(told.item, told.readouts), told.meetings, matches)

    def _let_out(self, db: Database, poll: int, released: Sequence[Released]) -> int | None:
        if held.let_go(db, poll) is None:
            return None
        now = self.clock()
        return sum(
            owe(db, each.item_id, each.reasons, each.meetings, each.matches, self.not_before(now), now)
            for each in released
        )
