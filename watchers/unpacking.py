"""Undoes gzip and deflate piece by piece, with a limit on what comes out."""

import zlib

# What HTTP knows besides gzip and deflate. Other names mean nothing ("utf-8", "none"), and what servers send
# under them is not packed.
_NOT_ASKED_FOR = frozenset("aes128gcm br compress dcb dcz exi pack200-gzip x-compress zstd".split())


class TooLargeError(Exception):
    """The answer outgrew the limit, packed or unpacked."""


class PackingError(Exception):
    """The packing cannot be undone. `str()` is a plain sentence."""


class Unpacker:
    """Collects one body. At no time are there more than `limit` bytes in it and one packed piece.

    encoding: the Content-Encoding header as sent; raises PackingError for one that was not asked for.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._name = _packing(encoding)
        self._limit = limit
        self._received = 0
        self._body = bytearray()
        self._inflate: zlib._Decompress | None = None

    def feed(self, piece: bytes) -> None:
        """Take the next piece; raises TooLargeError, PackingError."""
        self._received += len(piece)
        self._body += self._unpacked(piece)
        if max(self._received, len(self._body)) > self._limit:
            raise TooLargeError

    def body(self) -> bytes:
        """All of it; raises PackingError where packed data breaks off."""
        if self._inflate is not None and not self._inflate.eof:
            raise PackingError("The answer broke off before its end.")
        return bytes(self._body)

    def _unpacked(self, piece: bytes) -> bytes:
        if not self._name or not piece:
            return piece
        if self._inflate is None:
            self._inflate = zlib.decompressobj(self._window(piece))
        try:
            return self._inflate.decompress(piece, self._limit + 1 - len(self._body))
        except zlib.error:
            raise PackingError("The answer is damaged: its packing cannot be undone.") from None

    def _window(self, piece: bytes) -> int:
        # Half of the world's servers send "deflate" without the zlib header that the name stands for.
        bare = self._name == "deflate" and piece[0] & 0x0F != zlib.DEFLATED
        return -zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32


def _packing(encoding: str) -> str:
    """The packing that the header names, or "" for none; raises PackingError."""
    names = [name.strip() for name in encoding.lower().split(",")]
    packings = [name for name in names if name in _NOT_ASKED_FOR or name in ("gzip", "x-gzip", "deflate")]
    if len(packings) > 1 or _NOT_ASKED_FOR.intersection(packings):
        raise PackingError("The server packed its answer in a way that was not asked for.")
    return packings[0] if packings else ""
