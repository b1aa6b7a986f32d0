"""A feed that has changed is read as if nothing of it were remembered, whatever is not parsed again."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.source import Source
from tests.watchers.oddities import odd
from tests.watchers.test_arsenal import CORPUS, arsenal, needs_arsenal, needs_corpus
from tests.watchers.test_plainfeed import (
    ATOM,
    DC,
    ODD,
    PLAIN,
    channel,
    document_of,
    feed,
    plain_documents,
)
from watchers.entries import Harvest, harvest
from watchers.outline import Outline, outline_of
from watchers.parsed import Feed
from watchers.parsing import _SLIPS, _feedparser, _harvest_new, _well_formed, parse_feed
from watchers.remembering import unpacked
from watchers.strictly import strict_reading

ADDRESS = "https://news.example/feed"
SOURCE = Source("News", ADDRESS)


def read(document: str, earlier: Feed | None = None, *, with_memory: bool = True) -> Feed | None:
    known = (earlier.digests, earlier.memory if with_memory else b"") if earlier else ()
    found = parse_feed(
        document.encode("utf-8", "replace"), "text/xml; charset=utf-8", ADDRESS, SOURCE, *known
    )
    return found if isinstance(found, Feed) else None


def is_cut(document: str, earlier: Feed) -> bool:
    """Whether only what is new is parsed."""
    memory, outline = unpacked(earlier.memory, earlier.digests), outline_of(document)
    if memory is None or outline is None:
        return False
    about = (SOURCE.name, SOURCE.lang, SOURCE.region, SOURCE.time_zone, ADDRESS)

    def taken(entries: object) -> Harvest:
        assert isinstance(entries, list)
        return harvest(entries, SOURCE, ADDRESS, earlier.digests)

    traces = [memory.traces.get(mark) for mark in outline.marks()]
    return (
        memory.frame == outline.frame(about) and _harvest_new(outline, traces, taken, memory.way) is not None
    )


def check(before: str, after: str) -> bool:
    """Whether the second reading was cut, which must not show in what it and a third one give."""
    first = read(before)
    if first is None or not first.memory:
        return False
    whole, short = read(after, first, with_memory=False), read(after, first)
    assert (whole is None) == (short is None), after
    if whole is None or short is None:
        return False
    assert replace(short, memory=b"") == replace(whole, memory=b""), after
    third = read(before, short)
    assert third is not None
    assert replace(third, memory=b"") == replace(read(before, whole, with_memory=False) or third, memory=b"")
    afresh = read(after)
    assert afresh is not None
    assert {item.identity for item in short.items} <= {item.identity for item in afresh.items} | {
        item.identity for item in first.items
    }
    return is_cut(after, first)


def another(entry: str, number: int) -> str:
    """An entry like this one, about something else."""
    for closing in ("</title>", "</guid>", "</id>", "</link>", "</description>"):
        entry = entry.replace(closing, f"{number}{closing}", 1)
    return entry


def together(outline: Outline, entries: list[str]) -> str:
    return f"{outline.head}{''.join(entries)}{outline.tail}"


def editions(outline: Outline, others: list[str], dice: random.Random) -> Iterator[tuple[str, str]]:
    """A feed and what may become of it."""
    entries = [*outline.entries[:20], *(another(outline.entries[0], number) for number in range(2))]
    before = together(outline, entries)
    middle = len(entries) // 2
    yield before, before
    yield before, before + "\n "
    yield before, together(outline, entries[1:])
    yield before, together(outline, [another(entries[0], 7), *entries])
    yield before, together(outline, [*entries[:middle], another(entries[middle], 8), *entries[middle + 1 :]])
    yield before, together(outline, [entries[-1], entries[0], *entries])
    strange = dice.choice(others)
    yield before, together(outline, [*entries[:middle], strange, *entries[middle:]])
    yield together(outline, [strange, *entries]), together(outline, [another(entries[0], 9), *entries])
    yield (
        together(outline, [strange, *entries]),
        together(outline, [another(entries[0], 9), strange, *entries]),
    )


def compare(documents: list[str], seed: int) -> tuple[int, int]:
    """How many of the documents were cut in any edition, of how many that have an outline."""
    dice = random.Random(seed)
    outlines = [outline for outline in map(outline_of, documents) if outline is not None]
    strange = [entry for outline in outlines for entry in outline.entries[:3]]
    cut = sum(True in [check(*pair) for pair in editions(outline, strange, dice)] for outline in outlines)
    return cut, len(outlines)


def channel_of(entries: str) -> str:
    return f"<rss version='2.0'><channel><title>News</title>{entries}</channel></rss>"


def test_entries_that_are_known_by_their_text_are_not_parsed() -> None:
    entry = "<item><title>T</title><guid isPermaLink='false'>{}</guid><link>l{}</link>{}</item>"
    for stray in ("", "<date>2024</date>"):
        first = channel_of(entry.format(1, 1, stray))
        both = channel_of(entry.format(2, 2, stray) + "\n" + entry.format(1, 1, stray))
        assert check(first, both)
        found = read(both, read(first))
        assert found is not None
        assert ([item.identity for item in found.items], found.listed) == (["2"], 2)


@cache
def own() -> list[str]:
    return list(map(document_of, map(str.encode, (PLAIN | ODD).values())))


def test_common_feeds_are_cut() -> None:
    cut, outlines = compare(own(), 1)
    assert outlines > 40
    assert cut > 20


ALIKE = st.integers(0, 2)
PIECE = st.sampled_from(
    (
        "<title>{}</title>",
        "<guid>https://n.example/{}</guid>",
        "<link>https://n.example/{}</link>",
        "<description>{}</description>",
        "<dc:date>2024-05-0{}</dc:date>",
        "<odd>{}</odd>",
        "<title>a<title>{}</title></title>",
        "<description><p>{}</p></description>",
        "<image><title>{}</title></image>",
        "<source url='u'>{}</source>",
        "<x:y xmlns:x='urn:{}'/>",
        "<author><name>{}</name>",
        "</author>",
        "<![CDATA[{}",
        "]]>",
        "<!--",
        "-->",
        "<item>",
        "</item>",
        "&nbsp;",
        "\x00",
    )
)
ENTRY = st.lists(st.builds(str.format, PIECE, ALIKE), min_size=1, max_size=4).map(
    lambda pieces: f"<item>{''.join(pieces)}</item>"
)
SANE = st.builds(
    "<item><title>{}</title><guid>https://n.example/{}</guid>{}</item>".format,
    ALIKE,
    ALIKE,
    st.sampled_from(("", "<odd/>")),
)
ENTRIES = st.lists(st.one_of(SANE, ENTRY), max_size=4)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_no_entry_bears_on_what_is_made_of_another(old: list[str], kept: list[str], new: list[str]) -> None:
    frame = f"<rss version='2.0' {DC}><channel><title>News</title>{{}}</channel></rss>"
    check(frame.format("".join(old + kept)), frame.format("".join(new + kept)))
    check(frame.format("".join(kept)), frame.format("".join(kept[:1] + new + kept[1:])))


CHANGED = {
    "a namespace": ("<rss version='2.0'>", f"<rss version='2.0' {DC}>"),
    "a base": ("<rss ", "<rss xml:base='https://b.example/' "),
    "the language": ("<channel>", "<channel><language>zh</language>"),
    "an address": ("<link>a</link>", "<link>b</link>"),
}


@pytest.mark.parametrize(("old", "new"), CHANGED.values(), ids=CHANGED)
def test_entries_are_read_again_where_what_stands_around_them_changed(old: str, new: str) -> None:
    before = (
        "<rss version='2.0'><channel><link>a</link><item><title>T</title><dc>1</dc></item></channel></rss>"
    )
    assert old in before
    assert not check(before, before.replace(old, new))
    assert check(before, before)


def test_a_new_day_and_a_new_list_of_items_are_no_reason_to_read_entries_again() -> None:
    rss = "<rss><channel><lastBuildDate>{}</lastBuildDate><item><title>T</title></item></channel></rss>"
    assert check(rss.format("Fri, 31 May 2024 10:00:00 +0800"), rss.format("Sat, 01 Jun 2024 10:00:00 +0800"))
    assert not check(rss.format("1"), rss.format("&nbsp;"))
    assert not check(rss.format("1"), rss.format("<b>1</b>"))
    rdf = PLAIN["RDF"]
    assert check(rdf, rdf.replace("<r:Seq>", "<r:Seq><!---->")) is False
    rdf = rdf.replace("r:", "rdf:").replace(":r=", ":rdf=")
    assert check(
        rdf, rdf.replace("<rdf:Seq>", '<rdf:Seq><rdf:li rdf:resource="https://n.example/?a&amp;b"/>')
    )
    assert not check(rdf, rdf.replace("<rdf:Seq>", "<rdf:Seq><rdf:li rdf:resource='<'/>"))


@pytest.mark.parametrize(
    "document",
    [
        channel("<title>T</title><![CDATA[</item><item>]]>"),
        channel("<title>T</title><!-- </item><item> -->"),
        channel("<title>T</title><!--> </item><item> -->"),
        channel("<title>T</title><item><title>U</title></item>"),
        channel("<title>T</title></item><image/><item><title>U</title>"),
        channel("<title>T</title></item><item/><item><title>U</title>"),
        channel("<title>T</title><?php </item><item> ?>"),
        "<rss><!-- <item></item> --></rss>",
        "<rss><channel/></rss>",
        feed("", ATOM),
    ],
)
def test_in_doubt_there_is_no_outline(document: str) -> None:
    assert outline_of(document) is None


def test_namespaces_of_an_entry_may_bear_on_another() -> None:
    """feedparser takes the second entry's name, of nobody's namespace, for the first one's."""
    entry = "<item><guid>id{0}</guid><link>l{0}</link><a:title xmlns:a='{1}'>T{0}</a:title></item>"
    old, new = entry.format(1, "http://purl.org/dc/elements/1.1/"), entry.format(2, "urn:x")
    assert not check(channel_of(old), channel_of(old + new))
    found = read(channel_of(old + new), read(channel_of(old)))
    assert found is not None
    assert [item.title for item in found.items] == ["T2"]


