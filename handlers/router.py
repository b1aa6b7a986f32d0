"""From an update to the handler that answers it, by way of the question who may."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace as swap
from difflib import get_close_matches
from functools import partial
from typing import TypeVar

from structlog import get_logger
from telegram import Bot, CallbackQuery, MessageEntity, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, ChatMigrated
from telegram.ext import ContextTypes

from handlers import feed_lists
from handlers.access import Access, caller_of, may
from handlers.commands import BUTTONS, COMMANDS
from handlers.context import ButtonSpec, CommandSpec, Desk, Pressed, Turn
from handlers.locales import N_
from handlers.membership import known_chat, move_chat
from handlers.mistakes import query_mistake
from handlers.replies import post, replace, reply
from handlers.search import plain_text
from readouts.delivery.message import Message, compose
from readouts.delivery.styling import short
from readouts.domain.query import QueryError

_NAME_UNITS = 64
_ALIKE = 0.7  # how like a command a mistyped word is: "wach" is, "nosuch" is not like "search"
_NOTICE_CHARACTERS = 200
_NOT_YOURS = {
    Access.CHAT_ADMIN: N_("Only admins of this chat can do that."),
    Access.BOT_ADMIN: N_("Only the admins of this bot can do that."),
}
T = TypeVar("T")
log = get_logger()


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was typed: "/name@addressee argument"."""

    name: str
    addressee: str
    argument: str


def command_in(message: TelegramMessage) -> Typed | None:
    """The command a message begins with."""
    first = message.entities[0] if message.entities else None
    if not message.text or not first or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, _, addressee = message.text[1 : first.length].lower().partition("@")
    return Typed(name, addressee, message.text[first.length :].strip())


