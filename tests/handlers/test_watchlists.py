"""/watchlists: everybody takes the ready-made lists, the bot's admins edit them."""

import pytest
from structlog.typing import EventDict

from handlers.watchlist_buttons import MOST_LISTS
from readouts.archive import watchlists
from readouts.archive.database import Archive
from readouts.domain.watch import Watchlist
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.stage import NOW, WATCHLISTS
from tests.handlers.test_access import Group, press_raw
from tests.handlers.test_watching import watches_of

pytestmark = pytest.mark.usefixtures("bot")

FOOD = Watchlist("Food", "theme:food", built_in=False)


async def lists(archive: Archive) -> tuple[Watchlist, ...]:
    return await archive.read(watchlists.all_lists)


async def added(archive: Archive) -> list[tuple[str, str]]:
    return [(each.name, each.query) for each in await lists(archive) if not each.built_in]


async def offer(archive: Archive, *more: Watchlist) -> None:
    for each in more:
        await archive.write(lambda db, new=each: watchlists.add(db, new.name, new.query, NOW))  # type: ignore[misc]


async def test_an_admin_adds_a_list_and_everybody_can_take_it(
    archive: Archive, alice: Person, boss: Person, server: BotApiServer
) -> None:
    answer = await boss.ask("/watchlists add Food in Anhui: region:anhui theme:food")
    assert "Food in Anhui is offered from now on: region:anhui theme:food" in answer.text
    assert await added(archive) == [("Food in Anhui", "region:anhui theme:food")]
    offered = await alice.ask("/watchlists")
    assert offered.labels == [["Watch: All meetings"], ["Watch: Anhui"], ["Watch: Food in Anhui"]]
    alice.press("Watch: Food in Anhui")
    assert "Watch 1: " in (await server.wait_for(chat=alice, after=offered)).text
    assert await watches_of(archive, alice.id) == ["region:anhui theme:food"]


async def test_what_an_admin_adds_is_read_back_in_words(boss: Person) -> None:
    answer = await boss.ask("/watchlists add Two places: region:anhui OR region:yunnan")
    assert "I understand: " in answer.text
    assert "Anhui or Yunnan" in answer.text
    assert answer.labels == [["Watch: Two places"], ["Pause Two places", "Remove Two places"]]


@pytest.mark.parametrize(
    ("typed", "name", "query"),
    [
        ("粮食安全：theme:food", "粮食安全", "theme:food"),
        ("粮食安全：主题：粮食 地区：安徽", "粮食安全", "主题：粮食 地区：安徽"),
        ("A  b\nc :x", "A b c", "x"),
        ("a" * 40 + ": x", "a" * 40, "x"),
        ("<b>&: x", "<b>&", "x"),
        ("{name}: x", "{name}", "x"),
    ],
)
async def test_the_first_colon_of_either_width_ends_the_name(
    typed: str, name: str, query: str, archive: Archive, boss: Person
) -> None:
    answer = await boss.ask(f"/watchlists add {typed}")
    assert name in answer.text
    assert await added(archive) == [(name, query)]
    assert f"Watch: {name}"[:40] in (await boss.ask("/start")).labels[-1][0]


@pytest.mark.parametrize(
    "typed",
    ["", "Food", ":", ": theme:food", " ： theme:food", "\u200b: theme:food", "a" * 41 + ": theme:food",
     "region:anhui", "主题：粮食"],
)  # fmt: skip
async def test_without_a_name_nothing_is_added_and_an_example_is_shown(
    typed: str, archive: Archive, boss: Person
) -> None:
    """A field's name in front of the colon means that the list's own name was left out."""
    answer = await boss.ask(f"/watchlists add {typed}")
    assert "at most 40 characters, a colon and a query" in answer.text
    assert "/watchlists add Food in Anhui: region:anhui theme:food" in answer.text
    assert await lists(archive) == WATCHLISTS


async def test_a_query_that_cannot_be_read_is_not_added_and_shown_with_a_caret(
    archive: Archive, boss: Person
) -> None:
    answer = await boss.ask("/watchlists add Anhui, twice: 安徽 (anhui")
    before, typed, caret, hint = answer.text.split("\n")
    assert "never closed" in before
    assert typed == "安徽 (anhui"
    assert caret == "\u3000\u3000 ^"
    assert hint.startswith("Close it")
    assert "nothing to look for" in (await boss.ask("/watchlists add Nothing:")).text
    assert await lists(archive) == WATCHLISTS


