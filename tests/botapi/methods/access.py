"""Which chat a call is about, and whether the bot may do this there."""

from tests.botapi.calls import Call
from tests.botapi.refusals import ApiError, bad_request, forbidden, malformed
from tests.botapi.state import ADMINS, INSIDE, Chat, Message, User
from tests.botapi.world import World

_LABELS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def find_chat(world: World, call: Call, name: str = "chat_id") -> Chat:
    """The chat a call names, by id or, where it is public, by @username."""
    source = call.text(name).strip()
    if not source:
        raise malformed("chat_id is empty")
    chat = _by_username(world, source[1:]) if source.startswith("@") else _by_id(world, source)
    if chat is None:
        raise bad_request("Chat not found")
    return chat


def _by_username(world: World, username: str) -> Chat | None:
    wanted = username.lower()
    named = (chat for chat in world.chats.values() if chat.username and not chat.private)
    return next((chat for chat in named if (chat.username or "").lower() == wanted), None)


def _by_id(world: World, source: str) -> Chat | None:
    try:
        return world.chats.get(int(source))
    except ValueError:
        return None


def seen_chat(world: World, call: Call) -> Chat:
    """The chat of a call that only reads: the bot must be inside, but need not be able to write."""
    chat = find_chat(world, call)
    if not chat.private:
        _refuse(world, call, chat, _shut_out(chat))
    return chat


def writable_chat(world: World, call: Call) -> Chat:
    """The chat of a call that writes. Raises ApiError with the reason that makes it impossible; writing again
    after that reason was told is a violation."""
    chat = find_chat(world, call)
    _refuse(world, call, chat, _unreachable(chat.user) if chat.user is not None else _shut_out(chat))
    if not chat.can_write:
        raise bad_request("Not enough rights to send text messages to the chat")
    if chat.kind == "channel" and chat.bot not in ADMINS:
        raise bad_request("Need administrator rights in the channel chat")
    return chat


def _refuse(world: World, call: Call, chat: Chat, refusal: ApiError | None) -> None:
    if refusal is None:
        chat.gone = None
        return
    if chat.gone is not None and chat.gone.answered:
        detail = f"chat {chat.id} asked again after call {chat.gone.number} said: {refusal.description}"
        world.journal.violate(call, "told", detail)
    chat.gone = call
    raise refusal


def _unreachable(user: User) -> ApiError | None:
    if user.deactivated:
        return forbidden("User is deactivated")
    if user.is_bot:
        return forbidden("The bot can't send messages to the bot")
    if user.blocked:
        return forbidden("Bot was blocked by the user")
    return None if user.started else forbidden("Bot can't initiate conversation with a user")


def _shut_out(chat: Chat) -> ApiError | None:
    if chat.migrated_to is not None:
        text = "Group chat was upgraded to a supergroup chat"
        return bad_request(text, {"migrate_to_chat_id": chat.migrated_to})
    if chat.deleted:
        return forbidden("The group chat was deleted")
    if chat.bot == "kicked":
        return forbidden(f"Bot was kicked from the {_LABELS[chat.kind]}")
    if chat.bot not in INSIDE:
        return forbidden(f"Bot is not a member of the {_LABELS[chat.kind]}")
    return None


def find_message(chat: Chat, message_id: int) -> Message | None:
    """A message of this chat that still exists."""
    message = chat.messages.get(message_id)
    return None if message is None or message.deleted else message


def check_thread(call: Call) -> None:
    """No chat here has topics."""
    if call.integer("message_thread_id"):
        raise bad_request("Message thread not found")
