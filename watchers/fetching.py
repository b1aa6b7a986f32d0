"""The one HTTP client.

What a server does is never trusted: every hop's address is checked where it is dialled, the
deadline covers everything from the first packet to the last, sizes are counted after unpacking.
What goes wrong leaves as one of the three SourceErrors (see errors).
"""

import asyncio
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self, TypeAlias
from weakref import WeakValueDictionary

import aiohttp
from yarl import URL

from readouts.domain.source import Validators
from watchers.dialing import Dialer
from watchers.errors import Refused, Unreachable, Unreadable, explained, status_error
from watchers.safety import UnsafeError, checked_url
from watchers.unpacking import PackingError, TooLargeError, Unpacker

MAX_REDIRECTS = 5
MAX_VALIDATOR_LENGTH = 500
# A hash takes a millisecond for each megabyte; the loop waits no longer than that.
_HASHED_AT_ONCE = 1_000_000
# A source is asked every few minutes: its address need not be looked up each time.
_NAMES_KEPT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how many at once.

    deadline: for one answer with all its redirects, apart from waiting for a turn. max_bytes: of one
    body, unpacked.
    per_host: requests at a time to one host. concurrency: requests at a time in all.
    """

    deadline: timedelta = timedelta(seconds=20)
    max_bytes: int = 5_000_000
    per_host: int = 1
    concurrency: int = 200
    user_agent: str = "ReadoutWatch/0.1 (feed reader)"


@dataclass(frozen=True, slots=True)
class Page:
    """A body as it came. `url` is where it was found in the end, the base of its relative links; it may
    hold a secret, so it shows in no repr. moved_to: where permanent redirects alone led."""

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    content_type: str | None
    validators: Validators
    moved_to: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NotModified:
    """The body is the one that the validators stand for. moved_to: as for a page."""

    validators: Validators
    moved_to: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Hop:
    """A redirect, and whether it says that it is for good."""

    url: URL
    is_permanent: bool


OnRedirect: TypeAlias = Callable[[str, str], Awaitable[None]]


class Fetcher(Protocol):
    """What watchers need of the web."""

    async def fetch(self, url: str, validators: Validators) -> Page | NotModified:
        """What `url` holds now; raises SourceError."""
        ...


def body_hash(body: bytes) -> bytes:
    """128 bits that stand for a body."""
    return hashlib.blake2b(body, digest_size=16).digest()


class HttpFetcher:
    """The client behind `Fetcher`; use as `async with HttpFetcher(limits) as fetcher`.

    allow_private: sources may live on loopback and private addresses, and on any port.
    dialer: looks names up and opens sockets; by default one that holds to `allow_private`.
    tls: whom to trust; by default whom the system trusts.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        dialer: Dialer | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._allow_private = allow_private
        self._dialer = dialer or Dialer(allow_private=allow_private)
        self._tls = tls or True
        self._slots = asyncio.Semaphore(self._limits.concurrency)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # our own slots bound it
                # Nobody asks a host again for minutes, and a TLS connection holds a third of a megabyte.
                force_close=True,
                resolver=self._dialer,
                socket_factory=self._dialer.open_socket,
                ttl_dns_cache=int(_NAMES_KEPT.total_seconds()),
                ssl=self._tls,
            ),
            headers={
                "User-Agent": self._limits.user_agent,
                "Accept": "application/rss+xml, application/atom+xml, application/feed+json, "
                "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip",
            },
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(
        self, url: str, validators: Validators, on_redirect: OnRedirect | None = None
    ) -> Page | NotModified:
        """What `url` holds now, over at most five redirects; raises SourceError.

        on_redirect: is asked before a redirect is followed, with the address that redirects and the one it
        leads to; a SourceError of its own is what then comes of it all.
        """
        clock = asyncio.get_running_loop()
        patience = self._limits.deadline.total_seconds()
        hop = self._checked(url)
        moved_to, is_moved = None, True
        for _ in range(MAX_REDIRECTS + 1):
            # The host's turn comes first: those who queue for a slow host hold no slot of the others.
            async with self._turn(hop), self._slots:
                began = clock.time()
                answer = await self._ask(hop, validators, patience)
                patience -= clock.time() - began
            if not isinstance(answer, _Hop):
                return replace(answer, moved_to=moved_to) if moved_to else answer
            if on_redirect:
                await on_redirect(str(hop), str(answer.url))
            hop, is_moved = answer.url, is_moved and answer.is_permanent
            moved_to = str(hop) if is_moved else moved_to
        raise Unreachable(f"The server redirects more than {MAX_REDIRECTS} times.")

    def _checked(self, text: str, base: URL | None = None) -> URL:
        try:
            return checked_url(text, allow_private=self._allow_private, base=base)
        except UnsafeError as error:
            raise Refused(str(error)) from None

    def _turn(self, url: URL) -> asyncio.Semaphore:
        """Whose turn it is at the host of `url`."""
        name = url.raw_host or "" if url.is_default_port() else f"{url.raw_host}:{url.port}"
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = asyncio.Semaphore(self._limits.per_host)
        return host

    async def _ask(self, url: URL, validators: Validators, patience: float) -> Page | NotModified | _Hop:
        response: aiohttp.ClientResponse | None = None
        asking = self._session.get(url, headers=_conditions(validators), allow_redirects=False)
        try:
            async with asyncio.timeout(patience), asking as response:
                return await self._answer(response, validators)
        except TimeoutError:
            raise Unreachable(self._too_late(answered=response is not None)) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # `from None`: the client's own messages hold the address, which may be a secret.
            raise explained(error, answered=response is not None) from None

    def _too_late(self, *, answered: bool) -> str:
        seconds = f"{self._limits.deadline.total_seconds():g} s"
        return f"The answer did not end within {seconds}." if answered else f"No answer within {seconds}."

    async def _answer(
        self, response: aiohttp.ClientResponse, validators: Validators
    ) -> Page | NotModified | _Hop:
        if response.status in (301, 302, 303, 307, 308):
            return self._next_hop(response)
        if response.status == 304:
            return _unchanged(validators)
        if not 200 <= response.status < 300:
            raise status_error(response)
        body = await self._body(response)
        found = Validators(_kept(response, "ETag"), _kept(response, "Last-Modified"), await _hash(body))
        if found.body_hash == validators.body_hash:
            return NotModified(found)
        return Page(str(response.url), body, response.headers.get("Content-Type"), found)

    def _next_hop(self, response: aiohttp.ClientResponse) -> _Hop:
        location = response.headers.get("Location")
        if not location:
            raise Unreadable(f"The server redirects without saying where to (HTTP {response.status}).")
        return _Hop(self._checked(location, base=response.url), response.status in (301, 308))

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        limit = self._limits.max_bytes
        try:
            unpacker = Unpacker(", ".join(response.headers.getall("Content-Encoding", [])), limit)
            async for piece in response.content.iter_any():
                unpacker.feed(piece)
            return unpacker.body()
        except TooLargeError:
            raise Unreadable(f"The answer grew past {limit / 1e6:.3g} MB and was cut off.") from None
        except PackingError as error:
            raise Unreadable(str(error)) from None


async def _hash(body: bytes) -> bytes:
    return body_hash(body) if len(body) <= _HASHED_AT_ONCE else await asyncio.to_thread(body_hash, body)


def _conditions(validators: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _unchanged(validators: Validators) -> NotModified:
    if not _conditions(validators):
        raise Unreadable("The server answered “not modified” to a first question (HTTP 304).")
    return NotModified(validators)


def _kept(response: aiohttp.ClientResponse, name: str) -> str | None:
    value = response.headers.get(name, "")
    return value if len(value) <= MAX_VALIDATOR_LENGTH and value.isascii() and value.strip() else None
