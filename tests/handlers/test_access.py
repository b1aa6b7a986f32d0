"""Who may do what: every command and every button, for everybody, everywhere; from the table itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from structlog.typing import EventDict

from handlers.access import STAND_INS, Access, Caller, is_bot_admin
from handlers.application import App
from handlers.commands import BUTTONS, COMMANDS
from handlers.context import CommandSpec
from handlers.watchlists import EDITS
from readouts.archive import sources, watches, watchlists
from readouts.archive.database import Archive
from tests.botapi.faults import server_error
from tests.botapi.people import Person
from tests.botapi.places import Room
from tests.botapi.server import BotApiServer
from tests.botapi.state import Message, Press
from tests.handlers.stage import NOW

DENIALS = ("Only admins of this chat", "Only the admins of this bot", "works in a private chat")
TYPED = (*COMMANDS, *EDITS)
ARGUMENT = {
    "watch": "region:anhui",
    "unwatch": "1",
    "addsource": "https://news.test/feed",
    "pausesource": "news",
    "watchlists add": "Yunnan: region:yunnan",
    "watchlists remove": "From chat",
    "watchlists pause": "Anhui",
    "watchlists resume": "All meetings",
}


@dataclass(frozen=True)
class Stand:
    """Somebody in a group of four: who they are there, and whether they are the bot's admin."""

    name: str
    chat_admin: bool
    bot_admin: bool = False
    anonymous: bool = False


STANDS = (
    Stand("owner", chat_admin=True),
    Stand("admin", chat_admin=True),
    Stand("member", chat_admin=False),
    Stand("boss", chat_admin=False, bot_admin=True),
    Stand("anonymous", chat_admin=True, anonymous=True),
)


class Group:
    """A group with an owner, an admin, a member and the bot's admin as a member."""

    def __init__(self, server: BotApiServer, boss: Person, kind: Any) -> None:
        self.people = {name: server.create_user(name.title()) for name in ("owner", "admin", "member")}
        self.people |= {"boss": boss, "anonymous": self.people["admin"]}
        members = [self.people[name] for name in ("owner", "admin", "member")]
        self.room: Room = server.create_chat(kind, "Desk", [*members, boss])
        self.room.promote(self.people["admin"])
        self.room.add_bot(self.people["owner"], admin=True)

    @classmethod
    async def greeted(cls, server: BotApiServer, boss: Person, kind: str) -> tuple["Group", Message]:
        """The group, and the greeting it heard."""
        group = cls(server, boss, kind)
        return group, await server.wait_for(chat=group.room)


def expected(spec: CommandSpec, stand: Stand, kind: str) -> bool:
    """What the table promises, read independently of the code that keeps it."""
    if kind not in spec.where:
        return False
    return {
        Access.ANYONE: True,
        Access.CHAT_ADMIN: kind == "private" or stand.chat_admin,
        Access.BOT_ADMIN: stand.bot_admin,
    }[spec.access]


async def state(archive: Archive) -> object:
    """All that a command could have changed."""
    known = await archive.read(sources.all_health)
    return await archive.read(
        lambda db: [
            tuple(watches.each_active(db)),
            watchlists.all_lists(db),
            [(h.source.name, h.source.paused) for h in known],
        ]
    )


@pytest.fixture(autouse=True)
async def lists(archive: Archive) -> None:
    """A list for everything that can be done to lists."""
    await archive.write(lambda db: watchlists.add(db, "From chat", "region:yunnan", NOW))
    await archive.write(lambda db: watchlists.set_paused(db, "All meetings", True))


def denied(message: Message) -> bool:
    return any(words in message.text for words in DENIALS)


@pytest.mark.parametrize("stand", STANDS, ids=lambda stand: stand.name)
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_in_groups_the_table_decides(
    bot: App,
    server: BotApiServer,
    archive: Archive,
    boss: Person,
    kind: str,
    stand: Stand,
    logs: list[EventDict],
) -> None:
    group, last = await Group.greeted(server, boss, kind)
    for spec in TYPED:
        before = await state(archive)
        who = group.people[stand.name]
        who.send(f"/{spec.name} {ARGUMENT.get(spec.name, '')}", group.room, anonymous=stand.anonymous)
        last = await server.wait_for(chat=group.room, after=last)
        assert denied(last) != expected(spec, stand, kind), spec.name
        if denied(last):
            assert await state(archive) == before, spec.name
            assert any(entry["event"] == "denied" for entry in logs) or kind not in spec.where


@pytest.mark.parametrize(
    "stand",
    [Stand("member", chat_admin=True), Stand("boss", chat_admin=True, bot_admin=True)],
    ids=lambda s: s.name,
)
async def test_in_private_everybody_decides_for_themselves(
    bot: App, server: BotApiServer, archive: Archive, boss: Person, alice: Person, stand: Stand
) -> None:
    who = boss if stand.bot_admin else alice
    for spec in TYPED:
        before = await state(archive)
        answer = await who.ask(f"/{spec.name} {ARGUMENT.get(spec.name, '')}")
        assert denied(answer) != expected(spec, stand, "private"), spec.name
        if denied(answer):
            assert await state(archive) == before, spec.name
        elif spec in EDITS:
            assert await state(archive) != before, spec.name


