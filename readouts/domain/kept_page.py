"""The page of an article as it came, packed: what a site showed on the day it reported a meeting."""

import zlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KeptPage:
    """`url`: where the page was found; it may hold a key. content_type: the HTTP header as sent.
    `packed`: the body, by zlib."""

    url: str = field(repr=False)
    content_type: str | None
    packed: bytes = field(repr=False)

    @classmethod
    def of(cls, url: str, content_type: str | None, body: bytes) -> "KeptPage":
        """Packing takes about twenty milliseconds for each megabyte."""
        return cls(url, content_type, zlib.compress(body))

    @property
    def body(self) -> bytes:
        return zlib.decompress(self.packed)
