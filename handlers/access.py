"""Who may do what. Asked anew for every command and every button: a revoked right ends at once."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import Bot, ChatMember, Update

# Telegram's stand-ins: an anonymous group admin, a user who writes as a channel, Telegram itself.
# Whoever hides behind them, the number says nothing about the person.
STAND_INS = frozenset({1087968824, 136817688, 777000})


class Access(StrEnum):
    """Who a command is for. A chat's admin is anybody in a private chat; the bot's admins are
    named in the configuration."""

    ANYONE = "anyone"
    CHAT_ADMIN = "chat admin"
    BOT_ADMIN = "bot admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `user`: a Telegram user id, None in channels. `as_chat`: the chat in whose name it
    was written (an anonymous group admin, a channel), else None."""

    user: int | None
    as_chat: int | None


def caller_of(update: Update) -> Caller:
    """Who sent the message or pressed the button."""
    pressed = update.callback_query
    if pressed:
        return Caller(pressed.from_user.id, None)
    message = update.effective_message
    as_chat = message.sender_chat if message else None
    user = update.effective_user
    return Caller(user.id if user else None, as_chat.id if as_chat else None)


def is_bot_admin(caller: Caller, admins: frozenset[int]) -> bool:
    """Whether the caller is named in the configuration, in person and not behind a stand-in."""
    return caller.as_chat is None and caller.user in admins - STAND_INS


async def is_chat_admin(bot: Bot, chat: int, kind: str, caller: Caller) -> bool:
    """Whether the caller may decide for this chat; asks Telegram where only Telegram knows.

    `kind` is Telegram's kind of chat. Raises TelegramError when Telegram gives no answer, so that
    nothing happens without one.
    """
    if kind == "private":
        return True
    if caller.as_chat is not None:
        return caller.as_chat == chat
    if caller.user is None or caller.user in STAND_INS:
        return False
    member = await bot.get_chat_member(chat, caller.user)
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


async def may(access: Access, bot: Bot, chat: int, kind: str, caller: Caller, admins: frozenset[int]) -> bool:
    """Whether `caller` may use what needs `access` in this chat."""
    if access is Access.BOT_ADMIN:
        return is_bot_admin(caller, admins)
    if access is Access.CHAT_ADMIN:
        return await is_chat_admin(bot, chat, kind, caller)
    return True