async def test_a_name_is_given_once(archive: Archive, boss: Person) -> None:
    assert "a list called Anhui already" in (await boss.ask("/watchlists add Anhui: region:yunnan")).text
    assert await lists(archive) == WATCHLISTS


async def test_lists_cannot_be_added_without_end_and_all_are_shown(
    archive: Archive, alice: Person, boss: Person
) -> None:
    """With the longest names that there can be, Telegram still takes the buttons."""
    many = [Watchlist(f"{n:02}" + "安" * 38, f"word{n}") for n in range(MOST_LISTS - len(WATCHLISTS))]
    await offer(archive, *many)
    assert "50 lists are the most" in (await boss.ask("/watchlists add One more: x")).text
    assert len(await lists(archive)) == MOST_LISTS
    for command in ("/watchlists", "/start", "/watch"):
        assert len((await alice.ask(command)).labels) == MOST_LISTS
    shown = await boss.ask("/watchlists")
    assert len(shown.labels) >= MOST_LISTS
    assert "/watchlists pause NAME" in shown.text


async def test_admins_see_in_private_what_they_can_type_and_press(
    archive: Archive, alice: Person, boss: Person
) -> None:
    await offer(archive, FOOD)
    shown = await boss.ask("/watchlists")
    for typed in ("add NAME: QUERY", "remove NAME", "pause NAME", "resume NAME"):
        assert f"/watchlists {typed}" in shown.text
    assert shown.labels == [
        ["Watch: All meetings"], ["Watch: Anhui"], ["Watch: Food"],
        ["Pause All meetings"], ["Pause Anhui"], ["Pause Food", "Remove Food"],
    ]  # fmt: skip
    assert "/watchlists add" not in (await alice.ask("/watchlists")).text


async def test_an_admin_in_a_group_sees_what_everybody_sees(server: BotApiServer, boss: Person) -> None:
    group, _ = await Group.greeted(server, boss, "supergroup")
    group.room.promote(boss)
    shown = await boss.ask("/watchlists", group.room)
    assert shown.labels == [["Watch: All meetings"], ["Watch: Anhui"]]
    refused = await boss.ask("/watchlists pause Anhui", group.room)
    assert refused.text == "/watchlists pause works in a private chat with me."


async def test_a_paused_list_is_offered_nowhere_until_it_is_resumed(
    archive: Archive, alice: Person, boss: Person, server: BotApiServer
) -> None:
    """Whoever took it before keeps the watch."""
    old = await alice.ask("/start")
    alice.press("Watch: Anhui", old)
    await server.wait_for(chat=alice, after=old)
    assert "Anhui is paused" in (await boss.ask("/watchlists pause Anhui")).text
    for command in ("/start", "/watch", "/watchlists"):
        assert (await alice.ask(command)).labels == [["Watch: All meetings"]]
    assert "no longer offered" in (await server.answer_to(alice.press("Watch: Anhui", old))).text
    assert await watches_of(archive, alice.id) == ["region:anhui"]
    assert "Paused" in (await boss.ask("/watchlists")).text
    assert "Anhui is offered again" in (await boss.ask("/watchlists resume Anhui")).text
    assert (await alice.ask("/watchlists")).labels == [["Watch: All meetings"], ["Watch: Anhui"]]


async def test_a_removed_list_leaves_the_watches_that_were_taken_from_it(
    archive: Archive, alice: Person, boss: Person, server: BotApiServer
) -> None:
    await offer(archive, FOOD)
    offered = await alice.ask("/watchlists")
    alice.press("Watch: Food", offered)
    await server.wait_for(chat=alice, after=offered)
    assert "Food is removed" in (await boss.ask("/watchlists remove Food")).text
    assert await lists(archive) == WATCHLISTS
    assert await watches_of(archive, alice.id) == ["theme:food"]


async def test_a_built_in_list_can_be_paused_and_not_removed(archive: Archive, boss: Person) -> None:
    answer = await boss.ask("/watchlists remove Anhui")
    assert answer.text == "Anhui is built in: it can be paused, not removed."
    assert await lists(archive) == WATCHLISTS


async def test_a_name_that_nobody_gave_is_answered_with_the_nearest(boss: Person) -> None:
    for verb in ("remove", "pause", "resume"):
        answer = await boss.ask(f"/watchlists {verb} anhi")
        assert "There is no list called anhi." in answer.text
        assert "Did you mean Anhui?" in answer.text
        assert "Did you mean" not in (await boss.ask(f"/watchlists {verb} qqqqqq")).text


