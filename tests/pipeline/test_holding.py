"""A poll of which most is new is held: an admin decides whether it was news."""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from readouts.archive import held, meetings, outbox
from readouts.archive.database import Archive, Database
from readouts.domain.delivery import Delivery, DeliveryKind, Done
from readouts.domain.item import Item
from readouts.domain.meeting import Meeting
from readouts.domain.notice import Notice, NoticeKind
from readouts.domain.source import SourceState
from readouts.pipeline.ingest import Ingest
from tests.pipeline.desk import NOW, Script, health, item, make_ingest, readout, with_chats

READER, BOSS = 7, 1
ANHUI = readout("CN-AH", date(2024, 6, 3))
YUNNAN = readout("CN-YN", date(2024, 5, 30))
OLD = tuple(item(number) for number in range(20))
NEW = tuple(item(number) for number in range(100, 120))
TOLD = {"id-100": (ANHUI,), "id-101": (ANHUI,), "id-102": (YUNNAN,)}
QUERIES = [(READER, "region:anhui")]


def taken(db: Database, now: datetime = NOW) -> list[Delivery]:
    """Everything that is due, settled as sent."""
    found = []
    while (delivery := outbox.claim(db, now)) is not None:
        outbox.settle(db, delivery, Done(100 + delivery.id), now)
        found.append(delivery)
    return found


async def seeded(archive: Archive, script: Script, admins: tuple[int, ...] = (BOSS,)) -> Ingest:
    """A source that has been read before, and an admin whom the bot knows."""
    await with_chats(archive, READER, BOSS)
    ingest = make_ingest(archive, script, TOLD, QUERIES, admins=admins)
    script.items = OLD
    await ingest.look(await health(archive, "paper"))
    return ingest


async def flooded(archive: Archive) -> tuple[Ingest, int]:
    """The same after most of its feed was new; and the number of the held poll."""
    script = Script()
    ingest = await seeded(archive, script)
    script.items = NEW + OLD[:5]
    ingested = await ingest.look(await health(archive, "paper"))
    assert (ingested.is_held, ingested.new, ingested.owed) == (True, 20, 0)
    (waiting,) = await archive.read(held.all_held)
    assert waiting.held is not None
    return ingest, waiting.held


async def test_most_of_a_feed_is_held_and_the_admin_is_told_in_one_message(archive: Archive) -> None:
    ingest, number = await flooded(archive)
    (notice,) = await archive.write(taken)
    assert (notice.kind, notice.chat.id) == (DeliveryKind.NOTICE, BOSS)
    assert isinstance(notice.subject, Notice)
    assert notice.subject.kind is NoticeKind.HELD
    (concern,) = notice.subject.about
    assert (concern.source, concern.held, concern.new, concern.shown) == ("paper", number, 20, 25)
    again = await ingest.look(await health(archive, "paper"))
    assert (again.new, again.is_held) == (0, False)
    assert await archive.write(taken) == []


async def test_what_is_held_is_archived_all_the_same(archive: Archive) -> None:
    await flooded(archive)
    found = await archive.read(lambda db: meetings.latest(db, 5))
    assert sorted(len(meeting.articles) for meeting in found) == [1, 2]


async def test_released_it_rings_as_if_it_were_new_now(archive: Archive) -> None:
    ingest, number = await flooded(archive)
    await archive.write(taken)
    assert await ingest.release(number) == 1, "two articles of one meeting ring once"
    (alert,) = await archive.write(taken)
    assert (alert.kind, alert.chat.id, alert.why) == (DeliveryKind.ALERT, READER, ("region:anhui",))
    assert isinstance(alert.subject, Meeting)
    assert len(alert.subject.articles) == 2


async def test_a_watch_added_meanwhile_rings_too_and_one_removed_does_not(archive: Archive) -> None:
    ingest, number = await flooded(archive)
    await archive.write(taken)
    ingest.engine.remove(1)
    await with_chats(archive, 9)
    other = make_ingest(archive, Script(), TOLD, [(9, "region:yunnan")], admins=(BOSS,))
    assert await other.release(number) == 1
    (alert,) = await archive.write(taken)
    assert alert.chat.id == 9


async def test_it_is_decided_once(archive: Archive) -> None:
    ingest, number = await flooded(archive)
    assert await ingest.release(number) == 1
    assert await ingest.release(number) is None
    assert await ingest.release(number + 1) is None


async def test_archived_silently_it_never_rings(archive: Archive) -> None:
    ingest, number = await flooded(archive)
    await archive.write(taken)
    assert await archive.write(lambda db: held.let_go(db, number))
    assert await ingest.release(number) is None
    assert await archive.write(taken) == []


