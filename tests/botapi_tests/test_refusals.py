"""What depends on the chat, its people and the time is refused in Telegram's words: no violation."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import BotCommandScopeChat, MenuButtonCommands
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.botapi_tests.scene import Case, Play, Scene, png, refusal

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot")

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def _late_answer(s: Scene) -> Any:
    await s.button(text="a", callback_data="b")
    press = s.alice.press("a")
    s.server.clock.advance(timedelta(seconds=151))
    return await s.bot.answer_callback_query(press.id)


async def _photo(s: Scene) -> int:
    return (await s.bot.send_photo(s.alice.id, png(9, 9))).message_id


async def _edit_photo_text(s: Scene) -> Any:
    return await s.edit(number=await _photo(s))


async def _deleted(s: Scene) -> Any:
    await s.bot.delete_message(s.alice.id, s.message.id)
    return await s.edit()


async def _old(s: Scene) -> Any:
    s.server.clock.advance(timedelta(hours=48, seconds=1))
    return await s.bot.delete_message(s.alice.id, s.message.id)


async def _foreign(s: Scene) -> Any:
    return await s.bot.delete_message(s.group.id, s.alice.send("/x", to=s.group).id)


async def _mute(s: Scene) -> Any:
    s.group.let_members_write(False)
    return await s.bot.send_message(s.group.id, "x")


async def _plain_channel(s: Scene) -> Any:
    s.channel.add_bot(s.alice)
    return await s.bot.send_message(s.channel.id, "x")


async def _large(s: Scene) -> Any:
    sent = s.alice.send_document("x.bin", bytes((20 << 20) + 1))
    assert sent.content.file is not None
    return await s.bot.get_file(sent.content.file.file_id)


STATE: list[Case] = [
    ("chat not found", lambda s: s.bot.send_message(12345, "x")),
    ("chat not found", lambda s: s.bot.send_message("@nobody", "x")),
    ("chat not found", lambda s: s.bot.send_message("me", "x")),
    ("chat not found", lambda s: s.bot.set_my_commands([], BotCommandScopeChat(12345))),
    ("chat not found", lambda s: s.bot.set_chat_menu_button(12345, MenuButtonCommands())),
    ("user not found", lambda s: s.bot.get_chat_member(s.group.id, 12345)),
    ("message to edit not found", lambda s: s.edit(number=999)),
    ("message to edit not found", _deleted),
    (SAME, lambda s: s.edit("hello", reply_markup=None)),
    (SAME, lambda s: s.edit("<b></b>hello ", parse_mode="HTML")),
    (SAME, lambda s: s.bot.edit_message_reply_markup(s.alice.id, s.message.id)),
    ("there is no text in the message to edit", _edit_photo_text),
    (
        "there is no caption in the message to edit",
        lambda s: s.bot.edit_message_caption(s.alice.id, s.message.id, caption="x"),
    ),
    ("message to delete not found", lambda s: s.bot.delete_message(s.alice.id, 999)),
    ("message can't be deleted for everyone", _old),
    ("message can't be deleted", _foreign),
    ("message to be replied not found", lambda s: s.say(reply_to_message_id=999)),
    ("message thread not found", lambda s: s.say(message_thread_id=5)),
    (TOO_OLD, _late_answer),
    ("not enough rights to send text messages to the chat", _mute),
    ("need administrator rights in the channel chat", _plain_channel),
    ("wrong file identifier/HTTP URL specified", lambda s: s.bot.send_photo(s.alice.id, "no-such-file")),
    (
        "wrong file_id or the file is temporarily unavailable",
        lambda s: s.bot.get_file("no-such-file"),
    ),
    ("file is too big", _large),
]


@pytest.mark.parametrize(("text", "play"), STATE)
async def test_what_the_bot_could_not_know_is_refused_but_is_no_violation(
    scene: Scene, text: str, play: Play
) -> None:
    assert await refusal(scene, play, BadRequest) == f"Bad Request: {text}"


def _blocked(s: Scene) -> int:
    s.alice.block()
    return s.alice.id


def _deactivated(s: Scene) -> int:
    s.alice.deactivate()
    return s.alice.id


def _kicked(s: Scene) -> int:
    s.group.kick_bot(s.alice)
    return s.group.id


def _kicked_from_channel(s: Scene) -> int:
    s.channel.kick_bot(s.alice)
    return s.channel.id


def _kicked_from_supergroup(s: Scene) -> int:
    room = s.group.migrate()
    room.kick_bot(s.alice)
    return room.id


def _group_deleted(s: Scene) -> int:
    s.group.delete()
    return s.group.id


FORBIDDEN: list[tuple[str, Callable[[Scene], int]]] = [
    ("bot was blocked by the user", _blocked),
    ("user is deactivated", _deactivated),
    ("bot can't initiate conversation with a user", lambda s: s.server.create_user("Bob").id),
    ("the bot can't send messages to the bot", lambda s: s.server.create_user("Robo", bot=True).id),
    ("bot was kicked from the group chat", _kicked),
    ("bot was kicked from the supergroup chat", _kicked_from_supergroup),
    ("bot was kicked from the channel chat", _kicked_from_channel),
    ("the group chat was deleted", _group_deleted),
    ("bot is not a member of the group chat", lambda s: s.server.create_chat("group").id),
    ("bot is not a member of the supergroup chat", lambda s: s.server.create_chat("supergroup").id),
    ("bot is not a member of the channel chat", lambda s: s.server.create_chat("channel").id),
]


@pytest.mark.parametrize(("text", "prepare"), FORBIDDEN)
async def test_a_chat_out_of_reach_says_why_and_asking_again_is_a_violation(
    scene: Scene, text: str, prepare: Callable[[Scene], int]
) -> None:
    chat = prepare(scene)
    assert await refusal(scene, lambda s: s.bot.send_message(chat, "x"), Forbidden) == f"Forbidden: {text}"
    assert scene.server.violations == []
    await refusal(scene, lambda s: s.bot.send_chat_action(chat, "typing"), Forbidden)
    assert [violation.kind for violation in scene.server.take_violations()] == ["told"]


async def test_a_group_that_became_a_supergroup_gives_its_new_id(scene: Scene) -> None:
    room = scene.group.migrate()
    with pytest.raises(ChatMigrated) as caught:
        await scene.bot.send_message(scene.group.id, "x")
    assert caught.value.new_chat_id == room.id
    assert scene.server.calls[-1].description == ("Bad Request: group chat was upgraded to a supergroup chat")
    await scene.bot.send_message(caught.value.new_chat_id, "x")
