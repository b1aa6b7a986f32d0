"""People: they write, press, join, leave, block, as in a Telegram app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi import events
from tests.botapi.places import Place, Room, chat_of
from tests.botapi.state import INSIDE, Button, Chat, Content, Message, Press
from tests.botapi.transcript import visible

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer


class Person:
    """Somebody with an account. Every `to` is the private chat with the bot unless another place is named."""

    def __init__(self, server: BotApiServer, number: int) -> None:
        self._server = server
        self._world = server.world
        self.user = self._world.users[number]
        self.chat = self._world.chats[number]

    @property
    def id(self) -> int:
        """The account's number; also that of the private chat."""
        return self.user.id

    def start(self, payload: str = "") -> Message:
        """Press the Start button, perhaps of a deep link with a payload."""
        return self.send(f"/start {payload}".strip())

    def send(
        self, text: str, to: Place | None = None, reply_to: Message | None = None, anonymous: bool = False
    ) -> Message:
        """Write a text. `anonymous`: as an administrator of this group who shows only the group's name."""
        chat = self._room_to_write(to)
        author, sender_chat = (None, chat) if anonymous else (self.user, None)
        return events.publish(self._world, chat, events.text_content(text), author, sender_chat, reply_to)

    def send_document(self, name: str, data: bytes, caption: str = "", to: Place | None = None) -> Message:
        """Send a file; the bot can fetch it with getFile."""
        file = self._world.keep_file(name, "application/octet-stream", data)
        words = events.text_content(caption) if caption else Content()
        content = Content(words.text, words.entities, file=file, file_kind="document")
        return events.publish(self._world, self._room_to_write(to), content, self.user)

    def send_content(self, to: Place | None = None, **fields: Any) -> Message:
        """Send anything else, as fields of a Message (`sticker={...}`, `location={...}`)."""
        content = Content(extra=tuple(fields.items()))
        return events.publish(self._world, self._room_to_write(to), content, self.user)

    async def ask(self, text: str, to: Place | None = None, within: float = 15) -> Message:
        """Write a text and wait for the bot's next message, or next edit of one, in that chat."""
        sent = self.send(text, to)
        return await self._server.wait_for(chat=to or self, after=sent, within=within)

    def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        if message.author is not self.user:
            raise ValueError(f"{message!r} is somebody else's")
        events.republish(self._world, message, events.text_content(text))

    def press(self, button: str | int, message: Message | None = None, chat: Place | None = None) -> Press:
        """Press an inline button by its label or its place (from 0), on this message or else on the newest
        one of the chat that has buttons. Raises LookupError when there is no such button, or it is not shown
        to this person, or it does not call back."""
        shown = message if message is not None else _newest_with_buttons(self._place(chat))
        if shown is None or shown.deleted or not self._sees(shown.chat):
            raise LookupError(f"{self.user.first_name} is shown no message with buttons")
        found = _pick([b for row in shown.buttons for b in row], button)
        if found.action != "callback_data":
            raise LookupError(f"the button {found.text!r} does not call back: {found.action} {found.value}")
        return self.forge(found.value, shown)

    def forge(self, data: str, message: Message) -> Press:
        """Call back with any data, as a modified app can."""
        press = self._world.press(self.user, message, data)
        events.pressed(self._world, press)
        return press

    def tap(self, button: str | int, chat: Place | None = None) -> Message:
        """Tap a button of the reply keyboard: sends its label. Raises LookupError when there is none."""
        place = self._place(chat)
        keyboard = place.reply_keyboard
        offered = [b for row in keyboard.rows for b in row] if keyboard is not None else []
        return self.send(_pick(offered, button).text, place.id)

    def join(self, room: Room) -> None:
        """Enter a group."""
        self._move(room, "member")
        events.service(self._world, room.chat, self.user, new_chat_members=[_json(self)])

    def leave(self, room: Room) -> None:
        """Leave a group."""
        self._move(room, "left")
        events.service(self._world, room.chat, self.user, left_chat_member=_json(self))

    def block(self) -> None:
        """Stop the bot."""
        self._block(blocked=True)

    def unblock(self) -> None:
        """Restart the bot; a real app sends /start next."""
        self._block(blocked=False)

    def deactivate(self) -> None:
        """Delete the account. The bot is not told."""
        self.user.deactivated = True

    def _block(self, blocked: bool) -> None:
        self.user.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        events.member_changed(self._world, self.chat, self._world.bot, before, after, self.user)

    def _sees(self, chat: Chat) -> bool:
        return chat is self.chat or chat.members.get(self.id) in INSIDE

    def _move(self, room: Room, status: str) -> None:
        old = room.chat.members.get(self.id, "left")
        room.chat.members[self.id] = status
        events.member_changed(self._world, room.chat, self.user, old, status, self.user)

    def _place(self, to: Place | None) -> Chat:
        return self.chat if to is None else chat_of(self._world, to)

    def _room_to_write(self, to: Place | None) -> Chat:
        chat = self._place(to)
        if chat.private:
            if self.user.blocked or self.user.deactivated:
                raise ValueError(f"{self.user.first_name} cannot write: blocked the bot, or has no account")
            self.user.started = True
        elif chat.members.get(self.id) not in INSIDE or chat.migrated_to is not None:
            raise ValueError(f"{self.user.first_name} is not in {chat.title!r}")
        return chat


def _json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "is_bot": False, "first_name": person.user.first_name}


def _newest_with_buttons(chat: Chat) -> Message | None:
    return next((m for m in reversed(visible(chat)) if m.from_bot and m.buttons), None)


def _pick(buttons: list[Button], wanted: str | int) -> Button:
    fitting = (
        buttons[wanted : wanted + 1] if isinstance(wanted, int) else (b for b in buttons if b.text == wanted)
    )
    found = next(iter(fitting), None)
    if found is None:
        raise LookupError(f"no button {wanted!r} among {[button.text for button in buttons]}")
    return found
