"""Every method's answer passes through python-telegram-bot's classes without losing a field, and the table of
methods, parameters and limits agrees with theirs."""

import inspect
import json
import re
import struct
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
    TelegramObject,
    Update,
)
from telegram.request import HTTPXRequest

from tests.botapi import BotApiServer, Person, Room
from tests.botapi.known_methods import KNOWN
from tests.botapi.methods import METHODS
from tests.botapi.updates import KINDS

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 90, 60) + b"\x08\x02\0\0\0"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 60, 90) + b"\x01\x01\x11\x00"
)
MARKUP = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("a", callback_data="A", style="danger")],
        [
            InlineKeyboardButton("b", url="https://x.org/"),
            InlineKeyboardButton("c", copy_text=CopyTextButton("C")),
        ],
        [InlineKeyboardButton("d", switch_inline_query="q")],
    ]
)
HTML = (
    '<b>b</b> <i>i</i> <u>u</u> <s>s</s> <tg-spoiler>x</tg-spoiler> <a href="https://x.org">l</a> '
    "<code>c</code> "
    '<pre><code class="language-py">p</code></pre><blockquote expandable>q</blockquote>'
    '<tg-emoji emoji-id="1">😀</tg-emoji> <tg-time unix="1717372800" format="D">t</tg-time> '
    "https://y.org #tag"
)


class RecordingRequest(HTTPXRequest):
    """Keeps the last answer as it came over the wire."""

    last: Any = None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*args, **kwargs)
        self.last = json.loads(payload)["result"]
        return status, payload


class Recorder:
    """Compares what came over the wire with what the library made of it."""

    def __init__(self, requests: tuple[RecordingRequest, RecordingRequest]) -> None:
        self.results: dict[str, Any] = {}
        self._requests = requests

    async def check(self, method: str, call: Awaitable[Any]) -> Any:
        result = await call
        raw_result = self._requests[method == "getUpdates"].last
        self.results[method] = raw_result
        for raw, parsed in zip(listed(raw_result), listed(result), strict=True):
            if isinstance(parsed, TelegramObject):
                lost = difference(raw, parsed.to_dict())
                assert not lost, f"{method}: {lost}"
            elif not isinstance(raw, dict):
                assert raw == parsed
                assert raw is not False
        return result


def listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def difference(raw: Any, parsed: Any, path: str = "") -> list[str]:
    """Where the library's object says something else than the wire did; empty values may be left out."""
    if isinstance(raw, dict) and isinstance(parsed, dict):
        names = {name for name in raw.keys() | parsed.keys() if raw.get(name) or parsed.get(name)}
        return [d for n in sorted(names) for d in difference(raw.get(n), parsed.get(n), f"{path}.{n}")]
    if isinstance(raw, list) and isinstance(parsed, list | tuple) and len(raw) == len(parsed):
        pairs = enumerate(zip(raw, parsed, strict=True))
        return [d for i, (r, p) in pairs for d in difference(r, p, f"{path}[{i}]")]
    # The library puts the download address before the path.
    same = raw == parsed or (path == ".file_path" and parsed.endswith(f"/{raw}"))
    return [] if same else [f"{path}: {raw!r} became {parsed!r}"]


@pytest.fixture
def alice(bot_api: BotApiServer) -> Person:
    bot_api.use_profile("lenient")
    alice = bot_api.create_user("Alice", username="alice_1")
    alice.start()
    return alice


@pytest.fixture
def room(bot_api: BotApiServer, alice: Person) -> Room:
    room = bot_api.create_chat("supergroup", "Desk", [alice, bot_api.create_user("Bob")], username="desk")
    room.add_bot(alice, admin=True)
    return room


Check = Callable[[str, Awaitable[Any]], Awaitable[Any]]


async def check_texts(check: Check, bot: Bot, alice: Person, room: Room) -> None:
    sent = await check("sendMessage", bot.send_message(alice.id, HTML, "HTML", reply_markup=MARKUP))
    preview = LinkPreviewOptions(is_disabled=True)
    await check(
        "sendMessage", bot.send_message(room.id, "x", link_preview_options=preview, protect_content=True)
    )
    await check("sendMessage", bot.send_message(alice.id, "x", reply_to_message_id=sent.message_id))
    await check(
        "sendMessage", bot.send_message(alice.id, "x", reply_markup=ForceReply(input_field_placeholder="y"))
    )
    mention = f'<a href="tg://user?id={alice.id}">you</a> <a href="tg://user?id=5">nobody</a>'
    await check("sendMessage", bot.send_message(alice.id, mention, "HTML"))
    await check("sendChatAction", bot.send_chat_action(alice.id, "typing"))
    await check("editMessageText", bot.edit_message_text("y", alice.id, sent.message_id, reply_markup=MARKUP))
    await check("editMessageReplyMarkup", bot.edit_message_reply_markup(alice.id, sent.message_id))


