"""What servers do to clients, by mistake or on purpose, and what ours is to say to each."""

import asyncio
import gzip
import struct
import zlib
from socket import SO_LINGER, SOL_SOCKET
from typing import TypeAlias

from aiohttp import web

from tests.newssite import (
    Script,
    document,
    drip,
    endless,
    gzip_bomb,
    never,
    raw,
    slow_head,
    truncated,
)

OK = b"HTTP/1.1 200 OK\r\n"
MOST_UNSENT = 200_000
LARGE = "Unreadable: The answer grew past 5 MB and was cut off."
NOT_ASKED_FOR = "Unreadable: The server packed its answer in a way that was not asked for."
DAMAGED = "Unreadable: The answer is damaged: its packing cannot be undone."
BROKEN_OFF = "Unreachable: The connection broke off in the middle of the answer."
NOT_HTTP = "Unreachable: The server's answer is not proper HTTP."
NO_ANSWER = "Unreachable: No answer within 1 s."
NO_END = "Unreachable: The answer did not end within 1 s."
TROUBLE = "Unreachable: The server is in trouble (HTTP 503)."
LOOP = "Unreachable: The server redirects in a circle, as sites do that want cookies; none are kept."


def again_and_again(piece: bytes, before: bytes = b"", *, pause: float = 0.0) -> Script:
    """These bytes instead of HTTP, `piece` for as long as somebody listens."""

    async def perform(request: web.Request) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        transport.write(before)
        await asyncio.sleep(0.02)  # so that it comes by itself
        while not transport.is_closing():
            if transport.get_write_buffer_size() < MOST_UNSENT:
                transport.write(piece)
            await asyncio.sleep(pause)
        return web.Response()

    return perform


