"""A delivery: one message owed to one chat, what came of trying to send it, and what then follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from readouts.domain.chat import Chat
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.notice import Notice
from readouts.domain.passage import Passage


class DeliveryKind(StrEnum):
    """ALERT: a new message. UPDATE: an edit of the alert, because another article came. NOTICE: a
    message to an admin about the sources."""

    ALERT = "alert"
    UPDATE = "update"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox, claimed for sending.

    subject: the meeting as it is known now, the item where a watch widened to every item, or the
    notice. first_seen: when that item was.
    why: the terms that hit, as typed. passages: words of the article around them. message: for an
    UPDATE the Telegram message to edit. suspect: an earlier attempt may have arrived; unknowns: how many may
    have. plain: send without markup.
    """

    id: int
    kind: DeliveryKind
    chat: Chat
    subject: Meeting | Item | Notice
    why: tuple[str, ...]
    attempts: int
    message: int | None = None
    suspect: bool = False
    plain: bool = False
    unknowns: int = 0
    first_seen: datetime | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    message: int


@dataclass(frozen=True, slots=True)
class Throttled:
    """Telegram asks to wait; nothing was sent."""

    retry_after: timedelta


@dataclass(frozen=True, slots=True)
class ChatGone:
    """The chat blocked or removed the bot, or does not exist."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """The group became a supergroup under another id."""

    to: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses this very message; `markup` says that its formatting was the reason."""

    reason: str
    markup: bool


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly did not arrive: no connection, a 5xx answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the answer was lost. Telegram offers no way to ask."""

    reason: str


Outcome: TypeAlias = Sent | Throttled | ChatGone | ChatMoved | Rejected | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class Done:
    """Settled for good: sent (message is its Telegram id), or nothing left to change (None)."""

    message: int | None


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again, not before this moment. `hold_chat`: nothing else to that chat before it either.

    `suspect`: this attempt may have arrived. `plain`: from now on without markup. What the row was
    before, it stays.
    """

    not_before: datetime
    suspect: bool = False
    plain: bool = False
    hold_chat: bool = False


@dataclass(frozen=True, slots=True)
class DropChat:
    """Make the chat inactive and cancel all it is owed."""

    reason: str


@dataclass(frozen=True, slots=True)
class MoveChat:
    """Rename the chat everywhere, then send the same row again."""

    to: int


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Park the row where an admin sees it; it is never sent again by itself."""

    reason: str


Settlement: TypeAlias = Done | Retry | DropChat | MoveChat | GiveUp
