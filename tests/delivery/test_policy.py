"""What follows from an attempt to send."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from readouts.delivery.policy import after_attempt
from readouts.domain.delivery import (
    ChatGone,
    ChatMoved,
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
    Throttled,
    Unknown,
)
from tests.delivery.samples import delivery

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOT_MODIFIED = "Message is not modified: specified new message content and reply markup are exactly the same"


def test_what_was_sent_is_done() -> None:
    assert after_attempt(Sent(44), delivery(), NOW) == Done(44)


def test_a_throttled_chat_is_left_alone_for_as_long_as_telegram_says() -> None:
    wait = timedelta(seconds=43_838)
    assert after_attempt(Throttled(wait), delivery(), NOW) == Retry(NOW + wait, hold_chat=True)


def test_a_chat_that_is_gone_is_dropped_and_one_that_moved_is_followed() -> None:
    assert after_attempt(ChatGone("blocked"), delivery(), NOW) == DropChat("blocked")
    assert after_attempt(ChatMoved(-100), delivery(), NOW) == MoveChat(-100)


def test_refused_markup_is_sent_once_more_without_any_and_then_parked() -> None:
    refused = Rejected("Can't parse entities", markup=True)
    assert after_attempt(refused, delivery(), NOW) == Retry(NOW, plain=True)
    assert after_attempt(refused, delivery(plain=True), NOW) == GiveUp("Can't parse entities")


def test_any_other_refusal_parks_the_row_at_once() -> None:
    assert after_attempt(Rejected("Message is too long", markup=False), delivery(), NOW) == GiveUp(
        "Message is too long"
    )


@pytest.mark.parametrize("reason", [NOT_MODIFIED, "Message to edit not found", "Message can't be edited"])
def test_an_edit_with_nothing_left_to_change_is_done(reason: str) -> None:
    refused = Rejected(reason, markup=False)
    edit = delivery(kind=DeliveryKind.UPDATE, message=3)
    assert after_attempt(refused, edit, NOW) == Done(None)
    assert after_attempt(refused, delivery(), NOW) == GiveUp(reason)


def test_what_did_not_arrive_is_tried_again_for_as_long_as_it_takes() -> None:
    """An outage of days loses nothing: pauses double up to ten minutes and never end."""
    pauses = [_not_before(NotSent("no connection"), attempts=n) - NOW for n in range(400)]
    assert pauses[:4] == [timedelta(seconds=s) for s in (1, 2, 4, 8)]
    assert all(earlier <= later for earlier, later in pairwise(pauses))
    assert pauses[-1] == timedelta(minutes=10)
    assert sum(pauses, timedelta()) > timedelta(days=2)


@pytest.mark.parametrize("outcome", [NotSent("no connection"), Throttled(timedelta(seconds=1))])
def test_what_did_not_arrive_adds_no_suspicion_even_to_a_suspect(outcome: Outcome) -> None:
    """Suspicions are counted; a throttled suspect must not be parked for waiting."""
    settled = after_attempt(outcome, delivery(suspect=True, unknowns=3), NOW)
    assert isinstance(settled, Retry)
    assert not settled.suspect


def test_what_may_have_arrived_is_tried_again_soon_as_a_suspect() -> None:
    assert after_attempt(Unknown("no answer"), delivery(), NOW) == Retry(
        NOW + timedelta(seconds=1), suspect=True
    )


def test_only_the_fifth_lost_answer_parks_a_row_and_not_within_an_outage_of_minutes() -> None:
    """Parking after two unknown outcomes lost alerts when it was measured."""
    waits = [_not_before(Unknown("no answer"), attempts=50, unknowns=n) - NOW for n in range(4)]
    assert sum(waits, timedelta()) > timedelta(minutes=9)
    parked = after_attempt(Unknown("no answer"), delivery(unknowns=4), NOW)
    assert parked == GiveUp("after 5 attempts without an answer: no answer")


def test_throttling_and_outages_do_not_count_towards_parking() -> None:
    assert isinstance(after_attempt(Unknown("no answer"), delivery(attempts=900), NOW), Retry)


def _not_before(outcome: Outcome, **row: Any) -> datetime:
    settled = after_attempt(outcome, delivery(**row), NOW)
    assert isinstance(settled, Retry)
    return settled.not_before
