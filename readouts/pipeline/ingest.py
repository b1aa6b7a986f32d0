"""LOOK | keep the new | UNDERSTAND | MATCH | REMEMBER and owe: what becomes of one look at one source.

An item is "seen" in the same transaction that writes what is owed for it. A crash before that
transaction means that the next look finds the item new again; a crash after it finds the debt.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from enum import Enum, auto
from functools import partial
from typing import Protocol

import structlog

from readouts.archive import held, items, meetings, notices, revisions, sources
from readouts.archive.database import Archive, Database
from readouts.archive.notices import Admins
from readouts.archive.revisions import Revision
from readouts.domain.document import documents
from readouts.domain.item import Item
from readouts.domain.notice import NoticeKind
from readouts.domain.readout import Readout
from readouts.domain.source import FirstPoll, Poll, Reading, Source, SourceHealth, SourceKind, Validators
from readouts.domain.watch import Match
from readouts.pipeline.owing import owe
from readouts.queries.engine import Engine

log = structlog.get_logger()

# One transaction holds the writer for about this many items; a bulletin of thousands lets others in.
_ITEMS_PER_TRANSACTION = 100
# More new items than this, and more than half of the feed, look like a change of the source.
_MOST_AT_ONCE = 10
# For so long a notice waits for others like it.
_NOTICES_GATHER = timedelta(minutes=10)


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
class Understood:
    """One new item, what it tells, and whom that concerns."""

    item: Item
    readouts: tuple[Readout, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one look came to: the poll, how many of its items were new, how many alerts are owed, and
    whether an admin has to release those."""

    poll: Poll
    new: int
    owed: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What one look is to write: `poll` stands in the last part, after all its items. `listed`: the items
    as their source lists them, by identity."""

    understood: Sequence[Understood]
    renamed: Sequence[Item] = ()
    poll: Poll | None = None
    new: int = 0
    listed: Mapping[str, Item] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Released:
    """A stored item whose alerts are to be owed now."""

    item_id: int
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
        found = await self.archive.read(lambda db: items.unseen(db, source.name, poll.items, self.clock()))
        manner = await self._manner(health, len(found.new), poll.listed)
        reading = await self.articles.read(poll, found.new)
        # Where nobody is told, what was not read is taken in as it is: left for the next look it would ring.
        new = reading.items if manner is Manner.RING else (*reading.items, *reading.left)
        understood = [await self._understood(item) for item in _oldest_first(new)]
        listed = {item.identity: item for item in found.new}
        taken = Taken(understood, found.renamed, reading.poll, len(new), listed)
        owed = await self._remember(taken, manner)
        if manner is Manner.RING:
            owed += await self._revise(poll)
        if owed or manner is Manner.HOLD or any(each.readouts for each in understood):
            self.on_owed()  # a meeting that rang before owes no alert, but an edit
        return Ingested(reading.poll, len(new), owed, manner is Manner.HOLD)

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

    async def _revise(self, poll: Poll) -> int:
        """Take in what a source changed in articles that told of meetings. Returns how many alerts that
        owes, to chats that were not told of the meeting yet."""
        if not poll.items:
            return 0
        changed = await self.archive.read(
            lambda db: revisions.changed(db, poll.source.name, poll.items, self.clock())
        )
        if not changed:
            return 0
        reading = await self.articles.read(poll, [each.listed for each in changed])
        read = {item.identity: item for item in reading.items}
        owed = 0
        for revision in changed:
            if revision.listed.identity in read:
                understood = await self._understood(read[revision.listed.identity])
                owed += await self.archive.write(partial(self._rewrite, revision=revision, new=understood))
        self.on_owed()
        return owed

    def _rewrite(self, db: Database, revision: Revision, new: Understood) -> int:
        now = self.clock()
        revisions.note(db, revision.item_id, revision.listed, now)
        meeting_ids = revisions.revise(db, revision.item_id, new.item, new.readouts, now)
        if meeting_ids is None:
            return 0
        return owe(db, revision.item_id, meeting_ids, new.matches, self.not_before(now), now)

    async def _understood(self, item: Item) -> Understood:
        readouts = await self.understand(item)
        return Understood(item, readouts, self._matches(item, readouts))

    def _matches(self, item: Item, readouts: tuple[Readout, ...]) -> tuple[Match, ...]:
        today = self.clock().astimezone(self.zone).date()
        return self.engine.match(documents(item, readouts), today)

    async def _manner(self, health: SourceHealth, new: int, shown: int) -> Manner:
        """A poll is only held where an admin can be asked: nobody else could let go of it."""
        is_back = health.last_answer is not None  # after a pause, or at another address
        if not health.seeded:
            return Manner.QUIET if is_back or health.source.first_poll is FirstPoll.SILENT else Manner.RING
        is_daily_issue = "{" in health.source.url  # an e-paper's address holds the day: all of it is new
        if is_daily_issue or new <= _MOST_AT_ONCE or 2 * new <= shown:
            return Manner.RING
        can_ask = await self.archive.read(lambda db: notices.can_be_told(db, self.admins))
        log.warning("most of a feed is new", source=health.source.name, new=new, of=shown, held=can_ask)
        return Manner.HOLD if can_ask else Manner.RING

    async def _remember(self, taken: Taken, manner: Manner) -> int:
        """Store in whole transactions; the last one records the poll, so that a crash between two
        of them asks the source again and loses nothing. A poll that is held is one transaction: half
        of it, found new again, would no longer be most of the feed."""
        size = len(taken.understood) if manner is Manner.HOLD else _ITEMS_PER_TRANSACTION
        parts = [taken.understood[i : i + size] for i in range(0, len(taken.understood), size)] or [[]]
        owed = 0
        first = [Taken(part, listed=taken.listed) for part in parts[:-1]]
        for part in [*first, replace(taken, understood=parts[-1])]:
            owed += await self.archive.write(partial(self._write, taken=part, manner=manner))
        return owed

    def _write(self, db: Database, taken: Taken, manner: Manner) -> int:
        now = self.clock()
        stored: list[int] = []
        owed = 0
        for new in taken.understood:
            not_before = self.not_before(now)
            item_id = items.add(db, new.item, now)
            if item_id is None:
                continue
            stored.append(item_id)
            meeting_ids = meetings.attach(db, item_id, new.item, new.readouts, now)
            if any(meeting_ids):
                revisions.note(db, item_id, taken.listed[new.item.identity], now)
            if manner is Manner.RING:
                owed += owe(db, item_id, meeting_ids, new.matches, not_before, now)
        for renamed in taken.renamed:
            items.add(db, renamed, now)
        if taken.poll is not None:
            self._conclude(db, taken.poll, stored if manner is Manner.HOLD else [], taken.new, now)
        return owed

    def _conclude(self, db: Database, poll: Poll, to_hold: list[int], new: int, now: datetime) -> None:
        """Record the poll, and owe the admins what it says of its source."""
        if to_hold:
            concern = held.hold(db, poll.source.name, to_hold, poll.listed, now)
            notices.owe(db, Admins(self.admins, self.not_before(now)), NoticeKind.HELD, [concern], now)
        health = sources.record_poll(db, poll, now, new)
        if health is not None:
            admins = Admins(self.admins, self.not_before(now + _NOTICES_GATHER))
            notices.review(db, health, admins, now)

    async def _released(self, item_id: int) -> Released:
        told = await self.archive.read(lambda db: held.told_by(db, item_id))
        return Released(item_id, told.meetings, self._matches(told.item, told.readouts))

    def _let_out(self, db: Database, poll: int, released: Sequence[Released]) -> int | None:
        if held.let_go(db, poll) is None:
            return None
        now = self.clock()
        return sum(
            owe(db, each.item_id, each.meetings, each.matches, self.not_before(now), now) for each in released
        )


def _oldest_first(new: Sequence[Item]) -> list[Item]:
    """Feeds list the newest first; people read alerts in the order things happened."""
    return list(reversed(new))
