"""One question and its answer, HTTP/1.1 over one connection that is closed afterwards.

A source is asked every few minutes, so there is nothing to keep open, nothing to send but a head and
nothing to negotiate: a loop around the parser does (see docs/decisions/0008).
"""

import asyncio
import socket
from dataclasses import dataclass, field
from typing import cast

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from watchers.secure import SecureChannel
from watchers.unpacking import PackingError, TooLargeError, Unpacker

MAX_HEAD_BYTES = 64_000
_SWITCHED = 101
# What a server says is taken in pieces of at most so many bytes.
_AT_A_TIME = 32_768


class NotHttpError(ValueError):
    """What the server says is not HTTP, or is too much of it."""


class ClosedError(OSError):
    """The server closed the connection before its answer was whole."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A head, and the body where the answer is a good one. Both may hold secrets: neither shows in a repr.

    headers: (name in lower case, value), as they came.
    """

    status: int
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for each, value in self.headers if each == name), None)

    def all(self, name: str) -> str:
        """All values of a header that may come several times."""
        return ", ".join(value for each, value in self.headers if each == name)


class Exchange:
    """One request, and the answer as it grows.

    request: its bytes. max_bytes: of the body, unpacked. channel: where the connection is to be a secured
    one, that.
    """

    def __init__(self, request: bytes, max_bytes: int, channel: SecureChannel | None = None) -> None:
        self._request = request
        self._channel = channel
        self._max_bytes = max_bytes
        self._received = 0
        self._headers: list[tuple[str, str]] = []
        self._head: Answer | None = None
        self._body: Unpacker | None = None
        self._over: Answer | Exception | None = None
        self._parser = HttpResponseParser(self)
        # What servers get wrong and every client forgives.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )

    @property
    def is_answered(self) -> bool:
        """Whether the head of an answer has come."""
        return self._head is not None

    async def answer(self, connected: socket.socket) -> Answer:
        """The whole answer over this connection, which does not block; raises NotHttpError, ClosedError,
        OSError, TooLargeError, PackingError."""
        try:
            await self._converse(connected)
        finally:
            # Parser and exchange refer to each other, and would stay a while with all they hold.
            del self._parser
        if isinstance(self._over, Exception):
            # Where it was raised would keep all that was received alive for a while.
            raise self._over.with_traceback(None)
        return cast("Answer", self._over)

    async def _converse(self, connected: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(connected, self._channel.begin() if self._channel else self._request)
        while self._over is None:
            data = await loop.sock_recv(connected, _AT_A_TIME)
            if not data:
                self._end()
            elif self._channel:
                await self._advance(self._channel, data, connected)
            else:
                self._take(data)
            if len(data) == _AT_A_TIME:
                await asyncio.sleep(0)  # there is more by now, which would not wait for others

    async def _advance(self, channel: SecureChannel, data: bytes, connected: socket.socket) -> None:
        for piece in channel.received(data, self._request):
            self._take(piece)
        if (waiting := channel.to_send()) and self._over is None:
            await asyncio.get_running_loop().sock_sendall(connected, waiting)

    def _end(self) -> None:
        """The connection was closed, which may be how the answer ends."""
        head = self._head
        if head and not head.header("content-length") and not head.header("transfer-encoding"):
            self._finish()
        else:
            self._fail(ClosedError("the connection was closed"))

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._head is None:  # what may follow a body in chunks is nothing we ask about
            self._headers.append((_text(name).lower(), _text(value)))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if 100 <= status < 200 and status != _SWITCHED:
            self._headers = []  # "I am working on it": the answer is yet to come
            return
        self._head = Answer(status, self._headers)
        if not self._head.is_good:
            self._finish()
            return
        try:
            self._body = Unpacker(self._head.all("content-encoding"), self._max_bytes)
        except PackingError as error:
            self._fail(error)

    def on_body(self, piece: bytes) -> None:
        if self._body is None or self._over is not None:
            return
        try:
            self._body.feed(piece)
        except (TooLargeError, PackingError) as error:
            self._fail(error)

    def on_message_complete(self) -> None:
        if self._head is not None:
            self._finish()

    def _take(self, data: bytes) -> None:
        if self._over is not None:
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            self._fail(NotHttpError("another protocol"))
        except HttpParserError:
            self._fail(NotHttpError("not as HTTP says"))
        if self._head is None and self._received > MAX_HEAD_BYTES:
            self._fail(NotHttpError("an endless head"))
        # Chunk sizes and trailers are no part of the body; nobody needs as many.
        if self._received > 2 * self._max_bytes + MAX_HEAD_BYTES:
            self._fail(TooLargeError())

    def _finish(self) -> None:
        if self._over is not None or self._head is None:
            return
        try:
            body = self._body.body() if self._body else b""
        except PackingError as error:
            self._fail(error)
        else:
            self._over = Answer(self._head.status, self._headers, body)

    def _fail(self, error: Exception) -> None:
        if self._over is None:
            self._body = None
            self._over = error


def _text(header: bytes) -> str:
    return header.decode("utf-8", "surrogateescape")
