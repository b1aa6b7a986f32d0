"""Which update is handled when: one chat strictly in order, many chats side by side."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Any

from structlog import get_logger
from telegram import Update
from telegram.ext import BaseUpdateProcessor

_SIDE_BY_SIDE = 64
_WAITING_IN_ONE_CHAT = 1_000
_REMEMBERED_UPDATES = 1_000
_NO_LIMIT = 1_000_000  # the library's own gate would let one flooding chat take every place

log = get_logger()


@dataclass(slots=True)
class _Line:
    """The updates of one chat that wait for their turn."""

    last: asyncio.Future[None] | None = None
    length: int = 0


class ChatOrder(BaseUpdateProcessor):
    """Updates of one chat one after another, at most 64 chats at a time.

    A slow answer holds up its own chat only, and a chat that floods takes one place, not all of
    them. An update that Telegram delivers twice is handled once. Beyond 1,000 waiting updates of
    one chat the rest is dropped and logged: memory stays bounded.
    """

    __slots__ = ("_lines", "_places", "_seen")

    def __init__(self) -> None:
        super().__init__(_NO_LIMIT)
        self._lines: dict[int | None, _Line] = {}
        self._places = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update when its chat's turn has come."""
        chat = _chat_of(update)
        if self._is_repeated(update) or self._is_full(chat):
            log.info("update dropped", chat=chat)
            _discard(coroutine)
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lines = _chats_of(update)
        before = [turn for each in lines if (turn := self._join(each, mine))]
        try:
            await _all_over(before)
            async with self._places:
                await coroutine
        finally:
            mine.set_result(None)
            for each in lines:
                self._leave(each)

    def _join(self, chat: int | None, turn: asyncio.Future[None]) -> asyncio.Future[None] | None:
        """Stand at the end of a chat's line; the turn before this one."""
        line = self._lines.setdefault(chat, _Line())
        before, line.last = line.last, turn
        line.length += 1
        return before

    def _leave(self, chat: int | None) -> None:
        line = self._lines[chat]
        line.length -= 1
        if not line.length:
            del self._lines[chat]

    def _is_full(self, chat: int | None) -> bool:
        return chat in self._lines and self._lines[chat].length >= _WAITING_IN_ONE_CHAT

    def _is_repeated(self, update: object) -> bool:
        if not isinstance(update, Update):
            return False
        if update.update_id in self._seen:
            return True
        self._seen[update.update_id] = None
        if len(self._seen) > _REMEMBERED_UPDATES:
            self._seen.popitem(last=False)
        return False


def _chat_of(update: object) -> int | None:
    chat = update.effective_chat if isinstance(update, Update) else None
    return chat.id if chat else None


def _chats_of(update: object) -> tuple[int | None, ...]:
    """The chats an update concerns: a move waits for what was asked in the old group, and what is asked
    in the new one waits for the move."""
    chat = _chat_of(update)
    message = update.message if isinstance(update, Update) else None
    if message and message.migrate_from_chat_id:
        return message.migrate_from_chat_id, chat
    if message and message.migrate_to_chat_id:
        return chat, message.migrate_to_chat_id
    return (chat,)


async def _all_over(turns: Iterable[asyncio.Future[None]]) -> None:
    for turn in turns:
        await asyncio.shield(turn)


def _discard(coroutine: Awaitable[Any]) -> None:
    if asyncio.iscoroutine(coroutine):
        coroutine.close()
