"""The first words: /start, /help and what a group hears when we are added."""

from collections.abc import Iterable, Mapping

from handlers.access import Access, is_bot_admin
from handlers.context import CommandSpec, Desk, Turn
from handlers.watchlist_buttons import take_buttons
from handlers.watchlists import EDITS
from readouts.archive import watchlists
from readouts.delivery.message import Message, compose
from readouts.delivery.rendering import Look
from readouts.delivery.styling import Text, bold, code, styled
from readouts.domain.chat import Chat, Language

EXAMPLES: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "region:anhui political security",
        'chair:"Han Jun" last:90d',
        '"data security" OR 数据安全',
        "theme:food -region:CN-SH",
    ),
    "zh": ("地区:安徽 政治安全", "领导:韩俊 最近:90d", "数据安全 OR 网络安全", "主题:粮食安全 -地区:上海"),
}


async def start(turn: Turn) -> Message:
    """Say what this is for and what to type next."""
    return await greeting(turn.desk, turn.chat)


async def greeting(desk: Desk, chat: Chat) -> Message:
    """What somebody reads who has never seen the bot."""
    look, lists = desk.look(chat.language), await desk.archive.read(watchlists.offered)
    lines = [
        look.gettext(
            "{name} tells you when a committee of China's National Security Commission has met:"
            " where, when, who chaired and what was stressed, with the words that say so.",
            name=bold("Readout Watch"),
        ),
        styled("\n", look.gettext("Type one of these:")),
        *_first_steps(look),
    ]
    if chat.kind != "private":
        lines.append(styled("\n", look.gettext("Here only admins of this chat can change what is watched.")))
    return compose(lines, take_buttons(lists, look))


def _first_steps(look: Look) -> list[Text]:
    return [
        _step("/watch kind:meeting", look.gettext("every meeting, as soon as a source reports it")),
        _step("/watch region:anhui", look.gettext("only meetings in Anhui")),
        _step("/latest", look.gettext("the meetings reported last")),
        _step("/search 政治安全", look.gettext("look through everything")),
        _step("/help", look.gettext("all commands")),
    ]


def _step(typed: str, meaning: Text) -> Text:
    return styled(code(typed) if " " in typed else typed, " – ", meaning)


async def help_(turn: Turn) -> Message:
    """List the commands that whoever asks can use here, and how a query is written."""
    is_admin = is_bot_admin(turn.caller, turn.desk.admins)
    usable = [
        spec
        for spec in (*turn.commands, *EDITS)
        if turn.chat.kind in spec.where and (is_admin or spec.access is not Access.BOT_ADMIN)
    ]
    return compose(
        [
            bold(turn.say("Commands")),
            *(_command_line(spec, turn.look) for spec in usable),
            styled("\n", bold(turn.say("Queries"))),
            *_query_lines(turn.look),
        ]
    )


def _command_line(spec: CommandSpec, look: Look) -> Text:
    usage = look.gettext(spec.usage) if spec.usage else ()
    return styled(f"/{spec.name}", " " if usage else "", usage, " – ", look.gettext(spec.help))


def _query_lines(look: Look) -> Iterable[Text]:
    return (
        look.gettext("Words that must all be there, fields, or both:"),
        *map(code, EXAMPLES[look.language]),
        look.gettext(
            "Fields: region, level, theme, phrase, chair, committee, kind, source, lang, since, before, last,"
            " has."
        ),
        look.gettext("Plain text without a command is searched for."),
    )
