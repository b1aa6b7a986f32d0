"""Items come in as scripts have them, and bad ones are named, not swallowed."""

import json
from datetime import UTC, datetime
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.pipeline import exchange
from readouts.pipeline.exchange import GivenItem, Unreadable, extracted_as_json, read_items
from watchers.decoding import decode


def items(content: str, name: str = "items.jsonl") -> list[GivenItem | Unreadable]:
    return list(read_items(BytesIO(content.encode("utf-8", "replace")), name, bytes.decode))


class Growing(RawIOBase):
    """A file whose end nobody has seen."""

    def __init__(self) -> None:
        self.lines = 0

    def readable(self) -> bool:
        return True

    def readline(self, _size: int | None = -1, /) -> bytes:
        self.lines += 1
        return b'{"url": "%d", "text": "x"}\n' % self.lines


def test_an_item_is_given_as_soon_as_its_line_has_come() -> None:
    file = Growing()
    found = read_items(cast("BinaryIO", file), "-", bytes.decode)
    for number in range(1, 4):
        item = next(found)
        assert isinstance(item, GivenItem)
        assert item.item.url == str(number)
        assert file.lines == number


def test_a_line_in_another_encoding_is_read_beside_the_others() -> None:
    lines = b'{"text": "x"}\n' + '{"text": "省委国家安全委员会召开会议"}\n'.encode("gb18030")
    found = list(read_items(BytesIO(lines), "items.jsonl", decode))
    assert [each.item.text for each in found if isinstance(each, GivenItem)] == [
        "x",
        "省委国家安全委员会召开会议",
    ]


def test_too_much_at_once_is_refused_and_what_follows_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MAX_LINE_BYTES", 50)
    monkeypatch.setattr(exchange, "MAX_FILE_BYTES", 200)
    found = items('{"text": "x"}\n{"text": "%s"}\n{"text": "y"}\n' % ("z" * 170))
    assert [type(each) for each in found] == [GivenItem, Unreadable, GivenItem]
    assert found[1] == Unreadable("items.jsonl, line 2", "is longer than 50 bytes")
    (refused,) = items("[" + " " * 300 + "]", "whole.json")
    assert isinstance(refused, Unreadable)
    assert refused.reason == "holds more than 200 bytes, which only JSON Lines may"


def test_json_lines_one_item_a_line() -> None:
    found = items('{"url": "a", "text": "x"}\n\n{"url": "b", "text": "y"}\n')
    assert [each.item.url for each in found if isinstance(each, GivenItem)] == ["a", "b"]


def test_one_item_or_a_list_of_items_as_json() -> None:
    assert len(items('{"url": "a",\n "text": "x"}', "one.json")) == 1
    assert len(items('[{"text": "x"}, {"text": "y"}]', "many.json")) == 2


def test_a_line_that_is_not_an_item_is_named_and_the_others_are_read() -> None:
    found = items('{"text": "x"}\nnot json\n[1]\n{"text": 3}\n{"text": "y"}')
    places = [each.place for each in found if isinstance(each, Unreadable)]
    assert places == ["items.jsonl, line 2", "items.jsonl, line 3", "items.jsonl, line 4"]
    assert len(found) == 5


def test_dates_are_read_as_feeds_write_them_and_never_guessed() -> None:
    def published(text: str) -> datetime | None:
        (found,) = items(json.dumps({"text": "x", "published": text}))
        assert isinstance(found, GivenItem)
        return found.item.published

    assert published("2024-06-09T00:00:00Z") == datetime(2024, 6, 9, tzinfo=UTC)
    assert published("2024-06-09") == datetime(2024, 6, 9)  # noqa: DTZ001 - the day is all that is given
    assert published("Fri, 14 Aug 2026 10:43:22 GMT") == datetime(2026, 8, 14, 10, 43, 22, tzinfo=UTC)
    assert published("the other day") is None


def test_html_is_stripped_and_the_stripped_text_is_given_back() -> None:
    (found,) = items(json.dumps({"url": "u", "text": "<p>One</p><p>Two &amp; three</p>"}))
    assert isinstance(found, GivenItem)
    assert extracted_as_json(found, ()) == {"url": "u", "text": "One\nTwo & three", "readouts": []}
    (page,) = items("<html><body><p>Hello</p></body></html>", "page.html")
    assert isinstance(page, GivenItem)
    assert page.item.text == "Hello"


def test_plain_text_stays_as_it_is() -> None:
    (found,) = items("a < b & c\n", "note.txt")
    assert isinstance(found, GivenItem)
    assert (found.item.text, found.was_html) == ("a < b & c\n", False)


@given(st.text())
def test_no_content_raises(content: str) -> None:
    for name in ("x.jsonl", "x.json", "x.html", "x.txt", "-"):
        assert all(isinstance(each, GivenItem | Unreadable) for each in items(content, name))
    assert isinstance(items("[" * 100_000)[0], Unreadable)
