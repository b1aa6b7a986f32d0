"""Items come in as scripts have them, and bad ones are named, not swallowed."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from readouts.pipeline.exchange import GivenItem, Unreadable, extracted_as_json, read_items


def items(content: str, name: str = "items.jsonl") -> list[GivenItem | Unreadable]:
    return list(read_items(content, name))


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
