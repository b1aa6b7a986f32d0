"""What the bot does wrong without Telegram refusing it, and what this server does not model."""

import pytest
from telegram import KeyboardButton, ReplyKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, NetworkError

from tests.botapi_tests.scene import Play, Scene, refusal

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot")

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def test_what_is_not_modelled_is_answered_with_501_and_noted(scene: Scene) -> None:
    plays: list[Play] = [
        lambda s: s.bot.send_poll(s.alice.id, "x?", ["y", "z"]),
        lambda s: s.say(message_effect_id="5"),
        lambda s: s.say("*x*", parse_mode="MarkdownV2"),
        lambda s: s.bot.set_webhook("https://x.org/"),
        lambda s: s.button(text="x", web_app={"url": "https://x.org"}),
        lambda s: s.say(reply_markup=ReplyKeyboardMarkup([[KeyboardButton("x", request_contact=True)]])),
        lambda s: s.bot.send_photo(s.alice.id, "https://x.org/x.png"),
        lambda s: s.say(reply_parameters=ReplyParameters(1, quote="x")),
    ]
    for play in plays:
        text = await refusal(scene, play, NetworkError)
        assert text.startswith("Not Implemented: this server does not model ")
        assert [violation.kind for violation in scene.server.take_violations()] == ["unmodelled"]


async def test_unknown_and_ill_typed_parameters_are_noted_but_ignored_as_telegram_does(scene: Scene) -> None:
    await scene.say(api_kwargs={"loud": True, "protect_content": "perhaps"})
    await scene.raw("sendMessage", chat_id=scene.alice.id, text="x", link_preview_options={"size": 1})
    await scene.button(text="x", callback_data="y", colour="red")
    details = {violation.detail for violation in scene.server.take_violations("parameter")}
    assert details == {
        "sendMessage has no parameter 'loud'",
        "protect_content of sendMessage is no bool: 'perhaps'",
        "LinkPreviewOptions has no field 'size'",
        "InlineKeyboardButton has no field 'colour'",
    }


async def test_a_link_that_is_lost_without_an_error_is_noted(scene: Scene) -> None:
    await scene.say('<a href="http://localhost/">x</a>', parse_mode="HTML")
    assert [v.detail for v in scene.server.take_violations("lost")] == [
        "the link 'http://localhost/': Wrong HTTP URL"
    ]


async def test_a_press_is_answered_once_and_an_invented_one_never(scene: Scene) -> None:
    await scene.button(text="a", callback_data="b")
    press = scene.alice.press("a")
    await scene.bot.answer_callback_query(press.id, "done", show_alert=True)
    answer = await scene.server.answer_to(press)
    assert (answer.text, answer.alert) == ("done", True)
    plays: list[Play] = [
        lambda s: s.bot.answer_callback_query(press.id),
        lambda s: s.bot.answer_callback_query("12345"),
    ]
    for play in plays:
        assert await refusal(scene, play, BadRequest) == f"Bad Request: {TOO_OLD}"
    assert [v.kind for v in scene.server.take_violations()] == ["callback", "callback"]
