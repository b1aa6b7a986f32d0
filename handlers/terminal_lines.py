"""Lines that a person types, read without holding up the event loop."""

import asyncio
import os
import threading
from collections import deque
from collections.abc import Iterable

from handlers.terminal_text import safe

_CHUNK_BYTES = 65_536
_LINE_BYTES = 16_384  # a Telegram message is at most 4,096 characters of at most 4 bytes
_WAITING_LINES = 1_000
_MESSAGE_CHARACTERS = 4_096


class LineSplitter:
    """Bytes in, lines out. A line is cut to what a Telegram message can hold, however long it is."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[str]:
        """The lines that `chunk` completes; an empty chunk completes the last one."""
        *lines, rest = (self._rest + chunk).split(b"\n")
        if not chunk:
            lines, rest = [rest], b""
        self._rest = rest[:_LINE_BYTES]
        return [text for text in map(_message, lines) if text]


def _message(line: bytes) -> str:
    """What a person meant to send: bytes that are no UTF-8 become U+FFFD, control characters go."""
    return safe(line[:_LINE_BYTES].decode(errors="replace")).strip()[:_MESSAGE_CHARACTERS]


class TypedLines:
    """The lines of one file descriptor; None once there will be no more.

    Read by a daemon thread with os.read: a terminal that shares its settings with the output must
    not be made non-blocking, and a buffered reader would hold a lock that the interpreter needs to exit.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: deque[str | None] = deque()
        self._arrived = asyncio.Event()
        self._room = threading.Semaphore(_WAITING_LINES)

    def start(self) -> None:
        """Begin to read; to be called once, inside the loop."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), name="typed lines", daemon=True).start()

    @property
    def is_ahead(self) -> bool:
        """Whether a line waits already: it was typed, or pasted, before anybody asked for it."""
        return self._arrived.is_set()

    async def next(self) -> str | None:
        """The next line, waiting for it; None at the end, however often it is asked."""
        await self._arrived.wait()
        line = self._lines[0]
        if line is not None:
            self._lines.popleft()
            self._room.release()
        if not self._lines:
            self._arrived.clear()
        return line

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        splitter = LineSplitter()
        try:
            while chunk := self._read_chunk():
                self._hand_over(loop, splitter.feed(chunk))
            self._hand_over(loop, [*splitter.feed(b""), None])
        except RuntimeError:  # the loop has ended; nobody listens any more
            return

    def _read_chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, _CHUNK_BYTES)
        except OSError:  # the terminal went away
            return b""

    def _hand_over(self, loop: asyncio.AbstractEventLoop, lines: Iterable[str | None]) -> None:
        for line in lines:
            if line is not None:
                self._room.acquire()
            loop.call_soon_threadsafe(self._take, line)

    def _take(self, line: str | None) -> None:
        self._lines.append(line)
        self._arrived.set()
