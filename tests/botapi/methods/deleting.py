"""deleteMessage, deleteMessages."""

from datetime import timedelta

from tests.botapi.calls import Call
from tests.botapi.methods.access import find_message, seen_chat
from tests.botapi.refusals import bad_request, malformed
from tests.botapi.state import ADMINS, Chat, Message
from tests.botapi.world import World

DELETABLE = timedelta(hours=48)
MOST_AT_ONCE = 100


def delete_message(world: World, call: Call) -> bool:
    chat = seen_chat(world, call)
    message = find_message(chat, call.integer("message_id"))
    if message is None:
        raise bad_request("Message to delete not found")
    _check(world, chat, message)
    message.deleted = True
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Messages that do not exist or may not be deleted are passed over."""
    chat = seen_chat(world, call)
    numbers = call.value("message_ids", "Can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not numbers:
        raise malformed("Message identifiers are not specified")
    if len(numbers) > MOST_AT_ONCE:
        raise malformed("Too many message identifiers specified")
    for number in numbers:
        message = find_message(chat, int(number))
        if message is not None and _why_not(world, chat, message) is None:
            message.deleted = True
    return True


def _check(world: World, chat: Chat, message: Message) -> None:
    reason = _why_not(world, chat, message)
    if reason is not None:
        raise bad_request(reason)


def _why_not(world: World, chat: Chat, message: Message) -> str | None:
    """Others' messages take an administrator (in private anybody may); outside supergroups and channels
    deletion for everybody ends after 48 hours."""
    if not message.from_bot and not chat.private and chat.bot not in ADMINS:
        return "Message can't be deleted"
    old = world.clock.now() - message.date > DELETABLE
    if old and chat.kind in ("private", "group"):
        return "Message can't be deleted for everyone"
    return None
