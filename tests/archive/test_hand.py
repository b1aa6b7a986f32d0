"""What admins join and take apart: it can be undone, it stays, and it rings nowhere."""

import sqlite3
from collections.abc import Callable
from datetime import date
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import hand, items, meetings, outbox, search
from readouts.archive.checks import problems
from readouts.archive.reports import reports_of
from readouts.domain.delivery import Delivery, DeliveryKind, Done
from readouts.domain.meeting import Meeting
from readouts.domain.query import AllOf, Query
from readouts.domain.readout import Chair, Readout
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, chat, owed, readout, source, stored, undated
from tests.archive.test_joins import joined
from tests.archive.test_meetings import known, meeting_of

OTHER_DAY = readout(date=date(2024, 6, 8), themes=("food",))


def shown(db: Database) -> list[tuple[Meeting, list[int | None]]]:
    """All that a reader can see of the meetings."""
    found = sorted(meetings.latest(db, 100), key=lambda meeting: meeting.id)
    return [(each, [report.copy_of for report in reports_of(db, each.id)]) for each in found]


def two_meetings(db: Database) -> tuple[int, int]:
    first = meeting_of(db, "1", readout(chair=HAN_JUN), source="A")
    meeting_of(db, "2", readout(themes=("cyber",)), source="B")
    other = meeting_of(db, "3", OTHER_DAY, source="A")
    meeting_of(db, "4", OTHER_DAY, source="B")
    return first, other


def merge(db: Database, meeting: int, other: int) -> hand.Merged:
    done = hand.merge(db, meeting, other, NOW)
    assert isinstance(done, hand.Merged)
    return done


def split(db: Database, meeting: int, report: int) -> hand.Split:
    done = hand.split(db, meeting, report, NOW)
    assert isinstance(done, hand.Split)
    return done


def deliver(db: Database, message: int) -> list[Delivery]:
    """Send all that is due, each as the next message; what was sent."""
    sent: list[Delivery] = []
    while delivery := outbox.claim(db, NOW + 9 * DAY):
        outbox.settle(db, delivery, Done(message + len(sent)), NOW + 9 * DAY)
        sent.append(delivery)
    return sent


def test_a_merged_meeting_has_the_reports_of_both_under_one_number(db: Database) -> None:
    first, other = two_meetings(db)
    merge(db, first, other)
    (only,) = meetings.latest(db, 10)
    assert only.id == first
    assert [article.item for article in only.articles] == [1, 2, 3, 4]
    assert only.readout.date == date(2024, 6, 3), "its own reports go first"
    assert only.readout.themes == ("cyber", "food")
    assert meetings.get(db, other) == only, "old buttons lead there"
    assert [report.home for report in reports_of(db, first)] == [None, None, other, other]
    found = search.search(db, Query("", AllOf(())), TODAY, 10)
    assert [hit.meeting and hit.meeting.id for hit in found.hits] == [first]
    assert not problems(db, quick=False)


def test_splitting_what_was_merged_returns_to_the_start(db: Database) -> None:
    first, other = two_meetings(db)
    before = shown(db)
    done = merge(db, first, other)
    assert split(db, first, done.report) == hand.Split(first, other, 2)
    assert shown(db) == before


def test_merging_what_was_split_returns_to_the_start(db: Database) -> None:
    first, _ = two_meetings(db)
    before = shown(db)
    done = split(db, first, 2)
    assert [article.item for article in known(db, done.other).articles] == [2]
    assert known(db, done.other).readout.themes == ("cyber",)
    assert known(db, first).readout.themes == ()
    merge(db, first, done.other)
    assert shown(db) == before
    assert split(db, first, 2).other == done.other, "it has its number again"


def test_merges_come_apart_in_any_order(db: Database) -> None:
    numbers = [meeting_of(db, str(n), readout(date=date(2024, 6, n))) for n in range(1, 4)]
    before = shown(db)
    merge(db, numbers[1], numbers[0])
    merge(db, numbers[2], numbers[1])
    assert [report.home for report in reports_of(db, numbers[2])] == [numbers[0], numbers[1], None]
    assert split(db, numbers[2], 2).reports == 2, "with what was merged into it"
    assert split(db, numbers[1], 1).other == numbers[0]
    assert shown(db) == before


