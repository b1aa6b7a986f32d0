"""What parsing gives back. Apart from the parser, so that the bot's own process never loads it."""

from dataclasses import dataclass

from readouts.domain.item import Item


@dataclass(frozen=True, slots=True)
class Feed:
    """What was read. `remark`: a plain sentence about damage, or "". `is_whole`: nothing was cut off."""

    items: tuple[Item, ...]
    remark: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Why the body is no feed that can be read: a plain sentence."""

    reason: str
