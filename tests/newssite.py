"""A news site on loopback that serves what a test publishes and misbehaves as a test tells it to.

async with NewsSite() as site:
    address = site.publish("/feed.xml", rss(Story("Anhui meets", "https://news.example/1")))
    site.perform("/slow.xml", drip(b"<rss>", pause=0.5))
    ...
    assert len(site.asked("/feed.xml")) == 1
"""

import asyncio
import gzip
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from types import TracebackType
from typing import Self, TypeAlias

from aiohttp import web

Script: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Story:
    """One entry of an RSS feed. `text` may be HTML; `published` stands in the feed as given."""

    title: str
    link: str
    text: str = ""
    published: str = ""
    guid: str = ""


def rss(*stories: Story, title: str = "News", encoding: str = "utf-8") -> str:
    """An RSS 2.0 feed. `encoding` is what it declares; encoding it so is up to the caller."""
    items = "\n".join(map(_item, stories))
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel>'
    return (
        f"{head}<title>{escape(title)}</title><link>https://news.example/</link>\n{items}\n</channel></rss>\n"
    )


def _item(story: Story) -> str:
    elements = {
        "title": story.title,
        "link": story.link,
        "description": story.text,
        "pubDate": story.published,
        "guid": story.guid,
    }
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in elements.items() if value)
    return f"<item>{inner}</item>"


@dataclass
class NewsSite:
    """The site; `origin` is its address once it is open. `connections` counts TCP connections, also
    those over which nothing was asked. `port`: 0 for any that is free."""

    host: str = "127.0.0.1"
    port: int = 0
    connections: int = 0
    requests: list[Asked] = field(default_factory=list)
    _scripts: dict[str, Script] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.05, access_log=None)
        await self._runner.setup()
        self._listener = await asyncio.get_running_loop().create_server(self._connected, self.host, self.port)
        self.port = self._listener.sockets[0].getsockname()[1]
        self.origin = f"http://{self.host}:{self.port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        await self._runner.cleanup()

    def publish(
        self,
        path: str,
        body: str | bytes,
        *,
        content_type: str | None = RSS,
        etag: bool = True,
        last_modified: bool = False,
        packed: bool = False,
    ) -> str:
        """Serve `body` at `path` from now on, with the named validators honoured; gives its address.

        A `path` may hold a query ("/feed?id=1"). `packed`: gzip the answer.
        """
        content = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": content_type} if content_type else {}
        if etag:
            headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if last_modified:
            headers["Last-Modified"] = format_datetime(datetime.now(UTC), usegmt=True)
        if packed:
            content, headers["Content-Encoding"] = gzip.compress(content), "gzip"
        return self.perform(path, document(content, headers))

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Answer at `path` with a redirect."""
        return self.fail(path, status, {"Location": to})

    def fail(self, path: str, status: int, headers: Mapping[str, str] | None = None) -> str:
        """Answer at `path` with this status and nothing else."""
        return self.perform(path, document(b"", headers or {}, status))

    def perform(self, path: str, script: Script) -> str:
        """Answer at `path` as `script` does."""
        self._scripts[path] = script
        return self.origin + path

    def asked(self, path: str) -> list[Asked]:
        """All requests for `path` so far, oldest first."""
        return [request for request in self.requests if request.path == path]

    def _connected(self) -> asyncio.Protocol:
        self.connections += 1
        server = self._runner.server
        assert server is not None
        protocol: asyncio.Protocol = server()
        return protocol

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(Asked(request.path_qs, dict(request.headers)))
        script = self._scripts.get(request.path_qs) or document(b"Not found", {}, 404)
        return await script(request)


def document(body: bytes, headers: Mapping[str, str], status: int = 200) -> Script:
    """A whole answer; "not modified" to who names the ETag and Last-Modified among `headers`."""

    async def answer(request: web.Request) -> web.StreamResponse:
        asked = (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since"))
        if any(asked) and asked[0] == headers.get("ETag") and asked[1] == headers.get("Last-Modified"):
            return web.Response(status=304, headers=headers)
        response = web.Response(status=status, body=body, headers=headers)
        if "Content-Type" not in headers:
            response.headers.popall("Content-Type", None)
        return response

    return answer


def late(script: Script, *, pause: float) -> Script:
    """`script`, but only after `pause` seconds."""

    async def perform(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(pause)
        return await script(request)

    return perform


def drip(body: bytes, *, pause: float = 0.2) -> Script:
    """One byte every `pause` seconds."""
    return _stream(lambda: _slowly((body[i : i + 1] for i in range(len(body))), pause))


def endless(piece: bytes, *, pause: float = 0.0, headers: Mapping[str, str] | None = None) -> Script:
    """`piece` again and again, for as long as somebody listens."""
    return _stream(lambda: _slowly(iter(lambda: piece, None), pause), headers)


def gzip_bomb(unpacked: int) -> Script:
    """A small gzip body that unpacks to `unpacked` zeros."""
    packed = gzip.compress(bytes(unpacked))
    return document(packed, {"Content-Type": RSS, "Content-Encoding": "gzip"})


def truncated(body: bytes, *, promised: int) -> Script:
    """`body`, then the end of the connection although `promised` bytes were announced."""
    return raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%b" % (promised, body)
    )


def raw(answer: bytes) -> Script:
    """These very bytes instead of HTTP, then the end of the connection."""

    async def perform(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(answer)
        request.transport.close()
        return web.Response()

    return perform


def slow_head(*, pause: float = 0.2) -> Script:
    """Headers without end, one every `pause` seconds."""

    async def perform(request: web.Request) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        transport.write(b"HTTP/1.1 200 OK\r\n")
        while not transport.is_closing():
            transport.write(b"X-More: yes\r\n")
            await asyncio.sleep(pause)
        return web.Response()

    return perform


def never() -> Script:
    """No answer at all."""

    async def perform(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    return perform


def _stream(pieces: Callable[[], AsyncIterator[bytes]], headers: Mapping[str, str] | None = None) -> Script:
    async def perform(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=headers or {"Content-Type": RSS})
        await response.prepare(request)
        with suppress(ConnectionError):
            async for piece in pieces():
                await response.write(piece)
        return response

    return perform


async def _slowly(pieces: Iterator[bytes], pause: float) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(pause)
