"""A bot message as lines of terminal text."""

import re
from html import unescape
from typing import TextIO

_ANSI = {"b": "\033[1m", "i": "\033[3m", "u": "\033[4m", "s": "\033[9m"}
_RESET = "\033[0m"
# Possessive, so that broken markup costs no second look. The library's parser takes cubic time there.
_TAG = re.compile(r"<(/?)([a-z]++)([^<>]*+)>")
_HREF = re.compile(r'href="([^"]*+)"')
# An article's title must not be able to move the cursor, colour the screen or turn the text around.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at `stream`, so that bold and prompts make sense."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def safe(text: str) -> str:
    """`text` without characters that would steer the terminal."""
    return _UNSAFE.sub("", text)


def terminal_text(markup: str, styled: bool) -> str:
    """Telegram's HTML as text: links as `text <url>`, quotations behind a bar, bold if `styled`."""
    return _read(markup, _Writer(styled, links=True))


def plain_text(markup: str) -> str:
    """Only the words of Telegram's HTML, as Telegram keeps a message's text."""
    return _read(markup, _Writer(styled=False, links=False)).strip()


def _read(markup: str, writer: "_Writer") -> str:
    end = 0
    for tag in _TAG.finditer(markup):
        writer.words(markup[end : tag.start()])
        if tag[1]:
            writer.close(tag[2])
        else:
            writer.open(tag[2], tag[3])
        end = tag.end()
    writer.words(markup[end:])
    return "".join(writer.pieces)


class _Writer:
    """Puts pieces of text together while tags open and close."""

    def __init__(self, styled: bool, links: bool) -> None:
        self.pieces: list[str] = []
        self._styled = styled
        self._links = links
        self._open: list[str] = []
        self._link: tuple[str, int] | None = None
        self._is_quoted = False

    def open(self, tag: str, attributes: str) -> None:
        href = _HREF.search(attributes)
        if tag == "a" and href and self._links:
            self._link = unescape(href[1]), len(self.pieces)
        elif tag == "blockquote":
            self._is_quoted = self._links
        elif self._styled and tag in _ANSI:
            self._open.append(_ANSI[tag])
            self.pieces.append(_ANSI[tag])

    def close(self, tag: str) -> None:
        if tag == "a" and self._link:
            self._end_link(*self._link)
        elif tag == "blockquote":
            self._is_quoted = False
        elif self._open and tag in _ANSI:
            self._open.pop()
            self.pieces.append(_RESET + "".join(self._open))

    def _end_link(self, url: str, start: int) -> None:
        if "".join(self.pieces[start:]) != url:
            self.pieces.append(f" <{safe(url)}>")
        self._link = None

    def words(self, text: str) -> None:
        shown = safe(unescape(text))
        if self._is_quoted and shown:
            begins_line = not self.pieces or self.pieces[-1].endswith("\n")
            shown = ("| " if begins_line else "") + shown.replace("\n", "\n| ")
        self.pieces.append(shown)
