"""The messages of the terminal chat, as the Bot API tells of them."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from itertools import count
from typing import Any

from handlers.terminal_screen import Button
from handlers.terminal_text import plain_text

TERMINAL_CHAT = 1
_CHAT = {"id": TERMINAL_CHAT, "type": "private", "first_name": "You"}
_KEPT_MESSAGES = 1_000

Json = dict[str, Any]


class RefusalError(Exception):
    """The call is answered with an error, as Telegram would."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


def markup_of(call: Json) -> str:
    """The text of a call as HTML, whichever way it was sent."""
    text = str(call["text"])
    return text if call.get("parse_mode") == "HTML" else escape(text)


class Messages:
    """The bot's newest 1,000 messages, each with its HTML, and the count of all."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._shown: dict[int, tuple[Json, str]] = {}

    def new(self, sender: Json) -> Json:
        """A message that nothing is known of but who sends it, and when."""
        return {"message_id": next(self._numbers), "date": self._now(), "chat": _CHAT, "from": sender}

    def sent(self, sender: Json, call: Json) -> Json:
        """Keep the message of a sendMessage."""
        return self._keep(_filled(self.new(sender), call), markup_of(call))

    def edited(self, call: Json) -> Json:
        """Keep what an edit makes of a message; without a text only its buttons change.

        Raises RefusalError where there is no such message, or nothing changes.
        """
        before, markup = self._find(call)
        call = {"text": markup, "parse_mode": "HTML"} | call
        after = _filled({**before, "edit_date": self._now()}, call)
        if _content(before) == _content(after):
            raise RefusalError(400, "Bad Request: message is not modified")
        return self._keep(after, markup_of(call))

    def markup(self, message: Json) -> str:
        return self._shown[message["message_id"]][1]

    def newest_buttons(self) -> tuple[list[Button], Json]:
        """The buttons that a number presses, and the message they are under."""
        for message, _ in reversed(self._shown.values()):
            if buttons := [button for row in keyboard_of(message) for button in row]:
                return buttons, message
        return [], {}

    def _keep(self, message: Json, markup: str) -> Json:
        self._shown[message["message_id"]] = message, markup
        if len(self._shown) > _KEPT_MESSAGES:
            del self._shown[min(self._shown)]
        return message

    def _find(self, call: Json) -> tuple[Json, str]:
        shown = self._shown.get(int(call.get("message_id", 0)))
        if shown is None:
            raise RefusalError(400, "Bad Request: message to edit not found")
        return shown

    def _now(self) -> int:
        return int(self._clock().timestamp())


def keyboard_of(message: Json) -> list[list[Button]]:
    """Rows of buttons; none where there is no keyboard."""
    rows: list[list[Button]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _filled(envelope: Json, call: Json) -> Json:
    """The envelope with the call's text and buttons; without buttons there is no such field."""
    message = {**envelope, "text": plain_text(markup_of(call))}
    message.pop("reply_markup", None)
    keyboard = call.get("reply_markup")
    return {**message, "reply_markup": keyboard} if keyboard else message


def _content(message: Json) -> tuple[object, object]:
    """What an edit could change."""
    return message["text"], message.get("reply_markup")
