"""The chat edge while it runs: connected with patience, stopped within a bounded time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from handlers.application import ALLOWED_UPDATES, App

_LONGEST_PAUSE = timedelta(seconds=30)
_STOPPING = timedelta(seconds=2)

log = structlog.get_logger()


class TokenRefused(Exception):  # noqa: N818 - what Telegram did
    """Telegram does not accept the bot token."""


@asynccontextmanager
async def running(application: App, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Take updates for as long as the block lasts, then confirm what was handled.

    Telegram may be out of reach at the start: it is tried again and again, meanwhile the block
    runs. The event it is given is set once Telegram answers. A refused token sets `stop`, and
    TokenRefused is raised when the block ends.
    """
    connected = asyncio.Event()
    connecting = asyncio.create_task(_connect(application, connected, stop))
    try:
        yield connected
    finally:
        connecting.cancel()
        if connected.is_set():
            await _ended(application)
    await asyncio.gather(connecting, return_exceptions=True)
    if not connecting.cancelled():
        connecting.result()


async def _connect(application: App, connected: asyncio.Event, stop: asyncio.Event) -> None:
    try:
        await _initialized(application)
    except InvalidToken as error:
        stop.set()
        raise TokenRefused from error
    await application.start()
    if application.updater:
        await application.updater.start_polling(
            allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=_tell_of_polling
        )
    connected.set()


async def _initialized(application: App) -> None:
    pause = timedelta(seconds=1)
    while True:
        try:
            await application.initialize()
            if application.post_init:
                await application.post_init(application)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram cannot be reached; trying again", reason=type(error).__name__)
            await asyncio.sleep(pause.total_seconds())
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


def _tell_of_polling(error: TelegramError) -> None:
    """One line for each failed poll; the library goes on by itself."""
    if isinstance(error, Conflict):
        log.error("another process takes this bot's updates; stop it, or use another token")
    else:
        log.warning("no updates from telegram; trying again", reason=type(error).__name__)


async def _ended(application: App) -> None:
    """End the parts in bounded time; a connection that hangs must not hold up a stop."""
    try:
        async with asyncio.timeout(_STOPPING.total_seconds()):
            if application.updater:
                await application.updater.stop()
            await application.stop()
            await application.shutdown()
    except (TimeoutError, TelegramError) as error:
        log.warning("the chat did not end in time", reason=type(error).__name__)
