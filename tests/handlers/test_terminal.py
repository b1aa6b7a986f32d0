"""The chat in a terminal: the same handlers, with a person at a keyboard in Telegram's place."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError

from handlers.application import ALLOWED_UPDATES, App, build_application
from handlers.context import Desk
from handlers.locales import load_translations
from handlers.terminal import OPENING, TERMINAL_BOT, TERMINAL_CHAT, Terminal, language_of_environment
from handlers.terminal_lines import TypedLines
from handlers.terminal_screen import Screen
from handlers.terminal_text import terminal_text
from readouts.archive.database import Archive
from readouts.delivery.message import compose
from readouts.delivery.styling import bold, link
from readouts.domain.chat import Language
from tests.handlers.stage import NOW, make_desk, report


class Session:
    """A terminal whose keyboard is a pipe and whose screen is a string."""

    def __init__(
        self, desk: Desk, opening: Sequence[str], language: str = "en", echoes_input: bool = False
    ) -> None:
        keyboard, self._typing = os.pipe()
        self._keyboard = keyboard
        self._screen = io.StringIO()
        self.terminal = Terminal(
            TypedLines(keyboard),
            Screen(self._screen, echoes_input),
            lambda: NOW,
            load_translations()[desk.language(language)],
            language,
            opening,
        )
        self.app: App = build_application(desk, TERMINAL_BOT, None, self.terminal)

    def type(self, typed: str | bytes) -> None:
        os.write(self._typing, typed if isinstance(typed, bytes) else typed.encode())

    def end(self) -> None:
        """Ctrl-D."""
        os.close(self._typing)
        self._typing = -1

    @property
    def shown(self) -> str:
        return self._screen.getvalue()

    async def until(self, words: str) -> str:
        """Wait until these words are on the screen."""
        async with asyncio.timeout(5):
            while words not in self.shown:  # noqa: ASYNC110 - a string tells nobody of changes
                await asyncio.sleep(0.01)
        return self.shown

    def close(self) -> None:
        if self._typing >= 0:
            self.end()


@asynccontextmanager
async def sitting(
    archive: Archive, opening: Sequence[str] = (), language: str = "en", echoes_input: bool = False
) -> AsyncIterator[Session]:
    session = Session(make_desk(archive, frozenset({TERMINAL_CHAT})), opening, language, echoes_input)
    async with session.app as app:
        assert app.updater
        assert app.post_init
        await app.post_init(app)
        await app.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
        await app.start()
        try:
            yield session
        finally:
            session.close()
            await app.updater.stop()
            await app.stop()


async def conversation(archive: Archive, typed: str | bytes, opening: Sequence[str] = ()) -> str:
    """All that is on the screen after typing this and Ctrl-D."""
    async with sitting(archive, opening) as session:
        session.type(typed)
        session.end()
        async with asyncio.timeout(20):
            await session.terminal.closed.wait()
    return session.shown


async def test_the_opening_is_typed_visibly_and_answered_before_anything_else(archive: Archive) -> None:
    await report(archive)
    async with sitting(archive, OPENING) as session:
        async with asyncio.timeout(5):
            await session.terminal.opening_done.wait()
        order = [
            session.shown.index(words)
            for words in ("> /start", "tells you when", "> /watch kind:meeting", "Watch 1:")
        ]
        assert order == sorted(order)


async def test_without_an_opening_it_is_done_at_once(archive: Archive) -> None:
    async with sitting(archive) as session:
        assert session.terminal.opening_done.is_set()
        assert "> /" not in session.shown


async def test_a_pasted_conversation_runs_as_if_it_were_typed(archive: Archive) -> None:
    """Each line waits for the answer to the one before it; so a number means the buttons just shown."""
    await report(archive)
    shown = await conversation(archive, "/watchlists\n2\n/watches\n1\n/latest\n1\n/quit\nnever read\n")
    order = [
        "> /watchlists", "[2] Watch: Anhui", "> 2", "Watch 1: region:anhui",
        "> /watches", "1 watch", "> 1", "(Watch 1 is removed.)", "(changed)", "Nothing is watched here",
        "> /latest", "Latest meetings", "> 1", "Committee:",
    ]  # fmt: skip
    place = 0
    for words in order:
        place = shown.find(words, place)
        assert place >= 0, words
    assert "never read" not in shown


async def test_pasted_lines_stand_above_their_answers_though_the_terminal_showed_them_already(
    archive: Archive,
) -> None:
    """A terminal shows a paste at once; each line is shown again where it is answered."""
    async with sitting(archive, echoes_input=True) as session:
        session.type("/latest\n/nosuch\n")
        await session.until("I do not know")
    assert (
        session.shown.index("No meeting") < session.shown.index("> /nosuch") < session.shown.index("I do not")
    )


async def test_a_line_without_an_answer_holds_up_nothing(archive: Archive) -> None:
    """Nothing is said to a command for another bot; the lines after it are answered all the same."""
    async with sitting(archive) as session, asyncio.timeout(1):
        session.type("/start@otherbot\n/latest\n")
        await session.until("No meeting has been reported yet.")


@pytest.mark.parametrize(
    ("languages", "environment", "language"),
    [
        (("en", "zh"), {"LANG": "zh_CN.UTF-8"}, "zh"),
        (("en", "zh"), {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        (("en", "zh"), {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (("en", "zh"), {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        (("en",), {"LANG": "zh_CN.UTF-8"}, "en"),
        (("zh", "en"), {"LANG": "C.UTF-8"}, "zh"),
        (("zh", "en"), {"LANG": "de_DE.UTF-8"}, "zh"),
        (("zh", "en"), {}, "zh"),
    ],
)
def test_the_terminal_speaks_the_language_of_the_system(
    languages: tuple[Language, ...], environment: dict[str, str], language: Language
) -> None:
    """The first of LC_ALL, LC_MESSAGES and LANG that is set counts, as for every program."""
    assert language_of_environment(languages, environment) == language


async def test_what_was_typed_before_the_end_is_answered(archive: Archive) -> None:
    shown = await conversation(archive, "/help\n/latest")
    assert "No meeting has been reported yet." in shown


async def test_a_number_without_such_a_button_is_explained(archive: Archive) -> None:
    shown = await conversation(archive, "7\n/watchlists\n7\n0\n")
    assert "Nothing found for 7" in shown
    assert "There is no button 7; the newest are 1 to 4." in shown
    assert "There is no button 0" in shown


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(b"\xff\xfe\x00\xc3\x28\n", id="no UTF-8"),
        pytest.param(b"a" * 300_000 + b"\n", id="a long line"),
        pytest.param("安全".encode() * 50_000 + b"\n", id="a long line of Chinese"),
        pytest.param(b"\n\n   \n\t\n", id="empty lines"),
        pytest.param(b"\x1b[2J\x1b[31m\n", id="escape sequences"),
        pytest.param(b"/watch \x00\r\n", id="NUL"),
    ],
)
async def test_nothing_that_is_typed_breaks_the_chat(archive: Archive, typed: bytes) -> None:
    shown = await conversation(archive, typed + b"/latest\n")
    assert "No meeting has been reported yet." in shown
    assert "Something went wrong" not in shown
    assert "\x1b" not in shown


async def test_the_person_is_an_admin(archive: Archive) -> None:
    shown = await conversation(archive, "/addsource https://news.test/feed\n/pausesource\n1\n")
    assert "Added news.test." in shown
    assert "(news.test is paused." in shown


async def test_messages_arrive_while_nobody_types(archive: Archive) -> None:
    """An alert is shown as it comes, its links written out."""
    message = compose([bold("Anhui"), link("https://news.test/1", "Xinhua")])
    async with sitting(archive) as session:
        await session.app.bot.send_message(TERMINAL_CHAT, message.html, parse_mode="HTML")
        assert "  Anhui\n  Xinhua <https://news.test/1>\n" in session.shown


async def test_an_edit_is_shown_as_an_edit(archive: Archive) -> None:
    async with sitting(archive) as session:
        bot = session.app.bot
        sent = await bot.send_message(TERMINAL_CHAT, "one source")
        await bot.edit_message_text("two sources", TERMINAL_CHAT, sent.message_id)
        assert session.shown.endswith("  (changed)\n  two sources\n\n")


async def test_the_api_refuses_as_telegram_does(archive: Archive) -> None:
    async with sitting(archive) as session:
        bot = session.app.bot
        sent = await bot.send_message(TERMINAL_CHAT, "same")
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_text("same", TERMINAL_CHAT, sent.message_id)
        with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
            await bot.edit_message_text("same", TERMINAL_CHAT, 999)
        with pytest.raises(InvalidToken, match=r"(?i)method not found"):
            await bot.get_user_profile_photos(1)


async def test_subscribers_of_a_real_bot_are_not_given_up_in_a_terminal(archive: Archive) -> None:
    """Another chat is out of reach for now, not gone: a live bot's archive can be looked at without harm."""
    async with sitting(archive) as session:
        with pytest.raises(NetworkError, match="one chat only") as refusal:
            await session.app.bot.send_message(5_000, "alert")
        assert not isinstance(refusal.value, BadRequest)


