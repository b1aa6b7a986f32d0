"""What people do, turned into messages and updates as the bot gets them."""

from typing import Any

from tests.botapi import wire
from tests.botapi.entity import of
from tests.botapi.formatting import plain
from tests.botapi.state import INSIDE, Chat, Content, Message, Press, User
from tests.botapi.updates import PRESS_KEPT
from tests.botapi.world import World


def text_content(text: str) -> Content:
    """A person's text with the entities the server finds in it. Raises ValueError when nothing is left."""
    body = plain(text)
    if not body.text:
        raise ValueError("a text message needs text")
    return Content(body.text, body.entities)


def publish(
    world: World,
    chat: Chat,
    content: Content,
    author: User | None,
    sender_chat: Chat | None = None,
    reply_to: Message | None = None,
) -> Message:
    """Post somebody's message and queue the update, if the bot gets to see it."""
    message = world.post(chat, content, author, sender_chat, reply_to)
    if _visible(world, message):
        world.inbox.push("channel_post" if chat.kind == "channel" else "message", world.json(message))
    return message


def republish(world: World, message: Message, content: Content) -> None:
    """Edit somebody's message and queue the update."""
    world.edit(message, content)
    if _visible(world, message):
        kind = "edited_channel_post" if message.chat.kind == "channel" else "edited_message"
        world.inbox.push(kind, world.json(message))


def service(world: World, chat: Chat, author: User | None, **fields: Any) -> Message:
    """A service message ("Alice joined the group")."""
    return publish(world, chat, Content(extra=tuple(fields.items())), author)


def member_changed(world: World, chat: Chat, user: User, old: str, new: str, by: User) -> None:
    """Queue my_chat_member, or chat_member for anybody else."""
    kind = "my_chat_member" if user is world.bot else "chat_member"
    body = {
        "chat": wire.chat_json(chat),
        "from": wire.user_json(by),
        "date": wire.unix(world.clock.now()),
        "old_chat_member": wire.member_json(user, old),
        "new_chat_member": wire.member_json(user, new),
    }
    world.inbox.push(kind, body)


def pressed(world: World, press: Press) -> None:
    """Queue callback_query; it waits 150 s at most."""
    body = {
        "id": press.id,
        "from": wire.user_json(press.user),
        "message": world.json(press.message),
        "chat_instance": str(press.message.chat.id),
        "data": press.data,
    }
    world.inbox.push("callback_query", body, PRESS_KEPT)


def _visible(world: World, message: Message) -> bool:
    """In groups the bot is in privacy mode: unless it is an administrator, it gets commands that are not for
    another bot, replies to itself and service messages."""
    chat = message.chat
    if chat.private:
        return True
    if chat.bot == "administrator":
        return True
    if chat.bot not in INSIDE or chat.kind == "channel":
        return False
    reply = message.reply_to
    return bool(message.content.extra) or (reply is not None and reply.from_bot) or _for_bot(world, message)


def _for_bot(world: World, message: Message) -> bool:
    name = f"@{world.bot.username}".lower()
    commands = (of(message.text, e).lower() for e in message.entities if e.type == "bot_command")
    mentions = (of(message.text, e).lower() for e in message.entities if e.type == "mention")
    return name in mentions or any("@" not in word or word.endswith(name) for word in commands)
