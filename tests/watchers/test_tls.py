"""The client over TLS: whom it trusts, and that it keeps no connection that nobody will use."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
import trustme

from readouts.domain.source import Validators
from tests.watchers.conftest import LIMITS
from watchers.dialing import AddressInfo, Dialer
from watchers.errors import Unreachable
from watchers.fetching import HttpFetcher, Page
from watchers.signposts import SignFollower

HOST = "news.example"
FEED = b"<rss>"


@dataclass
class TlsSite:
    """A server that would keep its connections open for ever. `ended`: the client has ended one."""

    authority: trustme.CA = field(default_factory=trustme.CA)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    body: bytes = FEED
    port: int = 0

    async def __aenter__(self) -> "TlsSite":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert(HOST).configure_cert(context)
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        length = len(self.body)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: keep-alive\r\n\r\n" % length)
        writer.write(self.body)
        await reader.read()
        self.ended.set()
        writer.close()


@pytest_asyncio.fixture
async def tls_site() -> AsyncIterator[TlsSite]:
    async with TlsSite() as site:
        yield site


def client(trusted: trustme.CA) -> HttpFetcher:
    def look_up(_host: str, port: int) -> list[AddressInfo]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    context = ssl.create_default_context()
    trusted.configure_trust(context)
    dialer = Dialer(allow_private=True, lookup=look_up)
    return HttpFetcher(LIMITS, allow_private=True, dialer=dialer, tls=context)


async def page(site: TlsSite, trusted: trustme.CA) -> Page:
    async with client(trusted) as fetcher:
        found = await fetcher.fetch(f"https://{HOST}:{site.port}/feed", Validators())
        assert isinstance(found, Page)
        async with asyncio.timeout(2):
            await site.ended.wait()
        return found


async def test_a_page_comes_over_tls_and_the_connection_is_closed(tls_site: TlsSite) -> None:
    """Each open TLS connection would hold a third of a megabyte until the next poll, minutes later."""
    assert (await page(tls_site, tls_site.authority)).body == FEED
    assert tls_site.ended.is_set()


async def test_a_server_whose_authority_is_not_trusted_is_not_read(tls_site: TlsSite) -> None:
    with pytest.raises(Unreachable, match="certificate is not valid"):
        await page(tls_site, trustme.CA())


async def test_a_page_that_leads_on_to_plain_http_is_not_followed(tls_site: TlsSite) -> None:
    """As with a redirect: what was asked for in secret is not then asked for in the open."""
    tls_site.body = b'<meta http-equiv="refresh" content="0; url=http://news.example/today">'
    async with client(tls_site.authority) as fetcher:
        with pytest.raises(Unreachable, match="from https to plain http"):
            await SignFollower(fetcher).fetch(f"https://{HOST}:{tls_site.port}/", Validators())
