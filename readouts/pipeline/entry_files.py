"""Reading files of entries, of any length and whatever is in them, one entry in memory at a time."""

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any, BinaryIO

from readouts.domain.entry import Entry
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.pipeline.entry_forms import COLUMNS, EntryError, entry_of, values_of_row
from readouts.pipeline.exchange import Unreadable

# The longest text that an item may have fits, even if every character of it is written as an escape.
MAX_ENTRY_BYTES = 40_000_000
_LONGEST_HEADER_BYTES = 10_000
_EXPECTED = (
    "is neither JSON Lines (one JSON object a line) nor a table with commas between its cells"
    " and a header that names the columns, `text` among them; nothing of it was read"
)


class _Lines:
    """The lines of a file, numbered from 1. Those of one entry are counted together: none is longer
    than MAX_ENTRY_BYTES. Raises EntryError for a line that is no text; the next one can be read."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._read = 0
        self._of_entry = 0
        self._first = b""

    def begin_entry(self) -> int:
        """The number of the line that comes next, with which an entry begins."""
        self._of_entry = 0
        return self._read + 1

    def take_header(self) -> list[str] | None:
        """The names of the columns, where the file begins as a table does; that line is done with then."""
        self._first = self._file.readline(MAX_ENTRY_BYTES + 1)
        start = self._first[:_LONGEST_HEADER_BYTES].decode("utf-8-sig", "replace").lstrip()
        names = [] if start.startswith("{") else next(csv.reader(start.splitlines()[:1]), [])
        if not _is_header(names):
            return None
        self._read, self._first = 1, b""
        return names

    def begin_a_list(self) -> bool:
        """Whether the file, whose first line was no header, begins as a JSON array does."""
        return self._first.removeprefix(BOM_UTF8).lstrip().startswith(b"[")

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._first or self._file.readline(MAX_ENTRY_BYTES + 1)
        self._first = b""
        if not line:
            raise StopIteration
        self._read += 1
        self._of_entry += len(line)
        if len(line) > MAX_ENTRY_BYTES:
            self._skip_rest(line)
        if self._of_entry > MAX_ENTRY_BYTES:
            raise EntryError(f"is longer than {MAX_ENTRY_BYTES:,} bytes")
        return _text(line, is_first=self._read == 1)

    def _skip_rest(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._file.readline(MAX_ENTRY_BYTES)


def _is_header(names: list[str]) -> bool:
    """Whether a table's first row names its columns; an article may have a cell that says "title"."""
    known = [name for name in names if name in COLUMNS]
    return "text" in known or (len(known) > 1 and len(known) == len(names))


def read_entries(
    file: BinaryIO, understand: Callable[[Item], tuple[Readout, ...]], now: datetime
) -> Iterator[Entry | Unreadable]:
    """The entries of a file, JSON Lines or a CSV table with a header, each with what is wrong with it
    where it cannot be read. Of a file in another form that is said once, for all of it. `now`: when
    entries were first seen that do not say it themselves."""
    lines = _Lines(file)
    header = lines.take_header()
    if header:
        values = _values(lines, _reader_of_table(lines, header))
    elif lines.begin_a_list():
        values = iter([_OTHER_FORM])
    else:
        values = _in_form(_values(lines, _reader_of_json(lines)))
    for place, value in values:
        yield value if isinstance(value, Unreadable) else _entry(place, value, understand, now)


_Placed = tuple[str, dict[str, Any] | Unreadable]
_OTHER_FORM: _Placed = ("the file", Unreadable("the file", _EXPECTED))


def _in_form(values: Iterator[_Placed]) -> Iterator[_Placed]:
    """The same, unless none of the first two is an object: the file is no JSON Lines then."""
    begun: list[_Placed] = []
    for placed in values:
        begun.append(placed)
        if not isinstance(placed[1], Unreadable):
            yield from chain(begun, values)
            return
        if len(begun) > 1:
            break
    if begun:
        yield _OTHER_FORM


def _values(lines: _Lines, read: Callable[[], dict[str, Any] | None]) -> Iterator[_Placed]:
    while True:
        place = f"line {lines.begin_entry()}"
        try:
            value = read()
            if value is not None:
                yield place, value
        except StopIteration:
            return
        except (ValueError, csv.Error, RecursionError) as error:
            yield place, Unreadable(place, _reason(error))


def _entry(
    place: str, value: dict[str, Any], understand: Callable[[Item], tuple[Readout, ...]], now: datetime
) -> Entry | Unreadable:
    try:
        return entry_of(value, understand, now)
    except EntryError as error:
        return Unreadable(place, str(error))


def _text(line: bytes, is_first: bool) -> str:
    try:
        return line.decode("utf-8-sig" if is_first else "utf-8")
    except UnicodeDecodeError as error:
        raise EntryError("is not UTF-8") from error


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "is not JSON"
    return "is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _reader_of_json(lines: _Lines) -> Callable[[], dict[str, Any] | None]:
    def read() -> dict[str, Any] | None:
        line = next(lines)
        if not line.strip():
            return None
        value = json.loads(line)
        if isinstance(value, dict):
            return value
        raise EntryError('is not an item: {"url": ..., "title": ..., "text": ...} is expected')

    return read


def _reader_of_table(lines: _Lines, header: list[str]) -> Callable[[], dict[str, Any] | None]:
    csv.field_size_limit(MAX_ENTRY_BYTES)  # of the whole process; `lines` keeps the same limit
    rows = csv.reader(lines, strict=True)

    def read() -> dict[str, Any] | None:
        row = next(rows)
        return values_of_row(header, row) if row else None

    return read
