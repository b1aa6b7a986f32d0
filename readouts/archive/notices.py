"""What the bot's admins are owed: notices about sources that break, heal, move or are held back.

A notice waits for a moment before it leaves. What happens meanwhile to other sources goes into the
same message, and trouble that is over by then is never told.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from sqlite3 import Row

from pydantic import TypeAdapter
from sqlite_utils import Database

from readouts.archive import sources
from readouts.archive.rows import instant, utc_text
from readouts.domain.health import broke_together, is_worth_telling, told_together
from readouts.domain.notice import Concern, Notice, NoticeKind, is_many
from readouts.domain.source import SourceHealth, SourceState

_NOTICE = TypeAdapter(Notice)
# After so long what is over is told, although the rest is not.
_LONGEST_WAIT = timedelta(hours=12)

_OWE = """
INSERT INTO outbox (kind, chat, notice, why, not_before, created_at, changed_at)
SELECT 'notice', id, :notice, '[]', max(:not_before, hold_until), :now, :now
FROM chats WHERE id = :chat AND active
"""
_POSTPONE = """
UPDATE outbox SET not_before = max(?, (SELECT hold_until FROM chats WHERE id = outbox.chat)) WHERE id = ?
"""
# One that was tried before may have been read.
_WAITING = "SELECT * FROM outbox WHERE chat = ? AND state = 'waiting' AND kind = 'notice' AND attempts = 0"


@dataclass(frozen=True, slots=True)
class Admins:
    """The chats of the bot's admins. not_before: when a notice that can wait for others may leave.
    patient: when one may that waits for the rest of an outage to be over, too."""

    chats: Sequence[int]
    not_before: datetime
    patient: datetime


def notice_of(text: str) -> Notice:
    """A notice as the outbox holds it."""
    return _NOTICE.validate_json(text)


def can_be_told(db: Database, chats: Iterable[int]) -> bool:
    """Whether one of these chats is there to read a notice."""
    known = (db.execute("SELECT 1 FROM chats WHERE id = ? AND active", (chat,)) for chat in chats)
    return any(row.fetchone() for row in known)


def owe(db: Database, admins: Admins, kind: NoticeKind, about: Iterable[Concern], now: datetime) -> int:
    """Owe each of these chats a notice, or add to the one of its kind that waits; how many chats."""
    notice = Notice(kind, tuple(about), sources.count_enabled(db))
    return sum(_owe_one(db, chat, notice, admins.not_before, now) for chat in admins.chats)


def review(
    db: Database, health: SourceHealth, before: SourceHealth | None, admins: Admins, now: datetime
) -> None:
    """After a poll: owe what the admins should know of its source, each thing once. `before`: its health
    when it was asked, which knows since when it was in trouble."""
    if health.told is None and is_worth_telling(health, now):
        _tell_trouble(db, health, admins, now)
    elif health.told is not None and health.trouble_since is None:
        over = replace(_concern(health), since=before.trouble_since if before else None)
        _tell_health(db, health, over, admins, now)
    moved = health.moved
    if moved and moved.is_certain and not moved.told:
        concern = replace(_concern(health), proposal=moved.to)
        if owe(db, admins, NoticeKind.MOVED, [concern], now):
            sources.set_move_told(db, health.source.name)


def _tell_trouble(db: Database, health: SourceHealth, admins: Admins, now: datetime) -> None:
    """Where many broke at the same time, they are told of together, also those that were asked less
    often since."""
    together = broke_together(health.source.name, sources.in_trouble(db))
    told = together if is_many(len(together), sources.count_enabled(db)) else (health,)
    names = {each.source.name for each in told}
    if owe(db, admins, NoticeKind.BROKE, map(_concern, told), now):
        sources.set_told(db, names, now)
        for chat in admins.chats:
            _take_back(db, chat, NoticeKind.HEALED, names)


def _tell_health(db: Database, health: SourceHealth, over: Concern, admins: Admins, now: datetime) -> None:
    """A chat that was not told of the trouble yet need not hear that it is over."""
    names = {health.source.name}
    hear = [chat for chat in admins.chats if not _take_back(db, chat, NoticeKind.BROKE, names)]
    owe(db, replace(admins, chats=hear), NoticeKind.HEALED, [over], now)
    sources.set_told(db, names, None)
    down = len(told_together(health, sources.still_in_trouble(db)))
    for chat in hear:
        _wait_for_the_rest(db, chat, down, admins, now)


def _wait_for_the_rest(db: Database, chat: int, down: int, admins: Admins, now: datetime) -> None:
    """The end of an outage is told in one message: when all are back, or when no more of them have come
    back for long. `down`: how many of those that were told of together are not back yet."""
    waiting = _waiting(db, chat, NoticeKind.HEALED)
    if waiting is None:
        return
    notice = notice_of(waiting["notice"])
    is_outage = down > 0 and is_many(down + len(notice.about), notice.sources)
    if is_outage and now - instant(waiting["created_at"]) < _LONGEST_WAIT:
        not_before = admins.patient
    else:
        not_before = min(instant(waiting["not_before"]), admins.not_before)
    db.execute(_POSTPONE, (utc_text(not_before), waiting["id"]))


def _concern(health: SourceHealth) -> Concern:
    """For a frozen source `since` is when its newest item came."""
    since = health.freshness.newest if health.state is SourceState.FROZEN else health.trouble_since
    return Concern(health.source.name, health.state, health.detail, since)


def _owe_one(db: Database, chat: int, notice: Notice, not_before: datetime, now: datetime) -> int:
    waiting = _waiting(db, chat, notice.kind)
    if waiting is None:
        values = {"chat": chat, "notice": _text(notice), "not_before": utc_text(not_before)}
        return db.execute(_OWE, values | {"now": utc_text(now)}).rowcount
    before = notice_of(waiting["notice"])
    named = {(each.source, each.held) for each in notice.about}
    kept = tuple(each for each in before.about if (each.source, each.held) not in named)
    return _rewrite(db, waiting, replace(notice, about=kept + notice.about))


def _take_back(db: Database, chat: int, kind: NoticeKind, names: Collection[str]) -> bool:
    """Leave sources out of the notice of that kind that waits; False where none names them."""
    waiting = _waiting(db, chat, kind)
    if waiting is None:
        return False
    notice = notice_of(waiting["notice"])
    left = tuple(each for each in notice.about if each.source not in names)
    if len(left) == len(notice.about):
        return False
    _rewrite(db, waiting, replace(notice, about=left))
    return True


def _waiting(db: Database, chat: int, kind: NoticeKind) -> Row | None:
    rows = db.execute(_WAITING, (chat,)).fetchall()
    return next((row for row in rows if notice_of(row["notice"]).kind is kind), None)


def _rewrite(db: Database, waiting: Row, notice: Notice) -> int:
    if not notice.about:
        db.execute("DELETE FROM outbox WHERE id = ?", (waiting["id"],))
        return 0
    return db.execute("UPDATE outbox SET notice = ? WHERE id = ?", (_text(notice), waiting["id"])).rowcount


def _text(notice: Notice) -> str:
    return _NOTICE.dump_json(notice).decode()
