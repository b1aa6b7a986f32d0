"""A strict Bot API server on loopback: the bot talks to it over real HTTP, its people are played by the test.

It answers as Telegram does (HTML parsing with byte offsets, lengths in code points, keyboards, callback ages,
polling, sliding flood windows, chats that block, kick, migrate) and notes what the bot does wrong.

    async def test_the_bot_greets_and_its_button_works(bot_api: BotApiServer) -> None:
        app = build(bot_api.token, base_url=bot_api.base_url)   # or a child: env = bot_api.environment
        ...                                                     # start polling
        alice = bot_api.create_user("Alice", language="zh")
        greeting = await alice.ask("/start")                    # the bot's next message or edit in that chat
        assert greeting.html == "<b>Welcome</b>" and greeting.labels == [["Watch all", "Help"]]
        press = alice.press("Help")                             # LookupError if there is no such button
        assert (await bot_api.answer_to(press)).text == ""
        alert = await bot_api.wait_for(chat=alice, text="Anhui", after=greeting, within=3)
        assert bot_api.transcript(alice).count("Anhui") == 1
        await bot_api.wait_until(lambda: len(bot_api.sent) == 200)

Set-up, in a conftest.py: `from tests.botapi.fixtures import bot_api` (`__all__ = ["bot_api"]`). The fixture
fails the test in the end if `violations` is not empty; a test that expects some takes them first:
`bot_api.take_violations("halt")`. journal.Violation lists the kinds. What is not modelled gets a 501.

People    start() send() edit() send_document() send_content() press() tap() forge() join() leave() block()
          unblock() deactivate(); `await alice.ask(text)` sends and waits. `to=room` names another place,
          `anonymous=True` writes as an anonymous group admin (1087968824).
Rooms     create_chat("group" | "supergroup" | "channel", title, members), then room.add_bot(by, admin=...)
          kick_bot() promote() demote() post() edit() migrate() let_members_write() delete(). Groups are in
          privacy mode: the bot gets commands and replies to itself.
Reading   messages(place) is what the chat shows now; sent and sent_to(place) is everything ever delivered,
          also when the answer was lost or the bot killed. A message has text html entities labels versions
          edited silent; `calls` are all requests.
Time      clock.freeze() and clock.advance(timedelta): dates, flood windows, ages of presses and updates.
Floods    use_profile("lenient" | "documented" | "harsh"), flood.sends_during_halt, flood.refusals.
Faults    faults.add(DropAnswer(), method="sendMessage", chat=alice.id, text="Anhui", nth=3, times=1), and so
          TooManyRequests(wait), forbidden("blocked"), bad_request("parse"), server_error(502, html=True),
          conflict(), Close(), DelayAnswer(by), Delay(by), Truncate(); go_down() refuses connections.
"""

from tests.botapi.faults import (
    Answer,
    Close,
    Delay,
    DelayAnswer,
    DropAnswer,
    TooManyRequests,
    Truncate,
    bad_request,
    conflict,
    forbidden,
    server_error,
)
from tests.botapi.flood import DOCUMENTED, HARSH, LENIENT, Profile, Window
from tests.botapi.journal import Violation
from tests.botapi.people import Person
from tests.botapi.places import Room
from tests.botapi.server import BotApiServer
from tests.botapi.state import Button, Message, Press

__all__ = [
    "DOCUMENTED",
    "HARSH",
    "LENIENT",
    "Answer",
    "BotApiServer",
    "Button",
    "Close",
    "Delay",
    "DelayAnswer",
    "DropAnswer",
    "Message",
    "Person",
    "Press",
    "Profile",
    "Room",
    "TooManyRequests",
    "Truncate",
    "Violation",
    "Window",
    "bad_request",
    "conflict",
    "forbidden",
    "server_error",
]
