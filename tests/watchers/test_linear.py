"""Every step of ours takes time in proportion to its input: n, 2n, 4n of shapes that make parsers despair.

What feedparser itself does with such shapes is bounded by the worker's wall limit instead.
"""

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from readouts.domain.source import Source
from tests.newssite import Story, rss
from watchers.decoding import decode
from watchers.entries import Entry, Words, items_of
from watchers.jsonfeed import NotAJsonFeedError, json_entries
from watchers.parsing import _feed_root, _well_formed, _whole_entries
from watchers.safety import UnsafeError, checked_url
from watchers.timestamps import parse_timestamp

SIZE = 60_000
SOURCE = Source("Probe", "https://probe.example/")

SHAPES: dict[str, str] = {
    "newlines": "\n",
    "spaces": "  ",
    "open comments": "<!--",
    "open tags": "<a",
    "open feeds": "<rss",
    "long name": "a",
    "names with colons": "<a:",
    "open closings": "</item",
    "closings and spaces": "</item   ",
    "declarations": "<!doctype ",
    "instructions": "<?xml ",
    "meta tags": "<meta charset ",
    "attributes": ' a="1"',
    "quotes": "\"'",
    "references": "&#x",
    "numbers": "&#1114112;",
    "surrogates": "&#55357;&#56832;",
    "CDATA": "<![CDATA[",
    "brackets": "[",
    "braces": '{"a":',
    "digits": "1",
    "dashes": "2024-",
    "dots": "a.",
    "Chinese": "国家安全",
    "right to left": "\u202e",
}


def safely(step: Callable[[str], object], *expected: type[Exception]) -> Callable[[str], None]:
    def run(text: str) -> None:
        try:
            step(text)
        except expected:
            return

    return run


def _find_root_twice(text: str) -> None:
    _feed_root(text)
    _feed_root("<rss>" + text)


def _make_items(text: str) -> None:
    words = Words(text, is_html=False)
    items_of([Entry(text, text, words, words, text)], SOURCE, SOURCE.url)


STEPS: dict[str, Callable[[str], object]] = {
    "decoding": lambda text: decode(text.encode("gb18030", "replace"), f"text/xml; {text}"),
    "decoding a declaration": lambda text: decode(b"<?xml " + text.encode("utf-8", "replace") + b"\xff"),
    "finding the root": _find_root_twice,
    "finding the end": lambda text: _whole_entries(text, "rss"),
    "mending": _well_formed,
    "making items": _make_items,
    "reading JSON": safely(json_entries, NotAJsonFeedError),
    "reading a date": lambda text: parse_timestamp(text, ZoneInfo("Asia/Shanghai")),
    "checking a URL": safely(lambda text: checked_url(text, allow_private=False), UnsafeError),
    "checking a host": safely(lambda text: checked_url(f"http://{text}/", allow_private=False), UnsafeError),
}


def seconds(step: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        step(text)
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_twice_the_input_never_takes_much_more_than_twice_the_time(step: Callable[[str], object]) -> None:
    for name, piece in SHAPES.items():
        texts = [piece * (factor * SIZE // len(piece)) for factor in (1, 2, 4)]
        once, twice, four_times = (seconds(step, text) for text in texts)
        assert four_times < 0.05 or four_times < 3 * twice or twice < 3 * once, (
            name,
            once,
            twice,
            four_times,
        )
        assert four_times < 2, name


def test_the_probe_finds_a_quadratic_step() -> None:
    """The probe itself can fail: this step is quadratic."""

    def quadratic(text: str) -> object:
        return [text[start:].count("a") for start in range(0, len(text), 100)]

    with pytest.raises(AssertionError):
        test_twice_the_input_never_takes_much_more_than_twice_the_time(quadratic)


def test_a_feed_of_many_plain_entries_takes_time_in_proportion() -> None:
    text = rss(*(Story(f"T{n}", f"https://n.example/{n}", "text " * 20) for n in range(500)))
    assert seconds(lambda document: _whole_entries(document, "rss"), text * 4) < 0.5
