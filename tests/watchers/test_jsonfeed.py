"""JSON Feed: whatever stands where text was promised, the rest of the feed is read."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.domain.source import Source
from watchers.parsed import Feed, Unparsable
from watchers.parsing import parse_feed

ADDRESS = "https://news.example/feed.json"
GOOD = {"id": "good", "url": "https://news.example/good", "title": "安徽省委国安委召开会议"}
FIELDS = "id url external_url title content_html content_text summary date_published date_modified".split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
ITEMS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5)


def read(feed: object) -> Feed | Unparsable:
    return parse_feed(json.dumps(feed).encode(), None, ADDRESS, Source("J", ADDRESS))


@settings(deadline=None)
@given(st.lists(ITEMS | VALUES, max_size=3), st.lists(ITEMS | VALUES, max_size=3))
def test_a_good_item_is_read_whatever_stands_beside_it(before: list[Any], after: list[Any]) -> None:
    found = read({"items": [*before, GOOD, *after]})
    assert isinstance(found, Feed)
    assert "安徽省委国安委召开会议" in [item.title for item in found.items]
    for item in found.items:
        f"{item.identity}{item.title}{item.text}{item.url}".encode()


@settings(deadline=None)
@given(VALUES)
def test_any_json_is_a_feed_or_a_sentence(value: object) -> None:
    assert isinstance(read(value), Unparsable)
    assert isinstance(read({"items": value}), Feed if isinstance(value, list) else Unparsable)
