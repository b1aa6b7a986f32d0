"""Entries leave as JSON Lines or as a table and come back as they were; what is wrong is named."""

import csv
import io
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readouts.domain.entry import Entry, FormerText, Joined
from readouts.domain.gazetteer import Level
from readouts.domain.item import Item
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Quote, Readout, Span
from readouts.pipeline import entry_files
from readouts.pipeline.entry_files import MAX_ENTRY_BYTES, read_entries
from readouts.pipeline.entry_forms import COLUMNS, json_line, table_header, table_row
from readouts.pipeline.exchange import GivenItem, Unreadable, read_items
from tests.archive.making import readout

NOW = datetime(2024, 6, 9, 12, 0, tzinfo=UTC)
FORMULAS = "=+-@\t\r\n＝＋－＠"
TOLD = readout(summary="understood now")

texts = st.text(max_size=30) | st.text(alphabet="'\"=,;+-@\r\n\t\0\ufeff\u2028[{", max_size=6)
names = st.none() | texts.filter(bool)
zones = st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
bilingual = st.builds(Bilingual, st.none() | texts, st.none() | texts)
spans = st.builds(Span, texts, st.integers(0, 99), st.integers(0, 99))
readouts = st.builds(
    Readout,
    kind=st.sampled_from(Kind),
    region=st.none() | texts,
    region_name=st.none() | bilingual,
    division=st.none() | texts,
    level=st.sampled_from(Level),
    committee=bilingual,
    date=st.none() | st.dates(),
    date_precision=st.sampled_from(DatePrecision),
    chair=st.none() | st.builds(Chair, texts, st.none() | texts, st.none() | texts, st.none() | texts),
    themes=st.lists(texts, max_size=3).map(tuple),
    phrases=st.lists(texts, max_size=3).map(tuple),
    quotes=st.lists(st.builds(Quote, texts, st.none() | texts), max_size=2).map(tuple),
    summary=texts,
    language=st.sampled_from(["zh", "en"]),
    evidence=st.dictionaries(texts, spans, max_size=2),
    scope=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2).map(tuple),
)
items = st.builds(
    Item,
    identity=texts,
    url=texts,
    title=texts,
    text=texts,
    lang=st.sampled_from([None, "zh", "en"]),
    published=st.none() | st.datetimes(timezones=zones),
    source=names,
    region=names.map(lambda name: name and name[:20]),
)
past = st.datetimes(datetime(2000, 1, 1), datetime(2024, 6, 9), timezones=st.just(UTC))  # noqa: DTZ001
numbers = st.integers(1, 10**12)
paths = st.lists(st.tuples(numbers, st.none() | numbers), min_size=1, max_size=2).map(tuple)
made_entries = st.builds(
    Entry,
    item=items,
    first_seen=past,
    readouts=st.lists(readouts, max_size=2).map(tuple),
    meetings=st.lists(st.none() | st.integers(1, 10**12), max_size=2).map(tuple),
    aliases=st.lists(texts, max_size=2).map(tuple),
    former=st.lists(st.builds(FormerText, texts, texts, past), max_size=2).map(tuple),
    joined=st.lists(st.none() | st.builds(Joined, paths, st.none() | texts), max_size=2).map(tuple),
)


def read(content: str | bytes) -> list[Entry | Unreadable]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_entries(io.BytesIO(raw), lambda _: (TOLD,), NOW))


def one(**values: Any) -> Entry:
    (found,) = read(json.dumps(values))
    assert isinstance(found, Entry), found
    return found


@given(st.lists(made_entries, max_size=4))
@example([Entry(Item("<p>", "=1", "'=1", "\ufeff<b>bold</b>"), NOW, ())])
def test_what_was_written_is_read_as_it_was(written: list[Entry]) -> None:
    assert read("".join(map(json_line, written))) == written
    assert read(table_header() + "".join(map(table_row, written))) == written


@given(made_entries)
def test_no_cell_of_a_table_is_a_formula(entry: Entry) -> None:
    (cells,) = csv.reader([table_row(entry)], strict=True)
    assert len(cells) == len(COLUMNS)
    assert not [cell for cell in cells if cell and cell[0] in FORMULAS]


