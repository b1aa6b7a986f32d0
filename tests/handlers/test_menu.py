"""What Telegram's menu of commands offers, to whom, in which language."""

from handlers.access import Access
from handlers.commands import COMMANDS
from handlers.context import Desk
from handlers.menu import register_menu
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running


def names(menu: list[dict[str, str]]) -> set[str]:
    return {entry["command"] for entry in menu}


def table(*levels: Access) -> set[str]:
    return {spec.name for spec in COMMANDS if spec.access in levels}


async def test_everybody_is_offered_what_they_may_use(
    desk: Desk, server: BotApiServer, alice: Person, boss: Person
) -> None:
    async with running(desk, server) as bot:
        await boss.ask("/start")
        await register_menu(bot.bot, desk)
    group = server.create_chat("supergroup", "Desk", [alice, boss])
    assert names(server.menu(boss)) == table(*Access)
    assert names(server.menu(alice)) == table(Access.ANYONE, Access.CHAT_ADMIN)
    assert names(server.menu(alice, group)) == table(Access.ANYONE, Access.CHAT_ADMIN)
    assert names(server.menu(boss, group)) == table(Access.ANYONE)


async def test_the_menu_speaks_the_language_of_the_app(
    desk: Desk, server: BotApiServer, alice: Person
) -> None:
    reader = server.create_user("小李", language="zh-hans")
    async with running(desk, server) as bot:
        await register_menu(bot.bot, desk)
    described = {entry["command"]: entry["description"] for entry in server.menu(reader)}
    assert described["unwatch"] == "取消一项关注"
    assert {e["command"]: e["description"] for e in server.menu(alice)}["unwatch"] == "stop one watch"


async def test_an_admin_who_never_wrote_to_us_does_not_stop_the_rest(
    desk: Desk, server: BotApiServer, alice: Person
) -> None:
    """Telegram does not know that chat yet."""
    async with running(desk, server) as bot:
        await register_menu(bot.bot, desk)
    assert names(server.menu(alice)) == table(Access.ANYONE, Access.CHAT_ADMIN)


async def test_the_menu_fits_into_telegrams_limits() -> None:
    assert all(len(spec.name) <= 32 and 1 <= len(spec.help) <= 256 for spec in COMMANDS)
