"""Items in and readouts out, as files: JSON, JSON Lines, HTML and plain text."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import chain, starmap
from pathlib import PurePath
from typing import Annotated, Any, BinaryIO, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from readouts.domain.coverage import Coverage
from readouts.domain.hit import Hit
from readouts.domain.item import Item
from readouts.domain.markup import html_to_text, looks_like_html
from readouts.domain.meeting import Meeting
from readouts.domain.readout import Readout, readout_as_json
from readouts.domain.source import SourceHealth

MAX_ITEM_CHARACTERS = 5_000_000
# Of JSON, in which a character may take twelve bytes.
MAX_LINE_BYTES = 100_000_000
MAX_FILE_BYTES = 500_000_000
_PAGES = (".html", ".htm", ".txt")


def _moment(value: object) -> object:
    """A date as feeds write it, or None where nobody can read it: a date is never guessed."""
    if not isinstance(value, str):
        return value
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(value.strip())
        except ValueError:
            continue
    return None


class GivenFields(BaseModel):
    """An item as scripts hand it in. Keys that are not known here are left alone."""

    model_config = ConfigDict(extra="ignore", strict=False)

    url: Annotated[str, Field(max_length=10_000)] = ""
    title: Annotated[str, Field(max_length=100_000)] = ""
    text: Annotated[str, Field(max_length=MAX_ITEM_CHARACTERS)] = ""
    lang: Literal["zh", "en"] | None = None
    published: Annotated[datetime | None, BeforeValidator(_moment)] = None
    source: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class GivenItem:
    """An item, and whether its text had to be taken out of HTML first."""

    item: Item
    was_html: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place in a file that holds no item, and why."""

    place: str
    reason: str


def read_items(file: BinaryIO, name: str, decode: Callable[[bytes], str]) -> Iterator[GivenItem | Unreadable]:
    """The items in one file. `name` tells the kind: .html and .txt hold one article; everything
    else is JSON (one item or a list of items) or JSON Lines, which may be endless: each item is given as
    soon as its line has come. decode: the text of bytes, whichever encoding they are in."""
    kind = PurePath(name).suffix.lower()
    first = file.readline(MAX_LINE_BYTES)
    if kind not in _PAGES and _is_one_value(first):
        yield from starmap(_read, _lines(chain([first], _lines_of(file)), name, decode))
        return
    content = first + file.read(MAX_FILE_BYTES)
    if len(content) > MAX_FILE_BYTES:
        yield Unreadable(name, f"holds more than {MAX_FILE_BYTES:,} bytes, which only JSON Lines may")
        return
    text = decode(content)
    if kind in _PAGES:
        yield _given({"text": text, "url": ""}, is_html=kind != ".txt" or looks_like_html(text))
        return
    yield from starmap(_read, _values(text, name))


def _is_one_value(line: bytes) -> bool:
    """Whether the first line of a file is an item, so that others may follow on lines of their own."""
    try:
        return line.endswith(b"\n") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long more than its beginning would be too much."""
    for line in iter(partial(file.readline, MAX_LINE_BYTES + 1), b""):
        yield line
        piece = line
        while len(piece) > MAX_LINE_BYTES and not piece.endswith(b"\n"):
            piece = file.readline(MAX_LINE_BYTES + 1)


def _values(content: str, name: str) -> Iterator[tuple[str, Any]]:
    """(place, parsed JSON value) for each item, be the file one value, one list or many lines."""
    try:
        whole = json.loads(content)
    except ValueError:
        yield from _lines(content.encode("utf-8", "replace").split(b"\n"), name, bytes.decode)
        return
    except RecursionError:
        yield name, Unreadable(name, "is nested too deeply")
        return
    many = whole if isinstance(whole, list) else [whole]
    yield from ((f"{name}, item {number}", value) for number, value in enumerate(many, 1))


def _lines(lines: Iterable[bytes], name: str, decode: Callable[[bytes], str]) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}, line {number}"
        if len(line) > MAX_LINE_BYTES:
            yield place, Unreadable(place, f"is longer than {MAX_LINE_BYTES:,} bytes")
            continue
        try:
            yield place, json.loads(decode(line))
        except (ValueError, RecursionError):
            yield place, Unreadable(place, "is not JSON")


def _read(place: str, value: object) -> GivenItem | Unreadable:
    return value if isinstance(value, Unreadable) else _item(value, place)


def _item(value: object, place: str) -> GivenItem | Unreadable:
    if not isinstance(value, dict):
        return Unreadable(place, 'is not an item: {"url": ..., "title": ..., "text": ...} is expected')
    text = value.get("text")
    return _given(value, is_html=isinstance(text, str) and looks_like_html(text), place=place)


def _given(value: dict[str, Any], is_html: bool, place: str = "") -> GivenItem | Unreadable:
    try:
        given = GivenFields.model_validate(value)
    except ValidationError as error:
        return Unreadable(place, what_is_wrong(error))
    fields = given.model_dump()
    if is_html:
        fields["text"] = html_to_text(given.text)
    return GivenItem(Item(identity=given.url, **fields), is_html)


def what_is_wrong(error: ValidationError) -> str:
    """The first value that cannot be used, and why."""
    first = error.errors()[0]
    is_cut = first["type"] == "string_unicode"
    reason = "holds half of a character (a lone surrogate)" if is_cut else first["msg"]
    return f"{'.'.join(map(str, first['loc']))}: {reason}"


def extracted_as_json(given: GivenItem, readouts: tuple[Readout, ...]) -> dict[str, Any]:
    """One line of `extract`: the item's address, its readouts, and the text that their offsets
    count in where that is not the text as given."""
    line: dict[str, Any] = {"url": given.item.url}
    if given.was_html:
        line["text"] = given.item.text
    return line | {"readouts": [readout_as_json(readout) for readout in readouts]}


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """One line of `search --json`."""
    return {
        "url": hit.url,
        "title": hit.title,
        "source": hit.source,
        "published": _iso(hit.published),
        "first_seen": _iso(hit.first_seen),
        "meeting": meeting_as_json(hit.meeting) if hit.meeting else None,
        "snippet": hit.snippet,
    }


def meeting_as_json(meeting: Meeting) -> dict[str, Any]:
    """A meeting's joined facts, and the articles that report it."""
    articles = [
        {"url": each.url, "title": each.title, "source": each.source, "published": _iso(each.published)}
        for each in meeting.articles
    ]
    return {"id": meeting.id, **readout_as_json(meeting.readout), "articles": articles}


def health_as_json(health: SourceHealth, interval: timedelta | None) -> dict[str, Any]:
    """One line of `sources --json`. `interval`: how often it is asked now, None where it is paused. The
    address is left out: it may hold a key."""
    return {
        "name": health.source.name,
        "kind": health.source.kind.value,
        "region": health.source.region,
        "paused": health.source.paused,
        "interval_seconds": round(interval.total_seconds(), 3) if interval else None,
        "state": health.state.value,
        "detail": health.detail,
        "since": _iso(health.since),
        "last_poll": _iso(health.last_poll),
        "last_answer": _iso(health.last_answer),
        "rest_until": _iso(health.rest_until),
        "failures": health.failures,
        "items": health.items,
    }


def region_as_json(region: Coverage) -> dict[str, Any]:
    """One line of `sources --regions --json`."""
    return {
        "region": region.region,
        "sight": region.sight.value,
        "sources": list(region.sources),
        "last_answer": _iso(region.last_answer),
        "newest": _iso(region.newest),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
