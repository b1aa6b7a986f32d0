"""Faults a test plants: which call they hit, and what goes wrong then."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

from tests.botapi.calls import Call
from tests.botapi.refusals import sentence

# Short names for the refusals tests ask for most; any other text may be given instead.
FORBIDDEN = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "not_started": "bot can't initiate conversation with a user",
    "kicked": "bot was kicked from the group chat",
    "kicked_supergroup": "bot was kicked from the supergroup chat",
    "kicked_channel": "bot was kicked from the channel chat",
    "not_member": "bot is not a member of the supergroup chat",
    "group_deleted": "the group chat was deleted",
    "to_bot": "the bot can't send messages to the bot",
}
BAD_REQUEST = {
    "chat_not_found": "chat not found",
    "parse": 'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
    "too_long": "message is too long",
    "not_modified": (
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    ),
    "edit_not_found": "message to edit not found",
    "no_rights": "not enough rights to send text messages to the chat",
    "no_write_access": "have no write access to the chat",
    "write_forbidden": "CHAT_WRITE_FORBIDDEN",
    "topic_closed": "TOPIC_CLOSED",
    "thread_not_found": "message thread not found",
}
CONFLICTS = {
    "other_poll": "terminated by other getUpdates request; make sure that only one bot instance is running",
    "webhook": (
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    ),
    "set_webhook": "terminated by setWebhook request",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """This answer instead of doing anything. `html`: as the front end writes its own errors."""

    status: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    html: bool = False


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """A 429, and the chat (or everything) halted for so long; sends meanwhile are counted."""

    retry_after: timedelta
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """The connection ends before the request is processed."""


@dataclass(frozen=True, slots=True)
class DropAnswer:
    """The request is processed, then the connection ends without an answer."""


@dataclass(frozen=True, slots=True)
class DelayAnswer:
    """The request is processed at once, the answer comes so much later."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Delay:
    """The request is processed so much later."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Truncate:
    """The request is processed; the answer is the first half of its JSON."""


Action: TypeAlias = Answer | TooManyRequests | Close | DropAnswer | DelayAnswer | Delay | Truncate


def forbidden(kind: str) -> Answer:
    """A 403: a name from FORBIDDEN, or the text itself."""
    return Answer(403, f"Forbidden: {FORBIDDEN.get(kind, kind)}")


def bad_request(kind: str, **parameters: Any) -> Answer:
    """A 400: a name from BAD_REQUEST, or the text itself."""
    return Answer(400, f"Bad Request: {sentence(BAD_REQUEST.get(kind, kind))}", parameters)


def conflict(kind: str = "other_poll") -> Answer:
    """A 409: a name from CONFLICTS, or the text itself."""
    return Answer(409, f"Conflict: {CONFLICTS.get(kind, kind)}")


def server_error(status: int = 500, html: bool = False) -> Answer:
    """A 5xx, as JSON from the server or as HTML from the front end before it."""
    reason = {500: "Internal Server Error: restart", 502: "Bad Gateway", 504: "Gateway Time-out"}
    return Answer(status, reason.get(status, "Internal Server Error"), html=html)


@dataclass(slots=True)
class Rule:
    """`seen` counts the calls that match, `used` those that were hit: from the `nth` on, `times` of them."""

    action: Action
    method: str | None = None
    chat: int | None = None
    text: str | None = None
    nth: int = 1
    times: int | None = 1
    seen: int = 0
    used: int = 0

    def matches(self, call: Call) -> bool:
        words = (call.text("text"), call.text("caption"))
        return (
            (self.method is None or self.method.lower() == call.method.lower())
            and (self.chat is None or self.chat == call.chat)
            and (self.text is None or any(self.text in word for word in words))
        )

    def hits(self, call: Call) -> bool:
        """Count the call and say whether it is to go wrong."""
        if not self.matches(call):
            return False
        self.seen += 1
        due = self.seen >= self.nth and (self.times is None or self.used < self.times)
        self.used += due
        return due


class Faults:
    """The rules in force, oldest first; the first that hits decides."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(
        self,
        action: Action,
        *,
        method: str | None = None,
        chat: int | None = None,
        text: str | None = None,
        nth: int = 1,
        times: int | None = 1,
    ) -> Rule:
        """Plant a fault. `method` in any case, `chat` an id, `text` a part of the text or caption;
        `times` None means for ever."""
        rule = Rule(action, method, chat, text, nth, times)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def pick(self, call: Call) -> Action | None:
        """What shall go wrong with this call."""
        rule = next((rule for rule in self.rules if rule.hits(call)), None)
        if rule is None:
            return None
        call.fault = type(rule.action).__name__
        return rule.action
