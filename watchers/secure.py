"""TLS without I/O of its own: what came from the connection goes in, what is to be sent comes out.

asyncio's own TLS holds a quarter of a megabyte for each connection and cannot take up a session where an
earlier connection left it; both count where a thousand servers are asked every few minutes.
"""

import ssl
from collections import OrderedDict
from collections.abc import Iterator
from typing import TypeAlias

MAX_SESSIONS = 2_000
_AT_A_TIME = 65_536

Server: TypeAlias = tuple[str, int]


class SecureChannel:
    """The client's side of one TLS connection to `server`."""

    def __init__(self, context: ssl.SSLContext, server: Server, session: ssl.SSLSession | None) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=server[0].removesuffix("."), session=session
        )
        self._is_open = False

    def received(self, data: bytes, request: bytes) -> Iterator[bytes]:
        """What the server says in `data`; `request` is sent when it has proved who it is.

        Raises ssl.SSLError.
        """
        self._incoming.write(data)
        try:
            if not self._is_open:
                self._tls.do_handshake()
                self._is_open = True
                self._tls.write(request)
            while piece := self._tls.read(_AT_A_TIME):
                yield piece
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            return

    def to_send(self) -> bytes:
        """What is to go over the connection now."""
        return self._outgoing.read()

    def new_session(self) -> ssl.SSLSession | None:
        """Where a later connection can go on, unless this one went on itself."""
        return None if self._tls.session_reused else self._tls.session


class Sessions:
    """Where connections can go on that were made before: a handshake without certificates costs a third."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self._kept: OrderedDict[Server, ssl.SSLSession] = OrderedDict()

    def channel(self, server: Server) -> SecureChannel:
        """A channel to `server` that goes on where the last one ended, if that one was kept."""
        return SecureChannel(self._context, server, self._kept.get(server))

    def keep(self, server: Server, channel: SecureChannel) -> None:
        """Keep what the server gave for the next time; the oldest are forgotten."""
        session = channel.new_session()
        if session is None:
            return
        self._kept[server] = session
        self._kept.move_to_end(server)
        if len(self._kept) > MAX_SESSIONS:
            self._kept.popitem(last=False)
