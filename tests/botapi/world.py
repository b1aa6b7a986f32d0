"""The server's memory: everybody and everything it knows, and the events that change it."""

from dataclasses import dataclass, field
from itertools import count

from tests.botapi import wire
from tests.botapi.bell import Bell
from tests.botapi.calls import Call
from tests.botapi.clock import Clock
from tests.botapi.faults import Faults
from tests.botapi.flood import Flood, Profile
from tests.botapi.journal import Journal
from tests.botapi.state import PRIVATE, Chat, Content, Json, Message, Press, StoredFile, User
from tests.botapi.updates import Inbox

BOT_ID = 7_000_000_001
_FIRST_USER = 5_000_000_001
_FIRST_GROUP = 4_000_001
_FIRST_CHANNEL = 1_002_000_000_001

ScopeKey = tuple[str, int | None, int | None]


@dataclass(slots=True)
class BotProfile:
    """What the bot has set about itself; texts by language code ("" for everybody else), the menu of commands
    by scope and language, menu buttons by chat (None for all)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[ScopeKey, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)


class World:
    """State and the pieces that watch over it."""

    def __init__(self, profile: Profile) -> None:
        self.clock = Clock()
        self.bell = Bell()
        self.journal = Journal()
        self.faults = Faults()
        self.inbox = Inbox(self.clock)
        self.flood = Flood(self.clock, self.journal, profile)
        self.bot = User(BOT_ID, "Readout Test", username="readout_test_bot", is_bot=True)
        self.profile = BotProfile()
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.sent: list[Message] = []
        self._account = Chat(0, PRIVATE)
        self._changes = count(1)
        self._user_ids = count(_FIRST_USER)
        self._group_ids = count(_FIRST_GROUP)
        self._channel_ids = count(_FIRST_CHANNEL)
        self._file_ids = count(1)
        self._press_ids = count(4_000_000_000_000_001)

    def new_user(self, first_name: str, language_code: str | None, username: str | None) -> User:
        user = User(next(self._user_ids), first_name, username=username, language_code=language_code)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, PRIVATE, user=user)
        return user

    def new_chat(self, kind: str, title: str, username: str | None) -> Chat:
        """A group, supergroup or channel; ids have the shape Telegram gives them."""
        number = next(self._group_ids) if kind == "group" else next(self._channel_ids)
        chat = Chat(-number, kind, title, username)
        self.chats[chat.id] = chat
        return chat

    def post(
        self,
        chat: Chat,
        content: Content,
        author: User | None,
        sender_chat: Chat | None = None,
        reply_to: Message | None = None,
        call: Call | None = None,
    ) -> Message:
        """Store a new message. Private chats and basic groups share one row of ids, as in Telegram;
        supergroups and channels count for themselves."""
        counter = self._account if chat.kind in (PRIVATE, "group") else chat
        counter.last_id += 1
        message = Message(counter.last_id, chat, self.clock.now(), content, author, sender_chat, reply_to)
        message.changed = next(self._changes)
        message.versions.append(content)
        chat.messages[message.id] = message
        if call is not None:
            message.call = call.number
            message.silent, message.protected = (
                call.flag("disable_notification"),
                call.flag("protect_content"),
            )
            self.sent.append(message)
        self._keep_reply_keyboard(chat, content)
        return message

    def edit(self, message: Message, content: Content) -> None:
        """Replace what a message shows."""
        message.content = content
        message.versions.append(content)
        message.edited = self.clock.now()
        message.changed = next(self._changes)

    def keep_file(
        self, name: str, content_type: str, data: bytes, size: tuple[int, int] = (0, 0)
    ) -> StoredFile:
        """Store a file under a new file_id."""
        file = StoredFile(f"BQACAgIAAxkDAAIB{next(self._file_ids):08d}", name, content_type, data, *size)
        self.files[file.file_id] = file
        return file

    def press(self, user: User, message: Message, data: str) -> Press:
        """Note that somebody has pressed an inline button."""
        press = Press(str(next(self._press_ids)), user, message, data, self.clock.now())
        self.presses[press.id] = press
        return press

    def json(self, message: Message) -> Json:
        return wire.message_json(message, self.users)

    @staticmethod
    def _keep_reply_keyboard(chat: Chat, content: Content) -> None:
        keyboard = content.keyboard
        if keyboard is not None and keyboard.kind in ("reply", "remove"):
            chat.reply_keyboard = keyboard if keyboard.kind == "reply" else None