def reset() -> Script:
    """The connection is torn down instead of closed."""

    async def perform(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
        return web.Response()

    return perform


def packed(body: bytes, encoding: str) -> Script:
    return document(body, {"Content-Encoding": encoding})


def slowly_packed() -> Script:
    """Empty blocks without end, which unpack to nothing."""
    head, empty_block = gzip.compress(b"")[:10], b"\0\0\0\xff\xff"
    answer = OK + b"Content-Encoding: gzip\r\n\r\n" + head
    return again_and_again(empty_block, answer, pause=0.01)


def nested_gzip() -> bytes:
    return gzip.compress(gzip.compress(bytes(200_000_000)))


# Which are given up only when their time is over.
Monsters: TypeAlias = dict[str, tuple[Script, str]]
PATIENT: Monsters = {
    "slow drip": (drip(b"<rss>" * 1000, pause=0.05), NO_END),
    "slow headers": (slow_head(pause=0.05), NO_ANSWER),
    "slow and endless": (endless(b"x", pause=0.01), NO_END),
    "slow drip that is packed": (slowly_packed(), NO_END),
    "silence": (never(), NO_ANSWER),
}
HASTY: Monsters = {
    "endless": (endless(b"<item/>" * 9000), LARGE),
    "endless bytes one by one": (endless(b"x"), NO_END),
    "gzip bomb": (gzip_bomb(200_000_000), LARGE),
    "deflate bomb": (packed(zlib.compress(bytes(200_000_000)), "deflate"), LARGE),
    "gzip in gzip, as said": (packed(nested_gzip(), "gzip, gzip"), NOT_ASKED_FOR),
    "gzip in gzip, said twice": (
        raw(OK + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\nx"),
        NOT_ASKED_FOR,
    ),
    "gzip in gzip, said once": (packed(nested_gzip(), "gzip"), "Page of 194421 bytes"),
    "gzip with an endless tail": (
        again_and_again(b"\0" * 50_000, OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<rss/>")),
        LARGE,
    ),
    "brotli": (packed(b"x", "br"), NOT_ASKED_FOR),
    "zstd": (packed(b"x", "zstd"), NOT_ASKED_FOR),
    "not packed as said": (endless(b"<rss>", headers={"Content-Encoding": "gzip"}), DAMAGED),
    "less than promised": (truncated(b"<rss>", promised=5000), BROKEN_OFF),
    "more than promised": (
        raw(OK + b"Content-Length: 5\r\n\r\n" + b"<rss>" * 1000),
        "Page of 5 bytes",
    ),
    "a negative length": (raw(OK + b"Content-Length: -5\r\n\r\n<rss>"), NOT_HTTP),
    "a length beyond all bounds": (
        raw(OK + b"Content-Length: 99999999999999999999999\r\n\r\n<rss>"),
        NOT_HTTP,
    ),
    "two lengths": (raw(OK + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\n<rss>"), NOT_HTTP),
    "length and chunks": (
        raw(OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n<rss>"),
        NOT_HTTP,
    ),
    "broken chunks": (raw(OK + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\nabc"), BROKEN_OFF),
    "chunks of nonsense": (raw(OK + b"Transfer-Encoding: chunked\r\n\r\n<rss></rss>\r\n"), NOT_HTTP),
    "a chunk beyond all bounds": (
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\nabc"),
        NOT_HTTP,
    ),
    "an endless chunk extension": (
        again_and_again(b"a" * 50_000, OK + b"Transfer-Encoding: chunked\r\n\r\n5;"),
        LARGE,
    ),
    "endless trailers": (
        again_and_again(b"X-More: yes\r\n" * 1000, OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"),
        LARGE,
    ),
    "endless status line": (again_and_again(b"K" * 50_000, b"HTTP/1.1 200 O"), NOT_HTTP),
    "endless header": (again_and_again(b"a" * 50_000, OK + b"X-Long: "), NOT_HTTP),
    "endless headers": (again_and_again(b"X-More: yes\r\n" * 1000, OK), NOT_HTTP),
    "a megabyte of one header": (raw(OK + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\nx"), NOT_HTTP),
    "megabytes of headers": (raw(OK + b"X-Long: %b\r\n" % (b"a" * 4_000_000)), NOT_HTTP),
    "a thousand cookies": (raw(OK + b"Set-Cookie: a=b\r\n" * 1000 + b"\r\nx"), "Page of 1 bytes"),
    "ten thousand cookies": (raw(OK + b"Set-Cookie: a=b\r\n" * 10_000 + b"\r\nx"), NOT_HTTP),
    "endless promises to go on": (again_and_again(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), NOT_HTTP),
    "endless early hints": (
        again_and_again(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000),
        NOT_HTTP,
    ),
    "another protocol": (
        raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
        "Unreachable: The server answered with an error (HTTP 101).",
    ),
    "HTTP/0.9": (raw(b"<rss><channel/></rss>\r\n"), NOT_HTTP),
    "HTTP/2": (raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), NOT_HTTP),
    "HTTP/9.9": (raw(b"HTTP/9.9 200 OK\r\n\r\n<rss>"), NOT_HTTP),
    "not HTTP": (raw(b"220 smtp.example ESMTP\r\n"), NOT_HTTP),
    "status 999": (raw(b"HTTP/1.1 999 No\r\n\r\nx"), "Unreachable: The server is in trouble (HTTP 999)."),
    "status 0": (
        raw(b"HTTP/1.1 000 No\r\n\r\nx"),
        "Unreachable: The server answered with an error (HTTP 0).",
    ),
    "nothing": (raw(b""), "Unreachable: The server closed the connection without an answer."),
    "a reset": (reset(), "Unreachable: The connection to the server failed."),
    "not modified at a first question": (
        document(b"x", {}, 304),
        "Unreadable: The server answered “not modified” to a first question (HTTP 304).",
    ),
    "trouble without end": (again_and_again(b"x" * 50_000, b"HTTP/1.1 503 No\r\n\r\n"), TROUBLE),
    "a pause of years": (document(b"", {"Retry-After": "99999999999999999999"}, 503), TROUBLE),
    "a redirect to itself": (document(b"", {"Location": "?"}, 302), LOOP),
    "a redirect with an endless body": (
        again_and_again(b"x" * 50_000, b"HTTP/1.1 302 No\r\nLocation: /gone\r\n\r\n"),
        "Unreachable: The server has no such page (HTTP 404).",
    ),
    "a redirect of a megabyte": (
        raw(b"HTTP/1.1 302 No\r\nLocation: /" + b"a" * 1_000_000 + b"\r\n\r\n"),
        NOT_HTTP,
    ),
}
MONSTERS = PATIENT | HASTY
