"""The last resort: what nobody foresaw ends in a log line and a plain sentence, never a traceback."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from structlog.typing import EventDict
from telegram import Update
from telegram.error import Conflict, NetworkError, TimedOut

from handlers.application import App
from handlers.context import Desk
from readouts.archive.database import Archive
from readouts.delivery.pacing import Pace
from readouts.domain.source import Poll, Source
from tests.botapi.faults import bad_request, forbidden, server_error
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running
from tests.handlers.test_access import press_raw


def logged(logs: list[EventDict], event: str) -> list[EventDict]:
    return [entry for entry in logs if event in entry["event"]]


async def breaks(source: Source) -> Poll:
    raise ZeroDivisionError("a mistake of ours: 1234567890:AAH-secret-token-of-the-bot-0000000")


async def test_a_mistake_of_ours_is_answered_and_logged(
    desk: Desk, server: BotApiServer, boss: Person, logs: list[EventDict]
) -> None:
    async with running(replace(desk, try_source=breaks), server):
        answer = await boss.ask("/addsource https://news.test/feed")
        assert answer.text.startswith("Something went wrong on my side")
        assert "ZeroDivision" not in answer.text
        assert "secret" not in answer.text
        assert "Commands" in (await boss.ask("/help")).text
    (entry,) = logged(logs, "could not be handled")
    assert isinstance(entry["exc_info"], ZeroDivisionError)


async def test_a_mistake_behind_a_button_is_told_in_a_window(
    desk: Desk, server: BotApiServer, alice: Person
) -> None:
    def broken_clock() -> datetime:
        raise ZeroDivisionError

    async with running(desk, server):
        shown = await alice.ask("/start")
    async with running(replace(desk, clock=broken_clock), server):
        assert "Something went wrong" in await press_raw(
            server, alice, shown, f"take {shown.buttons[0][0].value[5:]}"
        )


async def test_an_archive_out_of_reach_is_said_to_be_so(
    desk: Desk, server: BotApiServer, alice: Person, tmp_path: Path
) -> None:
    """Opened for reading only, it refuses to write: as a full disk does."""
    reader = await Archive.open_read_only(tmp_path / "archive.sqlite3")
    try:
        async with running(replace(desk, archive=reader), server):
            assert (await alice.ask("/watch region:anhui")).text.startswith("The archive cannot be reached")
    finally:
        await reader.close()


async def test_markup_that_telegram_refuses_is_sent_as_plain_words(
    bot: App, server: BotApiServer, alice: Person
) -> None:
    """Should our markup ever be wrong, the answer still arrives."""
    server.faults.add(bad_request("parse"), method="sendMessage")
    answer = await alice.ask("/help")
    assert "Commands" in answer.text
    assert answer.entities == () or all(entity.type != "bold" for entity in answer.entities)


async def test_a_chat_that_blocks_us_in_the_middle_of_an_answer_is_no_alarm(
    bot: App, server: BotApiServer, alice: Person, logs: list[EventDict]
) -> None:
    server.faults.add(forbidden("blocked"), method="sendMessage")
    alice.send("/help")
    await server.wait_until(lambda: bool(logged(logs, "does not want an answer")))
    assert not logged(logs, "could not be handled")


async def test_after_trouble_at_telegrams_the_chat_goes_on(
    bot: App, server: BotApiServer, alice: Person, logs: list[EventDict]
) -> None:
    server.faults.add(server_error(502, html=True), method="sendMessage", times=2)
    alice.send("/help")
    await server.wait_until(lambda: bool(logged(logs, "could not be handled")))
    assert "Commands" in (await alice.ask("/help")).text


async def test_an_answer_that_may_have_arrived_gets_no_apology_under_it(
    bot: App, alice: Person, server: BotApiServer, logs: list[EventDict]
) -> None:
    said = await alice.ask("/help")
    update = Update.de_json({"update_id": 1, "message": server.world.json(said)}, bot.bot)
    await bot.process_error(update, TimedOut())
    assert len(server.sent_to(alice)) == 1
    assert logged(logs, "cannot be reached")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Conflict("terminated by other getUpdates request"), "another program"),
        (NetworkError("refused"), "cannot be reached"),
    ],
)
async def test_trouble_with_polling_is_one_plain_line(
    bot: App, logs: list[EventDict], error: Exception, words: str
) -> None:
    await bot.process_error(None, error)
    assert [words in entry["event"] for entry in logs] == [True]


async def test_many_questions_at_once_keep_to_telegrams_limits(
    desk: Desk, boss: Person, alice: Person
) -> None:
    """With the product's own pace, on a server that enforces what Telegram documents."""
    async with BotApiServer() as strict:
        people = [strict.create_user(f"P{n}") for n in range(6)]
        async with running(desk, strict, pace=Pace()):
            for person in people:
                for command in ("/start", "/help", "/latest"):
                    person.send(command)
            await strict.wait_until(lambda: len(strict.sent) == 18, within=10)
        assert strict.violations == []
        for person in people:
            first = [message.text.split()[0] for message in strict.sent_to(person)]
            assert first == ["Readout", "Commands", "No"]
