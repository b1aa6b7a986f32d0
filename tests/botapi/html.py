"""The HTML parse mode: markup in, plain text and entities out, with the server's own complaints."""

import re
from dataclasses import dataclass

from tests.botapi.entity import Entity, utf16_length
from tests.botapi.html_tags import (
    EntityError,
    StartTag,
    character_reference,
    name_end,
    skip_blank,
    start_tag,
)
from tests.botapi.links import LinkError, checked_link, mentioned_user

_SPECIAL = re.compile(rb"[<&]")
_LONGEST_LINK = 2048
_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}


@dataclass(frozen=True, slots=True)
class Markup:
    """`lost`: what the server dropped without saying so (a link it cannot use), in plain words."""

    text: str
    entities: tuple[Entity, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    tag: StartTag
    offset: int
    begin: int


def parse_html(source: str) -> Markup:
    """Port of the server's parse_html. Offsets in errors are bytes of the source, offsets of entities UTF-16
    units of the text. Raises EntityError."""
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.raw = source.encode("utf-8") + b"\0"
        self.position = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.lost: list[str] = []

    def run(self) -> Markup:
        while (found := _SPECIAL.search(self.raw, self.position)) is not None:
            self.add(self.raw[self.position : found.start()].decode("utf-8"))
            self.position = found.start()
            self.special(found[0])
        self.add(self.raw[self.position : -1].decode("utf-8"))
        if self.open:
            name = self.open[-1].tag.name
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{name}"')
        return Markup(self.whole_text(), _without_languages(self.entities), tuple(self.lost))

    def special(self, found: bytes) -> None:
        if found == b"&":
            self.reference()
        elif self.raw[self.position + 1 : self.position + 2] == b"/":
            self.close()
        else:
            tag = start_tag(self.raw, self.position)
            self.open.append(_Open(tag, self.offset, len(self.text)))
            self.position = tag.end

    def add(self, text: str) -> None:
        if text:
            self.text.append(text)
            self.offset += utf16_length(text)

    def reference(self) -> None:
        reference = character_reference(self.raw, self.position)
        character, self.position = reference or ("&", self.position + 1)
        self.add(character)

    def whole_text(self) -> str:
        text = "".join(self.text)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise EntityError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from None
        return text

    def close(self) -> None:
        begin = self.position
        if not self.open:
            raise EntityError(f"Unexpected end tag at byte offset {begin}")
        end = name_end(self.raw, begin + 2)
        found = self.raw[begin + 2 : end].decode("utf-8", "replace").lower()
        end = skip_blank(self.raw, end)
        if self.raw[end : end + 1] != b">":
            raise EntityError(f"Unclosed end tag at byte offset {begin}")
        last = self.open.pop()
        if found and found != last.tag.name:
            raise EntityError(
                f'Unmatched end tag at byte offset {begin}, expected "</{last.tag.name}>", found "</{found}>"'
            )
        self.position = end + 1
        if self.offset > last.offset:
            self.entity(last)

    def entity(self, opened: _Open) -> None:
        tag, offset, length = opened.tag, opened.offset, self.offset - opened.offset
        if tag.name in _SIMPLE:
            self.entities.append(Entity(_SIMPLE[tag.name], offset, length))
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self.entities.append(Entity(kind, offset, length))
        elif tag.name in ("pre", "code"):
            self.verbatim(Entity(tag.name, offset, length, tag.argument))
        elif tag.name == "a":
            self.link(tag.argument or self.words(opened), offset, length)
        else:
            self.numbered(tag, offset, length)

    def words(self, opened: _Open) -> str:
        # No link is that long, and nested anchors would otherwise copy the text again and again.
        parts = self.text[opened.begin :] if self.offset - opened.offset <= _LONGEST_LINK else []
        return "".join(parts)

    def verbatim(self, entity: Entity) -> None:
        # <pre><code class="language-x"> is one entity, whichever of the two is outside.
        inner = self.entities[-1] if self.entities else None
        same = inner is not None and (inner.offset, inner.length) == (entity.offset, entity.length)
        if inner is not None and same and {inner.type, entity.type} == {"pre", "code"}:
            language = inner.argument or entity.argument
            if language:
                self.entities[-1] = Entity("pre", entity.offset, entity.length, language)
                return
        self.entities.append(entity)

    def link(self, url: str, offset: int, length: int) -> None:
        user = mentioned_user(url)
        if user is not None:
            self.entities.append(Entity("text_mention", offset, length, str(user)))
            return
        try:
            self.entities.append(Entity("text_link", offset, length, checked_link(url)))
        except LinkError as error:
            self.lost.append(f"the link {url!r}: {error}")

    def numbered(self, tag: StartTag, offset: int, length: int) -> None:
        kind = "custom_emoji" if tag.name == "tg-emoji" else "date_time"
        if not (tag.argument.isascii() and tag.argument.isdigit()):
            self.lost.append(f"the {tag.name} with {tag.argument!r}: a number is needed")
            return
        self.entities.append(Entity(kind, offset, length, tag.argument, tag.form))


def _without_languages(entities: list[Entity]) -> tuple[Entity, ...]:
    """A language only counts inside pre; a lone code loses it."""
    return tuple(Entity("code", e.offset, e.length) if e.type == "code" else e for e in entities)
