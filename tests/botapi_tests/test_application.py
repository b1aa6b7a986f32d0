"""A real Application polls the server: command in, reply out, button pressed, message edited."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest_asyncio
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes
from telegram.request import HTTPXRequest

from tests.botapi import BotApiServer, server_error

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


async def count(update: Update, context: Context) -> None:
    """Greets with a button."""
    assert update.effective_message is not None
    button = InlineKeyboardButton("more", callback_data="1")
    await update.effective_message.reply_html("<b>0</b>", reply_markup=InlineKeyboardMarkup([[button]]))


async def more(update: Update, context: Context) -> None:
    """Counts up in place."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer(f"now {query.data}")
    button = InlineKeyboardButton("more", callback_data=str(int(query.data) + 1))
    markup = InlineKeyboardMarkup([[button]])
    await query.edit_message_text(f"<b>{query.data}</b>", parse_mode="HTML", reply_markup=markup)


@asynccontextmanager
async def running(server: BotApiServer) -> AsyncIterator[App]:
    plain, polls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    builder = Application.builder().token(server.token).base_url(server.base_url)
    app = builder.request(plain).get_updates_request(polls).build()
    app.add_handlers([CommandHandler("start", count), CallbackQueryHandler(more)])
    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling()
        yield app
        await app.updater.stop()
        await app.stop()


@pytest_asyncio.fixture
async def app(bot_api: BotApiServer) -> AsyncIterator[App]:
    async with running(bot_api) as app:
        yield app


async def test_a_command_is_answered_its_button_pressed_and_the_message_edited(
    bot_api: BotApiServer, app: App
) -> None:
    alice = bot_api.create_user()
    greeting = await alice.ask("/start")
    assert (greeting.html, greeting.labels) == ("<b>0</b>", [["more"]])
    press = alice.press("more")
    assert (await bot_api.answer_to(press)).text == "now 1"
    await bot_api.wait_until(lambda: greeting.html == "<b>1</b>")
    alice.press("more")
    await bot_api.wait_until(lambda: greeting.html == "<b>2</b>")
    assert len(bot_api.messages(alice)) == 2


async def test_two_hundred_people_are_answered(bot_api: BotApiServer, app: App) -> None:
    bot_api.use_profile("lenient")
    people = [bot_api.create_user(f"P{number}") for number in range(200)]
    for person in people:
        person.start()
    await bot_api.wait_until(lambda: len(bot_api.sent) == 200, within=20)
    assert [message.chat.id for message in bot_api.sent] == [person.id for person in people]


async def test_a_bot_that_stops_and_starts_conflicts_with_nobody_and_misses_nothing(
    bot_api: BotApiServer,
) -> None:
    alice = bot_api.create_user()
    for number in range(3):
        async with running(bot_api):
            await bot_api.wait_until(lambda: bot_api.calls[-1].method == "getUpdates")
        alice.send(f"/start {number}")
    async with running(bot_api):
        await bot_api.wait_until(lambda: len(bot_api.sent) == 3)


async def test_polling_survives_errors_and_a_server_that_is_down(bot_api: BotApiServer, app: App) -> None:
    alice = bot_api.create_user()
    bot_api.faults.add(server_error(502, html=True), method="getUpdates")
    await alice.ask("/start")
    await bot_api.go_down()
    await asyncio.sleep(0.05)
    await bot_api.come_back()
    await alice.ask("/start")
