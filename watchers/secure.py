"""TLS without I/O of its own: what came from the connection goes in, what is to be sent comes out.

asyncio's own TLS holds a quarter of a megabyte for each connection, and takes half as much time again.
"""

import ssl
from collections.abc import Iterator

_AT_A_TIME = 65_536


class SecureChannel:
    """The client's side of one TLS connection to the server `host`."""

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host.removesuffix("."))
        self._is_open = False

    def begin(self) -> bytes:
        """What is sent before all else; raises ssl.SSLError."""
        for _ in self.received(b"", b""):
            pass
        return self.to_send()

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
