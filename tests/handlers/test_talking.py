"""Whatever anybody sends, there is an answer; and silence where nobody spoke to us."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from handlers.application import App
from handlers.commands import COMMANDS, commands_page
from handlers.context import CommandSpec, Desk
from handlers.start import EXAMPLES
from handlers.watchlists import EDITS
from readouts.queries.language import parse_query
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running

LONGEST = "安全 " * 1_300
STICKER = {
    "file_id": "a", "file_unique_id": "a", "type": "regular", "width": 1, "height": 1,
    "is_animated": False, "is_video": False,
}  # fmt: skip
ARGUMENTS = [
    "", "1", "0", "-1", "999999999999999999999999", "#", "x" * 3_900, LONGEST, "(((((((((", '"', "「",
    "region:", "regio:x", "<b>&amp;</b>", "<a href='x'>", "%s {0} {name} %(x)s", "\u202eolleh", "a\nb\nc",
    "OR", "-", "*", "'; DROP TABLE watches; --", "𝕏" * 900, "👩‍👩‍👧‍👦" * 200, "last:99999999999999d",
    "since:0000-00-00", "kind:any", "http://[::1", "https://" + "a" * 2_000,
]  # fmt: skip


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("spec", [*COMMANDS, *EDITS], ids=lambda spec: spec.name)
async def test_every_command_answers_whatever_follows_it(
    spec: CommandSpec, boss: Person, server: BotApiServer
) -> None:
    for argument in ARGUMENTS:
        typed = f"/{spec.name} {argument}"[:4_096]
        answer = await boss.ask(typed)
        assert "Something went wrong" not in answer.text, typed


@pytest.mark.usefixtures("bot")
async def test_every_text_is_answered(boss: Person) -> None:
    for text in filter(str.strip, ARGUMENTS):
        answer = await boss.ask(text)
        assert "Something went wrong" not in answer.text, text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"location": {"longitude": 1.0, "latitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "x"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"venue": {"location": {"longitude": 1.0, "latitude": 2.0}, "title": "x", "address": "y"}},
        {"unheard_of": {"from": "the future"}},
    ],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
async def test_what_is_no_text_gets_a_short_answer(
    content: dict[str, Any], alice: Person, server: BotApiServer
) -> None:
    sent = alice.send_content(**content)
    assert "text only" in (await server.wait_for(chat=alice, after=sent)).text


@pytest.mark.usefixtures("bot")
async def test_a_document_gets_a_short_answer(alice: Person, server: BotApiServer) -> None:
    sent = alice.send_document("a.pdf", b"%PDF", "/watch anhui")
    assert "text only" in (await server.wait_for(chat=alice, after=sent)).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/wach anhui", "/watch"),
        ("/serach x", "/search"),
        ("/watch安徽", "/watch"),
        ("/halp", "/help"),
        ("/sorces", "/sources"),
    ],
)
async def test_an_unknown_command_names_the_nearest(typed: str, meant: str, alice: Person) -> None:
    answer = await alice.ask(typed)
    assert f"Did you mean {meant}?" in answer.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["/nosuch", "/helicopter"])
async def test_a_word_that_is_merely_similar_is_no_guess(typed: str, alice: Person) -> None:
    assert "Did you mean" not in (await alice.ask(typed)).text


@pytest.mark.usefixtures("bot")
async def test_a_command_with_a_space_in_it_is_not_called_unknown(alice: Person) -> None:
    assert (await alice.ask("/ start")).text == "Did you mean /start?\n/help shows all."


async def test_help_gives_examples_in_the_language_of_the_person(
    bot: App, desk: Desk, server: BotApiServer, alice: Person
) -> None:
    """Each is a query that can be read."""
    li = server.create_user("小李", language="zh-hans")
    assert "地区:安徽 政治安全" in (await li.ask("/help")).text
    assert "region:anhui political security" in (await alice.ask("/help")).text
    for queries in EXAMPLES.values():
        assert [parse_query(query, desk.gazetteer) for query in queries]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["/xyzzy", "/", "/ 1", "/" + "q" * 64, "/1"])
async def test_a_command_like_no_other_is_answered_too(typed: str, alice: Person) -> None:
    assert "/help shows all" in (await alice.ask(typed)).text


async def test_groups_hear_us_only_when_they_speak_to_us(
    bot: App, server: BotApiServer, alice: Person
) -> None:
    group = server.create_chat("supergroup", "Desk", [alice])
    group.add_bot(alice, admin=True)  # an administrator sees every message
    greeting = await server.wait_for(chat=group)
    alice.send("good morning", group)
    alice.send("/nosuchcommand", group)
    alice.send("/latest@some_other_bot", group)
    alice.send_content(group, dice={"emoji": "🎲", "value": 3})
    alice.send("/nosuchcommand@readout_test_bot", group)
    answer = await server.wait_for(chat=group, after=greeting)
    assert "I do not know the command" in answer.text
    assert len(server.sent_to(group)) == 2


async def test_an_edited_message_runs_no_command(bot: App, server: BotApiServer, alice: Person) -> None:
    await alice.ask("/start")
    said = alice.send("/help")
    await server.wait_for(chat=alice, after=said)
    before = len(server.sent_to(alice))
    alice.edit(said, "/watch region:anhui")
    await alice.ask("/watches")
    assert len(server.sent_to(alice)) == before + 1
    assert "Nothing is watched here" in server.sent_to(alice)[-1].text


@pytest.mark.parametrize("foreign", [
    {"forward_origin": {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "x"}},
    {"via_bot": {"id": 99, "is_bot": True, "first_name": "other", "username": "otherbot"}},
], ids=["forwarded", "by another bot"])  # fmt: skip
async def test_a_command_that_somebody_else_wrote_is_not_run(
    bot: App, server: BotApiServer, alice: Person, foreign: dict[str, object]
) -> None:
    said = await alice.ask("/start")
    body = server.world.json(alice.send("/watches")) | foreign | {"text": "/watch kind:meeting"}
    await server.wait_for(chat=alice, after=said, text="Nothing is watched")
    server.world.inbox.push(
        "message", body | {"entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
    )
    await server.wait_for(chat=alice, text="Please type it yourself")
    assert "Nothing is watched here" in (await alice.ask("/watches")).text


async def test_an_update_that_comes_twice_is_answered_once(
    bot: App, server: BotApiServer, alice: Person
) -> None:
    """Telegram delivers at least once; what was handled is not handled again."""
    body = server.world.json(alice.send("/help"))
    await server.wait_for(chat=alice, text="Commands")
    update = Update.de_json({"update_id": 1, "message": body}, bot.bot)
    for _ in range(3):
        await bot.update_queue.put(update)
    alice.send("/latest")
    await server.wait_for(chat=alice, text="No meeting")
    assert [message.text.split("\n")[0] for message in server.sent_to(alice)] == [
        "Commands",
        "Commands",
        "No meeting has been reported yet.",
    ]


async def test_answers_are_in_the_language_of_the_person(bot: App, server: BotApiServer) -> None:
    reader = server.create_user("小李", language="zh-hans")
    assert "请输入其中一个" in (await reader.ask("/start")).text


async def test_help_shows_a_stranger_nothing_of_the_admins(bot: App, alice: Person, boss: Person) -> None:
    assert "/addsource" not in (await alice.ask("/help")).text
    assert "/watchlists add" not in (await alice.ask("/help")).text
    assert "/addsource" in (await boss.ask("/help")).text
    assert "/watchlists add NAME: QUERY" in (await boss.ask("/help")).text
    assert "/watch QUERY" in (await alice.ask("/help")).text


async def test_one_slow_chat_does_not_hold_up_the_others(
    desk: Desk, server: BotApiServer, alice: Person, boss: Person
) -> None:
    """While /addsource waits for a slow site, everybody else is answered."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(source: object) -> object:
        asked.set()
        await go_on.wait()
        return await desk.try_source(source)  # type: ignore[arg-type]

    async with running(replace(desk, try_source=slow), server):  # type: ignore[arg-type]
        boss.send("/addsource https://news.test/feed")
        await asked.wait()
        boss.send("/help")
        assert "No meeting" in (await alice.ask("/latest")).text
        assert not server.sent_to(boss)
        go_on.set()
        await server.wait_for(chat=boss, text="Commands")
        assert ["Added" in m.text for m in server.sent_to(boss)] == [True, False]


def test_the_page_of_commands_names_every_command() -> None:
    page = commands_page()
    assert all(f"| `/{spec.name}" in page for spec in (*COMMANDS, *EDITS))
    assert page.count("\n| `/") == len(COMMANDS) + len(EDITS) == 20