def test_what_comes_later_does_not_undo_a_merge(db: Database) -> None:
    """A report of the day that was merged belongs to the one meeting, and goes back with it."""
    first, other = two_meetings(db)
    merge(db, first, other)
    assert meeting_of(db, "5", OTHER_DAY, source="C") == first
    assert meeting_of(db, "6", readout(), source="C") == first
    assert split(db, first, 3).reports == 3
    assert [article.item for article in known(db, other).articles] == [3, 4, 5]
    assert meeting_of(db, "7", OTHER_DAY, source="D") == other


def test_what_comes_later_does_not_undo_a_split(db: Database) -> None:
    first, _ = two_meetings(db)
    other = split(db, first, 2).other
    assert meeting_of(db, "5", readout(chair=HAN_JUN), source="C") == first
    assert [article.item for article in known(db, other).articles] == [2]


def test_what_cannot_be_done_is_told_and_changes_nothing(db: Database) -> None:
    first, other = two_meetings(db)
    alone = meeting_of(db, "9", undated(chair=Chair("何人", "何人", None, None), region="CN-CQ"))
    before = shown(db)
    assert hand.merge(db, first, 99, NOW) == hand.NoSuchMeeting(99)
    assert hand.merge(db, 99, first, NOW) == hand.NoSuchMeeting(99)
    assert hand.merge(db, first, first, NOW) == hand.OneAlready(first)
    assert hand.split(db, 99, 1, NOW) == hand.NoSuchMeeting(99)
    assert hand.split(db, first, 0, NOW) == hand.NoSuchReport(first, 2)
    assert hand.split(db, first, 3, NOW) == hand.NoSuchReport(first, 2)
    assert hand.split(db, alone, 1, NOW) == hand.OnlyReport(alone)
    assert shown(db) == before
    merge(db, first, other)
    assert hand.merge(db, first, other, NOW) == hand.OneAlready(first)
    split(db, first, 1)
    assert hand.split(db, first, 1, NOW) == hand.LastOwnReport(first, 2)


def test_nobody_is_alerted_again(db: Database) -> None:
    """One chat knows both meetings, one only the other; both see the change in the messages they have."""
    first, other = two_meetings(db)
    for number, told in ((7, (first, other)), (8, (other,))):
        chat(db, number)
        assert all(owed(db, number, meeting) for meeting in told)
    assert {each.kind for each in deliver(db, 100)} == {DeliveryKind.ALERT}
    done = merge(db, first, other)
    edits = deliver(db, 200)
    assert {(each.kind, each.chat.id, each.message) for each in edits} == {
        (DeliveryKind.UPDATE, 7, 100), (DeliveryKind.UPDATE, 7, 101), (DeliveryKind.UPDATE, 8, 102),
    }  # fmt: skip
    assert all(isinstance(each.subject, Meeting) and len(each.subject.articles) == 4 for each in edits)
    assert not owed(db, 8, first), "that chat was told of the other one"
    split(db, first, done.report)
    assert {each.kind for each in deliver(db, 300)} == {DeliveryKind.UPDATE}
    assert not owed(db, 7, other)
    assert not owed(db, 8, other)
    assert owed(db, 8, first), "of this one it never was"


def test_a_report_that_is_split_off_rings_for_nobody_who_was_told_of_it(db: Database) -> None:
    first, _ = two_meetings(db)
    chat(db)
    owed(db, 7, first)
    deliver(db, 100)
    other = split(db, first, 2).other
    assert not owed(db, 7, other)
    (edit,) = deliver(db, 200)
    assert (edit.kind, edit.message) == (DeliveryKind.UPDATE, 100)


def test_what_was_not_sent_yet_is_sent_once_for_each_meeting_there_is_then(db: Database) -> None:
    first, other = two_meetings(db)
    chat(db)
    assert owed(db, 7, first)
    assert owed(db, 7, other)
    done = merge(db, first, other)
    assert outbox.waiting(db) == 1
    split(db, first, done.report)
    alerts = deliver(db, 100)
    assert [(each.kind, each.subject.id) for each in alerts if isinstance(each.subject, Meeting)] == [
        (DeliveryKind.ALERT, first), (DeliveryKind.ALERT, other),
    ]  # fmt: skip


def test_an_alert_that_waits_for_the_merged_meeting_tells_of_the_whole(db: Database) -> None:
    first, other = two_meetings(db)
    chat(db)
    owed(db, 7, other)
    merge(db, first, other)
    (alert,) = deliver(db, 100)
    assert isinstance(alert.subject, Meeting)
    assert (alert.kind, alert.subject.id) == (DeliveryKind.ALERT, first)
    meeting_of(db, "9", readout(), source="E")
    assert outbox.owe_updates(db, first, NOW) == 1


