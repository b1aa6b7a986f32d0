"""Flood limits, kept on our side: nobody waits for Telegram to say "too many requests".

Telegram allows about 30 messages a second in all, one a second in a chat with short bursts, and 20
a minute in a group; edits count like messages. The windows here are a little narrower and strict.
What a person waits for goes before what is broadcast.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from typing import Any, TypeAlias

from structlog import get_logger
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from readouts.delivery.gate import Gate, loop_time
from readouts.delivery.windows import SlidingWindow

PER_SECOND = 25
_BURST, _BURST_PERIOD = 3, 3.0
_PER_GROUP, _GROUP_PERIOD = 18, 60.0
# Telegram names whole seconds, and its clock is not ours.
_MARGIN = 0.1
# A person who asked waits this long for an answer that was refused; a longer ban is an error.
_PATIENCE = 30.0
# A broadcast finds its chat in the middle of an answer.
_BUSY = 1.0
# Refusals in a row, each of another chat and no answer between them: then it is not about one chat.
_REFUSALS_OF_ALL = 4
_LANES_BEFORE_SWEEP = 1_024
# These cost nothing. Calls without a chat (getMe, setMyCommands, inline answers) do not either.
_UNPACED = frozenset(("answerCallbackQuery", "getChatMember"))

Answer: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]
Call: TypeAlias = Callable[[], Coroutine[Any, Any, Answer]]

log = get_logger()


class Urgency(IntEnum):
    """Who waits. Given as `rate_limit_args`; a call without it is INTERACTIVE."""

    INTERACTIVE = 1
    BROADCAST = 2


def wait_asked_for(refusal: RetryAfter) -> timedelta:
    """How long Telegram asks to wait, whichever way the library is set to tell it."""
    wait = refusal.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


@dataclass(slots=True)
class _Lane:
    """One chat: one call at a time, so that its messages keep their order and a refusal is known
    before the next one leaves."""

    chat: int | str
    windows: tuple[SlidingWindow, ...]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted_until: float = -math.inf
    callers: int = 0

    def wait(self, now: float) -> float:
        """Seconds until the next call may leave, counted while none is under way."""
        return max(0.0, self.halted_until - now, *(window.wait(now) for window in self.windows))

    def is_idle(self, now: float) -> bool:
        """Whether forgetting this chat changes nothing."""
        return not self.callers and self.wait(now) <= 0 and all(w.is_empty(now) for w in self.windows)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """One call passes and counts in every window."""
        for window in self.windows:
            window.take()
        try:
            yield
        finally:
            now = loop_time()
            for window in self.windows:
                window.release(now)


class Pace(BaseRateLimiter[Urgency]):
    """The rate limiter of the bot: every call that names a chat passes here.

    An INTERACTIVE call waits for its turn, and once more if Telegram refuses it for at most 30 s.
    A BROADCAST call waits only for the limit over all chats. If its own chat has to wait, it raises
    RetryAfter at once and nothing is sent: so one held chat never holds up the others.
    """

    __slots__ = ("_gate", "_lanes", "_refusals", "_sweep_at")

    def __init__(self, per_second: int = PER_SECOND) -> None:
        self._gate = Gate(per_second)
        self._lanes: dict[int | str, _Lane] = {}
        self._sweep_at = _LANES_BEFORE_SWEEP
        self._refusals: deque[tuple[int | str, float]] = deque(maxlen=_REFUSALS_OF_ALL)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Answer:
        """Make the call when it may be made. Raises what the call raises, and RetryAfter (see above)."""

        async def call() -> Answer:
            return await callback(*args, **kwargs)

        chat = data.get("chat_id")
        if chat is None or endpoint in _UNPACED:
            return await call()
        lane = self._lane(_chat_key(chat))
        lane.callers += 1
        try:
            return await (self._broadcast if rate_limit_args is Urgency.BROADCAST else self._answer)(
                lane, call
            )
        finally:
            lane.callers -= 1

    async def _answer(self, lane: _Lane, call: Call) -> Answer:
        async with lane.turn:
            try:
                return await self._in_turn(lane, call)
            except RetryAfter as refusal:
                if wait_asked_for(refusal).total_seconds() > _PATIENCE:
                    raise
            return await self._in_turn(lane, call)

    async def _in_turn(self, lane: _Lane, call: Call) -> Answer:
        ban = max(lane.halted_until, self._gate.shut_until) - loop_time()
        if ban > _PATIENCE:
            raise RetryAfter(timedelta(seconds=ban))
        while (wait := lane.wait(loop_time())) > 0:  # noqa: ASYNC110 - only time opens it
            await asyncio.sleep(wait)
        async with self._gate.turn(Urgency.INTERACTIVE):
            return await self._pass(lane, call)

    async def _broadcast(self, lane: _Lane, call: Call) -> Answer:
        _refuse_unless_free(lane)
        async with self._gate.turn(Urgency.BROADCAST):
            _refuse_unless_free(lane)  # somebody may have been answered there in the meantime
            async with lane.turn:
                return await self._pass(lane, call)

    async def _pass(self, lane: _Lane, call: Call) -> Answer:
        with lane.passing():
            try:
                answer = await call()
            except RetryAfter as refusal:
                self._refused(lane, wait_asked_for(refusal).total_seconds() + _MARGIN)
                raise
        self._refusals.clear()
        return answer

    def _refused(self, lane: _Lane, wait: float) -> None:
        """Halt the chat; when one chat after the other is refused, halt them all for the shortest wait."""
        lane.halted_until = loop_time() + wait
        self._refusals.append((lane.chat, wait))
        log.warning("Telegram asks to slow down", seconds=round(wait), in_a_row=len(self._refusals))
        if len({chat for chat, _ in self._refusals}) == _REFUSALS_OF_ALL:
            self._gate.shut(loop_time() + min(wait for _, wait in self._refusals))

    def _lane(self, chat: int | str) -> _Lane:
        if chat not in self._lanes:
            self._forget_idle()
            self._lanes[chat] = _new_lane(chat)
        return self._lanes[chat]

    def _forget_idle(self) -> None:
        """Memory follows the chats of the last minute; swept when their number has doubled."""
        if len(self._lanes) < self._sweep_at:
            return
        now = loop_time()
        self._lanes = {chat: lane for chat, lane in self._lanes.items() if not lane.is_idle(now)}
        self._sweep_at = max(_LANES_BEFORE_SWEEP, 2 * len(self._lanes))


def _refuse_unless_free(lane: _Lane) -> None:
    wait = _BUSY if lane.turn.locked() else lane.wait(loop_time())
    if wait > 0:
        raise RetryAfter(timedelta(seconds=wait))


def _chat_key(chat: int | str) -> int | str:
    """A numeric id may come as text; "@name" stays as it is."""
    try:
        return int(chat)
    except ValueError:
        return chat


def _new_lane(chat: int | str) -> _Lane:
    """Groups and channels have negative ids or are called by name; they may say less."""
    burst = SlidingWindow(_BURST, _BURST_PERIOD)
    if isinstance(chat, int) and chat > 0:
        return _Lane(chat, (burst,))
    return _Lane(chat, (burst, SlidingWindow(_PER_GROUP, _GROUP_PERIOD)))
