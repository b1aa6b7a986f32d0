"""The request log and the list of what the bot did wrong."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.botapi.calls import Call, Upload

LONGEST_LOG = 50_000


@dataclass(frozen=True, slots=True)
class Violation:
    """`kind`:

    request     a request Telegram refuses whatever the chat is like (markup, lengths, keyboards, commands)
    parameter   a parameter the method does not have, or of the wrong type
    unmodelled  a method or parameter this server answers with 501
    lost        something Telegram silently drops (a link it cannot use, entities beyond the hundredth)
    halt        a send to a chat that was still halted, after the 429 had been delivered
    told        a send to a chat that is gone for good, after the 403 (or migration) had been delivered
    callback    a button press answered twice, or one that never was
    conflict    a second getUpdates while the first was still connected
    server      this server itself failed; a mistake in these tests, not in the bot
    """

    kind: str
    method: str
    detail: str
    call: int


class Journal:
    """Every call in order (the newest 50,000) and every violation."""

    def __init__(self) -> None:
        self.calls: deque[Call] = deque(maxlen=LONGEST_LOG)
        self.violations: list[Violation] = []
        self._count = 0

    def open(self, method: str, arguments: dict[str, str], files: Mapping[str, Upload], at: datetime) -> Call:
        """Enter a call; its number is its place in the order of arrival."""
        self._count += 1
        call = Call(self._count, method, arguments, dict(files), at)
        self.calls.append(call)
        return call

    def violate(self, call: Call, kind: str, detail: str) -> None:
        """Note what this call did wrong."""
        self.violations.append(Violation(kind, call.method, detail, call.number))
