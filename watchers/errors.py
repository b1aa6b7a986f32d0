"""Why a source gave nothing, and what the words of HTTP and of the client mean for a reader at night.

SourceError
├── Unreachable   no usable answer: no connection, too late, broken off, an error status
├── Unreadable    an answer, but not one that can be read
└── Refused       the server says no, or the address is one that is not asked
"""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import ClassVar

import aiohttp

from readouts.domain.source import SourceState
from watchers.dialing import AddressRefusedError

MAX_RETRY_AFTER = timedelta(days=1)


class SourceError(Exception):
    """A source gave nothing. `str()` is one plain English sentence without any part of the address.

    retry_after: how long the server asks to be left alone, at most a day; None if it does not say.
    status: the HTTP status, where that is what was wrong.
    """

    state: ClassVar[SourceState]

    def __init__(
        self, sentence: str, retry_after: timedelta | None = None, status: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.status = status


class Unreachable(SourceError):  # noqa: N818 - the three names are the tree's words
    """No usable answer came."""

    state = SourceState.UNREACHABLE


class Unreadable(SourceError):  # noqa: N818
    """An answer came that cannot be read."""

    state = SourceState.UNREADABLE


class Refused(SourceError):  # noqa: N818
    """The server does not want us, or we do not want the address."""

    state = SourceState.REFUSED


def status_error(response: aiohttp.ClientResponse) -> SourceError:
    """What an error status says."""
    status, wait = response.status, _retry_after(response)
    if status in (401, 403, 407, 451):
        return Refused(f"The server does not let us in (HTTP {status}).", wait, status)
    if status == 429:
        return Refused("The server asks us to come less often (HTTP 429).", wait, status)
    if status == 404:
        return Unreachable("The server has no such page (HTTP 404).", wait, status)
    if status == 410:
        return Unreachable("The server says that this page is gone for good (HTTP 410).", wait, status)
    if status >= 500:
        return Unreachable(f"The server is in trouble (HTTP {status}).", wait, status)
    return Unreachable(f"The server answered with an error (HTTP {status}).", wait, status)


def _retry_after(response: aiohttp.ClientResponse) -> timedelta | None:
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return min(timedelta(seconds=int(value)), MAX_RETRY_AFTER)
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(response.headers.get("Date", ""))
        return min(max(until - now, timedelta()), MAX_RETRY_AFTER)
    except (ValueError, TypeError, OverflowError):
        return None


def explained(error: Exception, *, answered: bool) -> SourceError:
    """What an error of the client says; `answered`: the head of an answer had come before it."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, AddressRefusedError):
        return Refused(str(cause))
    if answered:
        return Unreachable("The connection broke off in the middle of the answer.")
    for kinds, sentence in _SENTENCES:
        if isinstance(error, kinds) or isinstance(cause, kinds):
            return Unreachable(sentence)
    return Unreachable("The connection to the server failed.")


# The first that fits counts: narrower kinds stand before wider ones.
_SENTENCES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((aiohttp.ClientConnectorDNSError,), "The server's name could not be found."),
    ((aiohttp.ClientConnectorCertificateError,), "The server's certificate is not valid."),
    ((aiohttp.ClientSSLError,), "No secure connection could be made with the server."),
    ((ConnectionRefusedError,), "The server is not listening: it refused the connection."),
    ((aiohttp.ServerDisconnectedError,), "The server closed the connection without an answer."),
    ((aiohttp.ClientResponseError, ValueError), "The server's answer is not proper HTTP."),
    ((aiohttp.ClientConnectorError,), "No connection to the server could be made."),
)
