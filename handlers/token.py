"""Whether Telegram accepts the bot's token."""

import asyncio
from datetime import timedelta
from typing import NamedTuple

from pydantic import SecretStr
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

_PATIENCE = timedelta(seconds=20)
_REFUSED = "Telegram does not accept it. Copy it from @BotFather again."


class Verdict(NamedTuple):
    """`sentence`: for people, without any part of the token."""

    works: bool
    sentence: str


async def token_verdict(
    token: SecretStr | None, api_url: str | None, patience: timedelta = _PATIENCE
) -> Verdict:
    """What Telegram says of the token, in so long at most.

    api_url: another Bot API server ("http://127.0.0.1:8081"), None for Telegram's own.
    """
    if token is None:
        return Verdict(False, "none is set (TELEGRAM_BOT_TOKEN), so the bot would be a chat in the terminal.")
    try:
        async with asyncio.timeout(patience.total_seconds()):
            return Verdict(True, f"works; the bot is @{await _username(token, api_url)}.")
    except (InvalidToken, Forbidden):
        return Verdict(False, _REFUSED)
    except (TelegramError, TimeoutError):  # their own words hold the address, and so the token
        server = "The server of TELEGRAM_API_URL" if api_url else "Telegram"
        return Verdict(False, f"{server} cannot be reached, so nobody knows whether it works.")


async def _username(token: SecretStr, api_url: str | None) -> str:
    seconds = _PATIENCE.total_seconds()
    request = HTTPXRequest(connect_timeout=seconds, read_timeout=seconds)
    base = f"{api_url}/bot" if api_url else "https://api.telegram.org/bot"
    async with Bot(token.get_secret_value(), base_url=base, request=request) as bot:
        return bot.username