def test_a_cell_that_would_be_a_formula_gets_a_mark_and_others_do_not() -> None:
    entry = Entry(Item("1", "", "=1+1", "'quoted' and 'not'"), NOW, ())
    (row,) = csv.DictReader([table_header(), table_row(entry)])
    assert (row["title"], row["text"], row["readouts"]) == ("'=1+1", "'quoted' and 'not'", "[]")


def test_an_article_from_elsewhere_is_understood_and_its_markup_taken_out() -> None:
    found = one(url="https://n.test/1", title="T", text="<p>One</p><p>Two</p>", published="2024-06-09")
    assert found == Entry(
        Item(
            "https://n.test/1",
            "https://n.test/1",
            "T",
            "One\nTwo",
            published=datetime(2024, 6, 9, tzinfo=UTC),
        ),
        NOW,
        (TOLD,),
    )


def test_an_article_with_readouts_is_taken_as_it_is() -> None:
    found = one(text="<p>One</p>", identity="x", readouts=[])
    assert (found.item.text, found.item.identity, found.readouts) == ("<p>One</p>", "x", ())


def test_articles_without_an_address_are_told_apart_by_what_they_say() -> None:
    identities = {one(text=text).item.identity for text in ("One", "Two", "Two")}
    assert len(identities) == 2


def test_nothing_was_first_seen_later_than_now_or_before_there_were_clocks() -> None:
    def first_seen(text: str) -> datetime:
        return one(readouts=[], first_seen=text).first_seen

    assert first_seen("2024-06-01T08:00:00+08:00") == datetime(2024, 6, 1, tzinfo=UTC)
    assert first_seen("9999-12-31T23:59:59-10:00") == NOW
    assert first_seen("0001-01-01T00:00:00+10:00") == datetime(1970, 2, 1, tzinfo=UTC)


def test_a_table_by_hand_needs_only_the_columns_it_has() -> None:
    one_row, other = read("\ufefftitle,note,text\r\nHello,mine,Words\r\n\r\nBye,,\r\n")
    assert isinstance(one_row, Entry)
    assert (one_row.item.title, one_row.item.text, one_row.readouts) == ("Hello", "Words", (TOLD,))
    assert isinstance(other, Entry)
    assert other.item.title == "Bye"


OTHER_FORMS: dict[str, bytes] = {
    "a table without a header": b"https://n.test/1,title,First,zh\nhttps://n.test/2,T,Second,zh\n",
    "a table of one row": b"https://n.test/1,Words\n",
    "a header of one column that is not the text": b"title\nHello\nBye\n",
    "a header with an unknown name and no text": b"url,title,note\nhttps://n.test/1,T,mine\n",
    "semicolons": b"url;title;text\nhttps://n.test/1;T;Words\n",
    "an array": b'[{"text": "a"},\n {"text": "b"}]\n',
    "an array around one object": b'\xef\xbb\xbf [\n{"text": "a"}\n]\n',
    "an array in one line": b'[{"text": "a"}, {"text": "b"}]',
    "one object over many lines": b'{\n  "title": "T",\n  "text": "a"\n}\n',
    "another encoding": "\ufeffurl,title,text\nhttps://n.test/1,T,Words\n".encode("utf-16"),
}


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_a_file_of_another_form_is_refused_in_one_sentence(form: str) -> None:
    (refused,) = read(OTHER_FORMS[form])
    assert isinstance(refused, Unreadable)
    assert refused.place == "the file"
    assert "one JSON object a line" in refused.reason
    assert "a header that names the columns" in refused.reason


def test_a_table_is_known_by_columns_that_are_all_known_or_by_its_text() -> None:
    for content in ("title,url\nHello,https://n.test/1\n", "mine,text\n1,Hello\n"):
        (found,) = read(content)
        assert isinstance(found, Entry)
        assert "Hello" in (found.item.title, found.item.text)


