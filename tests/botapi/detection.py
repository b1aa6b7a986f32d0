"""Entities the server finds by itself: addresses, mentions, hashtags, commands."""

import re
from collections.abc import Callable, Iterator

from tests.botapi.entity import Entity, utf16_length

_URL = re.compile(
    r"(?<![\w@.\-])(?:(?:https?|ftp)://[^\s<>\"«»“”]+"
    r"|(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|info|cn|de|uk|io|me|hk|tw|eu|gov|edu)\b(?![@\w-])"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"«»“”]*)?)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[.,:;!?'()\[\]{}…。，；：！？）】》]+\Z")
_PATTERNS = {
    "url": _URL,
    "email": re.compile(
        r"(?<![\w@.+-])[a-z0-9_.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12}\b(?![\w@])", re.IGNORECASE
    ),
    "bot_command": re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>@])"),
    "mention": re.compile(r"(?<![\w@])@[a-zA-Z0-9_]{2,32}(?![\w@])"),
    "hashtag": re.compile(r"(?<![\w#])#(?=[\w·]*[^\W\d_])[\w·]{1,256}(?![\w#])"),
    "cashtag": re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])"),
}
_MARKS = {"url": ".", "email": "@", "bot_command": "/", "mention": "@", "hashtag": "#", "cashtag": "$"}


def detected(text: str) -> tuple[Entity, ...]:
    """What the server marks up in plain text, in order; spans never overlap. Telephone and bank card numbers
    and web addresses of rarer domains are not looked for."""
    spans = sorted(_spans(text), key=lambda span: (span[0], -span[1]))
    if not spans:
        return ()
    units = _measure(text)
    entities: list[Entity] = []
    end = 0
    for start, stop, kind in spans:
        if start >= end:
            entities.append(Entity(kind, units(start), units(stop) - units(start)))
            end = stop
    return tuple(entities)


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    for kind, pattern in _PATTERNS.items():
        if _MARKS[kind] in text:
            for match in pattern.finditer(text):
                tail = _TAIL.search(match[0]) if kind == "url" else None
                yield match.start(), match.end() - (len(tail[0]) if tail else 0), kind


def _measure(text: str) -> Callable[[int], int]:
    """From a position in code points to one in UTF-16 units."""
    if max(text) <= "\uffff":
        return lambda position: position
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + utf16_length(character))
    return lambda position: offsets[position]
