"""Groups, supergroups and channels, and what their owners do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tests.botapi import events
from tests.botapi.state import ADMINS, Chat, Message
from tests.botapi.world import World

if TYPE_CHECKING:
    from tests.botapi.people import Person


class HasChat(Protocol):
    """A Person (the private chat) or a Room."""

    @property
    def chat(self) -> Chat: ...


Place = HasChat | int


def chat_of(world: World, place: Place) -> Chat:
    """The chat that is meant by a person, a room or an id. Raises KeyError for an id nobody has."""
    return world.chats[place] if isinstance(place, int) else place.chat


class Room:
    """A group, supergroup or channel."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def chat(self) -> Chat:
        return self._chat

    @property
    def id(self) -> int:
        return self._chat.id

    def add_bot(self, by: Person, admin: bool = False) -> None:
        """Let the bot in, or change it from member to administrator and back."""
        old, new = self._chat.bot, "administrator" if admin else "member"
        self._chat.bot = new
        events.member_changed(self._world, self._chat, self._world.bot, old, new, by.user)
        if old not in (*ADMINS, "member") and self._chat.kind != "channel":
            bot = {"id": self._world.bot.id, "is_bot": True, "first_name": self._world.bot.first_name}
            events.service(self._world, self._chat, by.user, new_chat_members=[bot])

    def kick_bot(self, by: Person) -> None:
        """Throw the bot out."""
        old, self._chat.bot = self._chat.bot, "kicked"
        events.member_changed(self._world, self._chat, self._world.bot, old, "kicked", by.user)

    def promote(self, person: Person) -> None:
        """Make a member an administrator."""
        old = self._chat.members.get(person.id, "left")
        self._chat.members[person.id] = "administrator"
        events.member_changed(self._world, self._chat, person.user, old, "administrator", person.user)

    def demote(self, person: Person) -> None:
        """Make an administrator a plain member."""
        self._chat.members[person.id] = "member"
        events.member_changed(self._world, self._chat, person.user, "administrator", "member", person.user)

    def let_members_write(self, allowed: bool) -> None:
        """Whether plain members, the bot among them, may write."""
        self._chat.can_write = allowed

    def delete(self) -> None:
        """The group is gone. The bot is not told."""
        self._chat.deleted = True

    def post(self, text: str) -> Message:
        """A channel's post."""
        return events.publish(self._world, self._chat, events.text_content(text), None, self._chat)

    def edit(self, message: Message, text: str) -> None:
        """Change a channel's post."""
        events.republish(self._world, message, events.text_content(text))

    def migrate(self) -> Room:
        """The group becomes a supergroup under another id, with the same people; both chats say so."""
        old = self._chat
        new = self._world.new_chat("supergroup", old.title, None)
        new.members, new.bot, new.can_write = dict(old.members), old.bot, old.can_write
        owner = next((self._world.users[n] for n, s in old.members.items() if s in ADMINS), None)
        events.service(self._world, old, owner, migrate_to_chat_id=new.id)
        old.migrated_to = new.id
        events.service(self._world, new, owner, migrate_from_chat_id=old.id)
        return Room(self._world, new)
