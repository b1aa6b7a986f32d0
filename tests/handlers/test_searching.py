"""/search, plain text, /latest, /meeting."""

import re

import pytest

from handlers.application import App
from handlers.remembered import RememberedSearch, RememberedSearches
from readouts.archive.database import Archive
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import report
from tests.handlers.test_access import press_raw
from tests.handlers.test_watching import watches_of

pytestmark = pytest.mark.usefixtures("bot")


async def test_search_finds_a_meeting_and_opens_it(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    await report(archive, "CN-AH", 3)
    await report(archive, "CN-YN", 4, "Wang Ning")
    found = await alice.ask('/search region:安徽 "political security"')
    assert "1 result" in found.text
    assert "Anhui · 3 June 2024" in found.text
    assert "Yunnan" not in found.text
    alice.press("1 · Anhui", found)
    assert "Han Jun" in (await server.wait_for(chat=alice, after=found)).text


async def test_pages_go_on_where_the_last_one_ended(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    """Twelve meetings on three pages: each number and each meeting once."""
    for day in range(1, 13):
        await report(archive, "CN-AH", day)
    page = await alice.ask("/search region:anhui")
    pages = [page]
    while any("Next results" in row for row in page.labels):
        alice.press("Next results", page)
        page = await server.wait_for(chat=alice, after=page)
        pages.append(page)
    text = "\n".join(each.text for each in pages)
    assert [int(number) for number in re.findall(r"^(\d+)\. Anhui", text, re.MULTILINE)] == list(range(1, 13))
    assert sorted(int(day) for day in re.findall(r"Anhui · (\d+) June", text)) == list(range(1, 13))
    assert len(pages) == 3


async def test_what_was_searched_for_can_be_watched_with_one_press(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    found = await alice.ask("/search 数据安全")
    alice.press("Watch for this", found)
    assert "Watch 1: 数据安全" in (await server.wait_for(chat=alice, after=found)).text
    assert await watches_of(archive, alice.id) == ["数据安全"]


async def test_plain_text_is_searched_for_and_says_so(archive: Archive, alice: Person) -> None:
    await report(archive, "CN-AH", 3)
    answer = await alice.ask("Han Jun")
    assert "I searched for your text" in answer.text
    assert "Anhui · 3 June 2024" in answer.text


async def test_plain_text_that_is_no_query_gets_the_hint(alice: Person) -> None:
    assert "never closed" in (await alice.ask('she said "hello')).text
    assert "500 characters" in (await alice.ask(" ".join(f"word{n}" for n in range(400)))).text


async def test_latest_lists_the_newest_first_and_goes_on(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    for day in range(1, 13):
        await report(archive, "CN-AH", day)
    first = await alice.ask("/latest")
    alice.press("Older", first)
    second = await server.wait_for(chat=alice, after=first)
    days = [int(day) for day in re.findall(r"Anhui · (\d+) June", f"{first.text}\n{second.text}")]
    assert days == list(range(12, 0, -1))
    assert "Older" not in str(second.labels)


async def test_a_meeting_is_shown_in_full_with_the_words_that_say_so(archive: Archive, alice: Person) -> None:
    number = await report(archive, "CN-AH", 3)
    for typed in (f"/meeting {number}", f"/meeting #{number}"):
        answer = await alice.ask(typed)
        assert "“Anhui”" in answer.text
        assert "party chief" in answer.text
        assert "https://news.test/CN-AH/3" in str(answer.entities)


@pytest.mark.parametrize(
    "typed", ["/meeting", "/meeting soon", "/meeting -1", "/meeting 99999999999999999999"]
)
async def test_a_meeting_needs_a_number(typed: str, alice: Person) -> None:
    assert "/meeting 12" in (await alice.ask(typed)).text


@pytest.mark.parametrize("number", ["0", "7", "999999999999999999", "١٢"])
async def test_a_meeting_that_is_not_there_is_said_to_be_so(number: str, alice: Person) -> None:
    assert "There is no meeting" in (await alice.ask(f"/meeting {number}")).text


async def test_a_remembered_search_belongs_to_its_chat() -> None:
    searches = RememberedSearches()
    token = searches.keep(RememberedSearch(1, "anhui"))
    assert searches.find(token, 1) is not None
    assert searches.find(token, 2) is None
    assert searches.find("", 1) is None


async def test_only_the_newest_searches_are_remembered(bot: App) -> None:
    searches = RememberedSearches()
    tokens = [searches.keep(RememberedSearch(1, str(n))) for n in range(5_001)]
    assert searches.find(tokens[0], 1) is None
    assert searches.find(tokens[1], 1) is not None
    assert len(set(tokens)) == 5_001


async def test_a_search_is_put_in_another_order_in_its_place(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    """The best first where words are looked for, and back; pages go on in that order."""
    for day in range(1, 8):
        await report(archive, "CN-AH", day)
    newest = await alice.ask("/search political security")
    alice.press("Best first", newest)
    best = await server.wait_for(chat=alice, after=newest)
    assert "7 results" in best.text
    alice.press("Next results", best)
    rest = await server.wait_for(chat=alice, after=best)
    assert sorted(re.findall(r"Anhui · (\d) June", f"{best.text}\n{rest.text}")) == sorted("1234567")
    alice.press("Newest first", rest)
    again = await server.wait_for(chat=alice, after=rest)
    assert again.text == newest.text


async def test_without_words_there_is_no_best(archive: Archive, alice: Person) -> None:
    for day in (1, 2):
        await report(archive, "CN-AH", day)
    assert "Best first" not in str((await alice.ask("/search region:anhui")).labels)


async def test_a_meeting_leads_to_similar_ones_which_say_why(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    number = await report(archive, "CN-AH", 3)
    alike = await report(archive, "CN-YN", 4, "Wang Ning")
    await report(archive, "CN-SH", 5, "Chen Jining", theme="food")
    shown = await alice.ask(f"/meeting {number}")
    alice.press("Similar meetings", shown)
    found = await server.wait_for(chat=alice, after=shown)
    assert found.text == (
        f"Most like Anhui · 3 June 2024:\n{alike} · Yunnan · 4 June 2024 · Wang Ning (party chief)\n"
        "both: political security"
    )
    alice.press("2 · Yunnan", found)
    assert "Wang Ning" in (await server.wait_for(chat=alice, after=found)).text


async def test_a_meeting_like_no_other_says_so(archive: Archive, alice: Person, server: BotApiServer) -> None:
    shown = await alice.ask(f"/meeting {await report(archive, 'CN-AH', 3)}")
    alice.press("Similar meetings", shown)
    found = await server.wait_for(chat=alice, after=shown)
    assert found.text == "No meeting is like Anhui · 3 June 2024."
    await press_raw(server, alice, shown, "similar 99")
    assert "no meeting 99" in (await server.wait_for(chat=alice, after=found)).text


async def test_in_a_group_everybody_can_search_and_sees_what_everybody_sees(
    archive: Archive, alice: Person, boss: Person, server: BotApiServer
) -> None:
    """The archive is one for all chats: nothing of a chat's own, its watches for example, is searched."""
    await report(archive, "CN-AH", 3)
    await report(archive, "CN-YN", 4, "Wang Ning")
    await alice.ask("/watch secretword")
    group = server.create_chat("supergroup", "Desk", [boss, alice])
    group.add_bot(boss)
    await server.wait_for(chat=group)
    there = await alice.ask("/search security", group)
    here = await boss.ask("/search security")
    assert there.text == here.text
    assert there.labels == here.labels
    boss.press("Narrow down", there)
    assert "Regions: Anhui (1), Yunnan (1)" in (await server.wait_for(chat=group, after=there)).text
    assert "Nothing found" in (await alice.ask("/search secretword", group)).text
