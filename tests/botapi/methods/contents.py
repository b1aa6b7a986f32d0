"""The contents of messages, built from the parameters of a call."""

from typing import Any

from tests.botapi.calls import Call
from tests.botapi.formatting import Formatted, formatted
from tests.botapi.keyboards import keyboard
from tests.botapi.methods.access import find_message
from tests.botapi.refusals import bad_request, malformed, not_modelled
from tests.botapi.state import Chat, Content, Message
from tests.botapi.world import World

TEXT = 4096
CAPTION = 1024
_PREVIEW = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}
_REPLY = {"message_id", "chat_id", "allow_sending_without_reply"}
_QUOTES = {
    "quote",
    "quote_parse_mode",
    "quote_entities",
    "quote_position",
    "checklist_task_id",
    "poll_option_id",
}


def text_content(world: World, call: Call) -> Content:
    """text, parse_mode, entities, link_preview_options and reply_markup of a call."""
    if not call.text("text"):
        raise malformed("Message text is empty")
    body = _formatted(world, call, "text", "entities")
    if not body.text:
        raise malformed("Text must be non-empty")
    if len(body.text) > TEXT:
        raise malformed("Message is too long")
    markup = keyboard(call, world.journal)
    return Content(body.text, body.entities, markup, preview=_preview(world, call))


def caption(world: World, call: Call) -> Formatted:
    """caption, parse_mode and caption_entities; may be empty."""
    body = _formatted(world, call, "caption", "caption_entities")
    if len(body.text) > CAPTION:
        raise malformed("Message caption is too long")
    return body


def _formatted(world: World, call: Call, text: str, entities: str) -> Formatted:
    given = call.value(entities, "Can't parse entities JSON object")
    body = formatted(call.text(text), call.text("parse_mode"), given)
    for loss in body.lost:
        world.journal.violate(call, "lost", loss)
    return body


def _preview(world: World, call: Call) -> tuple[tuple[str, Any], ...]:
    options = call.value("link_preview_options", "Can't parse link preview options JSON object")
    if options is None:
        return ()
    if not isinstance(options, dict):
        raise malformed("Object expected as link preview options")
    _note_unknown(world, call, "LinkPreviewOptions", options, _PREVIEW)
    return tuple(sorted(options.items()))


def _note_unknown(world: World, call: Call, of: str, body: dict[str, Any], known: set[str]) -> None:
    for name in body.keys() - known:
        world.journal.violate(call, "parameter", f"{of} has no field {name!r}")


def replied_message(world: World, call: Call, chat: Chat) -> Message | None:
    """The message that reply_parameters name."""
    options = call.value("reply_parameters", "Can't parse reply parameters JSON object")
    if options is None:
        return None
    if not isinstance(options, dict):
        raise malformed("Object expected as reply parameters")
    _check_reply(world, call, chat, options)
    message = find_message(chat, int(options.get("message_id", 0)))
    if message is None and not options.get("allow_sending_without_reply"):
        raise bad_request("Message to be replied not found")
    return message


def _check_reply(world: World, call: Call, chat: Chat, options: dict[str, Any]) -> None:
    if quoted := sorted(options.keys() & _QUOTES):
        raise not_modelled(f"reply_parameters with {', '.join(quoted)}")
    _note_unknown(world, call, "ReplyParameters", options, _REPLY | _QUOTES)
    if "chat_id" in options and str(options["chat_id"]) not in (str(chat.id), f"@{chat.username}"):
        raise not_modelled("replies to messages of another chat")


def edited_message(world: World, call: Call, chat: Chat) -> Message:
    """The message an edit names. Only the bot's own, and none with a reply keyboard, can be edited."""
    message = find_message(chat, call.integer("message_id"))
    if message is None:
        raise bad_request("Message to edit not found")
    markup = message.content.keyboard
    if not message.from_bot or (markup is not None and markup.kind != "inline"):
        raise malformed("Message can't be edited")
    return message
