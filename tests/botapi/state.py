"""What the server knows: people, chats, messages, files, presses. Plain records; the rules live elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.botapi.calls import Call
from tests.botapi.entity import Entity
from tests.botapi.markup import as_html

Json = dict[str, Any]

ANONYMOUS_ADMIN = 1087968824
PRIVATE = "private"
INSIDE = ("creator", "administrator", "member", "restricted")
ADMINS = ("creator", "administrator")


@dataclass(slots=True)
class User:
    """A Telegram account. `started`: has ever written to the bot in private; `blocked`: has stopped it;
    `deactivated`: the account is gone."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """`action` names the field that says what it does ("callback_data", "url", ...; "" in a reply keyboard),
    `value` its content."""

    text: str
    action: str = ""
    value: str = ""
    style: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """`kind`: "inline", "reply", "remove" or "force". `options`: the other fields, as given."""

    kind: str
    rows: tuple[tuple[Button, ...], ...] = ()
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`width` and `height` in pixels, 0 for what is no picture."""

    file_id: str
    name: str
    content_type: str
    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a message shows. `text` is the caption where there is a `file` (`file_kind`: "photo" or
    "document"); `extra` holds service fields and contents that are neither text nor file."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard | None = None
    file: StoredFile | None = None
    file_kind: str = ""
    extra: tuple[tuple[str, Any], ...] = ()
    preview: tuple[tuple[str, Any], ...] = ()


@dataclass(slots=True)
class Chat:
    """`bot` is the bot's own status here ("member", "administrator", "left", "kicked"; in a private chat
    nothing). `can_write`: False when the group forbids its members to write. `gone`: the call that was last
    told that this chat is out of reach. `action`: the last chat action and when it was sent."""

    id: int
    kind: str
    title: str = ""
    username: str | None = None
    user: User | None = None
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "left"
    can_write: bool = True
    deleted: bool = False
    migrated_to: int | None = None
    gone: Call | None = None
    action: tuple[str, datetime] | None = None
    reply_keyboard: Keyboard | None = None
    messages: dict[int, "Message"] = field(default_factory=dict)
    last_id: int = 0

    @property
    def private(self) -> bool:
        return self.kind == PRIVATE


@dataclass(slots=True)
class Message:
    """A message as its chat sees it now. `content` is the present one, `versions` all of them, oldest first.

    author: None for channel posts and anonymous admins (`sender_chat` then stands for them).
    changed: a number that grows with every new message and every edit on the whole server.
    call: number of the bot's call that sent it, None for what people sent. silent: without a sound.
    """

    id: int
    chat: Chat
    date: datetime
    content: Content
    author: User | None = None
    sender_chat: Chat | None = None
    reply_to: "Message | None" = None
    edited: datetime | None = None
    deleted: bool = False
    silent: bool = False
    protected: bool = False
    changed: int = 0
    call: int | None = None
    versions: list[Content] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return self.content.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.content.entities

    @property
    def html(self) -> str:
        """The text with its formatting as tags."""
        return as_html(self.content.text, self.content.entities)

    @property
    def from_bot(self) -> bool:
        return self.call is not None

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The inline keyboard, row by row; empty when there is none."""
        keyboard = self.content.keyboard
        return keyboard.rows if keyboard is not None and keyboard.kind == "inline" else ()

    @property
    def labels(self) -> list[list[str]]:
        """What the inline keyboard's buttons say, row by row."""
        return [[button.text for button in row] for row in self.buttons]

    def __repr__(self) -> str:
        buttons = f" {self.labels}" if self.buttons else ""
        return (
            f"<message {self.chat.id}/{self.id} {self.text!r}{buttons}{' deleted' if self.deleted else ''}>"
        )


@dataclass(slots=True)
class Press:
    """A press of an inline button. `answer`: what the bot's answerCallbackQuery said, None while the button
    still spins (`text` is empty for a silent answer)."""

    id: str
    user: User
    message: Message
    data: str
    at: datetime
    answer: "PressAnswer | None" = None


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """`alert`: shown as a dialog to be dismissed instead of a passing notice. `url`: opened by the app."""

    text: str
    alert: bool
    url: str
