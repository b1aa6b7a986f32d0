"""What is kept of one reading of a feed, so that the next one need not parse what it parsed."""

import struct
from enum import IntEnum
from typing import NamedTuple

from watchers.entries import DIGEST, Trace

# Of the frame 128 bits, and the way.
_HEAD = struct.Struct("16sB")
# The mark of an entry, what tells it apart (see Trace), and what of that it shares.
_ENTRY = struct.Struct("16s8s8s8s??")


class Way(IntEnum):
    """How entries were read, so that each could be read without the others."""

    NOT_AGAIN = 0
    PLAIN = 1
    STRICT = 2


class Memory(NamedTuple):
    """The entries of one reading. frame: what stood around them. traces: by the marks of their text."""

    frame: bytes
    way: Way
    traces: dict[bytes, Trace]


def packed(frame: bytes, way: Way, marks: list[bytes], traces: tuple[Trace, ...]) -> bytes:
    """A memory, which `unpacked` reads with the digests of the same reading; b"" where none would hold."""
    if way == Way.NOT_AGAIN or len(marks) != len(traces):
        return b""
    entries = (
        _ENTRY.pack(mark, *trace.key, *trace.shared) for mark, trace in zip(marks, traces, strict=True)
    )
    return _HEAD.pack(frame, way) + b"".join(entries)


def unpacked(memory: bytes, digests: bytes) -> Memory | None:
    """What `packed` was given; None where there is nothing to remember."""
    if not memory:
        return None
    frame, way = _HEAD.unpack_from(memory)
    kept = zip(_ENTRY.iter_unpack(memory[_HEAD.size :]), DIGEST.iter_unpack(digests), strict=True)
    traces = {
        mark: Trace((key, id_, link), (same_id, same_link), digest)
        for (mark, key, id_, link, same_id, same_link), (digest, _) in kept
    }
    return Memory(frame, Way(way), traces)