class Router:
    """Makes a turn of each update, asks who may, runs the handler and sends what it says."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._commands = {spec.name: spec for spec in COMMANDS}
        self._buttons = {spec.verb: spec for spec in BUTTONS}

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message that begins with a command; one that is meant for another bot is not ours to answer."""
        asked = update.effective_message
        typed = command_in(asked) if asked else None
        if not asked or not typed or typed.addressee not in ("", context.bot.username.lower()):
            return
        spec = self._commands.get(typed.name)
        if spec:
            turn = await self._turn(update, context.bot, typed.argument)
            there, message = await self._where_it_is(turn, partial(self._answer, spec))
            await self._reply(asked, there, message)
        elif asked.chat.type == "private" or typed.addressee:
            turn = await self._turn(update, context.bot, typed.name)
            await self._reply(asked, turn, _unknown(turn))

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody just talks to us in private."""
        asked = update.effective_message
        if not asked or not asked.text:
            return
        turn = await self._turn(update, context.bot, asked.text)
        if asked.text.startswith("/"):
            await reply(context.bot, asked, _unknown(turn))
            return
        try:
            await reply(context.bot, asked, await plain_text(turn))
        except QueryError as error:
            await reply(context.bot, asked, query_mistake(error, turn.argument, turn))

    async def foreign_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that somebody else wrote: forwarded, or put there by another bot."""
        await self._say(
            update, context.bot, N_("I do not run commands that were forwarded. Please type it yourself.")
        )

    async def document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file in private: a list of feeds, from an admin of the bot; any other is not for us."""
        asked = update.effective_message
        if not asked or not asked.document or not feed_lists.is_named_like_one(asked.document):
            await self.anything_else(update, context)
            return
        turn = await self._turn(update, context.bot, "")
        if await self._may(Access.BOT_ADMIN, "feed list", turn):
            await self._reply(asked, turn, await feed_lists.offer(turn, asked.document))
        else:
            await self._reply(asked, turn, compose([turn.say(_NOT_YOURS[Access.BOT_ADMIN])]))

    async def anything_else(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker, a place, ... in private."""
        await self._say(update, context.bot, N_("I can read text only. /help shows what I understand."))

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed button. Its data came from outside: it is looked up and asked about anew."""
        query = update.callback_query
        if query is None:
            return
        verb, _, value = (query.data or "").partition(" ")
        spec = self._buttons.get(verb)
        if spec is None or query.message is None:
            language = self._desk.language(query.from_user.language_code)
            sentence = N_("That button is too old. /help shows what I understand.")
            await _notify(query, self._desk.translations[language].gettext(sentence))
            return
        turn = await self._turn(update, context.bot, value)
        there, pressed = await self._where_it_is(turn, partial(self._pressed, spec))
        await _notify(query, pressed.notice)
        if pressed.message:
            await self._follow(query, there, pressed.message, replaces=pressed.replaces)

    async def _where_it_is(self, turn: Turn, work: Callable[[Turn], Awaitable[T]]) -> tuple[Turn, T]:
        """Do it for the chat, or for the one that it became meanwhile; that turn, and what came of it."""
        try:
            return turn, await work(turn)
        except ChatMigrated as moved:
            there = await self._moved(turn, moved)
            return there, await work(there)

    async def _moved(self, turn: Turn, moved: ChatMigrated) -> Turn:
        await move_chat(self._desk, turn.chat.id, moved.new_chat_id)
        return swap(turn, chat=swap(turn.chat, id=moved.new_chat_id))

    async def _reply(self, asked: TelegramMessage, turn: Turn, message: Message) -> None:
        """Answer where it was asked, or where that group has moved to meanwhile."""
        if turn.chat.id != asked.chat.id:
            await post(turn.bot, turn.chat.id, message)
            return
        try:
            await reply(turn.bot, asked, message)
        except ChatMigrated as moved:
            await self._reply(asked, await self._moved(turn, moved), message)

    async def _follow(self, query: CallbackQuery, turn: Turn, message: Message, *, replaces: bool) -> None:
        """Show what came of a press: in place of the message with the button, or under it."""
        old = query.message
        if replaces and old and old.chat.id == turn.chat.id:
            await replace(turn.bot, old, message)
        elif isinstance(old, TelegramMessage):
            await self._reply(old, turn, message)
        else:
            await post(turn.bot, turn.chat.id, message)

    async def _turn(self, update: Update, bot: Bot, argument: str) -> Turn:
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            raise ValueError("an update without a chat has no turn")
        known = await known_chat(self._desk, chat, user.language_code if user else None)
        return Turn(self._desk, bot, known, caller_of(update), argument, COMMANDS)

    async def _answer(self, spec: CommandSpec, turn: Turn) -> Message:
        if turn.chat.kind not in spec.where:
            return compose([turn.say("/{command} works in a private chat with me.", command=spec.name)])
        if not await self._may(spec.access, spec.name, turn):
            return compose([turn.say(_NOT_YOURS[spec.access])])
        try:
            return await spec.handler(turn)
        except QueryError as error:
            return query_mistake(error, turn.argument, turn)

    async def _pressed(self, spec: ButtonSpec, turn: Turn) -> Pressed:
        if not await self._may(spec.access, spec.verb, turn):
            return Pressed(turn.brief(_NOT_YOURS[spec.access]))
        try:
            return await spec.handler(turn)
        except QueryError as error:
            return Pressed(message=query_mistake(error, turn.argument, turn))

    async def _may(self, access: Access, name: str, turn: Turn) -> bool:
        allowed = await may(access, turn.bot, turn.chat.id, turn.chat.kind, turn.caller, self._desk.admins)
        if not allowed:
            log.warning(
                "denied", what=name, chat=turn.chat.id, user=turn.caller.user, as_chat=turn.caller.as_chat
            )
        return allowed

    async def _say(self, update: Update, bot: Bot, sentence: str) -> None:
        turn = await self._turn(update, bot, "")
        if update.effective_message:
            await reply(bot, update.effective_message, compose([turn.say(sentence)]))


def _unknown(turn: Turn) -> Message:
    """A command nobody knows, and the one that was perhaps meant."""
    typed = turn.argument.strip("/ ").split(maxsplit=1)
    word = typed[0].lower()[:_NAME_UNITS] if typed else ""
    names = [spec.name for spec in turn.commands]
    near = get_close_matches(word, names, n=1, cutoff=_ALIKE)
    near = near or [name for name in names if word.startswith(name)]
    return compose(
        [
            # "/ start" names one that is known.
            ()
            if word in names
            else turn.say("I do not know the command /{command}.", command=short(word, _NAME_UNITS)),
            turn.say("Did you mean /{command}?", command=near[-1]) if near else (),
            turn.say("/help shows all."),
        ]
    )


async def _notify(query: CallbackQuery, notice: str) -> None:
    with suppress(BadRequest):  # pressed too long ago to be answered
        await query.answer(notice[:_NOTICE_CHARACTERS] or None)
