"""A server process that serves the feeds of many hosts; what it costs is nobody's figure.

Speaks just enough HTTP/1.1, and answers within one callback, so that it keeps up with every client.
Each feed has a host of its own on loopback: by its address over HTTP, by its name over TLS.
"""

import asyncio
import gzip
import hashlib
import multiprocessing
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.feeds import feed
from watchers.dialing import AddressInfo

CERTIFIED = "*.feeds.example"
_HOSTS_PER_BLOCK = 250


@dataclass(frozen=True, slots=True)
class Served:
    """A running server, and what it can be told to do."""

    port: int
    process: int
    is_tls: bool
    _tell: Connection = field(repr=False)

    def url(self, number: int) -> str:
        """The address of one feed."""
        if self.is_tls:
            return f"https://site{number}.feeds.example:{self.port}/feed/{number}"
        return f"http://{address(number)}:{self.port}/feed/{number}"

    def publish(self, share: int) -> None:
        """Add one item to every `share`th feed."""
        self._tell.send(("publish", share))
        self._tell.recv()

    def move_away(self, seconds: float) -> None:
        """Answer only after so long, as a server far away does."""
        self._tell.send(("delay", seconds))
        self._tell.recv()


def address(number: int) -> str:
    """The loopback address of one host."""
    return f"127.1.{number // _HOSTS_PER_BLOCK}.{number % _HOSTS_PER_BLOCK + 1}"


def look_up(host: str, port: int) -> Sequence[AddressInfo]:
    """The address of a host named site<number>.feeds.example."""
    number = int(host.partition(".")[0].removeprefix("site"))
    return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address(number), port))]


@contextmanager
def news_server(feeds: int, certificate: Path | None = None) -> Iterator[Served]:
    """A server process with so many feeds ready. certificate: a file with key and chain, for TLS."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(there, feeds, certificate), daemon=True)
    process.start()
    try:
        assert process.pid is not None
        yield Served(here.recv(), process.pid, certificate is not None, here)
    finally:
        process.terminate()
        process.join()


def _run(parent: Connection, feeds: int, certificate: Path | None) -> None:
    for number in range(feeds):
        _packed(number, 0)
    asyncio.run(_serve(parent, certificate))


async def _serve(parent: Connection, certificate: Path | None) -> None:
    tls = None
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    site = _Site()
    loop = asyncio.get_running_loop()
    loop.add_reader(parent.fileno(), lambda: parent.send(site.obey(*parent.recv())))
    server = await loop.create_server(lambda: _Client(site), "0.0.0.0", 0, ssl=tls, backlog=2000)  # noqa: S104
    parent.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


class _Site:
    """All feeds, and how many items each has got since the beginning."""

    def __init__(self) -> None:
        self.delay = 0.0
        self._shares: list[int] = []

    def obey(self, what: str, value: float) -> str:
        if what == "publish":
            self._shares.append(int(value))
        else:
            self.delay = value
        return "done"

    def answer(self, request: bytes) -> bytes:
        """The answer to one request for /feed/<number>."""
        number = int(request.split(b" ", 2)[1].rpartition(b"/")[2])
        tag, packed = _packed(number, sum(number % share == 0 for share in self._shares))
        if tag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % tag
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: %b\r\n"
            b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b" % (tag, len(packed), packed)
        )


@cache
def _packed(number: int, edition: int) -> tuple[bytes, bytes]:
    body = feed(number, edition)
    tag = hashlib.blake2b(body, digest_size=8).hexdigest().encode()
    return b'"%b"' % tag, gzip.compress(body, 6)


class _Client(asyncio.Protocol):
    def __init__(self, site: _Site) -> None:
        self._site = site
        self._request = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        self._request += data
        while b"\r\n\r\n" in self._request:
            request, _, self._request = self._request.partition(b"\r\n\r\n")
            answer = self._site.answer(request)
            if self._site.delay:
                asyncio.get_running_loop().call_later(self._site.delay, self._transport.write, answer)
            else:
                self._transport.write(answer)
