"""getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat."""

from tests.botapi import wire
from tests.botapi.calls import Call
from tests.botapi.methods.access import seen_chat
from tests.botapi.refusals import bad_request, malformed
from tests.botapi.state import ADMINS, INSIDE, Chat, Json
from tests.botapi.world import World


def get_chat(world: World, call: Call) -> Json:
    return wire.full_chat_json(seen_chat(world, call))


def get_chat_member(world: World, call: Call) -> Json:
    chat = seen_chat(world, call)
    user = world.users.get(call.integer("user_id"))
    if user is None:
        raise bad_request("User not found")
    status = _statuses(world, chat).get(user.id, "left")
    return wire.member_json(user, status)


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """Without other bots, so without this one: the method leaves bots out."""
    chat = seen_chat(world, call)
    if chat.private:
        raise malformed("There are no administrators in the private chat")
    bots = call.flag("return_bots")
    statuses = _statuses(world, chat).items()
    admins = ((world.users[number], status) for number, status in statuses if status in ADMINS)
    return [wire.member_json(user, status) for user, status in admins if bots or not user.is_bot]


def get_chat_member_count(world: World, call: Call) -> int:
    return sum(status in INSIDE for status in _statuses(world, seen_chat(world, call)).values())


def leave_chat(world: World, call: Call) -> bool:
    chat = seen_chat(world, call)
    if chat.private:
        raise malformed("Chat member status can't be changed in private chats")
    chat.bot = "left"
    return True


def _statuses(world: World, chat: Chat) -> dict[int, str]:
    if chat.private:
        return {chat.id: "member", world.bot.id: "member"}
    return chat.members | {world.bot.id: chat.bot}
