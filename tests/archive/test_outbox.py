"""What is owed: once for each chat and meeting, claimed in order, settled for good."""

from datetime import timedelta

import pytest
from sqlite_utils import Database

from readouts.archive import chats, outbox
from readouts.domain.delivery import (
    Delivery,
    DeliveryKind,
    Done,
    DropChat,
    GiveUp,
    MoveChat,
    Retry,
    Settlement,
)
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.passage import Passage
from tests.archive.making import DAY, MINUTE, NOW, chat, owed, readout, stored

LATER = NOW + MINUTE


def claimed(db: Database, now: object = NOW) -> Delivery:
    delivery = outbox.claim(db, now)  # type: ignore[arg-type]
    assert delivery is not None
    return delivery


def settled(db: Database, settlement: Settlement, now: object = NOW) -> Delivery:
    """The delivery that was claimed next, and settled."""
    delivery = claimed(db, now)
    outbox.settle(db, delivery, settlement, now)  # type: ignore[arg-type]
    return delivery


def meeting_in(db: Database, region: str, identity: str = "", themes: tuple[str, ...] = ()) -> int:
    _, (meeting,) = stored(db, identity or region, readout(region=region, themes=themes))
    assert meeting is not None
    return meeting


def rows(db: Database) -> list[tuple[str, int, str]]:
    return [tuple(row) for row in db.execute("SELECT kind, chat, state FROM outbox ORDER BY id")]


@pytest.fixture
def meeting(db: Database) -> int:
    """A meeting, and chat 7."""
    chat(db)
    return meeting_in(db, "CN-AH", "first")


def test_a_meeting_is_owed_to_a_chat_once(db: Database, meeting: int) -> None:
    assert owed(db, 7, meeting)
    assert not owed(db, 7, meeting)
    settled(db, Done(1))
    assert not owed(db, 7, meeting)
    assert outbox.claim(db, NOW) is None


def test_a_chat_nobody_knows_is_owed_nothing(db: Database, meeting: int) -> None:
    assert not owed(db, 99, meeting)


def test_an_item_is_owed_to_a_chat_once(db: Database, meeting: int) -> None:
    item_id, _ = stored(db, "plain", title="No meeting")

    def owe() -> bool:
        return outbox.owe_alert(
            db, 7, meeting=None, item=item_id, why=("国安", "“x”"), not_before=NOW, now=NOW
        )

    assert owe()
    assert not owe()
    delivery = claimed(db)
    assert isinstance(delivery.subject, Item)
    assert delivery.subject.title == "No meeting"
    assert delivery.why == ("国安", "“x”")


def test_a_row_owns_the_words_it_shows_and_its_edit_has_them_too(db: Database, meeting: int) -> None:
    passages = (Passage("…打击走私 \ud800 now", ((3, 5),)), Passage("nothing in bold", ()))
    assert outbox.owe_alert(
        db, 7, meeting=meeting, item=None, why=("走私", "x"), passages=passages, not_before=NOW, now=NOW
    )
    alert = claimed(db)
    outbox.settle(db, alert, Done(50), NOW)
    outbox.owe_updates(db, meeting, NOW)
    update = claimed(db)
    for delivery in (alert, update):
        assert delivery.why == ("走私", "x")
        assert delivery.passages == (Passage("…打击走私 ? now", ((3, 5),)), passages[1])


def test_an_alert_is_about_one_thing(db: Database, meeting: int) -> None:
    with pytest.raises(Exception, match="CHECK"):
        outbox.owe_alert(db, 7, meeting=None, item=None, why=(), not_before=NOW, now=NOW)


