"""What the server says when it says no.

An ApiError becomes the answer `{"ok": false, ...}`. `broken` names the kind of violation it leaves behind:
a request that could never have worked is the bot's fault, a chat that has blocked it is not.
"""

from typing import Any

MALFORMED = "request"
NOT_MODELLED = "unmodelled"
CONFLICT = "conflict"


class ApiError(Exception):
    """`code` is the HTTP status and error_code, `description` the whole text as Telegram writes it."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None, broken: str | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.broken = broken


def sentence(text: str) -> str:
    """The server lower-cases the first letter of its messages, but leaves ERRORS_IN_CAPITALS alone."""
    second = text[1:2]
    return text[:1].lower() + text[1:] if second == "'" or ("a" <= second <= "z") else text


def bad_request(text: str, parameters: dict[str, Any] | None = None) -> ApiError:
    """A 400 that depends on what others did; the bot could not know."""
    return ApiError(400, f"Bad Request: {sentence(text)}", parameters)


def malformed(text: str) -> ApiError:
    """A 400 the bot brought upon itself; a violation."""
    return ApiError(400, f"Bad Request: {sentence(text)}", broken=MALFORMED)


def forbidden(text: str) -> ApiError:
    """A 403; a text all in capitals goes out as a 400, as the real server does."""
    return bad_request(text) if text.isupper() else ApiError(403, f"Forbidden: {sentence(text)}")


def conflict(text: str, broken: str | None = None) -> ApiError:
    """A 409 to getUpdates."""
    return ApiError(409, f"Conflict: {sentence(text)}", broken=broken)


def too_many_requests(seconds: int) -> ApiError:
    """A 429 with the seconds still to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def not_modelled(what: str) -> ApiError:
    """A 501: this server would have to guess. Always a violation, never a false `true`."""
    return ApiError(501, f"Not Implemented: this server does not model {what}", broken=NOT_MODELLED)
