"""From the text a bot sends to the text people see: parsed, cleaned, trimmed, measured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from tests.botapi.detection import detected
from tests.botapi.entity import DETECTED, GIVEN, Entity, utf16_length
from tests.botapi.html import parse_html
from tests.botapi.html_tags import EntityError
from tests.botapi.links import LinkError, checked_link
from tests.botapi.nesting import nested
from tests.botapi.refusals import malformed, not_modelled

RAW_BYTES = 32768
MOST_ENTITIES = 100
ENTITY_BYTES = 9500
_ENTITY_OVERHEAD = 12

_REMOVED = [0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A]
_CLEAN: dict[int, str | None] = {
    **{code: " " for code in range(32) if code not in (0x0A, 0x0D)},
    **dict.fromkeys(_REMOVED, None),
}
_BLANK = " \n"


@dataclass(frozen=True, slots=True)
class Formatted:
    """What is stored. `lost` tells, in plain words, what was dropped without an error."""

    text: str
    entities: tuple[Entity, ...]
    lost: tuple[str, ...] = ()


def formatted(source: str, parse_mode: str, entities: Any) -> Formatted:
    """Raises ApiError (always a violation) with Telegram's text. May come out empty: the caller decides."""
    if len(source.encode("utf-8", "surrogateescape")) > RAW_BYTES:
        raise malformed("Text is too long")
    if any("\udc80" <= character <= "\udcff" for character in source):
        raise malformed("Strings must be encoded in UTF-8")
    text, given, lost = _parsed(source, parse_mode, entities)
    return _fixed(text, given, lost)


def plain(source: str) -> Formatted:
    """A person's text: nothing parsed, but addresses and commands found."""
    return _fixed(source, (), ())


def _parsed(source: str, parse_mode: str, entities: Any) -> tuple[str, tuple[Entity, ...], tuple[str, ...]]:
    mode = parse_mode.lower()
    if mode in ("markdown", "markdownv2"):
        raise not_modelled(f"parse_mode {parse_mode}")
    if mode not in ("", "none", "html"):
        raise malformed("Unsupported parse_mode")
    if mode != "html" or not source:
        return source, _given(entities), ()
    try:
        markup = parse_html(source)
    except EntityError as error:
        raise malformed(f"Can't parse entities: {error}") from None
    return markup.text, markup.entities, markup.lost


def _given(entities: Any) -> tuple[Entity, ...]:
    """The `entities` parameter; what cannot be read and what the server detects by itself is skipped."""
    if not isinstance(entities, list):
        return ()
    read = (_entity(body) for body in entities if isinstance(body, dict))
    return tuple(entity for entity in read if entity is not None)


def _entity(body: dict[str, Any]) -> Entity | None:
    kind, offset, length = body.get("type"), body.get("offset"), body.get("length")
    if kind not in GIVEN or not isinstance(offset, int) or not isinstance(length, int):
        return None
    if not (0 <= offset <= 1_000_000 and 0 <= length <= 1_000_000):
        raise malformed(f"Receive an entity with incorrect offset {offset} or length {length}")
    argument = _argument(kind, body)
    form = str(body.get("date_time_format", ""))
    return None if argument is None else Entity(kind, offset, length, argument, form)


def _argument(kind: str, body: dict[str, Any]) -> str | None:
    if kind == "text_link":
        try:
            return checked_link(str(body.get("url", "")))
        except LinkError:
            return None
    if kind == "text_mention":
        return str(body.get("user", {}).get("id", "")) or None
    key = {"pre": "language", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}.get(kind, "")
    return str(body.get(key, ""))


def _fixed(source: str, given: Sequence[Entity], lost: tuple[str, ...]) -> Formatted:
    entities = nested(given)
    _check_bounds(source, entities)
    text = source.translate(_CLEAN)
    if len(text) != len(source):
        entities = _shifted(source, entities)
    text, entities = _trimmed(text, entities)
    entities, more = _limited(entities)
    return Formatted(text, _with_detected(text, entities), (*lost, *more))


def _check_bounds(text: str, entities: Sequence[Entity]) -> None:
    """An entity must end inside the text and never between the halves of a surrogate pair."""
    if not entities:
        return
    total = utf16_length(text)
    middles = {} if total == len(text) else _middles(text)
    for entity in entities:
        if entity.offset >= total:
            raise malformed(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if entity.end > total:
            raise malformed(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {total}"
            )
        for word, position in (("begins", entity.offset), ("ends", entity.end)):
            if position in middles:
                raise malformed(
                    f"Entity {word} in a middle of a UTF-16 symbol at byte offset {middles[position]}"
                )


def _middles(text: str) -> dict[int, int]:
    """UTF-16 offset of each low surrogate -> byte offset of its character."""
    middles: dict[int, int] = {}
    units = octets = 0
    for character in text:
        if character > "\uffff":
            middles[units + 1] = octets
        units += utf16_length(character)
        octets += len(character.encode("utf-8", "surrogatepass"))
    return middles


def _shifted(source: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Offsets after the removal of the characters the server deletes."""
    removed = [character for character, new in _CLEAN.items() if new is None]
    gone = {chr(code) for code in removed}
    units = [unit for character in source for unit in (character,) * utf16_length(character)]
    before = list(accumulate((unit in gone for unit in units), initial=0))
    spans = ((e, e.offset - before[e.offset], e.end - before[e.end]) for e in entities)
    return tuple(replace(e, offset=start, length=end - start) for e, start, end in spans if end > start)


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Blanks cut off both ends (in front only up to the first entity); entities of blanks vanish."""
    kept = text.rstrip(_BLANK) if text.strip() else ""
    total = utf16_length(kept)
    inside = (replace(e, length=min(e.end, total) - e.offset) for e in entities if e.offset < total)
    units = kept.encode("utf-16-le")
    visible = tuple(e for e in inside if units[2 * e.offset : 2 * e.end].decode("utf-16-le").strip(_BLANK))
    lead = len(kept) - len(kept.lstrip(_BLANK))
    lead = min(lead, visible[0].offset) if visible else lead
    return kept[lead:], tuple(replace(e, offset=e.offset - lead) for e in visible)


def _limited(entities: tuple[Entity, ...]) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
    size = sum(_ENTITY_OVERHEAD + len(e.argument.encode()) for e in entities)
    if size > ENTITY_BYTES:
        raise malformed("ENTITIES_TOO_LONG")
    over = len(entities) - MOST_ENTITIES
    return entities[:MOST_ENTITIES], (
        f"{over} entities beyond the first {MOST_ENTITIES}",
    ) if over > 0 else ()


def _with_detected(text: str, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    found = detected(text)
    if not found:
        return entities
    return nested([*entities, *(e for e in found if not _overlaps_solid(e, entities))])


def _overlaps_solid(entity: Entity, others: Sequence[Entity]) -> bool:
    solid = ("text_link", "text_mention", "pre", "code", "custom_emoji", "date_time", *DETECTED)
    return any(e.type in solid and e.offset < entity.end and entity.offset < e.end for e in others)
