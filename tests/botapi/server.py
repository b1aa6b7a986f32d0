"""The server as a test holds it: where the bot calls, what people do, what has come of it."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Literal, Self

from aiohttp import web

from tests.botapi.calls import Call
from tests.botapi.clock import Clock
from tests.botapi.faults import Faults
from tests.botapi.flood import PROFILES, Flood, Profile
from tests.botapi.http import application
from tests.botapi.journal import Violation
from tests.botapi.menu import menu
from tests.botapi.people import Person
from tests.botapi.places import Place, Room, chat_of
from tests.botapi.state import Json, Message, Press, PressAnswer
from tests.botapi.transcript import transcript, visible
from tests.botapi.world import BOT_ID, World

TOKEN = f"{BOT_ID}:AAtestTokenOfTheStrictServer0123456789"
# For conditions about something else than a call of the bot.
_LOOK_EVERY = timedelta(milliseconds=50)
_LAST_CALLS = 10


class BotApiServer:
    """An async context manager; inside it the server listens on 127.0.0.1 in the test's own event loop.

    `profile` names the flood limits: "lenient" (none), "documented" or "harsh" (half, and paced polls).
    """

    def __init__(self, profile: str = "documented", port: int = 0) -> None:
        self.world = World(PROFILES[profile])
        self.token = TOKEN
        self._port = port
        self._runner = web.AppRunner(
            application(self.world, self.token), access_log=None, shutdown_timeout=0.1
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self.come_back()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.world.inbox.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """For TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """For telegram.Bot(base_url=...)."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For telegram.Bot(base_file_url=...)."""
        return f"{self.url}/file/bot"

    @property
    def environment(self) -> dict[str, str]:
        """What a bot in a process of its own needs to know."""
        return {"TELEGRAM_API_URL": self.url, "TELEGRAM_BOT_TOKEN": self.token}

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def flood(self) -> Flood:
        return self.world.flood

    @property
    def calls(self) -> list[Call]:
        """Every request, in order of arrival."""
        return list(self.world.journal.calls)

    @property
    def sent(self) -> list[Message]:
        """Every message the bot got delivered, in order, whether or not the answer reached it."""
        return self.world.sent

    @property
    def violations(self) -> list[Violation]:
        """What the bot did wrong and nobody has taken note of."""
        return self.world.journal.violations

    def sent_to(self, place: Place) -> list[Message]:
        """The part of `sent` that went to one chat, deleted messages included."""
        chat = chat_of(self.world, place)
        return [message for message in self.sent if message.chat is chat]

    def take_violations(self, kind: str | None = None) -> list[Violation]:
        """Remove and return the violations (of one kind): a test says so that it expects them."""
        taken = [v for v in self.violations if kind in (None, v.kind)]
        self.violations[:] = [v for v in self.violations if v not in taken]
        return taken

    def use_profile(self, profile: str | Profile) -> None:
        """Change the flood limits from now on."""
        self.flood.profile = PROFILES[profile] if isinstance(profile, str) else profile

    async def go_down(self) -> None:
        """Refuse connections, and break those that are open."""
        for site in list(self._runner.sites):
            await site.stop()
        for connection in list(self._runner.server.connections) if self._runner.server else ():
            connection.force_close()
            if connection.transport is not None:
                connection.transport.abort()

    async def come_back(self) -> None:
        """Listen (again), on the same port."""
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    def create_user(
        self,
        name: str = "Alice",
        language: str | None = "en",
        username: str | None = None,
        bot: bool = False,
    ) -> Person:
        """Somebody who has not written to the bot yet; or another bot."""
        user = self.world.new_user(name, language, username)
        user.is_bot = bot
        return Person(self, user.id)

    def create_chat(
        self,
        kind: Literal["group", "supergroup", "channel"],
        title: str = "Desk",
        members: Iterable[Person] = (),
        username: str | None = None,
    ) -> Room:
        """A group or channel of these people, the first of them its creator; the bot is not in it yet
        (`room.add_bot(by)`)."""
        chat = self.world.new_chat(kind, title, username)
        for person in members:
            chat.members[person.id] = "member" if chat.members else "creator"
        return Room(self.world, chat)

    def messages(self, place: Place) -> list[Message]:
        """What a chat shows now, oldest first: people's and the bot's."""
        return visible(chat_of(self.world, place))

    def transcript(self, place: Place) -> str:
        """The same as text to read."""
        return transcript(chat_of(self.world, place))

    def menu(self, person: Person, place: Place | None = None) -> list[Json]:
        """The commands this person's app offers in a chat, by Telegram's order of scopes and languages."""
        return menu(self.world, person.user, chat_of(self.world, place or person))

    async def wait_for(
        self,
        *,
        chat: Place | None = None,
        text: str | None = None,
        where: Callable[[Message], bool] | None = None,
        after: Message | None = None,
        within: float = 15,
    ) -> Message:
        """The oldest of the bot's messages that is (or comes to be) visible in this chat, contains this
        text and passes this test. With `after`, only what was sent or edited after that message.

        Raises TimeoutError that shows the chat and the last calls.
        """
        wanted = None if chat is None else chat_of(self.world, chat)
        since = after.changed if after is not None else 0

        def found() -> Message | None:
            candidates = self.sent if wanted is None else wanted.messages.values()
            fitting = (
                m
                for m in candidates
                if m.from_bot
                and not m.deleted
                and m.changed > since
                and (text is None or text in m.text)
                and (where is None or where(m))
            )
            return min(fitting, key=lambda m: m.changed, default=None)

        what = f"a message with {text!r}" if text is not None else "a message"
        await self.wait_until(lambda: found() is not None, what, within=within, show=chat)
        message = found()
        assert message is not None
        return message

    async def wait_until(
        self,
        condition: Callable[[], bool],
        what: str = "the condition",
        *,
        within: float = 15,
        show: Place | None = None,
    ) -> None:
        """Wait until something holds; for what needs more than one message to be told."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await self.world.bell.heard(_LOOK_EVERY)
        except TimeoutError:
            raise TimeoutError(f"{what} did not come within {within} s\n{self._situation(show)}") from None

    async def answer_to(self, press: Press, within: float = 15) -> PressAnswer:
        """What the bot's answerCallbackQuery said to a press."""
        await self.wait_until(lambda: press.answer is not None, "the answer to a press", within=within)
        assert press.answer is not None
        return press.answer

    def _situation(self, place: Place | None) -> str:
        chats = self.world.chats.values() if place is None else (chat_of(self.world, place),)
        shown = (transcript(chat) for chat in chats if chat.messages)
        calls = (repr(call) for call in self.calls[-_LAST_CALLS:])
        return "\n".join((*shown, "--- last calls", *calls, *map(str, self.violations)))
