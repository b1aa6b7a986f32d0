"""What is just within Telegram's limits is taken, the limits are the library's, and calls are cheap."""

import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, constants

from tests.botapi import BotApiServer, Person
from tests.botapi.fixtures import check_no_violations
from tests.botapi.flood import DOCUMENTED
from tests.botapi.keyboards import CALLBACK_BYTES, COPY_TEXT, INLINE_BUTTONS, INLINE_ROW
from tests.botapi.methods import about, callbacks, contents, deleting, files, sending


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    bot_api.use_profile("lenient")
    alice = bot_api.create_user()
    alice.start()
    return alice


@pytest.mark.parametrize(
    "text", ["x" * 4096, "安" * 4096, "\U0001f600" * 4096, " " * 9 + "x" * 4096 + "\n" * 9]
)
async def test_4096_code_points_are_taken_whatever_they_are(
    bot_api: BotApiServer, bot: Bot, alice: Person, text: str
) -> None:
    sent = await bot.send_message(alice.id, text)
    assert sent.text == text.strip() == bot_api.sent[-1].text


async def test_length_counts_after_parsing(bot: Bot, alice: Person) -> None:
    assert (await bot.send_message(alice.id, "<b>" + "x" * 4096 + "</b>", "HTML")).text == "x" * 4096
    assert (await bot.send_message(alice.id, "&amp;" * 4096, "HTML")).text == "&" * 4096
    assert (
        await bot.send_document(alice.id, b"x", caption="<i>" + "安" * 1024 + "</i>", parse_mode="HTML")
    ).caption


async def test_keyboards_up_to_the_limits_are_taken(bot: Bot, alice: Person) -> None:
    longest = InlineKeyboardButton("x", callback_data="y" * CALLBACK_BYTES)
    small = InlineKeyboardButton("x", callback_data="y")
    await bot.send_message(alice.id, "x", reply_markup=InlineKeyboardMarkup([[longest] * INLINE_ROW]))
    rows = [[small] * 5] * (INLINE_BUTTONS // 5)
    sent = await bot.send_message(alice.id, "x", reply_markup=InlineKeyboardMarkup(rows))
    assert sent.reply_markup is not None
    assert sum(map(len, sent.reply_markup.inline_keyboard)) == INLINE_BUTTONS


async def test_a_message_can_be_changed_back_and_its_markup_alone(
    bot_api: BotApiServer, bot: Bot, alice: Person
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="y")]])
    sent = await bot.send_message(alice.id, "a")
    await bot.edit_message_text("b", alice.id, sent.message_id)
    await bot.edit_message_text("a", alice.id, sent.message_id)
    await bot.edit_message_text("a", alice.id, sent.message_id, reply_markup=markup)
    await bot.edit_message_text("<b>a</b>", alice.id, sent.message_id, parse_mode="HTML", reply_markup=markup)
    await bot.edit_message_text("a", alice.id, sent.message_id)
    assert bot_api.sent[-1].labels == []
    assert [version.text for version in bot_api.sent[-1].versions] == ["a", "b", "a", "a", "a", "a"]


async def test_own_messages_go_anywhere_and_others_where_the_bot_is_an_administrator(
    bot_api: BotApiServer, bot: Bot, alice: Person
) -> None:
    group = bot_api.create_chat("supergroup", "Desk", [alice])
    group.add_bot(alice)
    own = await bot.send_message(group.id, "x")
    bot_api.clock.advance(timedelta(days=30))
    await bot.delete_message(group.id, own.message_id)
    alices = [alice.send("/x", to=group) for _ in range(3)]
    await bot.delete_messages(group.id, [message.id for message in alices])
    assert not any(message.deleted for message in alices)
    group.add_bot(alice, admin=True)
    await bot.delete_messages(group.id, [alices[0].id, 999, alices[1].id])
    assert [message.deleted for message in alices] == [True, True, False]
    private = alice.send("x")
    await bot.delete_message(alice.id, private.id)
    assert private.deleted


def test_the_limits_are_those_the_library_names() -> None:
    theirs = {
        contents.TEXT: constants.MessageLimit.MAX_TEXT_LENGTH,
        contents.CAPTION: constants.MessageLimit.CAPTION_LENGTH,
        CALLBACK_BYTES: constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA,
        COPY_TEXT: constants.InlineKeyboardButtonLimit.MAX_COPY_TEXT,
        INLINE_BUTTONS: constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER,
        INLINE_ROW: constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW,
        callbacks.TEXT: constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH,
        about.MOST_COMMANDS: constants.BotCommandLimit.MAX_COMMAND_NUMBER,
        about.COMMAND_DESCRIPTION: constants.BotCommandLimit.MAX_DESCRIPTION,
        about.NAME: constants.BotNameLimit.MAX_NAME_LENGTH,
        about.DESCRIPTION: constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH,
        about.SHORT_DESCRIPTION: constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH,
        deleting.MOST_AT_ONCE: constants.BulkRequestLimit.MAX_LIMIT,
    }
    assert all(ours == limit for ours, limit in theirs.items()), theirs
    assert DOCUMENTED.everyone is not None
    assert DOCUMENTED.everyone.limit == constants.FloodLimit.MESSAGES_PER_SECOND
    assert DOCUMENTED.group is not None
    assert DOCUMENTED.group.limit == constants.FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
    # The library rounds to powers of ten.
    assert sending.PHOTO_BYTES >= constants.FileSizeLimit.PHOTOSIZE_UPLOAD
    assert sending.UPLOAD_BYTES >= constants.FileSizeLimit.FILESIZE_UPLOAD
    assert files.DOWNLOAD_BYTES >= constants.FileSizeLimit.FILESIZE_DOWNLOAD


async def test_the_fixture_fails_a_test_whose_bot_broke_a_rule_nobody_took(bot_api: BotApiServer) -> None:
    async with aiohttp.ClientSession() as web:
        await web.post(f"{bot_api.base_url}{bot_api.token}/sendPoll")
    with pytest.raises(AssertionError, match="does not model sendPoll"):
        check_no_violations(bot_api)
    assert [violation.method for violation in bot_api.take_violations("unmodelled")] == ["sendPoll"]
    check_no_violations(bot_api)


async def test_a_call_costs_well_under_two_milliseconds(bot_api: BotApiServer, alice: Person) -> None:
    """CPU of server and client together; 200-chat fan-outs are an everyday test."""
    url = f"{bot_api.base_url}{bot_api.token}/sendMessage"
    people = [bot_api.create_user(f"P{number}") for number in range(200)]
    for person in people:
        person.start()
    begin = time.process_time()
    async with aiohttp.ClientSession() as web:
        for person in people:
            body = {
                "chat_id": person.id,
                "text": "<b>安徽</b> https://x.org/1 &amp; more " * 10,
                "parse_mode": "HTML",
            }
            async with web.post(url, data=body) as answer:
                assert answer.status == 200
    assert (time.process_time() - begin) / len(people) < 0.002
    assert len(bot_api.sent) == 200
