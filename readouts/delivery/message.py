"""A chat message as it will be sent: Telegram's HTML and the buttons under it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from readouts.delivery.styling import Part, Text, as_html, cut, join, styled, units

# Telegram takes 4,096 characters after parsing; counting UTF-16 units is never less than characters.
BUDGET = 4_000
_CALLBACK_BYTES = 64
_BUTTON_UNITS = 60
_TAG = re.compile(r'<(?P<closes>/?)(?P<name>[a-z]++)(?: href="(?P<address>[^"<>]*+)")?[^<>]*+>')


@dataclass(frozen=True, slots=True)
class Button:
    """One button: `callback` comes back to the bot (1 to 64 bytes), or `url` is opened; never both.

    Raises ValueError where Telegram would refuse it.
    """

    text: str
    callback: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a button needs words")
        if (self.callback is None) == (self.url is None):
            raise ValueError("a button has one action")
        if self.callback is not None and not 1 <= len(self.callback.encode()) <= _CALLBACK_BYTES:
            raise ValueError(f"callback data takes 1 to {_CALLBACK_BYTES} bytes: {self.callback!r}")


@dataclass(frozen=True, slots=True)
class Message:
    """What to send: HTML as Telegram reads it, and rows of buttons."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def compose(lines: Iterable[Part], buttons: Sequence[Sequence[Button]] = ()) -> Message:
    """A message of some lines (empty ones are left out), cut to what Telegram takes."""
    rows = tuple(tuple(row) for row in buttons if row)
    return Message(as_html(cut(join("\n", lines), BUDGET)), rows)


def callback_button(words: Part, callback: str) -> Button:
    """A button whose words may come from outside: without tags, and cut."""
    text = "".join(run.text for run in cut(words, _BUTTON_UNITS)).replace("\n", " ")
    return Button(text.strip() or "…", callback=callback)


def as_many_as_fit(entries: Sequence[Text], room: int, more: Callable[[int], Text]) -> list[Text]:
    """The first entries that take at most `room` UTF-16 units, and how many are left out."""
    fitting: list[Text] = []
    for place, entry in enumerate(entries):
        room -= units(entry) + 1
        if room < 0:
            return [*fitting, more(len(entries) - place)]
        fitting.append(entry)
    return fitting


def plain_text(message: Message) -> str:
    """The message without any markup, links written out; for when Telegram refuses the markup."""
    pieces, end, address = [], 0, ""
    for tag in _TAG.finditer(message.html):
        pieces.append(unescape(message.html[end : tag.start()]))
        end = tag.end()
        if tag["closes"] and tag["name"] == "a" and address:
            pieces.append(f" ({address})")
        if tag["name"] == "a":
            address = unescape(tag["address"] or "")
    pieces.append(unescape(message.html[end:]))
    return "".join(run.text for run in cut(styled("".join(pieces)), BUDGET))
