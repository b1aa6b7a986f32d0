"""The button "Narrow down" under a search."""

import pytest

from readouts.archive.database import Archive
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import report
from tests.handlers.test_access import press_raw

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_search_is_narrowed_press_by_press(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    for day in (1, 2, 3):
        await report(archive, "CN-AH", day)
    await report(archive, "CN-YN", 4, "Wang Ning", theme="food")
    found = await alice.ask("/search security OR smuggling")
    alice.press("Narrow down", found)
    ways = await server.wait_for(chat=alice, after=found)
    assert "Regions: Anhui (3), Yunnan (1)" in ways.text
    assert "Chairs: Han Jun (3), Wang Ning (1)" in ways.text
    assert "Themes: political security (3), food security (1)" in ways.text
    assert "Months" not in ways.text, "all are of one month"
    alice.press("Anhui (3)", ways)
    anhui = await server.wait_for(chat=alice, after=ways)
    assert anhui.text.startswith("3 results for (security OR smuggling) region:CN-AH")
    alice.press("Narrow down", anhui)
    left = await server.wait_for(chat=alice, after=anhui)
    assert left.text == "Nothing narrows (security OR smuggling) region:CN-AH any further."


async def test_a_month_a_source_and_a_chair_can_be_searched_for(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    """Whatever stands in their names."""
    await report(archive, "CN-AH", 1)
    await report(archive, "CN-AH", 2, 'O"Neill “the (chief)')
    found = await alice.ask("/search region:anhui")
    alice.press("Narrow down", found)
    ways = await server.wait_for(chat=alice, after=found)
    alice.press('O"Neill “the (chief) (1)', ways)
    assert (await server.wait_for(chat=alice, after=ways)).text.startswith("1 result for ")


async def test_in_chinese_it_is_said_in_chinese(archive: Archive, server: BotApiServer) -> None:
    li = server.create_user("Li", language="zh-hans")
    await report(archive, "CN-AH", 1)
    await report(archive, "CN-YN", 2, "Wang Ning")
    found = await li.ask("/search security")
    li.press("缩小范围", found)
    assert "地区：安徽 (1)、云南 (1)" in (await server.wait_for(chat=li, after=found)).text


async def test_forged_places_and_foreign_searches_say_that_they_are_too_old(
    archive: Archive, alice: Person, boss: Person, server: BotApiServer
) -> None:
    await report(archive, "CN-AH", 1)
    await report(archive, "CN-YN", 3)
    found = await alice.ask("/search security")
    alice.press("Narrow down", found)
    ways = await server.wait_for(chat=alice, after=found)
    data = ways.buttons[0][0].value
    theirs = await boss.ask("/start")
    for forged in ("narrow", "narrow x", "by", "by x 0", f"{data}9", f"{data[:-1]}-1", f"{data[:-1]}²"):
        assert "too old" in await press_raw(server, alice, ways, forged)
    assert "too old" in await press_raw(server, boss, theirs, data)


async def test_a_query_that_would_be_too_long_is_not_offered(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    for day in (1, 2):
        await report(archive, "CN-AH", day, f"Han {day}")
    found = await alice.ask("/search security " + " ".join(f"-x{n:011}" for n in range(35)))
    alice.press("Narrow down", found)
    assert "Nothing narrows" in (await server.wait_for(chat=alice, after=found)).text