def test_one_bad_line_at_the_start_is_named_and_the_others_are_read() -> None:
    first, second = read('\n{"text": "cut o\n{"text": "b"}\n')
    assert first == Unreadable("line 2", "is not JSON")
    assert isinstance(second, Entry)


BAD_LINES: dict[bytes, str] = {
    b"nonsense": "is not JSON",
    b"[1]": 'is not an item: {"url": ..., "title": ..., "text": ...} is expected',
    b'{"url": 3}': "url: Input should be a valid string",
    b'{"text": "\xff"}': "is not UTF-8",
    b'{"text": ' + b"[" * 100_000: "is nested too deeply",
    b'{"text": ' + b"9" * 5_000 + b"}": "Exceeds the limit (4300 digits)",
    b'{"readouts": [{"kind": "party"}]}': "readouts.0.kind: Input should be",
    b'{"readouts": [], "meetings": [0]}': "meetings.0: Input should be greater than or equal to 1",
    b'{"first_seen": "yesterday"}': "first_seen: Input should be a valid datetime",
    b'{"text": "cut off': "is not JSON",
}
BAD_ROWS: dict[bytes, str] = {
    b"only one": "has 1 cells, and the table 2 columns",
    b"a,b,c": "has 3 cells, and the table 2 columns",
    b'"a"b,c': "',' expected after '\"'",
    b"a,not json": "is not JSON",
    b"\xff,[]": "is not UTF-8",
}


@pytest.mark.parametrize("bad", BAD_LINES, ids=lambda line: line[:20])
def test_a_bad_line_is_named_and_the_others_are_read(bad: bytes) -> None:
    found = read(b'{"text": "a"}\n\n' + bad + b'\n{"text": "b"}')
    assert [type(each) for each in found] == [Entry, Unreadable, Entry]
    assert isinstance(found[1], Unreadable)
    assert found[1].place == "line 3"
    assert found[1].reason.startswith(BAD_LINES[bad])


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_a_bad_row_is_named_and_the_others_are_read(bad: bytes) -> None:
    found = read(b'text,readouts\r\n"two\r\nlines",[]\r\n' + bad + b"\r\nb,[]\r\n")
    assert [type(each) for each in found] == [Entry, Unreadable, Entry]
    assert isinstance(found[1], Unreadable)
    assert found[1].place == "line 4"
    assert found[1].reason.startswith(BAD_ROWS[bad])


HALF = "holds half of a character (a lone surrogate)"


def test_half_of_a_character_is_refused_by_import_and_extract_alike() -> None:
    raw = b'{"text": "a\\ud800b"}\n{"text": "\\ud83d\\ude00"}\n'
    refused, whole = read(raw)
    assert refused == Unreadable("line 1", f"text: {HALF}")
    assert isinstance(whole, Entry)
    assert whole.item.text == "😀"
    extracted = list(read_items(io.BytesIO(raw), "x.jsonl", bytes.decode))
    assert extracted[0] == Unreadable("x.jsonl, line 1", f"text: {HALF}")
    assert isinstance(extracted[1], GivenItem)


@pytest.mark.parametrize(
    "value",
    [
        {"readouts": [], "aliases": ["\ud800"]},
        {"readouts": [], "identity": "\udfff"},
        {"text": "a", "source": "\ud800"},
        {"readouts": [], "former": [{"title": "\ud800", "text": "", "replaced_at": "2024-06-09T08:00:00Z"}]},
    ],
    ids=lambda value: [*value][-1],
)
def test_half_of_a_character_is_refused_wherever_it_stands(value: dict[str, Any]) -> None:
    (refused, _) = read(json.dumps(value) + '\n{"text": "b"}')
    assert isinstance(refused, Unreadable)
    assert refused.reason.endswith(HALF)


@pytest.mark.parametrize(
    "empty", ["{}", '{"title": ""}', '{"url": "https://n.test/1"}', '{"text": "<p> </p>"}']
)
def test_what_has_neither_text_nor_title_is_no_article(empty: str) -> None:
    refused, taken = read(f'{empty}\n{{"title": "T"}}\n')
    assert refused == Unreadable("line 1", "has neither a text nor a title")
    assert isinstance(taken, Entry)
    assert read("url,text\nhttps://n.test/1,\n") == [Unreadable("line 2", "has neither a text nor a title")]


