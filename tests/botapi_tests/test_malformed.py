"""Requests that can never work are refused in Telegram's words, and noted as violations."""

import io

import pytest
from telegram import ReplyKeyboardMarkup
from telegram.error import BadRequest

from tests.botapi_tests.scene import Case, Play, Scene, png, refusal

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot")


BROKEN: list[Case] = [
    ("message text is empty", lambda s: s.say("")),
    ("text must be non-empty", lambda s: s.say(" \n\t ")),
    ("text must be non-empty", lambda s: s.say("<b></b>", parse_mode="HTML")),
    ("message is too long", lambda s: s.say("x" * 4097)),
    ("message is too long", lambda s: s.say("\U0001f600" * 4097)),
    ("text is too long", lambda s: s.say("安" * 10923)),
    ("text is too long", lambda s: s.say("<b>" + "x" * 32766 + "</b>", parse_mode="HTML")),
    ("unsupported parse_mode", lambda s: s.say(parse_mode="XML")),
    (
        'can\'t parse entities: Unsupported start tag "p" at byte offset 3',
        lambda s: s.say("安<p>", parse_mode="HTML"),
    ),
    (
        'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        lambda s: s.edit("<p>", parse_mode="html"),
    ),
    ("message caption is too long", lambda s: s.bot.send_document(s.alice.id, b"x", caption="x" * 1025)),
    ("chat_id is empty", lambda s: s.raw("sendMessage", text="x")),
    ("message can't be edited", lambda s: s.edit(number=s.alice.send("mine").id)),
    ("wrong parameter action in request", lambda s: s.bot.send_chat_action(s.alice.id, "dancing")),
    ("can't parse reply keyboard markup JSON object", lambda s: s.say(api_kwargs={"reply_markup": "{"})),
    ("object expected as reply markup", lambda s: s.say(api_kwargs={"reply_markup": [1]})),
    (
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array',
        lambda s: s.say(api_kwargs={"reply_markup": {"inline_keyboard": 5}}),
    ),
    (
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        lambda s: s.keyboard({"text": "x", "callback_data": "y"}),
    ),
    (
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        lambda s: s.button(text="x"),
    ),
    ("inline keyboard button text must be non-empty", lambda s: s.button(text="", callback_data="x")),
    (
        'can\'t parse inline keyboard button: Field "text" must be of type String',
        lambda s: s.button(callback_data="x"),
    ),
    (
        "can't parse inline keyboard button: Inline keyboard button must be an Object",
        lambda s: s.keyboard(["x"]),
    ),
    ("BUTTON_DATA_INVALID", lambda s: s.button(text="x", callback_data="")),
    ("BUTTON_DATA_INVALID", lambda s: s.button(text="x", callback_data="安" * 22)),
    (
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        lambda s: s.button(text="x", url="http://localhost/x"),
    ),
    (
        "inline keyboard button URL 'ftp://x.org' is invalid: Unsupported URL protocol",
        lambda s: s.button(text="x", url="ftp://x.org"),
    ),
    ("invalid button style specified", lambda s: s.button(text="x", callback_data="y", style="pink")),
    ("BUTTON_COPY_TEXT_INVALID", lambda s: s.button(text="x", copy_text={"text": "y" * 257})),
    ("reply markup is too long", lambda s: s.keyboard(*[[{"text": "x", "callback_data": "y"}]] * 101)),
    ("reply markup is too long", lambda s: s.keyboard([{"text": "x", "callback_data": "y"}] * 9)),
    ("reply markup is too long", lambda s: s.keyboard(*[[{"text": "11", "callback_data": "y" * 64}]] * 99)),
    ("reply markup is too long", lambda s: s.say(reply_markup=ReplyKeyboardMarkup([["x"] * 13]))),
    (
        'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays',
        lambda s: s.say(api_kwargs={"reply_markup": {"keyboard": ["x"]}}),
    ),
    (
        'can\'t parse keyboard button: Field "text" must be of type String',
        lambda s: s.say(api_kwargs={"reply_markup": {"keyboard": [[""]]}}),
    ),
    (
        "input field placeholder must be 1 to 64 characters long",
        lambda s: s.say(
            api_kwargs={"reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}}
        ),
    ),
    ("inline keyboard expected", lambda s: s.edit(reply_markup=ReplyKeyboardMarkup([["x"]]))),
    (
        "can't parse link preview options JSON object",
        lambda s: s.raw("sendMessage", chat_id=s.alice.id, text="x", link_preview_options="{"),
    ),
    (
        "object expected as link preview options",
        lambda s: s.raw("sendMessage", chat_id=s.alice.id, text="x", link_preview_options=[]),
    ),
    (
        "object expected as reply parameters",
        lambda s: s.raw("sendMessage", chat_id=s.alice.id, text="x", reply_parameters=[]),
    ),
    (
        "can't parse entities JSON object",
        lambda s: s.raw("sendMessage", chat_id=s.alice.id, text="x", entities="["),
    ),
    ("MESSAGE_TOO_LONG", lambda s: s.bot.answer_callback_query("1", "x" * 201)),
    ("message identifiers are not specified", lambda s: s.bot.delete_messages(s.alice.id, [])),
    ("too many message identifiers specified", lambda s: s.bot.delete_messages(s.alice.id, range(101))),
    ("file must be non-empty", lambda s: s.bot.send_document(s.alice.id, io.BytesIO())),
    ("IMAGE_PROCESS_FAILED", lambda s: s.bot.send_photo(s.alice.id, b"no picture")),
    ("PHOTO_INVALID_DIMENSIONS", lambda s: s.bot.send_photo(s.alice.id, png(9000, 1001))),
    ("PHOTO_INVALID_DIMENSIONS", lambda s: s.bot.send_photo(s.alice.id, png(2100, 100))),
    ("file is too big", lambda s: s.bot.send_photo(s.alice.id, png(9, 9) + bytes(10 << 20))),
    ("file_id not specified", lambda s: s.bot.get_file("")),
    ("BOT_COMMAND_INVALID", lambda s: s.bot.set_my_commands([("Watch", "x")])),
    ("BOT_COMMAND_INVALID", lambda s: s.bot.set_my_commands([("w" * 33, "x")])),
    ("BOT_COMMAND_DESCRIPTION_INVALID", lambda s: s.bot.set_my_commands([("watch", "")])),
    ("BOT_COMMANDS_TOO_MUCH", lambda s: s.bot.set_my_commands([("watch", "x")] * 101)),
    (
        "can't parse BotCommand: Object expected with command and description",
        lambda s: s.raw("setMyCommands", commands=["watch"]),
    ),
    ('parameter "commands" must be an Array', lambda s: s.raw("setMyCommands", commands={})),
    (
        "can't parse BotCommandScope: Unsupported type specified",
        lambda s: s.raw("getMyCommands", scope={"type": "world"}),
    ),
    ("invalid language code specified", lambda s: s.bot.get_my_commands(language_code="eng")),
    ("bot name is too long", lambda s: s.bot.set_my_name("x" * 65)),
    ("bot description is too long", lambda s: s.bot.set_my_description("x" * 513)),
    ("bot short description is too long", lambda s: s.bot.set_my_short_description("x" * 121)),
    ("menu button has unsupported type", lambda s: s.raw("setChatMenuButton", menu_button={"type": "x"})),
    (
        "there are no administrators in the private chat",
        lambda s: s.bot.get_chat_administrators(s.alice.id),
    ),
    (
        "chat member status can't be changed in private chats",
        lambda s: s.bot.leave_chat(s.alice.id),
    ),
]


@pytest.mark.parametrize(("text", "play"), BROKEN)
async def test_a_request_that_can_never_work_is_refused_in_telegrams_words_and_noted(
    scene: Scene, text: str, play: Play
) -> None:
    sent = len(scene.server.sent)
    assert await refusal(scene, play, BadRequest) == f"Bad Request: {text}"
    kinds = [violation.kind for violation in scene.server.take_violations()]
    assert kinds.count("request") == 1 or kinds == ["callback"]
    assert len(scene.server.sent) == sent


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.alice.id, "x", reply_markup=ReplyKeyboardMarkup([["x"]]))
    text = await refusal(scene, lambda s: s.edit(number=sent.message_id), BadRequest)
    assert text == "Bad Request: message can't be edited"
    assert [violation.kind for violation in scene.server.take_violations()] == ["request"]