async def test_in_a_channel_its_posts_are_by_its_admins(
    bot: App, server: BotApiServer, alice: Person, archive: Archive
) -> None:
    channel = server.create_chat("channel", "News", [alice])
    channel.add_bot(alice, admin=True)
    for spec in TYPED:
        posted = channel.post(f"/{spec.name} {ARGUMENT.get(spec.name, '')}")
        answer = await server.wait_for(chat=channel, after=posted)
        assert denied(answer) != expected(spec, Stand("channel", chat_admin=True), "channel"), spec.name


@pytest.mark.parametrize("spec", BUTTONS, ids=lambda spec: spec.verb)
async def test_a_button_asks_again_who_presses_it(
    bot: App, server: BotApiServer, archive: Archive, boss: Person, spec: Any
) -> None:
    """In a group where everybody sees the buttons, each press is judged by who presses."""
    group, shown = await Group.greeted(server, boss, "supergroup")
    for stand in (s for s in STANDS if not s.anonymous):
        before = await state(archive)
        answer = await press_raw(server, group.people[stand.name], shown, f"{spec.verb} 1")
        allowed = {
            Access.ANYONE: True,
            Access.CHAT_ADMIN: stand.chat_admin,
            Access.BOT_ADMIN: stand.bot_admin,
        }
        assert any(words in answer for words in DENIALS) != allowed[spec.access], stand
        assert await state(archive) == before


async def press_raw(server: BotApiServer, who: Person, message: Message, data: str) -> str:
    """A press with data of somebody's own making: what a changed app can send."""
    press: Press = server.world.press(who.user, message, data)
    body = {
        "id": press.id,
        "from": {"id": who.id, "is_bot": False, "first_name": "x", "language_code": "en"},
        "message": server.world.json(message),
        "chat_instance": "1",
        "data": data,
    }
    server.world.inbox.push("callback_query", body)
    return (await server.answer_to(press)).text


async def test_a_right_that_was_taken_away_ends_with_the_next_command(
    bot: App, server: BotApiServer, boss: Person
) -> None:
    group, _ = await Group.greeted(server, boss, "supergroup")
    admin = group.people["admin"]
    assert not denied(await admin.ask("/watch region:anhui", group.room))
    group.room.demote(admin)
    assert denied(await admin.ask("/watch region:yunnan", group.room))


async def test_without_an_answer_about_rights_nothing_happens(
    bot: App, server: BotApiServer, boss: Person, archive: Archive
) -> None:
    """Telegram does not say who is an admin: the command is not run, and whoever asked is told."""
    group, _ = await Group.greeted(server, boss, "supergroup")
    server.faults.add(method="getChatMember", action=server_error())
    answer = await group.people["owner"].ask("/watch region:anhui", group.room)
    assert "Something went wrong" in answer.text
    assert await archive.read(lambda db: tuple(watches.each_active(db))) == ()


def stand_in_bodies(group: int) -> Iterator[dict[str, Any]]:
    """Messages from behind Telegram's stand-ins, none of which has a right here."""
    other = {"id": -1009999999999, "type": "channel", "title": "Another"}
    yield {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": other}
    yield {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}, "sender_chat": other}
    yield {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": other}
    yield {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}


async def test_stand_ins_have_no_rights_of_their_own(
    bot: App, server: BotApiServer, boss: Person, archive: Archive
) -> None:
    """Another group's anonymous admin, a user who writes as a channel, a linked channel's post."""
    group, last = await Group.greeted(server, boss, "supergroup")
    body = server.world.json(group.people["member"].send("good morning", group.room))
    for stand_in in stand_in_bodies(group.room.id):
        text = {
            "text": "/watch region:anhui",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        server.world.inbox.push("message", body | stand_in | text)
        last = await server.wait_for(chat=group.room, after=last)
        assert denied(last), stand_in
    assert await archive.read(lambda db: tuple(watches.each_active(db))) == ()


@pytest.mark.parametrize("number", sorted(STAND_INS))
def test_a_stand_in_is_never_the_bots_admin(number: int) -> None:
    """Even where the configuration names it by mistake."""
    admins = frozenset({number, 5})
    assert not is_bot_admin(Caller(number, None), admins)
    assert is_bot_admin(Caller(5, None), admins)
    assert not is_bot_admin(Caller(5, -100), admins)


async def test_the_bots_admin_has_no_power_in_a_group_under_the_groups_name(
    bot: App, server: BotApiServer, boss: Person
) -> None:
    group, _ = await Group.greeted(server, boss, "supergroup")
    group.room.promote(boss)
    boss.send("/help", group.room, anonymous=True)
    assert "/addsource" not in (await server.wait_for(chat=group.room, text="Commands")).text
