"""Text and entities back to HTML, for tests that look at formatting."""

from collections.abc import Iterable, Iterator
from html import escape

from tests.botapi.entity import Entity

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "custom_emoji": "tg-emoji",
    "date_time": "tg-time",
}


def as_html(text: str, entities: Iterable[Entity]) -> str:
    """The text with its formatting as tags (detected links and commands are left plain)."""
    units = text.encode("utf-16-le")
    parts: list[str] = []
    position = 0
    for offset, tag in _tags([e for e in entities if e.type in _TAGS]):
        parts += [_escaped(units[2 * position : 2 * offset]), tag]
        position = offset
    return "".join(parts) + _escaped(units[2 * position :])


def _escaped(units: bytes) -> str:
    return escape(units.decode("utf-16-le"), quote=False)


def _tags(marks: list[Entity]) -> Iterator[tuple[int, str]]:
    """Tags with their places; the entities nest, so a stack closes them in order."""
    around: list[Entity] = []
    for mark in sorted(marks, key=lambda e: e.order):
        while around and around[-1].end <= mark.offset:
            closed = around.pop()
            yield closed.end, f"</{_TAGS[closed.type]}>"
        around.append(mark)
        yield mark.offset, _start(mark)
    for closed in reversed(around):
        yield closed.end, f"</{_TAGS[closed.type]}>"


def _start(mark: Entity) -> str:
    if mark.type == "text_link":
        return f'<a href="{escape(mark.argument)}">'
    return "<blockquote expandable>" if mark.type == "expandable_blockquote" else f"<{_TAGS[mark.type]}>"
