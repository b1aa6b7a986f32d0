"""What follows from an attempt to send: pure decisions, `now` handed in.

An alert is never lost quietly. What certainly did not arrive is tried again for as long as it
takes; what may have arrived is tried again a few times, further and further apart, because Telegram
has no way to ask and a reader would rather see an alert twice than not at all.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from readouts.domain.delivery import (
    ChatGone,
    ChatMoved,
    Delivery,
    DeliveryKind,
    Done,
    DropChat,
    GiveUp,
    MoveChat,
    NotSent,
    Outcome,
    Rejected,
    Retry,
    Sent,
    Settlement,
    Throttled,
    Unknown,
)

_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=10)
_UNKNOWNS_BEFORE_PARKING = 5
_NOTHING_LEFT_TO_EDIT = ("not modified", "message to edit not found", "message can't be edited")


def after_attempt(  # noqa: PLR0911 - one return for each outcome
    outcome: Outcome, delivery: Delivery, now: datetime
) -> Settlement:
    """How one row of the outbox is settled after one attempt.

    A Retry says what this attempt adds: a row that was suspect or plain before stays so.
    `delivery.unknowns` counts the earlier attempts that may have arrived.
    """
    match outcome:
        case Sent(message):
            return Done(message)
        case Throttled(retry_after):
            return Retry(now + retry_after, hold_chat=True)
        case ChatGone(reason):
            return DropChat(reason)
        case ChatMoved(to):
            return MoveChat(to)
        case Rejected():
            return _after_rejection(outcome, delivery, now)
        case NotSent():
            return Retry(now + _pause(delivery.attempts, growth=2))
        case Unknown(reason):
            return _after_silence(reason, delivery, now)
        case _:
            assert_never(outcome)


def _after_rejection(outcome: Rejected, delivery: Delivery, now: datetime) -> Settlement:
    """An edit with nothing left to change is done; refused markup gets one try without markup."""
    reason = outcome.reason.lower()
    if delivery.kind is DeliveryKind.UPDATE and any(text in reason for text in _NOTHING_LEFT_TO_EDIT):
        return Done(None)
    if outcome.markup and not delivery.plain:
        return Retry(now, plain=True)
    return GiveUp(outcome.reason)


def _after_silence(reason: str, delivery: Delivery, now: datetime) -> Settlement:
    """The first repeat is quick, for a lost answer; later ones let an outage of minutes pass."""
    unknowns = delivery.unknowns + 1
    if unknowns >= _UNKNOWNS_BEFORE_PARKING:
        return GiveUp(f"after {unknowns} attempts without an answer: {reason}")
    return Retry(now + _pause(unknowns - 1, growth=8), suspect=True)


def _pause(earlier: int, growth: int) -> timedelta:
    """Exponential back-off. Without jitter: one lane sends, so nothing can stampede."""
    return min(_FIRST_PAUSE * int(growth ** min(earlier, 10)), _LONGEST_PAUSE)


def quiet_until(now: datetime, quiet_hours: tuple[time, time] | None, zone: ZoneInfo) -> datetime:
    """The first moment from `now` on that is outside the quiet hours; `now` itself if it is.

    quiet_hours: local (start, end), over midnight if start is later; equal ones mean none.
    """
    if quiet_hours is None or not _is_quiet(now, quiet_hours, zone):
        return now
    local = now.astimezone(zone)
    ends = datetime.combine(local.date(), quiet_hours[1], zone)
    if ends <= local:
        ends = datetime.combine(local.date() + timedelta(days=1), quiet_hours[1], zone)
    end = ends.astimezone(UTC)
    if end.astimezone(zone).utcoffset() == local.utcoffset():
        return end
    # The clocks change in between, which can skip the end or bring it twice: walk there.
    return next(minute for minute in _minutes(now) if not _is_quiet(minute, quiet_hours, zone))


def _is_quiet(moment: datetime, quiet_hours: tuple[time, time], zone: ZoneInfo) -> bool:
    start, end = quiet_hours
    local = moment.astimezone(zone).time()
    return start <= local < end if start <= end else local >= start or local < end


def _minutes(now: datetime) -> Iterator[datetime]:
    """Whole minutes from the next one on."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    while True:
        minute += timedelta(minutes=1)
        yield minute
