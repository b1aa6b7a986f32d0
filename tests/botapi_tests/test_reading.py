"""Tests press what is shown, read what people see, and wait for what is to come."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from tests.botapi import BotApiServer, Button, Person
from tests.botapi_tests.updates import news, only


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    bot_api.use_profile("lenient")
    return bot_api.create_user("Alice", language="zh", username="alice_1")


def keyboard(*rows: list[Any]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


async def test_only_buttons_that_are_shown_can_be_pressed(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    alice.start()
    await news(bot)
    with pytest.raises(LookupError, match="no message with buttons"):
        alice.press("a")
    row = [InlineKeyboardButton("a", callback_data="A"), InlineKeyboardButton("b", url="https://x.org/b")]
    sent = await bot.send_message(alice.id, "x", reply_markup=keyboard(row))
    shown = bot_api.messages(alice)[-1]
    assert shown.labels == [["a", "b"]]
    assert shown.buttons[0][1] == Button("b", "url", "https://x.org/b")
    with pytest.raises(LookupError, match=r"no button 'c' among \['a', 'b'\]"):
        alice.press("c")
    with pytest.raises(LookupError, match=r"does not call back: url https://x\.org/b"):
        alice.press(1)
    with pytest.raises(LookupError, match="Bob is shown no message"):
        bot_api.create_user("Bob").press("a", shown)
    await bot.send_message(alice.id, "newer, without buttons")
    alice.press(0)
    query = (await only(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id) == ("A", sent.message_id)
    await query.edit_message_reply_markup(None)
    with pytest.raises(LookupError):
        alice.press("a", shown)


async def test_a_modified_app_can_call_back_with_any_data(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    alice.start()
    await bot.send_message(alice.id, "x")
    await news(bot)
    alice.forge("admin:drop", bot_api.messages(alice)[-1])
    query = (await only(bot)).callback_query
    assert query is not None
    assert query.data == "admin:drop"


async def test_a_reply_keyboard_is_tapped_until_it_is_removed(alice: Person, bot: Bot) -> None:
    alice.start()
    await bot.send_message(alice.id, "x", reply_markup=ReplyKeyboardMarkup([["yes", "no"]]))
    assert alice.tap("no").text == "no"
    with pytest.raises(LookupError):
        alice.tap("perhaps")
    await bot.send_message(alice.id, "x", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(LookupError):
        alice.tap("no")


async def test_a_transcript_shows_the_chat_after_edits_and_deletions(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    alice.start()
    kept = await bot.send_message(
        alice.id, "<b>one</b> &amp; 1", parse_mode="HTML", disable_notification=True
    )
    gone = await bot.send_message(alice.id, "two")
    markup = keyboard([InlineKeyboardButton("a", callback_data="A")])
    edited = await bot.send_message(alice.id, "three", reply_markup=markup)
    await bot.edit_message_text(
        "<i>3</i>\nlines", alice.id, edited.message_id, parse_mode="HTML", reply_markup=markup
    )
    await bot.delete_message(alice.id, gone.message_id)
    assert bot_api.transcript(alice) == (
        f"--- private Alice ({alice.id})\nAlice: /start\nbot: one & 1\nbot: 3\n    lines (edited)\n    [a]"
    )
    one, two, three = bot_api.sent_to(alice)
    assert (one.html, one.silent, one.id) == ("<b>one</b> &amp; 1", True, kept.message_id)
    assert two.deleted
    assert [content.text for content in three.versions] == ["three", "3\nlines"]
    assert bot_api.messages(alice)[1:] == [one, three]


async def test_waiting_finds_by_chat_text_and_test_and_tells_what_it_saw_when_it_fails(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    start = alice.start()
    first = await bot.send_message(alice.id, "alert: Anhui")
    assert (await bot_api.wait_for(text="Anhui")).id == first.message_id
    seen = await bot_api.wait_for(chat=alice, after=start, where=lambda message: not message.silent)
    with pytest.raises(TimeoutError, match="alert: Anhui"):
        await bot_api.wait_for(chat=alice, after=seen, within=0.1)
    await bot.edit_message_text("alert: Anhui, Fujian", alice.id, first.message_id)
    assert (await bot_api.wait_for(chat=alice.id, after=start, text="Fujian")).edited is not None


async def test_the_menu_a_person_sees_follows_the_order_of_scopes_and_languages(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    bob = bot_api.create_user("Bob", language="de")
    group = bot_api.create_chat("supergroup", "Desk", [alice, bob])
    group.add_bot(alice)

    def seen(person: Person, place: Any = None) -> list[str]:
        return [command["command"] for command in bot_api.menu(person, place)]

    await bot.set_my_commands([("help", "x")])
    await bot.set_my_commands([("bangzhu", "x")], language_code="zh")
    assert (seen(alice), seen(bob), seen(bob, group)) == (["bangzhu"], ["help"], ["help"])
    await bot.set_my_commands([("group", "x")], BotCommandScopeAllGroupChats())
    assert (seen(alice), seen(bob, group)) == (["bangzhu"], ["group"])
    await bot.set_my_commands([("admin", "x")], BotCommandScopeChatAdministrators(group.id))
    await bot.set_my_commands([("bob", "x")], BotCommandScopeChatMember(group.id, bob.id))
    assert (seen(alice, group), seen(bob, group)) == (["admin"], ["bob"])
    await bot.set_my_commands([("mine", "x")], BotCommandScopeChat(alice.id))
    assert seen(alice) == ["mine"]
    await bot.delete_my_commands(BotCommandScopeChat(alice.id))
    assert seen(alice) == ["bangzhu"]


async def test_a_chat_action_is_remembered_with_its_moment(
    bot_api: BotApiServer, alice: Person, bot: Bot
) -> None:
    alice.start()
    bot_api.clock.freeze()
    await bot.send_chat_action(alice.id, "typing")
    assert alice.chat.action == ("typing", bot_api.clock.now())


async def test_the_clock_freezes_advances_and_resumes(bot_api: BotApiServer, alice: Person) -> None:
    bot_api.clock.freeze()
    before = alice.send("x").date
    bot_api.clock.advance(timedelta(days=2))
    assert alice.send("y").date - before == timedelta(days=2)
    bot_api.clock.resume()
    assert alice.send("z").date - before < timedelta(minutes=1)
