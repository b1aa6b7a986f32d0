"""/why, /split and /merge: everybody may ask why, the bot's admins decide, and every move can be undone."""

import re
from datetime import date
from typing import Any

import pytest
from structlog.typing import EventDict

from readouts.archive import chats, items, meetings, outbox
from readouts.archive.database import Archive
from readouts.domain.delivery import Done
from readouts.domain.item import Item
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import NOW, readout, report

BODY = (
    "Han Jun, party chief of Anhui, told the provincial committee of the National Security Commission"
    " on June 3 to put political security first and to keep a close watch on local debt."
)


async def reported_again(archive: Archive, source: str = "Evening News") -> int:
    """One more article about Anhui's meeting of 3 June."""
    told = readout("CN-AH", date(2024, 6, 3), "Han Jun")
    item = Item(source, f"https://{source[0]}.test/1", f"{source} reports", BODY, "en", NOW, source)

    def work(db: Any) -> int:
        stored = items.add(db, item, NOW)
        assert stored is not None
        (meeting,) = meetings.attach(db, stored, item, (told,), NOW)
        assert meeting is not None
        return meeting

    return await archive.write(work)


async def two_meetings(archive: Archive) -> None:
    """Meeting 1, with two reports, and meeting 2."""
    assert await report(archive, "CN-AH", 3) == 1
    assert await reported_again(archive) == 1
    assert await report(archive, "CN-SH", 4, "Chen Jining") == 2


@pytest.mark.usefixtures("bot")
async def test_everybody_may_ask_why_reports_are_joined(archive: Archive, alice: Person) -> None:
    await two_meetings(archive)
    answer = await alice.ask("/why 1")
    assert "1. news: the first report" in answer.text
    assert "2. Evening News: same region and level; same day; same chair: Han Jun" in answer.text
    assert "/split" not in answer.text
    assert "Say which one" in (await alice.ask("/why")).text
    assert "no meeting 99" in (await alice.ask("/why 99")).text


@pytest.mark.usefixtures("bot")
async def test_a_button_under_a_meeting_tells_why(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    await two_meetings(archive)
    answer = await alice.ask("/meeting 1")
    alice.press("Why one meeting?", answer)
    assert "same chair: Han Jun" in (await server.wait_for(chat=alice, after=answer)).text
    assert "Why one meeting?" not in str((await alice.ask("/meeting 2")).labels)


@pytest.mark.usefixtures("bot")
async def test_the_view_of_a_meeting_counts_the_copies(archive: Archive, alice: Person) -> None:
    await two_meetings(archive)
    await reported_again(archive, "Copier")
    answer = await alice.ask("/meeting 1")
    assert "3 articles, 1 of them a copy" in answer.text
    assert "copy of 2" in answer.text


@pytest.mark.usefixtures("bot")
async def test_an_admin_takes_a_report_off_and_puts_it_back(archive: Archive, boss: Person) -> None:
    await two_meetings(archive)
    before = (await boss.ask("/meeting 1")).text
    assert "/split 1 2" in (await boss.ask("/why 1")).text
    done = await boss.ask("/split 1 2")
    assert "1 report of meeting 1 is meeting 3 now. Nobody is alerted again." in done.text
    assert "1 article\n" in (await boss.ask("/meeting 3")).text
    undo = re.search(r"/merge \d+ \d+", done.text)
    assert undo
    merged = await boss.ask(undo[0])
    assert "Meeting 3 is part of meeting 1 now." in merged.text
    assert (await boss.ask("/meeting 1")).text == before
    assert (await boss.ask("/meeting 3")).text == before


@pytest.mark.usefixtures("bot")
async def test_an_admin_merges_two_meetings_and_takes_them_apart(archive: Archive, boss: Person) -> None:
    await two_meetings(archive)
    before = (await boss.ask("/latest")).text
    done = await boss.ask("/merge 1 2")
    shown = (await boss.ask("/meeting 1")).text
    assert "• news says: Shanghai" in shown
    assert "• news says: 4 June 2024" in shown
    assert "• news says: Chen Jining (party chief)" in shown
    assert "merged by hand, with meeting 2" in (await boss.ask("/why 1")).text
    undo = re.search(r"/split \d+ \d+", done.text)
    assert undo
    assert "1 report of meeting 1 is meeting 2 now." in (await boss.ask(undo[0])).text
    assert (await boss.ask("/latest")).text == before


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/split", "/split 12 3"),
        ("/split 1", "/split 12 3"),
        ("/split 1 x", "/split 12 3"),
        ("/split 99 1", "There is no meeting 99."),
        ("/split 1 5", "Meeting 1 has 2 reports. /why 1 shows their numbers."),
        ("/split 2 1", "Meeting 2 has no other report"),
        ("/merge", "/merge 12 15"),
        ("/merge 1", "/merge 12 15"),
        ("/merge 1 1", "Both are meeting 1 already."),
        ("/merge 1 99", "There is no meeting 99."),
        ("/merge #1 #1", "Both are meeting 1 already."),
        ("/split 999999999999999999 999999999999999999", "There is no meeting"),
    ],
)
async def test_what_cannot_be_done_is_answered_plainly(
    archive: Archive, boss: Person, typed: str, answer: str
) -> None:
    await two_meetings(archive)
    assert answer in (await boss.ask(typed)).text


@pytest.mark.usefixtures("bot")
async def test_the_last_report_of_a_meetings_own_stays(archive: Archive, boss: Person) -> None:
    await two_meetings(archive)
    await boss.ask("/merge 2 1")
    answer = await boss.ask("/split 2 3")
    assert "Meeting 2 would keep no report of its own." in answer.text
    assert "/split 2 1" in answer.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["/split 1 2", "/merge 1 2"])
async def test_nobody_else_may_decide(
    archive: Archive, alice: Person, typed: str, logs: list[EventDict]
) -> None:
    await two_meetings(archive)
    assert "Only the admins of this bot" in (await alice.ask(typed)).text
    assert len(await archive.read(lambda db: meetings.latest(db, 10))) == 2
    assert [entry["what"] for entry in logs if entry["event"] == "denied"] == [typed[1:6]]


@pytest.mark.usefixtures("bot")
async def test_a_decision_rings_nowhere(archive: Archive, boss: Person) -> None:
    await two_meetings(archive)

    def told(db: Any) -> None:
        chats.see(db, 7, "private", "Reader", "en", NOW)
        outbox.owe_alert(db, 7, meeting=1, item=None, why=(), not_before=NOW, now=NOW)
        delivery = outbox.claim(db, NOW)
        assert delivery is not None
        outbox.settle(db, delivery, Done(55), NOW)

    await archive.write(told)
    await boss.ask("/merge 1 2")
    await boss.ask("/split 1 3")
    edit = await archive.write(lambda db: outbox.claim(db, NOW))
    assert edit is not None
    assert (edit.kind, edit.message) == ("update", 55)
    assert await archive.write(lambda db: outbox.claim(db, NOW)) is None


@pytest.mark.usefixtures("bot")
async def test_reasons_are_given_in_the_language_of_the_person(
    archive: Archive, server: BotApiServer
) -> None:
    await two_meetings(archive)
    reader = server.create_user("小李", language="zh-hans")
    assert "同一地区、同一级别；同一天；同一主持人：Han Jun" in (await reader.ask("/why 1")).text
