"""Why a source gave nothing, and what the words of HTTP and of the client mean for a reader at night.

SourceError
├── Unreachable   no usable answer: no connection, too late, broken off, an error status
├── Unreadable    an answer, but not one that can be read
└── Refused       the server says no, or the address is one that is not asked
"""

import ssl
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import ClassVar

from readouts.domain.source import SourceState
from watchers.dialing import AddressRefusedError, NameNotFoundError, NotConnectedError
from watchers.exchange import Answer, ClosedError, NotHttpError

MAX_RETRY_AFTER = timedelta(days=1)
TOO_MANY_REQUESTS = 429
GONE = 410
LESS_OFTEN = "The server asks us to come less often (HTTP 429)."


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


def status_error(answer: Answer) -> SourceError:
    """What an error status says."""
    status, wait = answer.status, _retry_after(answer)
    if status in (401, 403, 407, 451):
        return Refused(f"The server does not let us in (HTTP {status}).", wait, status)
    if status == TOO_MANY_REQUESTS:
        return Refused(LESS_OFTEN, wait, status)
    if status == 404:
        return Unreachable("The server has no such page (HTTP 404).", wait, status)
    if status == GONE:
        return Unreachable("The server says that this page is gone for good (HTTP 410).", wait, status)
    if status >= 500:
        return Unreachable(f"The server is in trouble (HTTP {status}).", wait, status)
    return Unreachable(f"The server answered with an error (HTTP {status}).", wait, status)


def _retry_after(answer: Answer) -> timedelta | None:
    value = (answer.header("retry-after") or "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return min(timedelta(seconds=int(value)), MAX_RETRY_AFTER)
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(answer.header("date") or "")
        return min(max(until - now, timedelta()), MAX_RETRY_AFTER)
    except (ValueError, TypeError, OverflowError):
        return None


def explained(error: Exception, *, answered: bool) -> SourceError:
    """What an error of the client says; `answered`: the head of an answer had come before it."""
    if isinstance(error, AddressRefusedError):
        return Refused(str(error))
    if answered and isinstance(error, OSError):
        return Unreachable("The connection broke off in the middle of the answer.")
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return Unreachable(sentence)
    return Unreachable("The connection to the server failed.")


# The first that fits counts: narrower kinds stand before wider ones.
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (NameNotFoundError, "The server's name could not be found."),
    (ssl.SSLCertVerificationError, "The server's certificate is not valid."),
    (ssl.SSLError, "No secure connection could be made with the server."),
    (ConnectionRefusedError, "The server is not listening: it refused the connection."),
    (ClosedError, "The server closed the connection without an answer."),
    (NotHttpError, "The server's answer is not proper HTTP."),
    (NotConnectedError, "No connection to the server could be made."),
)
