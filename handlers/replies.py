"""How an answer reaches a chat: as a reply, as a new message, or in place of an old one."""

from contextlib import suppress
from functools import partial

from telegram import (
    Bot,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    ReplyParameters,
)
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import BadRequest

from readouts.delivery.message import Message, plain_text
from readouts.delivery.sender import as_keyboard

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def reply(bot: Bot, asked: TelegramMessage, message: Message) -> None:
    """Answer a message where it was asked: in its topic, and in groups as a reply to it."""
    quoted = (
        None
        if asked.chat.type == "private"
        else ReplyParameters(asked.message_id, allow_sending_without_reply=True)
    )
    thread = asked.message_thread_id if asked.is_topic_message else None
    await _send(bot, asked.chat.id, message, quoted, thread)


async def post(bot: Bot, chat: int, message: Message) -> None:
    """Say something in a chat that did not ask."""
    await _send(bot, chat, message, None, None)


async def replace(bot: Bot, old: MaybeInaccessibleMessage, message: Message) -> None:
    """Put a message in the place of an old one of ours; unchanged or gone is no trouble."""
    with suppress(BadRequest):
        await bot.edit_message_text(
            message.html,
            old.chat.id,
            old.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=as_keyboard(message.buttons),
        )


async def _send(
    bot: Bot, chat: int, message: Message, quoted: ReplyParameters | None, thread: int | None
) -> None:
    send = partial(
        bot.send_message,
        chat,
        link_preview_options=_NO_PREVIEW,
        reply_parameters=quoted,
        message_thread_id=thread,
        reply_markup=as_keyboard(message.buttons),
    )
    try:
        await send(message.html, parse_mode=ParseMode.HTML)
    except BadRequest as refusal:
        if "parse entities" not in refusal.message:
            raise
        await send(plain_text(message))
