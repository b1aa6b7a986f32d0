"""A chat: whoever can be told something. Private chats, groups and channels alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Chat:
    """`kind` is Telegram's ("private", "group", "supergroup", "channel"). `active` is False once
    the chat has blocked or removed the bot; `reason` then says how we know."""

    id: int
    kind: str
    title: str
    language: Language
    active: bool
    reason: str | None
    created_at: datetime
