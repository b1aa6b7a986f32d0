"""The big list of naughty strings, as commands, as plain text and as what articles say."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from handlers.application import App
from handlers.commands import COMMANDS
from readouts.archive import items, meetings
from readouts.archive.database import Archive
from readouts.domain.item import Item
from tests.botapi.formatting import plain
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import NOW

ARSENAL = Path(__file__).resolve().parents[3] / "shared" / "arsenal" / "feeds.tar.xz"


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    if not ARSENAL.exists():
        pytest.skip(f"the collection of hostile strings is not here: {ARSENAL}")
    with tarfile.open(ARSENAL) as packed:
        listed = packed.extractfile("arsenal/blns/blns.json")
        assert listed
        strings: list[str] = json.load(listed)
    assert len(strings) > 500
    return [text for text in strings if plain(text).text]  # the rest Telegram does not send at all


async def test_every_naughty_string_is_answered(
    bot: App, server: BotApiServer, boss: Person, naughty: list[str]
) -> None:
    """Each as the argument of some command, in turn, and each as plain text."""
    for place, text in enumerate(naughty):
        spec = COMMANDS[place % len(COMMANDS)]
        for typed in (f"/{spec.name} {text}", text):
            answer = await boss.ask(typed[:4_096])
            assert "Something went wrong" not in answer.text, typed


async def test_articles_full_of_naughty_strings_can_be_searched_page_by_page(
    bot: App, archive: Archive, server: BotApiServer, alice: Person, naughty: list[str]
) -> None:
    for place, text in enumerate(naughty[::3]):
        await store(
            archive, Item(str(place), f"https://news.test/{place}", text, f"anhui {text}", source="news")
        )
    page = await alice.ask("/search anhui")
    pages = 1
    while any("Next results" in row for row in page.labels):
        alice.press("Next results", page)
        page = await server.wait_for(chat=alice, after=page)
        pages += 1
        assert "Something went wrong" not in page.text
    assert pages > 25


async def store(archive: Archive, item: Item) -> None:
    def work(db: Any) -> None:
        number = items.add(db, item, NOW)
        if number:
            meetings.attach(db, number, item, (), NOW)

    await archive.write(work)
