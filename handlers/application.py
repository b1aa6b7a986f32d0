"""The chat edge, put together: a python-telegram-bot Application whose every handler is ours."""

from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers.context import Desk
from handlers.errors import LastResort
from handlers.membership import Membership
from handlers.menu import register_menu
from handlers.ordering import ChatOrder
from handlers.router import Router
from handlers.terminal import Terminal

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

# What to ask Telegram for; an edited message is not among it, so that no edit runs a command again.
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
]
_READ_TIMEOUT_SECONDS = 20
_AFTER_ALL = 1  # the group of handlers that comes when the others are through

_NEW = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
_FOREIGN = filters.FORWARDED | filters.VIA_BOT
_STARTS_WITH_COMMAND = filters.Command(only_start=True)


def build_application(
    desk: Desk,
    token: str,
    api_url: str | None,
    request: Terminal | None = None,
    pace: BaseRateLimiter[Any] | None = None,
) -> App:
    """The application, not yet running; its post_init registers the menu.

    api_url: another Bot API server ("http://127.0.0.1:8081"), None for Telegram's own. request:
    what takes the place of the network, for the terminal chat. pace: the rate limiter.
    """
    builder = (
        ApplicationBuilder()
        .token(token)
        .concurrent_updates(ChatOrder())
        .job_queue(None)
        .post_init(lambda application: register_menu(application.bot, desk))
    )
    if pace:
        builder.rate_limiter(pace)
    if api_url:
        builder.base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
    if request:
        builder.request(request).get_updates_request(request)
    else:
        builder.read_timeout(_READ_TIMEOUT_SECONDS)
    application = builder.build()
    _add_handlers(application, desk)
    if request:
        application.add_handler(TypeHandler(Update, request.handled), _AFTER_ALL)
    return application


def _add_handlers(application: App, desk: Desk) -> None:
    """The first handler that fits takes an update; what none takes is met with silence."""
    router, membership = Router(desk), Membership(desk)
    application.add_handlers(
        [
            CallbackQueryHandler(router.press),
            ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, membership.moved),
            MessageHandler(_PRIVATE & _FOREIGN & _STARTS_WITH_COMMAND, router.foreign_command),
            MessageHandler(_NEW & ~_FOREIGN & _STARTS_WITH_COMMAND, router.command),
            MessageHandler(_PRIVATE & filters.TEXT, router.text),
            MessageHandler(_PRIVATE & filters.Document.ALL, router.document),
            MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, router.anything_else),
        ]
    )
    application.add_error_handler(LastResort(desk))
