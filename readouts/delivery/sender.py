"""The one outbound call for alerts, and what each way it can end means."""

from datetime import timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from readouts.delivery.message import Button, Message, plain_text
from readouts.delivery.pacing import Urgency, wait_asked_for
from readouts.domain.delivery import (
    ChatGone,
    ChatMoved,
    Delivery,
    DeliveryKind,
    NotSent,
    Outcome,
    Rejected,
    Sent,
    Throttled,
    Unknown,
)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REASON_LENGTH = 200
_UNTIMED_THROTTLE = timedelta(seconds=30)
# By name, because the library's HTTP client is about to be exchanged for one with the same names.
# Raised before a request leaves; whatever is not listed may have arrived.
_BEFORE_LEAVING = frozenset(
    ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol")
)
_NOT_FOR_US = (
    "chat not found",
    "chat_id is empty",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "no write access",
    "chat_write_forbidden",
    "topic_closed",
)
_ABOUT_MARKUP = (
    "parse entities",
    "entities_too_long",
    "button",
    "keyboard",
    "reply markup is too long",
    "text is too long",
)


class Sender:
    """Sends one message at a time; its bot needs `Pace` as rate limiter."""

    def __init__(self, bot: ExtBot[Urgency]) -> None:
        self._bot = bot

    async def send(self, delivery: Delivery, message: Message) -> Outcome:
        """Send an alert, or put an update in the place of one, and say what became of it.

        Raises nothing that Telegram or the network can cause.
        """
        try:
            return Sent(await self._deliver(delivery, message))
        except TelegramError as error:
            return outcome_of(error)

    async def _deliver(self, delivery: Delivery, message: Message) -> int:
        text = plain_text(message) if delivery.plain else message.html
        mode = None if delivery.plain else ParseMode.HTML
        keyboard = None if delivery.plain else as_keyboard(message.buttons)
        if delivery.kind is DeliveryKind.UPDATE and delivery.message is not None:
            return await self._edit(delivery.chat.id, delivery.message, text, mode, keyboard)
        sent = await self._bot.send_message(
            delivery.chat.id,
            text,
            parse_mode=mode,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
            rate_limit_args=Urgency.BROADCAST,
        )
        return sent.message_id

    async def _edit(
        self,
        chat: int,
        message: int,
        text: str,
        mode: ParseMode | None,
        keyboard: InlineKeyboardMarkup | None,
    ) -> int:
        edited = await self._bot.edit_message_text(
            text,
            chat,
            message,
            parse_mode=mode,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
            rate_limit_args=Urgency.BROADCAST,
        )
        return edited.message_id if isinstance(edited, TelegramMessage) else message


def as_keyboard(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Rows of buttons as Telegram takes them; None where there are none."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.callback, url=b.url) for b in row] for row in buttons]
    )


def outcome_of(error: TelegramError) -> Outcome:  # noqa: PLR0911 - one return for each way to fail
    """What an error says about the message. BadRequest is a NetworkError by class: it comes first."""
    match error:
        case RetryAfter():
            return Throttled(wait_asked_for(error))
        case ChatMigrated():
            return ChatMoved(error.new_chat_id)
        case Forbidden():
            return ChatGone(_reason(error))
        case BadRequest():
            return _refused(error)
        case NetworkError():
            return _network_trouble(error)
        case InvalidToken():
            return NotSent("Telegram does not accept the bot's token")
        case Conflict():
            return NotSent(_reason(error))
        case _:  # an answer that cannot be read, to a request that was processed
            return Unknown(_reason(error))


def _refused(error: BadRequest) -> Outcome:
    text = error.message.lower()
    if any(sign in text for sign in _NOT_FOR_US):
        return ChatGone(_reason(error))
    return Rejected(_reason(error), markup=any(sign in text for sign in _ABOUT_MARKUP))


def _network_trouble(error: NetworkError) -> Outcome:
    """No answer at all, or one of a server in trouble."""
    cause = error.__cause__
    if isinstance(error, TimedOut) or (cause is not None and not isinstance(cause, TelegramError)):
        name = type(cause or error).__name__
        reason = f"no connection to Telegram ({name})"
        return NotSent(reason) if name in _BEFORE_LEAVING else Unknown(f"no answer from Telegram ({name})")
    return _server_trouble(error)


def _server_trouble(error: NetworkError) -> Outcome:
    """A 5xx, or a 429 that names no time.

    A server that is down (500 "restart", 502, 503) did not take the message; counting it as unknown
    would park alerts in an outage. Only a 504 says that the request went in and nothing came out.
    """
    text = error.message.lower()
    if "too many requests" in text:
        return Throttled(_UNTIMED_THROTTLE)
    if "gateway time" in text:
        return Unknown(_reason(error))
    return NotSent(_reason(error))


def _reason(error: TelegramError) -> str:
    """Telegram's own words, without the page a proxy may have put in their place."""
    return error.message.partition(". Parsing the server response")[0][:_REASON_LENGTH]
