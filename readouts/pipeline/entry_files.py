"""Reading files of entries, of any length and whatever is in them, one entry in memory at a time."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from readouts.archive.rows import storable
from readouts.domain.entry import Entry
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.pipeline.entry_forms import EntryError, entry_of, values_of_row
from readouts.pipeline.exchange import Unreadable

# The longest text that an item may have fits, even if every character of it is written as an escape.
MAX_ENTRY_BYTES = 40_000_000
_LONGEST_HEADER_BYTES = 10_000


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
        if not {"url", "title", "text"} & set(names):
            return None
        self._read, self._first = 1, b""
        return names

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


def read_entries(
    file: BinaryIO, understand: Callable[[Item], tuple[Readout, ...]], now: datetime
) -> Iterator[Entry | Unreadable]:
    """The entries of a file, JSON Lines or a CSV table with a header, each with what is wrong with it
    where it cannot be read. `now`: when entries were first seen that do not say it themselves."""
    lines = _Lines(file)
    header = lines.take_header()
    read = _reader_of_table(lines, header) if header else _reader_of_json(lines)
    while True:
        place = f"line {lines.begin_entry()}"
        try:
            value = read()
            if value is not None:
                yield entry_of(value, understand, now)
        except StopIteration:
            return
        except (ValueError, csv.Error, RecursionError) as error:
            yield Unreadable(place, _reason(error))


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
        if not isinstance(value, dict):
            raise EntryError('is not an item: {"url": ..., "title": ..., "text": ...} is expected')
        return _without_lone_surrogates(value) if "\\ud" in line.lower() else value

    return read


def _without_lone_surrogates(value: dict[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = json.loads(storable(json.dumps(value, ensure_ascii=False)))
    return clean


def _reader_of_table(lines: _Lines, header: list[str]) -> Callable[[], dict[str, Any] | None]:
    csv.field_size_limit(MAX_ENTRY_BYTES)  # of the whole process; `lines` keeps the same limit
    rows = csv.reader(lines, strict=True)

    def read() -> dict[str, Any] | None:
        row = next(rows)
        return values_of_row(header, row) if row else None

    return read
