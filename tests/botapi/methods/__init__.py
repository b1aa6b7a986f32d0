"""The table of methods: what is modelled, and which parameters each one knows.

Parameters are written `name` (text), `name:int`, `name:bool`, `name:json`, `name:file`, or `name:-` for one
that Telegram has and this server answers with 501.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.botapi.calls import Call
from tests.botapi.methods import about, callbacks, chats, deleting, editing, files, polling, sending
from tests.botapi.refusals import not_modelled
from tests.botapi.world import World

Handler = Callable[[World, Call], Any]

_SEND = (
    "chat_id message_thread_id:int disable_notification:bool protect_content:bool reply_parameters:json "
    "reply_markup:json business_connection_id:- direct_messages_topic_id:- allow_paid_broadcast:- "
    "message_effect_id:- suggested_post_parameters:-"
)
_EDIT = "chat_id message_id:int reply_markup:json inline_message_id:- business_connection_id:-"
_TEXT = "text parse_mode entities:json link_preview_options:json"
_CAPTION = "caption parse_mode caption_entities:json"
_SCOPE = "scope:json language_code"

_TABLE: tuple[tuple[str, Handler, str], ...] = (
    ("getMe", about.get_me, ""),
    ("getUpdates", polling.get_updates, "offset:int limit:int timeout:int allowed_updates:json"),
    (
        "setWebhook",
        polling.set_webhook,
        "url drop_pending_updates:bool "
        "certificate:- ip_address:- max_connections:- allowed_updates:- secret_token:-",
    ),
    ("deleteWebhook", polling.delete_webhook, "drop_pending_updates:bool"),
    ("getWebhookInfo", polling.get_webhook_info, ""),
    ("sendMessage", sending.send_message, f"{_SEND} {_TEXT}"),
    (
        "sendPhoto",
        sending.send_photo,
        f"{_SEND} {_CAPTION} photo:file has_spoiler:- show_caption_above_media:-",
    ),
    (
        "sendDocument",
        sending.send_document,
        f"{_SEND} {_CAPTION} document:file disable_content_type_detection:bool thumbnail:-",
    ),
    (
        "sendChatAction",
        sending.send_chat_action,
        "chat_id action message_thread_id:int business_connection_id:-",
    ),
    ("editMessageText", editing.edit_message_text, f"{_EDIT} {_TEXT}"),
    ("editMessageCaption", editing.edit_message_caption, f"{_EDIT} {_CAPTION} show_caption_above_media:-"),
    ("editMessageReplyMarkup", editing.edit_message_reply_markup, _EDIT),
    ("deleteMessage", deleting.delete_message, "chat_id message_id:int"),
    ("deleteMessages", deleting.delete_messages, "chat_id message_ids:json"),
    (
        "answerCallbackQuery",
        callbacks.answer_callback_query,
        "callback_query_id text show_alert:bool url cache_time:int",
    ),
    ("getChat", chats.get_chat, "chat_id"),
    ("getChatMember", chats.get_chat_member, "chat_id user_id:int"),
    ("getChatAdministrators", chats.get_chat_administrators, "chat_id return_bots:bool"),
    ("getChatMemberCount", chats.get_chat_member_count, "chat_id"),
    ("leaveChat", chats.leave_chat, "chat_id"),
    ("getFile", files.get_file, "file_id"),
    ("setMyCommands", about.set_my_commands, f"commands:json {_SCOPE}"),
    ("getMyCommands", about.get_my_commands, _SCOPE),
    ("deleteMyCommands", about.delete_my_commands, _SCOPE),
    ("setMyName", about.set_my_name, "name language_code"),
    ("getMyName", about.get_my_name, "language_code"),
    ("setMyDescription", about.set_my_description, "description language_code"),
    ("getMyDescription", about.get_my_description, "language_code"),
    ("setMyShortDescription", about.set_my_short_description, "short_description language_code"),
    ("getMyShortDescription", about.get_my_short_description, "language_code"),
    ("setChatMenuButton", about.set_chat_menu_button, "chat_id menu_button:json"),
    ("getChatMenuButton", about.get_chat_menu_button, "chat_id"),
)


@dataclass(frozen=True, slots=True)
class Method:
    """`parameters`: name -> kind ("text", "int", "bool", "json", "file" or "-")."""

    name: str
    handler: Handler
    parameters: dict[str, str]


def _method(name: str, handler: Handler, parameters: str) -> Method:
    pairs = (parameter.partition(":") for parameter in parameters.split())
    return Method(name, handler, {key: kind or "text" for key, _, kind in pairs})


METHODS = {name.lower(): _method(name, handler, parameters) for name, handler, parameters in _TABLE}


def check_parameters(world: World, method: Method, call: Call) -> None:
    """Note what the method does not know or cannot read. Raises ApiError (501) for what is not modelled."""
    attached = {f"attach://{name}" for name in call.files} & set(call.arguments.values())
    loose = {name for name in call.files if f"attach://{name}" not in attached}
    for name in (*call.arguments, *loose):
        kind = method.parameters.get(name)
        if kind is None:
            world.journal.violate(call, "parameter", f"{method.name} has no parameter {name!r}")
        elif kind == "-":
            raise not_modelled(f"{name} of {method.name}")
        elif name in call.arguments and not _reads(kind, call.arguments[name]):
            world.journal.violate(
                call, "parameter", f"{name} of {method.name} is no {kind}: {call.text(name)!r}"
            )


def _reads(kind: str, value: str) -> bool:
    if kind == "int":
        return value.lstrip("-").isascii() and value.lstrip("-").isdigit()
    if kind == "bool":
        return value.lower() in ("true", "false", "yes", "no", "1", "0")
    return kind != "json" or _is_json(value)


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True
