"""Search feeds of Google News: the title of every item ends in " - " and the name of its publisher."""

from dataclasses import replace
from urllib.parse import urlsplit

from readouts.domain.item import Item
from readouts.domain.source import Source

_HOST = "news.google.com"


def is_google_news(source: Source) -> bool:
    """Whether the source is such a feed."""
    return urlsplit(source.url).hostname == _HOST


def split_publisher(title: str) -> tuple[str, str]:
    """(title, publisher); no publisher where the title names none."""
    headline, separator, publisher = title.rpartition(" - ")
    return (headline.rstrip(), publisher.strip()) if separator and headline.strip() else (title, "")


def with_plain_title(item: Item) -> Item:
    """The item under the title that its article has; the publisher's name stays in its text."""
    title, publisher = split_publisher(item.title)
    text = item.text if publisher in item.text else f"{item.text}\n{publisher}".strip()
    return replace(item, title=title, text=text)