def test_a_claim_tells_the_meeting_as_it_is_known_by_then(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    meeting_in(db, "CN-AH", "second", themes=("food",))
    delivery = claimed(db)
    assert isinstance(delivery.subject, Meeting)
    assert len(delivery.subject.articles) == 2
    assert delivery.subject.readout.themes == ("food",)
    assert delivery.kind is DeliveryKind.ALERT
    assert (delivery.chat.id, delivery.attempts, delivery.suspect, delivery.unknowns) == (7, 0, False, 0)


def test_what_is_claimed_is_not_claimed_twice(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    claimed(db)
    assert outbox.claim(db, NOW + DAY) is None
    assert outbox.waiting(db) == 0


def test_the_oldest_goes_first(db: Database, meeting: int) -> None:
    chat(db, 8)
    for region in ("CN-CQ", "CN-YN"):
        found = meeting_in(db, region)
        owed(db, 7, found)
        owed(db, 8, found)
    order = [(settled(db, Done(1)).chat.id) for _ in range(4)]
    assert order == [7, 8, 7, 8]


def test_what_waits_for_its_time_holds_up_nobody(db: Database, meeting: int) -> None:
    chat(db, 8)
    owed(db, 7, meeting, not_before=NOW + DAY)
    owed(db, 8, meeting)
    assert claimed(db).chat.id == 8
    assert outbox.claim(db, NOW) is None
    assert outbox.next_due(db, NOW) == NOW + DAY
    assert claimed(db, NOW + DAY).chat.id == 7


def test_next_due_is_now_when_something_is_overdue(db: Database, meeting: int) -> None:
    assert outbox.next_due(db, NOW) is None
    owed(db, 7, meeting)
    assert outbox.next_due(db, NOW + DAY) == NOW + DAY


def test_a_suspect_goes_before_what_is_older(db: Database, meeting: int) -> None:
    chat(db, 8)
    owed(db, 7, meeting)
    owed(db, 8, meeting)
    outbox.settle(db, claimed(db), Retry(LATER, suspect=True), NOW)
    assert outbox.next_due(db, NOW) == NOW
    first = claimed(db, LATER)
    assert (first.chat.id, first.suspect, first.unknowns, first.attempts) == (7, True, 1, 1)
    assert claimed(db, LATER).chat.id == 8


def test_a_suspect_stays_one_and_only_unknown_outcomes_are_counted(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    settled(db, Retry(NOW, suspect=True))
    settled(db, Retry(NOW))
    settled(db, Retry(NOW, suspect=True))
    last = claimed(db)
    assert (last.suspect, last.unknowns, last.attempts) == (True, 2, 3)


def test_what_was_claimed_when_the_program_died_is_due_at_once(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    claimed(db)
    assert outbox.suspect_claimed(db, LATER) == 1
    assert outbox.suspect_claimed(db, LATER) == 0
    again = claimed(db, LATER)
    assert (again.suspect, again.unknowns) == (True, 1)


def test_a_clock_that_was_set_back_does_not_delay_a_suspect(db: Database, meeting: int) -> None:
    owed(db, 7, meeting, not_before=LATER)
    claimed(db, LATER)
    outbox.suspect_claimed(db, NOW)
    assert claimed(db, NOW).suspect


def test_a_retry_waits_and_stays_plain(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    settled(db, Retry(LATER, plain=True))
    assert outbox.claim(db, NOW) is None
    assert settled(db, Retry(LATER), LATER).plain
    assert claimed(db, LATER).plain


def test_a_held_chat_gets_nothing_before_its_time_and_the_others_do(db: Database, meeting: int) -> None:
    chat(db, 8)
    owed(db, 7, meeting)
    owed(db, 7, meeting_in(db, "CN-CQ"))
    settled(db, Retry(LATER, hold_chat=True))
    owed(db, 7, meeting_in(db, "CN-YN"))
    owed(db, 8, meeting)
    assert settled(db, Done(1)).chat.id == 8
    assert outbox.claim(db, NOW) is None
    assert outbox.next_due(db, NOW) == LATER
    subjects = [settled(db, Done(1), LATER).subject for _ in range(3)]
    regions = [subject.readout.region for subject in subjects if isinstance(subject, Meeting)]
    assert regions == ["CN-AH", "CN-CQ", "CN-YN"], "in the order they were owed"


def test_a_long_ban_survives_a_restart(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    banned = NOW + timedelta(seconds=43_838)
    settled(db, Retry(banned, hold_chat=True))
    outbox.suspect_claimed(db, NOW + MINUTE)
    assert outbox.claim(db, banned - MINUTE) is None
    assert claimed(db, banned).unknowns == 0


def test_a_dropped_chat_is_inactive_and_all_it_was_owed_is_cancelled(db: Database, meeting: int) -> None:
    chat(db, 8)
    for chat_id in (7, 8):
        owed(db, chat_id, meeting)
    owed(db, 7, meeting_in(db, "CN-CQ"))
    settled(db, DropChat("bot was blocked by the user"))
    assert rows(db) == [("alert", 7, "cancelled"), ("alert", 8, "waiting"), ("alert", 7, "cancelled")]
    found = chats.get(db, 7)
    assert found is not None
    assert (found.active, found.reason) == (False, "bot was blocked by the user")
    reasons = {row["reason"] for row in db.execute("SELECT reason FROM outbox WHERE chat = 7")}
    assert reasons == {"bot was blocked by the user"}


def test_a_moved_chat_is_renamed_and_the_same_row_is_sent_again(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    before = settled(db, MoveChat(-1007))
    after = claimed(db)
    assert (after.id, after.chat.id, after.unknowns) == (before.id, -1007, 0)
    assert after.subject == before.subject


def test_what_is_given_up_is_parked_where_an_admin_sees_it(db: Database, meeting: int) -> None:
    owed(db, 7, meeting)
    given_up = settled(db, GiveUp("message is too long"))
    assert outbox.parked(db) == (
        outbox.Parked(given_up.id, DeliveryKind.ALERT, 7, "message is too long", NOW),
    )
    assert outbox.claim(db, NOW + DAY) is None
    assert not owed(db, 7, meeting)


@pytest.mark.parametrize(
    "settlement", [Done(5), Retry(NOW), Retry(NOW, hold_chat=True), GiveUp("x"), DropChat("x"), MoveChat(9)]
)
def test_a_chat_that_was_forgotten_in_the_meantime_stays_forgotten(
    db: Database, meeting: int, settlement: Settlement
) -> None:
    owed(db, 7, meeting)
    delivery = claimed(db)
    chats.forget(db, 7)
    outbox.settle(db, delivery, settlement, NOW)
    assert rows(db) == []
    assert chats.get(db, 7) is None


@pytest.mark.parametrize("settlement", [Retry(NOW), GiveUp("x"), Done(5)])
def test_a_chat_that_left_in_the_meantime_is_owed_nothing(
    db: Database, meeting: int, settlement: Settlement
) -> None:
    owed(db, 7, meeting)
    delivery = claimed(db)
    chats.deactivate(db, 7, "left", NOW)
    outbox.settle(db, delivery, settlement, NOW)
    assert rows(db) == [("alert", 7, "cancelled")]


def test_a_chat_that_moved_in_the_meantime_is_not_dropped_for_the_old_address(
    db: Database, meeting: int
) -> None:
    owed(db, 7, meeting)
    delivery = claimed(db)
    chats.migrate(db, 7, -1007, NOW)
    outbox.settle(db, delivery, DropChat("chat not found"), NOW)
    assert claimed(db).chat.id == -1007


def sent(db: Database, meeting: int, chat_id: int = 7, message: int | None = 50) -> None:
    chat(db, chat_id)
    assert owed(db, chat_id, meeting)
    settled(db, Done(message))


def test_another_article_edits_the_alert_where_it_was_sent(db: Database, meeting: int) -> None:
    sent(db, meeting, 7, message=50)
    sent(db, meeting, 8, message=None)
    chat(db, 9)
    owed(db, 9, meeting)
    assert outbox.owe_updates(db, meeting, NOW) == 1
    assert settled(db, Done(51)).chat.id == 9
    update = claimed(db)
    assert (update.kind, update.chat.id, update.message, update.why) == (
        DeliveryKind.UPDATE, 7, 50, ("anhui",),
    )  # fmt: skip
    outbox.settle(db, update, Done(50), NOW)
    assert outbox.claim(db, NOW) is None
    assert rows(db) == [("alert", 7, "sent"), ("alert", 8, "sent"), ("alert", 9, "sent")]


def test_edits_that_wait_are_one_edit(db: Database, meeting: int) -> None:
    sent(db, meeting)
    assert [outbox.owe_updates(db, meeting, NOW) for _ in range(3)] == [1, 0, 0]
    assert outbox.waiting(db) == 1


def test_an_edit_that_must_wait_again_joins_the_one_owed_meanwhile(db: Database, meeting: int) -> None:
    sent(db, meeting)
    outbox.owe_updates(db, meeting, NOW)
    update = claimed(db)
    assert outbox.owe_updates(db, meeting, NOW) == 1
    outbox.settle(db, update, Retry(LATER, hold_chat=True), NOW)
    assert outbox.waiting(db) == 1
    assert outbox.claim(db, NOW) is None
    assert claimed(db, LATER).message == 50


def test_an_article_that_came_while_the_alert_was_on_its_way_is_told_by_an_edit(
    db: Database, meeting: int
) -> None:
    owed(db, 7, meeting)
    delivery = claimed(db)
    stored(db, "second", readout(), now=NOW + MINUTE)
    assert outbox.owe_updates(db, meeting, NOW + MINUTE) == 0
    outbox.settle(db, delivery, Done(50), NOW + MINUTE)
    update = claimed(db, NOW + MINUTE)
    assert (update.kind, update.message) == (DeliveryKind.UPDATE, 50)
    outbox.settle(db, update, Done(None), NOW + MINUTE)
    assert outbox.waiting(db) == 0


def test_edits_respect_the_hold_of_their_chat_and_go_to_nobody_who_left(db: Database, meeting: int) -> None:
    sent(db, meeting, 7)
    sent(db, meeting, 8)
    owed(db, 7, meeting_in(db, "CN-CQ"))
    settled(db, Retry(LATER, hold_chat=True))
    chats.deactivate(db, 8, "left", NOW)
    assert outbox.owe_updates(db, meeting, NOW) == 1
    assert outbox.claim(db, NOW) is None


def test_a_thousand_that_wait_do_not_slow_down_the_next_claim(db: Database, meeting: int) -> None:
    """The claim and the look at the clock walk along an index, past nothing."""
    plans = [
        row["detail"]
        for sql in (
            outbox._NEXT,
            "SELECT min(not_before) FROM outbox WHERE state = 'waiting' AND suspect = 0",
        )
        for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", ((0, "") if "LIMIT" in sql else ()))
    ]
    assert len(plans) == 2
    assert all("outbox_due" in plan and "SCAN" not in plan for plan in plans), plans
