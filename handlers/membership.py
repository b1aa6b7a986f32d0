"""Chats that come, go and move, and their watches with them."""

from contextlib import suppress

from structlog import get_logger
from telegram import Chat as TelegramChat
from telegram import ChatMember, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from handlers.context import Desk
from handlers.replies import post
from handlers.start import greeting
from readouts.archive import chats, watches
from readouts.domain.chat import Chat
from readouts.domain.query import QueryError
from readouts.domain.watch import Watch
from readouts.queries.language import parse_query

_GONE = (ChatMember.LEFT, ChatMember.BANNED)

log = get_logger()


async def known_chat(desk: Desk, chat: TelegramChat, language_code: str | None) -> Chat:
    """The chat as the archive knows it; made known, renamed or revived as needed."""
    known = await desk.archive.read(lambda db: chats.get(db, chat.id))
    title = chat.effective_name or ""
    if known and known.active and (known.kind, known.title) == (chat.type, title):
        return known
    language = desk.language(language_code)
    seen = await desk.archive.write(
        lambda db: chats.see(db, chat.id, chat.type, title, language, desk.clock())
    )
    if known and not known.active:
        await ring_again(desk, chat.id)
    return seen


async def ring_again(desk: Desk, chat: int) -> tuple[Watch, ...]:
    """Let the engine match what this chat watches; its watches."""
    found = await desk.archive.read(lambda db: watches.of_chat(db, chat))
    for watch in found:
        with suppress(QueryError):  # saved by an older version of the language; /watches shows it
            desk.engine.add(watch.id, chat, parse_query(watch.query, desk.gazetteer))
    return found


async def move_chat(desk: Desk, old: int, new: int) -> None:
    """A group has another id now: all that is known of it goes there, and its watches ring there."""
    log.info("a group moved", chat=old, to=new)
    before = await desk.archive.read(lambda db: watches.of_chat(db, old))
    await desk.archive.write(lambda db: chats.migrate(db, old, new, desk.clock()))
    after = await ring_again(desk, new)
    for watch in {each.id for each in before} - {each.id for each in after}:
        desk.engine.remove(watch)


class Membership:
    """What Telegram tells about our own place in a chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """We were added, removed, blocked or unblocked."""
        change = update.my_chat_member
        if change is None:
            return
        status = change.new_chat_member.status
        log.info("membership", chat=change.chat.id, kind=change.chat.type, status=status)
        if status in _GONE:
            await self._left(change.chat.id, f"Telegram says: {status}")
            return
        chat = await known_chat(self._desk, change.chat, change.from_user.language_code)
        is_new = change.old_chat_member.status in _GONE
        if is_new and chat.kind in ("group", "supergroup"):
            with suppress(TelegramError):  # a group where we may not write knows us all the same
                await post(context.bot, chat.id, await greeting(self._desk, chat))

    async def _left(self, chat: int, reason: str) -> None:
        """Its watches stay in the engine: the archive owes nothing to a chat that is not active."""
        await self._desk.archive.write(lambda db: chats.deactivate(db, chat, reason, self._desk.clock()))

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup and has another id now; both chats tell of it."""
        message = update.message
        if message is None:
            return
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await move_chat(self._desk, old, new)
