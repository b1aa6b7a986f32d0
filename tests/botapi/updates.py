"""The queue of updates and the long poll that empties it."""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from tests.botapi.clock import Clock
from tests.botapi.refusals import CONFLICT, conflict

KINDS = frozenset(
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages message_reaction message_reaction_count inline_query "
    "chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll "
    "poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost "
    "managed_bot guest_message".split()
)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KEPT = timedelta(hours=24)
PRESS_KEPT = timedelta(seconds=150)

_FIRST_ID = 700_000_001
_MOST = 100
_LONGEST_WAIT = 50
_ANSWER_BYTES = 4 << 20
_SAME_OFFSET_WAIT = 3
_SAME_OFFSET_LIMIT_ONE = 0.5
_BETWEEN_CONFLICTS = 3

_OTHER_POLL = "Terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = (
    "Can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class _Pending:
    id: int
    body: dict[str, Any]
    expires: datetime
    size: int


class Inbox:
    """`webhook`: the URL somebody set elsewhere, "" for none. `allowed`: kinds that are queued."""

    def __init__(self, clock: Clock) -> None:
        self.webhook = ""
        self.allowed = KINDS - NOT_BY_DEFAULT
        self._clock = clock
        self._pending: deque[_Pending] = deque()
        self._next_id = _FIRST_ID
        self._poll: asyncio.Future[bool] | None = None
        self._last_offset: int | None = None
        self._last_start = -float("inf")
        self._next_conflict = -float("inf")

    def __len__(self) -> int:
        self._expire()
        return len(self._pending)

    def push(self, kind: str, body: dict[str, Any], kept: timedelta = KEPT) -> int | None:
        """Queue an update; its id, or None where allowed_updates shuts this kind out."""
        if kind not in self.allowed:
            return None
        number, self._next_id = self._next_id, self._next_id + 1
        update = {"update_id": number, kind: body}
        self._pending.append(_Pending(number, update, self._clock.now() + kept, len(json.dumps(update))))
        self._wake(superseded=False)
        return number

    def allow(self, names: Any) -> None:
        """Take over allowed_updates: unknown names are ignored, an empty list means the usual kinds."""
        if isinstance(names, list):
            self.allowed = KINDS & set(names) or KINDS - NOT_BY_DEFAULT

    def drop(self) -> None:
        """Forget everything that waits (drop_pending_updates)."""
        self._pending.clear()

    def close(self) -> None:
        """Let the waiting poll answer with what there is."""
        self._wake(superseded=False)

    async def poll(self, offset: int, limit: int, wait: int, paced: bool) -> list[dict[str, Any]]:
        """One getUpdates. Raises ApiError (409) when another one comes meanwhile or a webhook is set."""
        if self.webhook:
            raise conflict(_WEBHOOK)
        self._wake(superseded=True)
        limit = limit if 1 <= limit <= _MOST else _MOST
        wait = max(0, min(wait, _LONGEST_WAIT))
        if paced:
            limit, wait = self._pace(offset, limit, wait)
        self._forget(offset)
        if not self._ready(limit) and wait:
            await self._wait(wait)
        return self._ready(limit)

    def _pace(self, offset: int, limit: int, wait: int) -> tuple[int, int]:
        now = time.monotonic()
        again, since = offset == self._last_offset, now - self._last_start
        self._last_offset, self._last_start = offset, now
        limit = 1 if again and since < _SAME_OFFSET_LIMIT_ONE else limit
        return limit, max(wait, _SAME_OFFSET_WAIT) if again and since < _SAME_OFFSET_WAIT else wait

    def _forget(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset > 0:
            while self._pending and self._pending[0].id < offset:
                self._pending.popleft()

    def _ready(self, limit: int) -> list[dict[str, Any]]:
        self._expire()
        ready: list[dict[str, Any]] = []
        size = 0
        for pending in islice(self._pending, limit):
            size += pending.size
            if ready and size > _ANSWER_BYTES:
                break
            ready.append(pending.body)
        return ready

    def _expire(self) -> None:
        now = self._clock.now()
        if any(pending.expires <= now for pending in self._pending):
            self._pending = deque(pending for pending in self._pending if pending.expires > now)

    async def _wait(self, seconds: float) -> None:
        poll: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                superseded = await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
        if superseded:
            await self._conflict()

    async def _conflict(self) -> None:
        """The older poll loses; a second loser within 3 s is kept waiting as long."""
        now = time.monotonic()
        if now < self._next_conflict:
            await asyncio.sleep(_BETWEEN_CONFLICTS)
        else:
            self._next_conflict = now + _BETWEEN_CONFLICTS
        raise conflict(_OTHER_POLL, CONFLICT)

    def _wake(self, superseded: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(superseded)
