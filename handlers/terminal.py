"""The chat in a terminal, for when there is no bot token.

A python-telegram-bot request that answers the Bot API in this process: every handler, every
message and every button is the real one, and the person at the terminal is its only user.
"""

import asyncio
import json
import re
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from gettext import NullTranslations

from telegram.request import BaseRequest, RequestData

from handlers.locales import N_, load_translations
from handlers.terminal_lines import TypedLines
from handlers.terminal_messages import TERMINAL_CHAT, Json, Messages, RefusalError, keyboard_of
from handlers.terminal_screen import Screen
from readouts.domain.chat import Language

TERMINAL_BOT = "1000:terminal"  # stands where a token stands; it opens nothing
__all__ = ["OPENING", "TERMINAL_BOT", "TERMINAL_CHAT", "Terminal", "language_of_environment", "open_terminal"]

OPENING = ("/start", "/watch kind:meeting")

_BOT = {"id": 1000, "is_bot": True, "first_name": "Readout Watch", "username": "terminal_bot"}
_COMMAND = re.compile(r"/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?!\B|[/<>])")
_NUMBER = re.compile(r"[0-9]{1,3}")
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
_WELCOME = N_("Type as you would in Telegram. A number presses that button, /quit ends.")


class Terminal(BaseRequest):
    """The Bot API for one person at a terminal, who is user and chat TERMINAL_CHAT.

    `opening`: lines typed for a newcomer, visibly, before theirs; `opening_done` is set once they
    are handled. `closed` is set when the person leaves (/quit, end of input) and all they
    typed before is handled. A line is handed over when the one before it was handled, so that
    a pasted conversation runs as if it were typed; `handled` is to be called after each update.
    """

    def __init__(
        self,
        lines: TypedLines,
        screen: Screen,
        clock: Callable[[], datetime],
        translate: NullTranslations,
        language_code: str = "en",
        opening: Sequence[str] = (),
    ) -> None:
        self.closed = asyncio.Event()
        self.opening_done = asyncio.Event()
        self._lines = lines
        self._screen = screen
        self._translate = translate
        self._person = {
            "id": TERMINAL_CHAT,
            "is_bot": False,
            "first_name": "You",
            "language_code": language_code,
        }
        self._opening = deque(opening)
        self._is_free = asyncio.Event()
        self._unconfirmed: list[Json] = []
        self._last_update = 0
        self._messages = Messages(clock)
        self._is_open = False
        self._methods: dict[str, Callable[[Json], Awaitable[object]]] = {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "sendmessage": self._send_message,
            "editmessagetext": self._edit,
            "editmessagereplymarkup": self._edit,
            "answercallbackquery": self._answer_press,
            "sendchataction": self._agree,
            "setmycommands": self._agree,
            "deletewebhook": self._agree,
        }

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        if self._is_open:  # the library opens its two requests, and both are this one
            return
        self._is_open = True
        self._screen.note(self._translate.gettext(_WELCOME))
        self._lines.start()
        self._go_on()

    async def shutdown(self) -> None:
        self._screen.leave()

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the library passes all by name
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        """Answer one call of the Bot API; `url` ends with the name of the method."""
        call = self._methods.get(url.rsplit("/", 1)[-1].lower(), self._refuse)
        try:
            result = await call(request_data.parameters if request_data else {})
        except RefusalError as refusal:
            error = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
            return refusal.code, json.dumps(error).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    # What the bot asks and tells

    async def _get_me(self, _: Json) -> Json:
        return _BOT

    async def _agree(self, _: Json) -> bool:
        return True

    async def _refuse(self, _: Json) -> bool:
        raise RefusalError(404, "Not Found: method not found")

    async def _send_message(self, call: Json) -> Json:
        _check_chat(call)
        message = self._messages.sent(_BOT, call)
        self._show(message, "")
        return message

    async def _edit(self, call: Json) -> Json:
        _check_chat(call)
        message = self._messages.edited(call)
        self._show(message, self._translate.gettext("(changed)"))
        return message

    def _show(self, message: Json, heading: str) -> None:
        self._screen.message(self._messages.markup(message), keyboard_of(message), heading)

    async def _answer_press(self, call: Json) -> bool:
        if call.get("text"):
            self._screen.note(str(call["text"]))
        return True

    # What the person types

    async def _get_updates(self, call: Json) -> list[Json]:
        offset, patience = int(call.get("offset", 0)), float(call.get("timeout", 0))
        self._unconfirmed = [update for update in self._unconfirmed if update["update_id"] >= offset]
        if patience and not self._unconfirmed:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    self._unconfirmed.append(await self._next_update())
        return self._unconfirmed

    async def _next_update(self) -> Json:
        while True:
            await self._is_free.wait()
            update = self._update_from(await self._next_line())
            if update:
                self._last_update += 1
                self._is_free.clear()
                return {"update_id": self._last_update, **update}

    async def _next_line(self) -> str:
        if self._opening:
            line = self._opening.popleft()
            self._screen.typed(line, by_us=True)
            return line
        was_ahead = self._lines.is_ahead
        if not was_ahead:
            self._screen.prompt()
        line_or_end = None if self.closed.is_set() else await self._lines.next()
        if line_or_end is None or line_or_end.lower() in ("/quit", "/exit"):
            self.closed.set()
            await asyncio.Event().wait()  # until whoever waits for `closed` stops asking
        self._screen.typed(str(line_or_end), by_us=was_ahead)
        return str(line_or_end)

    def _update_from(self, line: str) -> Json | None:
        buttons, message = self._messages.newest_buttons()
        if not (buttons and _NUMBER.fullmatch(line)):
            return {"message": self._typed_message(line)}
        if not 1 <= int(line) <= len(buttons):
            sentence = self._translate.gettext("There is no button {number}; the newest are 1 to {last}.")
            self._screen.note(sentence.format(number=line, last=len(buttons)))
            return None
        button = buttons[int(line) - 1]
        if "callback_data" not in button:
            self._screen.note(button.get("url", ""))
            return None
        return {"callback_query": self._press(button["callback_data"], message)}

    def _typed_message(self, line: str) -> Json:
        message = {**self._messages.new(self._person), "text": line}
        if command := _COMMAND.match(line):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return message

    def _press(self, data: str, message: Json) -> Json:
        return {
            "id": str(self._last_update + 1),
            "from": self._person,
            "chat_instance": "terminal",
            "message": message,
            "data": data,
        }

    async def handled(self, *_: object) -> None:
        """Whatever was to be said to the last line is said, be it nothing."""
        self._go_on()

    def _go_on(self) -> None:
        self._is_free.set()
        if not self._opening:
            self.opening_done.set()


def _check_chat(call: Json) -> None:
    # A refusal for good would make the archive forget subscribers of a real bot.
    if str(call.get("chat_id")) != str(TERMINAL_CHAT):
        raise RefusalError(500, "Internal Server Error: the terminal holds one chat only")


def open_terminal(language: Language, is_first_start: bool, clock: Callable[[], datetime]) -> Terminal:
    """The chat on this process's own terminal; a newcomer is shown how to begin."""
    return Terminal(
        TypedLines(sys.stdin.fileno()),
        Screen(sys.stdout, echoes_input=sys.stdin.isatty()),
        clock,
        load_translations()[language],
        language,
        OPENING if is_first_start else (),
    )


def language_of_environment(languages: Sequence[Language], environment: Mapping[str, str]) -> Language:
    """The language of the person's system if it is one of `languages`, else the first of these."""
    named = next(filter(None, map(environment.get, _LOCALE_VARIABLES)), "")
    system = next((each for each in languages if named.lower().startswith(each)), None)
    return system or languages[0]
