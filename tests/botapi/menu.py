"""Which commands a person sees, by the order of scopes Telegram documents."""

from collections.abc import Iterator

from tests.botapi.state import ADMINS, Chat, Json, User
from tests.botapi.world import ScopeKey, World


def menu(world: World, user: User, chat: Chat) -> list[Json]:
    """The first list that is set, from the narrowest scope to the widest, each in the user's language before
    the list for all languages."""
    commands = world.profile.commands
    for scope in _scopes(user, chat):
        for language in (user.language_code or "", ""):
            found = commands.get((scope, language[:2]))
            if found:
                return found
    return []


def _scopes(user: User, chat: Chat) -> Iterator[ScopeKey]:
    if chat.private:
        yield ("chat", chat.id, None)
        yield ("all_private_chats", None, None)
    else:
        yield ("chat_member", chat.id, user.id)
        if chat.members.get(user.id) in ADMINS:
            yield ("chat_administrators", chat.id, None)
        yield ("chat", chat.id, None)
        if chat.members.get(user.id) in ADMINS:
            yield ("all_chat_administrators", None, None)
        yield ("all_group_chats", None, None)
    yield ("default", None, None)