@pytest.mark.parametrize("typed", ["pause", "remove", "RESUME", "delete Anhui"])
async def test_half_a_command_shows_what_there_is(typed: str, archive: Archive, boss: Person) -> None:
    shown = await boss.ask(f"/watchlists {typed}")
    assert "As an admin of this bot you can also type:" in shown.text
    assert ["Pause Anhui"] in shown.labels
    assert await lists(archive) == WATCHLISTS


async def test_pausing_resuming_and_removing_by_button(
    archive: Archive, boss: Person, server: BotApiServer
) -> None:
    await offer(archive, FOOD)
    shown = await boss.ask("/watchlists")
    assert "Food is paused" in (await server.answer_to(boss.press("Pause Food", shown))).text
    changed = await server.wait_for(chat=boss, after=shown)
    assert changed.labels[-1] == ["Resume Food", "Remove Food"]
    assert "Food is offered again" in (await server.answer_to(boss.press("Resume Food", changed))).text
    assert (await lists(archive))[-1] == FOOD
    assert "Food is removed" in (await server.answer_to(boss.press("Remove Food", changed))).text
    assert await lists(archive) == WATCHLISTS


async def test_an_old_button_does_not_remove_what_stands_in_the_lists_place_now(
    archive: Archive, boss: Person, server: BotApiServer
) -> None:
    await offer(archive, FOOD)
    shown = await boss.ask("/watchlists")
    await boss.ask("/watchlists remove Food")
    await boss.ask("/watchlists add Food: 粮食安全")
    assert "no such list any more" in (await server.answer_to(boss.press("Remove Food", shown))).text
    assert await added(archive) == [("Food", "粮食安全")]


async def test_an_admins_button_works_for_nobody_else(
    archive: Archive, alice: Person, boss: Person, server: BotApiServer
) -> None:
    """Whoever learns the data of an admin's buttons cannot use it."""
    await offer(archive, FOOD)
    theirs, mine = await boss.ask("/watchlists"), await alice.ask("/start")
    data = [button.value for row in theirs.buttons for button in row if not button.text.startswith("Watch")]
    assert len(data) == 4
    before = await lists(archive)
    for each in [*data, data[0].replace("pause", "resume")]:
        assert "Only the admins of this bot" in await press_raw(server, alice, mine, each)
    assert await lists(archive) == before


async def test_everybody_else_is_told_who_edits_lists_and_it_is_noted(
    archive: Archive, alice: Person, logs: list[EventDict]
) -> None:
    for typed in ("add Food: theme:food", "remove Anhui", "pause Anhui", "resume Anhui", "add", "Pause"):
        answer = await alice.ask(f"/watchlists {typed}")
        assert answer.text == "Only the admins of this bot can do that."
    assert await lists(archive) == WATCHLISTS
    noted = [entry for entry in logs if entry["event"] == "denied"]
    assert [(entry["user"], entry["what"].split()[0]) for entry in noted] == [(alice.id, "watchlists")] * 6


async def test_without_any_list_everybody_is_told_what_to_do_instead(
    archive: Archive, alice: Person, boss: Person
) -> None:
    await archive.write(lambda db: watchlists.sync_built_in(db, (), NOW))
    assert "/watch takes any query" in (await alice.ask("/watchlists")).text
    assert "/watchlists add NAME: QUERY" in (await boss.ask("/watchlists")).text
    assert "ready-made" not in (await alice.ask("/watch")).text


async def test_a_list_whose_query_can_no_longer_be_read_says_what_is_wrong_with_it(
    archive: Archive, alice: Person, server: BotApiServer
) -> None:
    """Stored by another version of the language."""
    await offer(archive, Watchlist("Old", "安徽 (anhui"))
    offered = await alice.ask("/watchlists")
    alice.press("Watch: Old", offered)
    answer = await server.wait_for(chat=alice, after=offered)
    assert "never closed" in answer.text
    assert "安徽 (anhui\n\u3000\u3000 ^" in answer.text


async def test_lists_are_edited_in_chinese(server: BotApiServer, archive: Archive, boss: Person) -> None:
    boss.user.language_code = "zh-hans"
    answer = await boss.ask("/watchlists add 粮食：theme:food")
    assert answer.text.startswith("从现在起提供 粮食：theme:food")
    assert "/watchlists add 名称：查询" in (await boss.ask("/watchlists")).text