async def test_an_article_cannot_steer_the_terminal(archive: Archive) -> None:
    async with sitting(archive) as session:
        await session.app.bot.send_message(TERMINAL_CHAT, "a\x1b[2Jb\x9bc\u202ed", parse_mode="HTML")
        assert "  a[2Jbcd\n" in session.shown


async def test_the_terminal_speaks_chinese(archive: Archive) -> None:
    async with sitting(archive, OPENING[:1], "zh_CN") as session:
        await session.until("国家安全")


def test_a_screen_that_shows_no_chinese_shows_question_marks() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    Screen(stream, echoes_input=True).message("安徽 <b>Anhui</b>", ())
    assert raw.getvalue() == b"  ?? Anhui\n\n"


class Console(io.StringIO):
    """A screen that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_bold_and_a_prompt_are_for_people_only() -> None:
    console, file = Console(), io.StringIO()
    for stream in (console, file):
        screen = Screen(stream, echoes_input=True)
        screen.prompt()
        screen.message(
            "<b>Anhui <i>met</i></b>",
            [[{"text": "Open", "callback_data": "x"}, {"text": "Read", "url": "https://a.test"}]],
        )
    assert file.getvalue() == "  Anhui met\n  [1] Open   [2] Read <https://a.test>\n\n"
    assert console.getvalue() == (
        "> \r\033[K  \033[1mAnhui \033[3mmet\033[0m\033[1m\033[0m\n"
        "  [1] Open   [2] Read <https://a.test>\n\n> "
    )


def test_whoever_leaves_gets_the_line_back() -> None:
    console = Console()
    screen = Screen(console, echoes_input=True)
    screen.prompt()
    screen.leave()
    screen.leave()
    assert console.getvalue() == "> \n"


def test_a_quotation_stands_behind_a_bar() -> None:
    assert terminal_text("a\n<blockquote>b &lt;c\nd</blockquote>\ne", styled=True) == "a\n| b <c\n| d\ne"


def test_a_link_that_is_its_own_text_is_written_once() -> None:
    assert terminal_text(
        '<a href="https://a.test/?x=1&amp;y=2">https://a.test/?x=1&amp;y=2</a>', styled=False
    ) == ("https://a.test/?x=1&y=2")