async def check_files(check: Check, bot: Bot, alice: Person) -> None:
    photo = await check("sendPhoto", bot.send_photo(alice.id, PNG, caption="<b>p</b>", parse_mode="HTML"))
    assert (photo.photo[0].width, photo.photo[0].height) == (90, 60)
    jpeg = await check("sendPhoto", bot.send_photo(alice.id, JPEG))
    assert (jpeg.photo[0].width, jpeg.photo[0].height) == (90, 60)
    await check("sendPhoto", bot.send_photo(alice.id, photo.photo[0].file_id))
    document = await check("sendDocument", bot.send_document(alice.id, b"x,y", filename="a.csv"))
    await check("getFile", bot.get_file(document.document.file_id))
    await check("editMessageCaption", bot.edit_message_caption(alice.id, photo.message_id, caption="q"))
    await check("deleteMessage", bot.delete_message(alice.id, photo.message_id))
    await check("deleteMessages", bot.delete_messages(alice.id, [document.message_id, 999]))


async def check_chats(check: Check, bot: Bot, alice: Person, room: Room, stranger: Person) -> None:
    for chat in (alice.id, room.id, "@desk"):
        await check("getChat", bot.get_chat(chat))
    for person in (alice.id, bot.id, stranger.id):
        await check("getChatMember", bot.get_chat_member(room.id, person))
    await check("getChatAdministrators", bot.get_chat_administrators(room.id))
    await check("getChatMemberCount", bot.get_chat_member_count(room.id))


async def check_about(check: Check, bot: Bot, alice: Person) -> None:
    await check("getMe", bot.get_me())
    await check("setMyCommands", bot.set_my_commands([("help", "Help")], language_code="zh"))
    await check("getMyCommands", bot.get_my_commands(language_code="zh"))
    await check("deleteMyCommands", bot.delete_my_commands(language_code="zh"))
    await check("setMyName", bot.set_my_name("Readouts"))
    await check("getMyName", bot.get_my_name(language_code="zh"))
    await check("setMyDescription", bot.set_my_description("about"))
    await check("getMyDescription", bot.get_my_description())
    await check("setMyShortDescription", bot.set_my_short_description("short"))
    await check("getMyShortDescription", bot.get_my_short_description())
    await check("setChatMenuButton", bot.set_chat_menu_button(alice.id, MenuButtonCommands()))
    await check("getChatMenuButton", bot.get_chat_menu_button(alice.id))


async def check_updates(check: Check, bot: Bot, alice: Person, room: Room, newcomer: Person) -> None:
    await check("setWebhook", bot.set_webhook(""))
    await check("deleteWebhook", bot.delete_webhook())
    await check("getWebhookInfo", bot.get_webhook_info())
    await bot.send_message(alice.id, "x", reply_markup=MARKUP)
    alice.edit(alice.send("/watch 😀 x"), "/watch y")
    await check("answerCallbackQuery", bot.answer_callback_query(alice.press("a").id))
    alice.block()
    newcomer.join(room)
    await check("getUpdates", bot.get_updates(timeout=0))


async def test_every_answer_passes_through_the_librarys_classes_unchanged(
    bot_api: BotApiServer, alice: Person, room: Room
) -> None:
    plain, polls = (RecordingRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    recorder = Recorder((plain, polls))
    bot = Bot(bot_api.token, base_url=bot_api.base_url, request=plain, get_updates_request=polls)
    async with bot:
        await play_everything(recorder, bot, bot_api, alice, room)
    assert {name.lower() for name in recorder.results} == METHODS.keys()
    assert len(recorder.results["getUpdates"]) >= 6


async def play_everything(
    recorder: Recorder, bot: Bot, bot_api: BotApiServer, alice: Person, room: Room
) -> None:
    await check_texts(recorder.check, bot, alice, room)
    await check_files(recorder.check, bot, alice)
    await check_chats(recorder.check, bot, alice, room, bot_api.create_user("Eve"))
    await check_about(recorder.check, bot, alice)
    await check_updates(recorder.check, bot, alice, room, bot_api.create_user("Kim"))
    await recorder.check("leaveChat", bot.leave_chat(room.id))


def test_the_comparison_finds_a_field_that_is_lost_or_changed() -> None:
    raw = {"a": 1, "b": [{"c": "x"}], "empty": False}
    assert difference(raw, {"a": 1, "b": [{"c": "x"}]}) == []
    assert difference(raw, {"a": 1, "b": [{"c": "y"}]}) == [".b[0].c: 'x' became 'y'"]
    assert difference(raw, {"b": [{"c": "x"}]}) == [".a: 1 became None"]


def test_every_method_of_the_library_is_known_so_that_none_is_called_missing() -> None:
    theirs = {name for name in dir(Bot) if re.match(r"[a-z]+[A-Z]", name)}
    assert len(theirs) > 150
    assert {name.lower() for name in theirs} <= KNOWN
    assert METHODS.keys() <= KNOWN


CLIENT_ONLY = {
    "read_timeout",
    "write_timeout",
    "connect_timeout",
    "pool_timeout",
    "api_kwargs",
    "self",
    "filename",
    "allow_sending_without_reply",
    "reply_to_message_id",
    "disable_web_page_preview",
}


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_the_parameters_of_each_method_are_those_the_library_knows(method: Any) -> None:
    function: Callable[..., Any] = getattr(Bot, method.name)
    theirs = set(inspect.signature(function).parameters) - CLIENT_ONLY
    assert theirs == set(method.parameters)


def test_every_kind_of_update_of_the_library_is_known() -> None:
    assert len(Update.ALL_TYPES) > 15
    assert set(Update.ALL_TYPES) <= KINDS