async def test_another_source_that_reports_a_held_meeting_rings(archive: Archive) -> None:
    """What is held hides nothing from those who hear of it elsewhere."""
    ingest, number = await flooded(archive)
    await archive.write(taken)
    elsewhere = make_ingest(
        archive, Script((item(100, source="quiet"),)), {"id-100": (ANHUI,)}, QUERIES, admins=(BOSS,)
    )
    quiet = await health(archive, "quiet")
    seeded = make_ingest(archive, Script((item(1, source="quiet"),)), {}, [], admins=(BOSS,))
    await seeded.look(quiet)
    assert (await elsewhere.look(await health(archive, "quiet"))).owed == 1
    await archive.write(taken)
    assert await ingest.release(number) == 0, "and that chat is not told again"


async def test_the_decision_outlives_a_restart(tmp_path: Path) -> None:
    async with await Archive.open(tmp_path / "a.sqlite3") as archive:
        _, number = await flooded(archive)
    async with await Archive.open(tmp_path / "a.sqlite3") as archive:
        assert await make_ingest(archive, Script(), TOLD, QUERIES, admins=(BOSS,)).release(number) == 1


@pytest.mark.parametrize(
    ("feed", "known", "is_held"),
    [
        (NEW[:10] + OLD[:1], 0, False),
        (NEW[:11] + OLD[:10], 0, True),
        (NEW[:11] + OLD[:11], 0, False),
        (NEW[:11], 11, False),
        (NEW[:11], 10, True),
        (NEW, 0, True),
    ],
    ids=["ten are not many", "most", "just half is not most", "left out as known", "and still most", "all"],
)
async def test_more_than_ten_and_more_than_half_are_held(
    archive: Archive, feed: tuple[Item, ...], known: int, is_held: bool
) -> None:
    script = Script()
    ingest = await seeded(archive, script)
    script.items, script.known = feed, known
    assert (await ingest.look(await health(archive, "paper"))).is_held is is_held


async def test_a_first_poll_is_never_held(archive: Archive) -> None:
    await with_chats(archive, READER, BOSS)
    ingest = make_ingest(archive, Script(NEW), TOLD, QUERIES, admins=(BOSS,))
    first = await ingest.look(await health(archive, "paper"))
    assert (first.is_held, first.owed) == (False, 1)


@pytest.mark.parametrize("admins", [(), (99,)], ids=["none is named", "the one named never spoke to us"])
async def test_where_no_admin_can_be_asked_nothing_is_held(archive: Archive, admins: tuple[int, ...]) -> None:
    """It would be lost there: a meeting still rings once, and missing one is worse."""
    script = Script()
    ingest = await seeded(archive, script, admins)
    script.items = NEW
    ingested = await ingest.look(await health(archive, "paper"))
    assert (ingested.is_held, ingested.owed) == (False, 1)


class Crash(BaseException):
    """The process ends here."""


async def test_a_crash_while_very_many_are_held_lets_none_slip_through(archive: Archive) -> None:
    """Half of them, found new again after it, would no longer be most of the feed."""
    script = Script()
    await seeded(archive, script)
    script.items = tuple(item(number) for number in range(1_000, 1_250))
    asked = 0

    def crash_once_they_are_stored(moment: datetime) -> datetime:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise Crash
        return moment

    doomed = make_ingest(archive, script, TOLD, QUERIES, crash_once_they_are_stored, admins=(BOSS,))
    with pytest.raises(Crash):
        await doomed.look(await health(archive, "paper"))
    ingested = await doomed.look(await health(archive, "paper"))
    assert (ingested.new, ingested.is_held) == (250, True)


async def test_trouble_and_health_are_told_as_the_polls_come(archive: Archive) -> None:
    await with_chats(archive, BOSS)
    script = Script(OLD)
    hour = timedelta()
    ingest = make_ingest(archive, script, {}, [], admins=(BOSS,), clock=lambda: NOW + hour)
    kinds = []
    for number, state in enumerate([SourceState.OK, *[SourceState.REFUSED] * 4, *[SourceState.OK] * 2]):
        hour = timedelta(hours=number)
        script.state = state
        await ingest.look(await health(archive, "paper"))
        for delivery in await archive.write(partial(taken, now=NOW + hour + timedelta(minutes=30))):
            assert isinstance(delivery.subject, Notice)
            (concern,) = delivery.subject.about
            kinds.append((number, delivery.subject.kind, concern.since))
    fell = NOW + timedelta(hours=1)
    assert kinds == [(3, NoticeKind.BROKE, fell), (5, NoticeKind.HEALED, fell)]