@given(st.binary(max_size=300))
@example(b'title\r\n"never closed')
@example(b"\xef\xbb\xbf")
@example(b"title,\xff\n")
def test_no_file_stops_the_reading(content: bytes) -> None:
    for start in (b"", b"title,text\n", b'{"text": "a"}\n'):
        assert all(isinstance(each, Entry | Unreadable) for each in read(start + content))


class Endless(io.RawIOBase):
    """A file of so many bytes that is never in memory as a whole."""

    def __init__(self, *parts: tuple[bytes, int]):
        self._parts = [*parts]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._parts and not self._parts[0][1]:
            self._parts.pop(0)
        if not self._parts:
            return 0
        unit, left = self._parts[0]
        size = min(len(buffer), left)
        buffer[:size] = (unit * (size // len(unit) + 1))[:size]
        self._parts[0] = (unit, left - size)
        return size


@pytest.mark.parametrize("start", [b'{"text": "', b"", b'text\n"'], ids=["json", "nothing", "table"])
def test_a_line_without_an_end_is_skipped_and_not_kept(start: bytes) -> None:
    size = 2 * MAX_ENTRY_BYTES + 7
    parts = [(start, len(start)), (b"x", size), (b"\n", 1)] if start else [(b"x", size), (b"\n", 1)]
    last = b'{"text": "b"}\n' if not start.startswith(b"text") else b"b\n"
    file = io.BufferedReader(Endless(*parts, (last, len(last))))
    found = list(read_entries(file, lambda _: (), NOW))
    assert [type(each) for each in found] == [Unreadable, Entry]
    assert isinstance(found[0], Unreadable)
    assert found[0].reason == "is longer than 40,000,000 bytes"


def test_a_row_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that goes on and on over lines of its own, each of them short."""
    monkeypatch.setattr(entry_files, "MAX_ENTRY_BYTES", 200_000)
    long = b'"a\n",' * 40_000
    found = read(b"text\n" + long + b'"\nb\n')
    assert isinstance(found[0], Unreadable)
    assert found[0].reason == "is longer than 200,000 bytes"
    assert isinstance(found[-1], Entry)
    assert found[-1].item.text == "b"


def seconds_for(content: Callable[[int], bytes], size: int) -> float:
    raw = content(size)
    began = time.perf_counter()
    list(read_entries(io.BytesIO(raw), lambda _: (), NOW))
    return time.perf_counter() - began


SHAPES: dict[str, Callable[[int], bytes]] = {
    "quotation marks": lambda n: b"text\n" + b"'" * n + b"x\n",
    "quotes": lambda n: b"text\n" + b'"' * n + b"\n",
    "commas": lambda n: b"text\n" + b"," * n + b"\n",
    "short bad lines": lambda n: b'{"text": "a"}\n' + b"x\n" * (n // 50),
    "escapes": lambda n: b'{"text": "' + b"\\ud800" * (n // 6) + b'"}\n',
    "aliases": lambda n: b'{"readouts": [], "aliases": [' + b'"a",' * (n // 4) + b'"a"]}\n',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_takes_time_in_proportion_to_the_file(shape: str) -> None:
    small = min(seconds_for(SHAPES[shape], 250_000) for _ in range(2))
    large = min(seconds_for(SHAPES[shape], 1_000_000) for _ in range(2))
    assert large < max(0.1, 10 * small)


def test_the_example_of_the_manual_is_an_item() -> None:
    given = {
        "url": "https://n.test",
        "title": "T",
        "text": "x",
        "lang": "en",
        "source": "s",
        "region": "CN-AH",
    }
    assert replace(one(**given).item, identity="") == Item(**{"identity": "", **given, "published": None})  # type: ignore[arg-type]
    assert one(**given, published=date(2024, 6, 9).isoformat()).item.published == datetime(
        2024, 6, 9, tzinfo=UTC
    )
