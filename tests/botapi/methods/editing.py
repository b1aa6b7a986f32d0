"""editMessageText, editMessageCaption, editMessageReplyMarkup."""

from dataclasses import replace

from tests.botapi.calls import Call
from tests.botapi.keyboards import keyboard
from tests.botapi.methods.access import writable_chat
from tests.botapi.methods.contents import caption, edited_message, text_content
from tests.botapi.refusals import bad_request, malformed
from tests.botapi.state import Content, Json, Message
from tests.botapi.world import World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, call: Call) -> Json:
    content = text_content(world, call)
    message = _message(world, call)
    if message.content.file is not None:
        raise bad_request("There is no text in the message to edit")
    return _edit(world, call, message, content)


def edit_message_caption(world: World, call: Call) -> Json:
    words = caption(world, call)
    markup = keyboard(call, world.journal)
    message = _message(world, call)
    if message.content.file is None:
        raise bad_request("There is no caption in the message to edit")
    content = replace(message.content, text=words.text, entities=words.entities, keyboard=markup)
    return _edit(world, call, message, content)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    markup = keyboard(call, world.journal)
    message = _message(world, call)
    return _edit(world, call, message, replace(message.content, keyboard=markup))


def _message(world: World, call: Call) -> Message:
    return edited_message(world, call, writable_chat(world, call))


def _edit(world: World, call: Call, message: Message, content: Content) -> Json:
    if content.keyboard is not None and content.keyboard.kind != "inline":
        raise malformed("Inline keyboard expected")
    now = message.content
    if (now.text, now.entities, now.keyboard) == (content.text, content.entities, content.keyboard):
        raise bad_request(_SAME)
    world.flood.admit(message.chat.id, message.chat.private, call)
    world.edit(message, content)
    return world.json(message)
