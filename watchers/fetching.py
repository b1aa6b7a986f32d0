"""The one HTTP client.

What a server does is never trusted: every hop's address is checked where it is dialled, the
deadline covers everything from the first packet to the last, sizes are counted after unpacking.
What goes wrong leaves as one of the three SourceErrors (see errors).
"""

import asyncio
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self, TypeAlias
from weakref import WeakValueDictionary

from yarl import URL

from readouts.domain.source import Validators
from watchers.dialing import Dialer
from watchers.errors import Refused, Unreachable, Unreadable, explained, status_error
from watchers.exchange import Answer, Exchange
from watchers.resting import Resting
from watchers.safety import UnsafeError, checked_url
from watchers.secure import SecureChannel
from watchers.unpacking import PackingError, TooLargeError

MAX_REDIRECTS = 5
MAX_VALIDATOR_LENGTH = 500
# A hash takes a millisecond for each megabyte; the loop waits no longer than that.
_HASHED_AT_ONCE = 1_000_000
_ACCEPTED = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)


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
        self._tls = tls or ssl.create_default_context()
        self._slots = asyncio.Semaphore(self._limits.concurrency)
        self._resting = Resting()
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dialer.forget_names()

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
        moved_to, is_moved, left = None, True, set[URL]()
        for _ in range(MAX_REDIRECTS + 1):
            # The host's turn comes first: those who queue for a slow host hold no slot of the others.
            host = _host(hop)
            async with self._turn(host), self._slots:
                began = clock.time()
                self._resting.check(host, began)
                answer = await self._ask(hop, validators, patience)
                patience -= clock.time() - began
            if not isinstance(answer, _Hop):
                return replace(answer, moved_to=moved_to) if moved_to else answer
            left.add(hop)
            if answer.url in left:
                raise Unreachable(
                    "The server redirects in a circle, as sites do that want cookies; none are kept."
                )
            if on_redirect:
                await on_redirect(str(hop), str(answer.url))
            hop, is_moved = answer.url, is_moved and answer.is_permanent
            moved_to = str(hop) if is_moved else moved_to
        raise Unreachable(f"The server redirects more than {MAX_REDIRECTS} times.")

    def rest(self, url: str, pause: timedelta) -> None:
        """Ask the host of `url` for nothing before that pause is over: it asked so before a start."""
        with suppress(Refused):
            now = asyncio.get_running_loop().time()
            self._resting.rest(_host(self._checked(url)), now + pause.total_seconds(), now)

    def _checked(self, text: str, base: URL | None = None) -> URL:
        try:
            return checked_url(text, allow_private=self._allow_private, base=base)
        except UnsafeError as error:
            raise Refused(str(error)) from None

    def _turn(self, host: str) -> asyncio.Semaphore:
        """Whose turn it is at a host."""
        turn = self._hosts.get(host)
        if turn is None:
            turn = self._hosts[host] = asyncio.Semaphore(self._limits.per_host)
        return turn

    async def _ask(self, url: URL, validators: Validators, patience: float) -> Page | NotModified | _Hop:
        exchange = self._exchange(url, validators)
        try:
            async with asyncio.timeout(patience):
                return await self._answer(url, await self._exchanged(url, exchange), validators)
        except TimeoutError:
            raise Unreachable(self._too_late(answered=exchange.is_answered)) from None
        except TooLargeError:
            limit = self._limits.max_bytes / 1e6
            raise Unreadable(f"The answer grew past {limit:.3g} MB and was cut off.") from None
        except PackingError as error:
            raise Unreadable(str(error)) from None
        except (OSError, ValueError) as error:
            # `from None`: messages of the system may hold the address, which may be a secret.
            raise explained(error, answered=exchange.is_answered) from None

    def _exchange(self, url: URL, validators: Validators) -> Exchange:
        channel = SecureChannel(self._tls, _server(url)[0]) if url.scheme == "https" else None
        return Exchange(self._request(url, validators), self._limits.max_bytes, channel)

    async def _exchanged(self, url: URL, exchange: Exchange) -> Answer:
        with await self._dialer.connect(*_server(url)) as connected:
            return await exchange.answer(connected)

    def _request(self, url: URL, validators: Validators) -> bytes:
        headers = {
            "Host": url.host_port_subcomponent,
            "User-Agent": self._limits.user_agent,
            "Accept": _ACCEPTED,
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **_conditions(validators),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"GET {url.raw_path_qs} HTTP/1.1\r\n{lines}\r\n".encode()

    def _too_late(self, *, answered: bool) -> str:
        seconds = f"{self._limits.deadline.total_seconds():g} s"
        return f"The answer did not end within {seconds}." if answered else f"No answer within {seconds}."

    async def _answer(self, url: URL, answer: Answer, validators: Validators) -> Page | NotModified | _Hop:
        if answer.status in (301, 302, 303, 307, 308):
            return self._next_hop(url, answer)
        if answer.status == 304:
            return _unchanged(validators)
        if not answer.is_good:
            error = status_error(answer)
            self._resting.note(_host(url), error, asyncio.get_running_loop().time())
            raise error
        body_hash = await _hash(answer.body)
        found = Validators(_kept(answer, "etag"), _kept(answer, "last-modified"), body_hash)
        if found.body_hash == validators.body_hash:
            return NotModified(found)
        return Page(str(url), answer.body, answer.header("content-type"), found)

    def _next_hop(self, url: URL, answer: Answer) -> _Hop:
        location = answer.header("location")
        if not location:
            raise Unreadable(f"The server redirects without saying where to (HTTP {answer.status}).")
        # Blanks as they stand are no part of a URL; browsers read them so.
        to = self._checked(location.strip().replace(" ", "%20"), base=url)
        return _Hop(to, answer.status in (301, 308))


async def _hash(body: bytes) -> bytes:
    return body_hash(body) if len(body) <= _HASHED_AT_ONCE else await asyncio.to_thread(body_hash, body)


def _conditions(validators: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _unchanged(validators: Validators) -> NotModified:
    if not _conditions(validators):
        raise Unreadable("The server answered “not modified” to a first question (HTTP 304).")
    return NotModified(validators)


def _kept(answer: Answer, name: str) -> str | None:
    """A validator that can be sent back as it came: it becomes a line of a request."""
    value = answer.header(name)
    is_fit = value and len(value) <= MAX_VALIDATOR_LENGTH and value.isascii() and value.isprintable()
    return value if is_fit else None


def _host(url: URL) -> str:
    return url.raw_host or "" if url.is_default_port() else f"{url.raw_host}:{url.port}"


def _server(url: URL) -> tuple[str, int]:
    return url.raw_host or "", url.port or 0
