"""JSON Feed 1.0 and 1.1."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from watchers.entries import Entry, Words


class NotAJsonFeedError(Exception):
    """The text is not JSON, or JSON of another kind."""


def json_entries(text: str) -> list[Entry]:
    """The entries of a JSON Feed; raises NotAJsonFeedError."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAJsonFeedError from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAJsonFeedError
    return list(_entries(feed["items"]))


def _entries(items: list[Any]) -> Iterator[Entry]:
    for item in items:
        if isinstance(item, dict):
            yield Entry(
                id=_text(item, "id"),
                link=_text(item, "url") or _text(item, "external_url"),
                title=Words(_text(item, "title"), is_html=False),
                body=_body(item),
                date=_text(item, "date_published") or _text(item, "date_modified"),
            )


def _body(item: Mapping[str, Any]) -> Words:
    if html := _text(item, "content_html"):
        return Words(html, is_html=True)
    return Words(_text(item, "content_text") or _text(item, "summary"), is_html=False)


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, str):
        return value
    # The first edition of the format allowed numbers for ids.
    return str(value) if isinstance(value, int | float) else ""
