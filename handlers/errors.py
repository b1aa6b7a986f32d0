"""The last resort of the chat: what nobody foresaw is logged, and whoever asked gets a plain sentence."""

from contextlib import suppress

from structlog import get_logger
from telegram import Update
from telegram.error import Conflict, Forbidden, NetworkError, TelegramError, TimedOut
from telegram.ext import ContextTypes

from handlers.context import Desk
from handlers.locales import N_
from handlers.replies import reply
from readouts.archive.database import ArchiveError
from readouts.delivery.message import compose

_ARCHIVE = N_("The archive cannot be reached right now. Please try again in a minute.")
_ANYTHING = N_("Something went wrong on my side, and it has been noted. Please try again in a minute.")

log = get_logger()


class LastResort:
    """Takes every exception that a handler let through."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def __call__(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if isinstance(error, Forbidden):
            log.info("a chat does not want an answer", reason=str(error))
        elif isinstance(error, Conflict):
            log.error("another program is using this bot's token; stop it, or stop me")
        elif isinstance(error, TimedOut) or (update is None and isinstance(error, NetworkError)):
            # What timed out may have arrived all the same: an apology under it would only confuse.
            log.warning("Telegram cannot be reached", reason=str(error))
        else:
            log.error("an update could not be handled", exc_info=error)
            await self._apologise(update, error, context)

    async def _apologise(
        self, update: object, error: Exception | None, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        if not isinstance(update, Update):
            return
        user = update.effective_user
        language = self._desk.language(user.language_code if user else None)
        sentence = _ARCHIVE if isinstance(error, ArchiveError) else _ANYTHING
        text = self._desk.translations[language].gettext(sentence)
        with suppress(TelegramError):
            if update.callback_query:
                await update.callback_query.answer(text, show_alert=True)
            elif update.effective_message:
                await reply(context.bot, update.effective_message, compose([text]))
