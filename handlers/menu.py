"""The menu of commands that Telegram shows beside the text field, by language and by who looks."""

from structlog import get_logger
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from handlers.access import Access
from handlers.commands import COMMANDS
from handlers.context import Desk
from readouts.domain.chat import Language

_EVERYBODY = frozenset({Access.ANYONE})
_CHAT_ADMINS = _EVERYBODY | {Access.CHAT_ADMIN}
_CODES: dict[Language, str | None] = {"en": None, "zh": "zh"}  # None: everybody who reads no other language

log = get_logger()


async def register_menu(bot: Bot, desk: Desk) -> None:
    """Tell Telegram the commands. What it refuses (an admin who never wrote to us) is logged and left."""
    scopes: list[tuple[BotCommandScope, frozenset[Access]]] = [
        (BotCommandScopeDefault(), _EVERYBODY),
        (BotCommandScopeAllPrivateChats(), _CHAT_ADMINS),
        (BotCommandScopeAllChatAdministrators(), _CHAT_ADMINS),
        *((BotCommandScopeChat(admin), frozenset(Access)) for admin in sorted(desk.admins)),
    ]
    for scope, levels in scopes:
        for language in desk.languages:
            await _register(bot, desk, scope, levels, language)


async def _register(
    bot: Bot, desk: Desk, scope: BotCommandScope, levels: frozenset[Access], language: Language
) -> None:
    translate = desk.translations[language].gettext
    group = isinstance(scope, BotCommandScopeDefault | BotCommandScopeAllChatAdministrators)
    kind = "group" if group else "private"
    menu = [
        BotCommand(spec.name, translate(spec.help))
        for spec in COMMANDS
        if spec.access in levels and kind in spec.where
    ]
    try:
        await bot.set_my_commands(menu, scope, language_code=_CODES[language])
    except TelegramError as refusal:
        log.info("menu not set", scope=scope.type, language=language, reason=str(refusal))
