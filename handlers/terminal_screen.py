"""What the person at the terminal sees: messages, numbered buttons, a prompt."""

from collections.abc import Sequence
from typing import TextIO

from handlers.terminal_text import is_terminal, safe, terminal_text

_PROMPT = "> "
_ERASE_LINE = "\r\033[K"

Button = dict[str, str]
Keyboard = Sequence[Sequence[Button]]


class Screen:
    """Writes to one text stream. Bold, italic and a prompt only where a person looks at it."""

    def __init__(self, stream: TextIO, echoes_input: bool) -> None:
        """`echoes_input`: the terminal itself shows what is typed, so we must not repeat it."""
        self._stream = stream
        self._styled = is_terminal(stream)
        self._echoes_input = echoes_input
        self._prompting = False

    def message(self, markup: str, keyboard: Keyboard, heading: str = "") -> None:
        """Show a bot message; `markup` is Telegram's HTML."""
        lines = [heading] if heading else []
        lines += terminal_text(markup, self._styled).split("\n")
        lines += _numbered(keyboard)
        self._write("".join(f"  {line}".rstrip() + "\n" for line in lines) + "\n")

    def note(self, text: str) -> None:
        """Say something that is no message of the bot."""
        self._write(f"  ({safe(text)})\n\n")

    def typed(self, line: str, by_us: bool = False) -> None:
        """Show what was typed, where the terminal has not done so."""
        if by_us or not self._echoes_input:
            self._write(f"{_PROMPT}{line}\n")
        self._prompting = False

    def prompt(self) -> None:
        """Show that something can be typed now."""
        if self._styled and not self._prompting:
            self._print(_PROMPT)
            self._prompting = True

    def leave(self) -> None:
        """Give the line back to whatever is shown next."""
        if self._prompting:
            self._print("\n")
            self._prompting = False

    def _write(self, text: str) -> None:
        erase = _ERASE_LINE if self._prompting else ""
        self._print(erase + text + (_PROMPT if self._prompting else ""))

    def _print(self, text: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))
        self._stream.flush()


def _numbered(keyboard: Keyboard) -> list[str]:
    """One line a row: `[1] Watch all regions   [2] ...`."""
    lines, number = [], 0
    for row in keyboard:
        labels = []
        for button in row:
            number += 1
            url = f" <{safe(button['url'])}>" if "url" in button else ""
            labels.append(f"[{number}] {safe(button['text'])}{url}")
        lines.append("   ".join(labels))
    return lines