def test_an_entry_that_shares_its_id_with_a_new_one_is_read_again() -> None:
    one = "<item><title>{}</title><guid>https://n.example/{}</guid></item>"
    assert not check(channel_of(one.format("A", 1)), channel_of(one.format("B", 1) + one.format("A", 1)))


@needs_arsenal
def test_a_sample_of_the_arsenal_is_reread_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    names = random.Random(20240606).sample(sorted(arsenal()), 700)
    documents = [document_of(arsenal()[name]) for name in names if len(arsenal()[name]) < 50_000]
    cut, outlines = compare(documents, 2)
    say(capsys, cut, outlines, "feeds of the arsenal")
    assert outlines > 200
    assert cut > 150


@needs_arsenal
def test_the_strict_way_finds_what_feedparser_finds() -> None:
    names = random.Random(20240607).sample(sorted(arsenal()), 1000)
    strict = 0
    for document in filter(None, (document_of(arsenal()[name]) for name in names)):
        clean = _well_formed(document)
        found = strict_reading(clean)
        try:
            judged = _feedparser(clean)
        except _SLIPS:
            assert found is None
            continue
        assert (found is None) == bool(judged.bozo), document
        if found is not None:
            assert (found.entries, found.version) == (judged.entries, judged.version), document
            strict += 1
    assert strict > 500


