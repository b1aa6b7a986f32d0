"""Packed bodies: undone piece by piece, never past the limit."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.unpacking import PackingError, TooLargeError, Unpacker

BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
FEED = b"<rss><channel/></rss>" * 40
PACKED = {
    "": FEED,
    "identity": FEED,
    "utf-8": FEED,
    "none": FEED,
    "x" * 9999: FEED,
    "identity, gzip": gzip.compress(FEED),
    "gzip": gzip.compress(FEED),
    "x-gzip": gzip.compress(FEED),
    "GZip ": gzip.compress(FEED),
    "deflate": zlib.compress(FEED),
}


def unpacked(encoding: str, packed: bytes, *, step: int = 7, limit: int = 10_000) -> bytes:
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(packed), step):
        unpacker.feed(packed[start : start + step])
    return unpacker.body()


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_every_packing_that_servers_use_is_undone(encoding: str, step: int) -> None:
    assert unpacked(encoding, PACKED[encoding], step=step) == FEED


def test_deflate_without_its_header_is_undone() -> None:
    """Half of the servers that say "deflate" mean the bare stream."""
    assert unpacked("deflate", BARE.compress(FEED) + BARE.flush()) == FEED


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "compress", "BR ", "identity, br", "gzip, gzip", "gzip,deflate", "br, gzip"]
)
def test_a_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(PackingError, match="not asked for"):
        Unpacker(encoding, 100)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_is_not_packed_as_said_is_called_damaged(encoding: str) -> None:
    with pytest.raises(PackingError, match="damaged"):
        unpacked(encoding, b"\x78 this is not packed at all")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_body_that_breaks_off_is_not_taken_for_whole(encoding: str) -> None:
    with pytest.raises(PackingError, match="broke off"):
        unpacked(encoding, PACKED[encoding][:-9])


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_refused_by_name(body: bytes, encoding: str) -> None:
    try:
        found = unpacked(encoding, body)
    except (PackingError, TooLargeError):
        assert encoding
    else:
        assert encoding or found == body


def test_the_limit_holds_for_what_comes_out() -> None:
    assert unpacked("gzip", gzip.compress(bytes(1000)), limit=1000) == bytes(1000)
    with pytest.raises(TooLargeError):
        unpacked("gzip", gzip.compress(bytes(1001)), limit=1000)


def test_the_limit_holds_for_what_comes_in_too() -> None:
    """Empty blocks unpack to nothing and could be sent for ever."""
    head, empty_block = gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff"
    with pytest.raises(TooLargeError):
        unpacked("gzip", head + empty_block * 1000, limit=1000)


def test_a_bomb_costs_no_more_memory_than_the_limit() -> None:
    """100 MB of zeros pack into 100 kB, which arrive as one piece."""
    bomb = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpacked("gzip", bomb, step=len(bomb), limit=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
