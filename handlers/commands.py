"""The one table of commands: the router, /help, Telegram's menu and the documentation read it."""

from collections.abc import Sequence

from handlers import (
    admin,
    feed_lists,
    joins,
    meetings,
    narrowing,
    notices,
    search,
    sources,
    start,
    trying,
    watches,
    watchlists,
)
from handlers.access import Access
from handlers.context import ButtonSpec, CommandSpec
from handlers.locales import N_

PRIVATE = frozenset({"private"})
ANYWHERE = frozenset({"private", "group", "supergroup", "channel"})

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "start", start.start, Access.ANYONE, "", N_("what this is for, and what to type first"), ANYWHERE
    ),
    CommandSpec(
        "help", start.help_, Access.ANYONE, "", N_("all commands, and how a query is written"), ANYWHERE
    ),
    CommandSpec(
        "watch",
        watches.watch,
        Access.CHAT_ADMIN,
        N_("QUERY"),
        N_("be told of every new meeting that matches"),
        ANYWHERE,
    ),
    CommandSpec(
        "try",
        trying.try_query,
        Access.ANYONE,
        N_("QUERY"),
        N_("see what a watch would have rung for, without saving it"),
        ANYWHERE,
    ),
    CommandSpec("watches", watches.watches, Access.ANYONE, "", N_("what is watched here"), ANYWHERE),
    CommandSpec("unwatch", watches.unwatch, Access.CHAT_ADMIN, N_("NUMBER"), N_("stop one watch"), ANYWHERE),
    CommandSpec(
        "watchlists",
        watchlists.watchlists,
        Access.CHAT_ADMIN,
        "",
        N_("ready-made lists to watch, one press each"),
        ANYWHERE,
    ),
    CommandSpec(
        "search",
        search.search,
        Access.ANYONE,
        N_("QUERY"),
        N_("look through all articles and meetings"),
        ANYWHERE,
    ),
    CommandSpec("latest", meetings.latest, Access.ANYONE, "", N_("the meetings reported last"), ANYWHERE),
    CommandSpec(
        "meeting",
        meetings.meeting,
        Access.ANYONE,
        N_("NUMBER"),
        N_("all that is known of one meeting, with the words"),
        ANYWHERE,
    ),
    CommandSpec(
        "why",
        joins.why,
        Access.ANYONE,
        N_("NUMBER"),
        N_("why the reports of a meeting are of one meeting"),
        ANYWHERE,
    ),
    CommandSpec("sources", sources.sources, Access.ANYONE, "", N_("whether the sources answer"), ANYWHERE),
    CommandSpec(
        "addsource",
        admin.add_source,
        Access.BOT_ADMIN,
        N_("ADDRESS [NAME]"),
        N_("look at one more feed"),
        PRIVATE,
    ),
    CommandSpec(
        "pausesource",
        admin.pause_source,
        Access.BOT_ADMIN,
        N_("[NAME]"),
        N_("pause a source, or resume it"),
        PRIVATE,
    ),
    CommandSpec(
        "split",
        joins.split,
        Access.BOT_ADMIN,
        N_("MEETING REPORT"),
        N_("take a report off its meeting"),
        PRIVATE,
    ),
    CommandSpec(
        "merge",
        joins.merge,
        Access.BOT_ADMIN,
        N_("MEETING MEETING"),
        N_("make two meetings one"),
        PRIVATE,
    ),
)

BUTTONS: tuple[ButtonSpec, ...] = (
    ButtonSpec("meeting", meetings.press_meeting, Access.ANYONE),
    ButtonSpec("similar", meetings.press_similar, Access.ANYONE),
    ButtonSpec("why", joins.press_why, Access.ANYONE),
    ButtonSpec("older", meetings.press_older, Access.ANYONE),
    ButtonSpec("page", search.press_page, Access.ANYONE),
    ButtonSpec("narrow", narrowing.press_narrow, Access.ANYONE),
    ButtonSpec("by", narrowing.press_narrowed, Access.ANYONE),
    ButtonSpec("order", search.press_order, Access.ANYONE),
    ButtonSpec("keep", watches.press_keep, Access.CHAT_ADMIN),
    ButtonSpec("take", watchlists.press_take, Access.CHAT_ADMIN),
    ButtonSpec("unwatch", watches.press_unwatch, Access.CHAT_ADMIN),
    ButtonSpec("pauselist", watchlists.press_pause, Access.BOT_ADMIN),
    ButtonSpec("resumelist", watchlists.press_resume, Access.BOT_ADMIN),
    ButtonSpec("removelist", watchlists.press_remove, Access.BOT_ADMIN),
    ButtonSpec("regions", sources.press_regions, Access.ANYONE),
    ButtonSpec("release", notices.press_release, Access.BOT_ADMIN),
    ButtonSpec("archive", notices.press_archive, Access.BOT_ADMIN),
    ButtonSpec("move", notices.press_move, Access.BOT_ADMIN),
    ButtonSpec("addfeed", admin.press_add, Access.BOT_ADMIN),
    ButtonSpec("addlist", feed_lists.press_add, Access.BOT_ADMIN),
    ButtonSpec("droplist", feed_lists.press_cancel, Access.BOT_ADMIN),
    ButtonSpec("pause", admin.press_pause, Access.BOT_ADMIN),
    ButtonSpec("resume", admin.press_resume, Access.BOT_ADMIN),
)

_WHO = {
    Access.ANYONE: "everybody",
    Access.CHAT_ADMIN: "everybody in private; in groups and channels their admins",
    Access.BOT_ADMIN: "admins of the bot (`[bot] admins` in config.toml)",
}


def commands_page(commands: Sequence[CommandSpec] = (*COMMANDS, *watchlists.EDITS)) -> str:
    """docs/commands.md: every command, what it does, who may use it, and where."""
    rows = [
        f"| `{f'/{spec.name} {spec.usage}'.strip()}` | {spec.help} | {_WHO[spec.access]} | {_where(spec)} |"
        for spec in commands
    ]
    return "\n".join(
        [
            "# Commands",
            "",
            "Written from the table in `handlers/commands.py`. Plain text in a private chat is searched for.",
            "",
            "| command | what it does | who may use it | where |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _where(spec: CommandSpec) -> str:
    return "anywhere" if spec.where == ANYWHERE else "private chats"
