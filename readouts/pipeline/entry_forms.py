"""Entries as people keep them outside the archive: one JSON object a line, or one row of a table.

Both forms hold everything and are read back as they were. In a table no cell begins as a formula
does: spreadsheets would run what a stranger wrote into a headline. Such a cell gets a quotation mark
in front, which is taken away again.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from readouts.domain.entry import Entry, FormerText, Joined
from readouts.domain.item import Item
from readouts.domain.markup import html_to_text, looks_like_html
from readouts.domain.readout import Readout, readout_as_json
from readouts.pipeline.exchange import MAX_ITEM_CHARACTERS, GivenFields, what_is_wrong

COLUMNS = (
    "url", "title", "text", "lang", "published", "source", "region",
    "identity", "first_seen", "aliases", "readouts", "meetings",
    "former", "joined",
)  # fmt: skip
_LISTS = ("aliases", "readouts", "meetings", "former", "joined")
_MOST_IN_A_LIST = 10_000
_MOST_FORMER = 100
_LONGEST_PATH = 100
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED_FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
# A machine whose clock was never set says 1970.
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=31)

_Name = Annotated[str, Field(max_length=10_000)]
_Number = Annotated[int, Field(ge=1, le=10**12)]


class EntryError(ValueError):
    """The values in a file are those of no entry. The text says why."""


class _GivenFormer(BaseModel):
    title: Annotated[str, Field(max_length=100_000)]
    text: Annotated[str, Field(max_length=MAX_ITEM_CHARACTERS)]
    replaced_at: AwareDatetime


class _GivenJoined(BaseModel):
    path: Annotated[tuple[tuple[_Number, _Number | None], ...], Field(min_length=1, max_length=_LONGEST_PATH)]
    put_right_by: _Name | None = None


class _GivenEntry(GivenFields):
    """An entry as a file holds it; one without readouts is an article that nobody has read yet."""

    source: _Name | None = None
    region: Annotated[str, Field(max_length=20)] | None = None
    identity: _Name | None = None
    first_seen: AwareDatetime | None = None
    aliases: Annotated[tuple[_Name, ...], Field(max_length=_MOST_IN_A_LIST)] = ()
    readouts: Annotated[tuple[Readout, ...], Field(max_length=_MOST_IN_A_LIST)] | None = None
    meetings: Annotated[tuple[_Number | None, ...], Field(max_length=_MOST_IN_A_LIST)] = ()
    former: Annotated[tuple[_GivenFormer, ...], Field(max_length=_MOST_FORMER)] = ()
    joined: Annotated[tuple[_GivenJoined | None, ...], Field(max_length=_MOST_IN_A_LIST)] = ()


def json_line(entry: Entry) -> str:
    """An entry as one line of JSON."""
    return json.dumps(_values(entry), ensure_ascii=False) + "\n"


def table_row(entry: Entry) -> str:
    """An entry as one row of a CSV table (RFC 4180) with COLUMNS; its lists are JSON in a cell."""
    return _row([_cell(value) for value in _values(entry).values()])


def table_header() -> str:
    return _row(COLUMNS)


def values_of_row(header: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    """The values of a table's row by the names of their columns; an empty cell is none.

    Raises EntryError where the row cannot be of that table.
    """
    if len(row) != len(header):
        raise EntryError(f"has {len(row)} cells, and the table {len(header)} columns")
    cells = {name: _unguarded(cell) for name, cell in zip(header, row, strict=True) if cell}
    return {name: json.loads(cell) if name in _LISTS else cell for name, cell in cells.items()}


def entry_of(
    value: Mapping[str, Any], understand: Callable[[Item], tuple[Readout, ...]], now: datetime
) -> Entry:
    """The entry that a file's values stand for; raises EntryError with what is wrong with them.

    With readouts it is taken as it is. Without, it is an article from elsewhere: markup is taken out
    of its text, and it is understood now.
    """
    try:
        given = _GivenEntry.model_validate(value)
    except ValidationError as error:
        raise EntryError(what_is_wrong(error)) from error
    seen = min(max(given.first_seen or now, _EARLIEST), now)
    if given.readouts is None:
        item = _foreign_item(given)
        if not (item.title.strip() or item.text.strip()):
            raise EntryError("has neither a text nor a title")
        return Entry(item, seen, understand(item), aliases=given.aliases)
    item = _item(given, given.identity or "", given.text)
    former = tuple(FormerText(each.title, each.text, each.replaced_at) for each in given.former)
    joined = tuple(Joined(each.path, each.put_right_by) if each else None for each in given.joined)
    return Entry(item, seen, given.readouts, given.meetings, given.aliases, former, joined)


def _foreign_item(given: _GivenEntry) -> Item:
    text = html_to_text(given.text) if looks_like_html(given.text) else given.text
    said = f"{given.source}\n{given.title}\n{text}".encode("utf-8", "replace")
    return _item(given, given.identity or given.url or blake2b(said, digest_size=16).hexdigest(), text)


def _item(given: _GivenEntry, identity: str, text: str) -> Item:
    published = given.published
    if published is not None and published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    return Item(
        identity=identity,
        url=given.url,
        title=given.title,
        text=text,
        lang=given.lang,
        published=published,
        source=given.source or None,
        region=given.region or None,
    )


def _values(entry: Entry) -> dict[str, Any]:
    """By COLUMNS, in their order."""
    item = entry.item
    return {
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "lang": item.lang,
        "published": item.published.isoformat() if item.published else None,
        "source": item.source,
        "region": item.region,
        "identity": item.identity,
        "first_seen": entry.first_seen.isoformat(),
        "aliases": list(entry.aliases),
        "readouts": [readout_as_json(readout) for readout in entry.readouts],
        "meetings": list(entry.meetings),
        "former": [_former_values(former) for former in entry.former],
        "joined": [joined and _joined_values(joined) for joined in entry.joined],
    }


def _former_values(former: FormerText) -> dict[str, Any]:
    return {"title": former.title, "text": former.text, "replaced_at": former.replaced_at.isoformat()}


def _joined_values(joined: Joined) -> dict[str, Any]:
    return {"path": [list(step) for step in joined.path], "put_right_by": joined.put_right_by}


def _cell(value: str | list[Any] | None) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value or ""
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED_FORMULA.match(cell) else cell


def _row(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()