def test_a_source_that_is_removed_takes_its_reports_out_of_merged_meetings(db: Database) -> None:
    first, other = two_meetings(db)
    merge(db, first, other)
    items.remove_all_of(db, source("A").name)
    assert [article.item for article in known(db, first).articles] == [2, 4]
    items.remove_all_of(db, source("B").name)
    assert meetings.latest(db, 10) == ()
    assert not problems(db, quick=False)


def test_a_correction_that_goes_leaves_what_it_put_right(db: Database) -> None:
    """It was of the merged meeting's day, so it goes back with that."""
    first = meeting_of(db, "1", readout(chair=HAN_JUN), source="A")
    other = meeting_of(db, "2", readout(chair=HAN_JUN, date=date(2024, 6, 8)), source="B")
    merge(db, first, other)
    corrected = readout(chair=HAN_JUN, date=date(2024, 6, 8))
    assert meeting_of(db, "3", corrected, NOW + DAY, title="更正", source="A", published=NOW + DAY) == first
    assert [article.item for article in known(db, first).articles] == [2, 3]
    split(db, first, 2)
    assert [article.item for article in known(db, first).articles] == [1]
    assert [article.item for article in known(db, other).articles] == [2, 3]
    assert known(db, first).readout.date == date(2024, 6, 3)


def test_a_correction_is_taken_off_with_what_it_put_right(db: Database) -> None:
    """Also where it was put right twice."""
    first = meeting_of(db, "1", readout(chair=HAN_JUN), source="A")
    for days, identity in ((1, "2"), (2, "3")):
        later = NOW + days * DAY
        corrected = readout(chair=HAN_JUN, date=date(2024, 6, 3 + days))
        assert meeting_of(db, identity, corrected, later, title="更正", source="A", published=later) == first
    assert hand.split(db, first, 1, NOW) == hand.OnlyReport(first)
    meeting_of(db, "4", readout(chair=HAN_JUN, date=date(2024, 6, 5)), source="B")
    other = split(db, first, 1).other
    assert [article.item for article in known(db, first).articles] == [4]
    assert [article.item for article in known(db, other).articles] == [3]
    assert not problems(db, quick=False)


def test_an_article_that_tells_of_both_is_split_by_what_it_says_of_each(db: Database) -> None:
    _, (first, other) = stored(db, "1", readout(), OTHER_DAY)
    assert first is not None
    assert other is not None
    before = shown(db)
    merge(db, first, other)
    assert len(known(db, first).articles) == 1
    assert hand.split(db, first, 1, NOW) == hand.Split(first, other, 1)
    assert shown(db) == before


def after(db: Database, move: Callable[[], object]) -> list[tuple[Meeting, list[int | None]]]:
    """What would be shown after a move that is not made."""
    db.conn.execute("SAVEPOINT here")
    move()
    found = shown(db)
    db.conn.execute("ROLLBACK TO here")
    db.conn.execute("RELEASE here")
    return found


def articles_shown(db: Database) -> list[int]:
    return sorted(article.item for meeting, _ in shown(db) for article in meeting.articles)


moves = st.lists(st.tuples(st.booleans(), st.integers(1, 8), st.integers(1, 8)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(moves)
def test_whatever_is_joined_and_taken_apart_no_report_is_lost(
    empty_archive: sqlite3.Connection, drawn: list[tuple[bool, int, int]]
) -> None:
    """Every report is in one meeting that is shown, each move can be undone, and the tables fit together."""
    told: list[Readout] = [readout(date=date(2024, 6, 3 + n % 3), themes=(f"{n}",)) for n in range(6)]
    db, _ = joined(empty_archive, told)
    later = NOW + DAY
    meeting_of(db, "B", readout(), later, source="B")
    meeting_of(db, "C", readout(themes=("food",)), later, title="更正", source="B", published=later)
    there = articles_shown(db)
    assert there == [1, 2, 3, 4, 5, 6, 8]
    for is_merge, a, b in drawn:
        before = shown(db)
        done = hand.merge(db, a, b, NOW) if is_merge else hand.split(db, a, b, NOW)
        if isinstance(done, hand.Merged):
            assert len(shown(db)) == len(before) - 1
            assert after(db, partial(split, db, done.meeting, done.report)) == before
        elif isinstance(done, hand.Split):
            assert len(shown(db)) == len(before) + 1
            assert after(db, partial(merge, db, done.meeting, done.other)) == before
        else:
            assert shown(db) == before
        assert articles_shown(db) == there
    assert not problems(db, quick=False)
    db.close()
