"""Styled text: plain words with tags beside them, so that cutting never touches a tag.

Everything is kept as plain text until the very end; escaping happens once, in `as_html`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import TypeAlias

from readouts.domain.links import host_of

_LINK_LENGTH = 1_024
# Telegram drops the 101st entity and refuses a message whose entities take more than about 9,500 bytes.
_ENTITIES = 100
_LINK_BYTES = 6_000
# What Telegram itself turns into spaces or removes, and half surrogates, which cannot be sent at all.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Style:
    """One tag around some words; `href` only for "a"."""

    tag: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share the same tags, outermost first."""

    text: str
    styles: tuple[Style, ...] = ()


Text: TypeAlias = tuple[Run, ...]
Part: TypeAlias = str | Text


def clean(text: str) -> str:
    """Replace what a chat cannot show by spaces, character for character."""
    return _UNSEEN.sub(" ", text)


def styled(*parts: Part) -> Text:
    """Join plain words and styled text."""
    runs: list[Run] = []
    for part in parts:
        runs += [Run(clean(part))] if isinstance(part, str) else part
    return tuple(run for run in runs if run.text)


def bold(*parts: Part) -> Text:
    return _wrap(Style("b"), parts)


def italic(*parts: Part) -> Text:
    return _wrap(Style("i"), parts)


def code(*parts: Part) -> Text:
    return _wrap(Style("code"), parts)


def quote(*parts: Part) -> Text:
    """A block quotation. Quotations cannot nest."""
    return _wrap(Style("blockquote"), parts)


def link(url: str, *parts: Part) -> Text:
    """A link, where `url` is one that can be followed from a chat; else only its words."""
    return _wrap(Style("a", url), parts) if is_web_address(url) else styled(*parts)


def is_web_address(url: str) -> bool:
    """Whether a chat may link to it: http or https, a host, no name or password in it, not overlong."""
    if len(url) > _LINK_LENGTH or _UNSEEN.search(url) or any(c.isspace() for c in url):
        return False
    return bool(host_of(url))


def fill(template: str, **values: Part | int) -> Text:
    """A translated sentence with its named places ("{name}") filled; nothing in a value is read as markup."""
    parts: list[Part] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            value = values[name]
            parts.append(str(value) if isinstance(value, int) else value)
    return styled(*parts)


def join(separator: Part, parts: Iterable[Part]) -> Text:
    """Styled `str.join`; empty parts are left out."""
    joined: list[Part] = []
    for part in parts:
        if part:
            joined += [separator, part] if joined else [part]
    return styled(*joined)


def units(text: Part) -> int:
    """The length as Telegram's entities count it: UTF-16 code units."""
    runs = (text,) if isinstance(text, str) else (run.text for run in text)
    return sum(len(run.encode("utf-16-le", "surrogatepass")) // 2 for run in runs)


def cut(text: Part, limit: int) -> Text:
    """At most `limit` UTF-16 units; what is left out is shown by an ellipsis."""
    whole = styled(text)
    if units(whole) <= limit:
        return whole
    kept: list[Run] = []
    room = limit - 1
    for run in whole:
        size = units(run.text)
        if size > room:
            kept.append(Run(f"{_head(run.text, room)}…", run.styles))
            break
        kept.append(run)
        room -= size
    return tuple(kept)


def short(text: str, limit: int) -> Text:
    """Words from outside as one line of at most `limit` units, whatever their size."""
    return cut(" ".join(clean(text.lstrip()[: 4 * limit]).split()), limit)


def as_html(text: Text) -> str:
    """The text in Telegram's HTML: every tag closed in order, every character escaped."""
    pieces: list[str] = []
    open_styles: tuple[Style, ...] = ()
    for run in (*_affordable(text), Run("")):
        shared = _shared(open_styles, run.styles)
        pieces += (f"</{style.tag}>" for style in reversed(open_styles[shared:]))
        pieces += map(_opening, run.styles[shared:])
        pieces.append(escape(run.text, quote=False))
        open_styles = run.styles
    return "".join(pieces)


def _wrap(style: Style, parts: tuple[Part, ...]) -> Text:
    return tuple(Run(run.text, (style, *run.styles)) for run in styled(*parts))


def _head(text: str, room: int) -> str:
    """The first `room` units, back to the last space if that is near, never half a character."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * max(room, 0)].decode("utf-16-le", "ignore")
    space = head.rfind(" ", max(0, len(head) - 20))
    return (head[:space] if space > 0 else head).rstrip(" \u200d,;:，、；：")


def _opening(style: Style) -> str:
    return f'<a href="{escape(style.href)}">' if style.tag == "a" else f"<{style.tag}>"


def _shared(left: tuple[Style, ...], right: tuple[Style, ...]) -> int:
    """How many of the outermost tags are the same."""
    for i, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return i
    return min(len(left), len(right))


def _affordable(text: Text) -> Iterator[Run]:
    """The same words, without tags from where there are more of them than one message may hold."""
    entities = link_bytes = 0
    for run in text:
        entities += len(run.styles)
        link_bytes += sum(len(escape(style.href).encode()) for style in run.styles)
        fits = entities <= _ENTITIES and link_bytes <= _LINK_BYTES
        yield run if fits else Run(run.text)