@needs_arsenal
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_third_feed_of_the_arsenal_is_reread_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    cut, outlines = compare([document_of(body) for _, body in sorted(arsenal().items())[::3]], 3)
    say(capsys, cut, outlines, "feeds of the arsenal")
    assert cut > 300


def odd_feeds(count: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    return [odd(dice.choice(plain_documents()), dice) for _ in range(count)]


@needs_arsenal
def test_odd_feeds_are_reread_the_same() -> None:
    cut, outlines = compare(odd_feeds(300, 5), 5)
    assert outlines > 150
    assert cut > 50


@needs_arsenal
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_thousands_of_odd_feeds_are_reread_the_same() -> None:
    cut, _ = compare(odd_feeds(3_000, 6), 6)
    assert cut > 400


@needs_corpus
def test_real_feeds_are_reread_the_same_and_cut(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [document_of(path.read_bytes()) for path in sorted(CORPUS.glob("*/*.xml"))]
    cut, outlines = compare(documents, 4)
    say(capsys, cut, outlines, "real feeds")
    assert cut == outlines > 30


def say(capsys: pytest.CaptureFixture[str], cut: int, feeds: int, which: str) -> None:
    with capsys.disabled():
        print(f"\n{cut} of {feeds} {which} that have an outline are cut.")  # noqa: T201
