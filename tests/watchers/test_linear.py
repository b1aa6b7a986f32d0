"""Every step of ours takes time in proportion to its input: n, 2n, 4n of shapes that make parsers despair.

What feedparser itself does with such shapes is bounded by the worker's wall limit instead.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from readouts.domain.item import Item
from readouts.domain.links import canonical_url
from readouts.domain.source import Source
from tests.newssite import Story, rss
from watchers.decoding import decode
from watchers.entries import Entry, Words, items_of
from watchers.googlenews import with_plain_title
from watchers.jsonfeed import NotAJsonFeedError, json_entries
from watchers.outline import outline_of
from watchers.parsing import _feed_root, _well_formed, _whole_entries
from watchers.plainfeed import plain_entries
from watchers.plainmarkup import plain_markup_text
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
    "entries": "<item></item>",
    "lists of entries": '<rdf:Seq><rdf:li resource="a"/>',
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


def _make_items(text: str, *, of_markup: bool = False) -> None:
    words = Words(text, is_html=of_markup)
    items_of([Entry(text, text, words, words, text)], SOURCE, SOURCE.url)


def _make_items_of_lines(text: str) -> None:
    nothing = Words("", is_html=False)
    lines = (f"https://n.example/{text[n : n + 30]}" for n in range(0, len(text), 30))
    items_of([Entry(line, line, nothing, nothing, "") for line in lines], SOURCE, SOURCE.url)


def _outline(text: str) -> None:
    outline = outline_of(text)
    if outline is not None:
        outline.frame()
        outline.marks()


def _shorten_title(text: str) -> None:
    with_plain_title(Item("1", "https://n.example/", text, ""))


STEPS: dict[str, Callable[[str], object]] = {
    "decoding": lambda text: decode(text.encode("gb18030", "replace"), f"text/xml; {text}"),
    "decoding a declaration": lambda text: decode(b"<?xml " + text.encode("utf-8", "replace") + b"\xff"),
    "finding the root": _find_root_twice,
    "finding the end": lambda text: _whole_entries(text, "rss"),
    "mending": _well_formed,
    "making items": _make_items,
    "making items of markup": partial(_make_items, of_markup=True),
    "making many items": _make_items_of_lines,
    "taking the publisher off a title": _shorten_title,
    "naming a link's page": lambda text: canonical_url(f"https://n.example/?{text}"),
    "reading plain markup": plain_markup_text,
    "reading nested markup": lambda text: plain_markup_text(f"<p>{text}</p>" * 2),
    "reading a plain feed": lambda text: plain_entries(f"<rss><channel><item>{text}</item></channel></rss>"),
    "outlining the head": lambda text: _outline(f"<rss>{text}<item></item></rss>"),
    "outlining entries": lambda text: _outline(f"<rss><item>{text}</item></rss>"),
    "reading JSON": safely(json_entries, NotAJsonFeedError),
    "reading a date": lambda text: parse_timestamp(text, ZoneInfo("Asia/Shanghai")),
    "checking a URL": safely(lambda text: checked_url(text, allow_private=False), UnsafeError),
    "checking a host": safely(lambda text: checked_url(f"http://{text}/", allow_private=False), UnsafeError),
}


def seconds(step: Callable[[str], object], text: str, tries: int = 3) -> float:
    best = float("inf")
    for _ in range(tries):
        began = time.process_time()
        step(text)
        best = min(best, time.process_time() - began)
    return best


def check_growth(step: Callable[[str], object], texts: Sequence[str], name: str) -> None:
    """Fail where each doubling takes more than three times as long; what looks so is measured again."""
    for tries in (1, 5):
        once, twice, four_times = (seconds(step, text, tries) for text in texts)
        if four_times < 0.05 or four_times < 3 * twice or twice < 3 * once:
            break
    else:
        pytest.fail(f"{name}: {once:.3f} s, {twice:.3f} s, {four_times:.3f} s")
    assert four_times < 2, name


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_twice_the_input_never_takes_much_more_than_twice_the_time(step: Callable[[str], object]) -> None:
    for name, piece in SHAPES.items():
        check_growth(step, [piece * (factor * SIZE // len(piece)) for factor in (1, 2, 4)], name)


def test_the_probe_finds_a_quadratic_step() -> None:
    """The probe itself can fail: this step is quadratic."""

    def quadratic(text: str) -> object:
        return [text[start:].count("a") for start in range(0, len(text), 100)]

    with pytest.raises(pytest.fail.Exception, match=r"\d s, \d"):
        test_twice_the_input_never_takes_much_more_than_twice_the_time(quadratic)


def test_a_feed_of_many_plain_entries_takes_time_in_proportion() -> None:
    text = rss(*(Story(f"T{n}", f"https://n.example/{n}", "text " * 20) for n in range(500)))
    assert seconds(lambda document: _whole_entries(document, "rss"), text * 4) < 0.5


RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def _around(before: str, after: str, within: str = "<title>T</title>") -> Callable[[int], str]:
    return lambda n: f"<rss><channel><item>{before * n}{within}{after * n}</item></channel></rss>"


def _numbered(
    piece: str, within: str = "<rss {0}><channel><item><title>T</title></item></channel></rss>"
) -> Callable[[int], str]:
    return lambda n: within.format("".join(piece.format(number) for number in range(n)))


# Well-formed documents, or nearly so, that could cost a parser more than their size.
DOCUMENTS: dict[str, Callable[[int], str]] = {
    "items": lambda n: f"<rss><channel>{'<item><title>T</title></item>' * n}</channel></rss>",
    "empty items": lambda n: f"<rss><channel>{'<item/>' * n}</channel></rss>",
    "entries": lambda n: (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{"<entry><id>1</id></entry>" * n}</feed>'
    ),
    "RDF items": lambda n: f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/">{"<item/>" * n}</rdf:RDF>',
    "titles": _around("<title>T</title>", ""),
    "empty titles": _around("<title/>", ""),
    "links": _around("<link>https://n.example/</link>", ""),
    "descriptions": _around("<description>d</description>", ""),
    "contents": _around("<content>c</content>", ""),
    "guids": _around("<guid>g</guid>", ""),
    "authors": _around("<author><name>a</name></author>", ""),
    "sources": _around("<source>s</source>", ""),
    "nested items": _around("<item>", "</item>"),
    "nested authors": _around("<author>", "</author>"),
    "nested unknowns": _around("<x>", "</x>"),
    "unclosed": _around("<x>", ""),
    "comments in a title": _around("", "", "<title>" + "a<!-- b -->" * 10 + "</title>"),
    "many comments": lambda n: f"<rss><channel><item><title>{'a<!---->' * n}</title></item></channel></rss>",
    "many CDATA": lambda n: (
        f"<rss><channel><item><title>{'<![CDATA[a]]>' * n}</title></item></channel></rss>"
    ),
    "instructions": lambda n: f"<rss>{'<?a b?>' * n}<channel><item><title>T</title></item></channel></rss>",
    "lines": lambda n: "<rss><channel><item><title>" + "\r\n" * n + "</title></item></channel></rss>",
    "references": lambda n: f"<rss><channel><item><title>{'&#65;&amp;' * n}</title></item></channel></rss>",
    "long title": lambda n: f"<rss><channel><item><title>{'国' * n}</title></item></channel></rss>",
    "long attribute": lambda n: f"<rss a='{'b' * n}'><channel><item><title>T</title></item></channel></rss>",
    "long name": lambda n: f"<rss><{'a' * n}/><channel><item><title>T</title></item></channel></rss>",
    "attributes": _numbered(" a{}='1'"),
    "attributes of an item": _numbered(
        " a{}='1'", "<rss><channel><item{0}><title>T</title></item></channel></rss>"
    ),
    "attributes of a category": _numbered(
        " a{}='1'", "<rss><channel><item><category{0}/></item></channel></rss>"
    ),
    "namespaces": _numbered(" xmlns:n{0}='urn:{0}'"),
    "namespaces of elements": _numbered(
        "<n:x xmlns:n='urn:{}'/>", "<rss><channel><item>{0}</item></channel></rss>"
    ),
    "names": _numbered("<f:n{}/>", "<rss xmlns:f='urn:f'><channel><item>{0}</item></channel></rss>"),
    "queries": lambda n: f"<rss><channel><item><link>{'&amp;a=1' * n}</link></item></channel></rss>",
    "escaped markup": lambda n: (
        f"<rss><channel><item><title>{'&lt;/b&gt;&amp;a;' * n}</title></item></channel></rss>"
    ),
    "bases": lambda n: f"<rss><channel><item><title>{'base ' * n}</title></item></channel></rss>",
    "C1": lambda n: f"<rss><channel><item><title>{chr(0xA0) * n}</title></item></channel></rss>",
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_no_document_costs_the_fast_way_more_than_its_size(document: Callable[[int], str]) -> None:
    check_growth(plain_entries, [document(n) for n in (5_000, 10_000, 20_000)], "the fast way")
