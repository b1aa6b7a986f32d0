"""A message entity: a span of a text in UTF-16 units, as the Bot API counts."""

from dataclasses import dataclass

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
VERBATIM = ("pre", "code")
DETECTED = ("mention", "hashtag", "cashtag", "bot_command", "url", "email")
GIVEN = (*SPLITTABLE, *QUOTES, *VERBATIM, "text_link", "text_mention", "custom_emoji", "date_time")

# Among entities of one span the server lists those with the lower rank first.
_RANKS = {
    "expandable_blockquote": 0,
    "blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_OTHER_RANK = 50


def utf16_length(text: str) -> int:
    """How many UTF-16 code units the text has; characters beyond U+FFFF count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Entity:
    """`offset` and `length` in UTF-16 units. `argument`: the url of a text_link, the language of a pre, the
    id of a custom_emoji, the user id of a text_mention, the Unix time of a date_time (`form`: its format)."""

    type: str
    offset: int
    length: int
    argument: str = ""
    form: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def order(self) -> tuple[int, int, int]:
        """Outer before inner, as the server sorts."""
        return (self.offset, -self.length, _RANKS.get(self.type, _OTHER_RANK))


def of(text: str, entity: Entity) -> str:
    """The words an entity covers."""
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
