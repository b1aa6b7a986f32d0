"""Reading one HTML start tag and one character reference, byte by byte, as the server does."""

import re
from dataclasses import dataclass

TAGS = frozenset(
    "a b strong i em u ins s strike del span tg-spoiler tg-emoji tg-time pre code blockquote".split()
)
SPACE = b" \t\r\n\v\0"

_NAME_END = re.compile(rb"[ \t\r\n\v\0>]")
_ATTRIBUTE_END = re.compile(rb"[ \t\r\n\v\0=>/\"']")
_TOKEN = re.compile(rb"[A-Za-z0-9.\-]*")
_BLANK = re.compile(rb"[ \t\r\n\v]*")
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{0,10})|#([0-9]{0,10})|(lt|gt|amp|quot)(?![A-Za-z]))")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}


class EntityError(ValueError):
    """Markup the server refuses; the text is what follows "can't parse entities: "."""


@dataclass(frozen=True, slots=True)
class StartTag:
    """`argument`: href, language, emoji id, Unix time or "1" for expandable; `form`: a tg-time's format.
    `end` is the position after the closing bracket."""

    name: str
    argument: str
    form: str
    end: int


def character_reference(raw: bytes, position: int) -> tuple[str, int] | None:
    """The character at `&` and the position after it; None where the server leaves the text alone."""
    match = _REFERENCE.match(raw, position)
    if match is None:
        return None
    character = _NAMED[match[3]] if match[3] else _numbered(match)
    if character is None:
        return None
    return character, match.end() + (raw[match.end() : match.end() + 1] == b";")


def _numbered(match: re.Match[bytes]) -> str | None:
    digits, base = (match[1], 16) if match[1] is not None else (match[2], 10)
    number = int(digits, base) if digits else 0
    return chr(number) if 0 < number < 0x10FFFF and len(match[0]) < 10 else None


def name_end(raw: bytes, position: int) -> int:
    """Where a tag's name stops: at a space, a closing bracket or the end."""
    match = _NAME_END.search(raw, position)
    return match.start() if match else len(raw)


def skip_blank(raw: bytes, position: int) -> int:
    """The next position that holds no space."""
    match = _BLANK.match(raw, position)
    return match.end() if match else position


def start_tag(raw: bytes, begin: int) -> StartTag:
    """Read `<name attribute="value" ...>`; `raw` ends with a NUL, as the server's strings do."""
    position = name_end(raw, begin + 1)
    if raw[position] == 0:
        raise EntityError(f"Unclosed start tag at byte offset {begin}")
    name = raw[begin + 1 : position].decode("utf-8", "replace").lower()
    if name not in TAGS:
        raise EntityError(f'Unsupported start tag "{name}" at byte offset {begin}')
    attributes: dict[str, str] = {}
    while (position := skip_blank(raw, position)) < len(raw) and raw[position : position + 1] != b">":
        key, value, position = _attribute(raw, position, name, begin)
        attributes[key] = value
    return _tag(name, attributes, position + 1, begin)


def _attribute(raw: bytes, position: int, tag: str, begin: int) -> tuple[str, str, int]:
    match = _ATTRIBUTE_END.search(raw, position)
    end = match.start() if match else len(raw) - 1
    name = raw[position:end].decode("utf-8", "replace").lower()
    if not name:
        raise EntityError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    position = skip_blank(raw, end)
    if raw[position : position + 1] != b"=":
        if raw[position] == 0:
            raise EntityError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return name, "", position
    value, position = _value(raw, skip_blank(raw, position + 1), tag, begin)
    if raw[position] == 0:
        raise EntityError(f"Unclosed start tag at byte offset {begin}")
    return name, value, position


def _value(raw: bytes, position: int, tag: str, begin: int) -> tuple[str, int]:
    if raw[position] == 0:
        raise EntityError(f'Unclosed start tag "{tag}" at byte offset {begin}')
    quote = raw[position : position + 1]
    if quote in (b"'", b'"'):
        return _quoted(raw, position + 1, quote)
    match = _TOKEN.match(raw, position)
    end = match.end() if match else position
    if raw[end : end + 1] not in (b">", *(SPACE[i : i + 1] for i in range(len(SPACE)))):
        raise EntityError(f"Unexpected end of name token at byte offset {position}")
    return raw[position:end].decode().lower(), end


def _quoted(raw: bytes, position: int, quote: bytes) -> tuple[str, int]:
    stop = raw.find(quote, position)
    if stop < 0:
        return "", len(raw) - 1
    return unescape(raw[position:stop]), stop + 1


def unescape(value: bytes) -> str:
    """An attribute's value with its character references replaced."""
    parts: list[str] = []
    position = 0
    while (found := value.find(b"&", position)) >= 0:
        parts.append(value[position:found].decode("utf-8", "replace"))
        reference = character_reference(value, found)
        parts.append(reference[0] if reference else "&")
        position = reference[1] if reference else found + 1
    return "".join(parts) + value[position:].decode("utf-8", "replace")


def _tag(name: str, attributes: dict[str, str], end: int, begin: int) -> StartTag:
    css = attributes.get("class", "")
    if name == "span" and css != "tg-spoiler":
        raise EntityError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    language = css.removeprefix("language-") if css.startswith("language-") else ""
    argument = {
        "a": attributes.get("href", ""),
        "code": language,
        "tg-emoji": attributes.get("emoji-id", ""),
        "tg-time": attributes.get("unix", ""),
        "blockquote": "1" if "expandable" in attributes else "",
    }.get(name, "")
    return StartTag(name, argument, attributes.get("format", ""), end)
