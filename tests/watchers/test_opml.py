"""OPML: lists of feeds come in from other readers and go out to them."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.feed_list import MAX_FEED_LIST_BYTES, MAX_FEEDS, FeedList, NoFeedList, Unusable
from readouts.domain.source import Source, SourceKind
from watchers.opml import parse_opml, render_opml

DAMAGED = "The file is damaged or breaks off in line {}; feeds may be missing or wrong."
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="China"><outline text="Politics &amp; more">
    <outline type="rss" text="People / politics" title="人民网 时政"
      xmlUrl="https://p.example/politics.xml"/>
  </outline></outline>
  <outline type="rss" text="Anhui" xmlUrl=" https://a.example/feed?x=1&amp;y=2 "
    language="zh-CN" category="/news,/region/CN-AH"/>
  <outline type="rss" text="Anhui" xmlUrl="https://b.example/feed"/>
  <outline type="rss" text="Anhui again" xmlUrl="https://b.example/feed"/>
  <outline type="rss" text="" xmlUrl="https://c.example/feed"/>
  <outline type="link" text="No feed" url="ftp://d.example/"/>
  <outline text="Script" xmlUrl="javascript:alert(1)"/>
</body></opml>
""".encode()


def listed(document: bytes) -> FeedList:
    found = parse_opml(document)
    assert isinstance(found, FeedList)
    return found


def test_the_feeds_of_a_list_are_read_whatever_folders_they_lie_in() -> None:
    assert listed(LIST).feeds == (
        Source("人民网-时政", "https://p.example/politics.xml", built_in=False),
        Source("Anhui", "https://a.example/feed?x=1&y=2", region="CN-AH", lang="zh", built_in=False),
        Source("Anhui-2", "https://b.example/feed", built_in=False),
        Source("c.example", "https://c.example/feed", built_in=False),
    )


def test_what_stands_there_twice_and_what_cannot_be_asked_is_told_with_its_line() -> None:
    found = listed(LIST)
    assert (found.repeated, found.is_whole) == (1, True)
    assert found.unusable == (Unusable(13, "Only http and https addresses are asked.", "Script"),)


def test_a_refusal_names_the_feed_by_its_title_and_never_by_its_address() -> None:
    titles = (
        'text="The  daily&#10;"',
        f'text="{"x" * 500}"',
        'text="ftp://a.example/key"',
        'text="a&#x9b;31m"',
    )
    rows = "".join(f'<outline {title} xmlUrl="ftp://a.example/key"/>' for title in titles)
    found = listed(f"<opml><body>{rows}</body></opml>".encode())
    assert [each.title for each in found.unusable] == ["The daily", "x" * 60, "", "a31m"]


def test_one_address_written_in_two_ways_is_one_feed() -> None:
    rows = (
        '<outline xmlUrl="https://example.org/ah.xml"/><outline xmlUrl="HTTPS://EXAMPLE.org:443/ah.xml#x"/>'
    )
    found = listed(f"<opml><body>{rows}</body></opml>".encode())
    assert ([feed.url for feed in found.feeds], found.repeated) == (["https://example.org/ah.xml"], 1)


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        ('type="rss" text="Nothing"', "It names no address."),
        ('xmlUrl="https://u:p@a.example/"', "Addresses with a user name or password in them are not asked."),
        ('xmlUrl="http://127.0.0.1/feed"', "The address leads into a private or reserved network, which is"),
        ('xmlUrl="https://a.example:22/"', "Only the ports 80, 443, 8080 and 8443 are asked."),
        ('xmlUrl="news.example"', "Only http and https addresses are asked."),
        (f'xmlUrl="https://a.example/{"a" * 2000}"', "The address is not a proper URL."),
    ],
)
def test_each_bad_address_says_what_is_wrong_with_it(outline: str, reason: str) -> None:
    found = listed(f"<opml><body>\n<outline {outline}/></body></opml>".encode())
    assert found.feeds == ()
    ((line, said),) = [(each.line, each.reason) for each in found.unusable]
    assert line == 2
    assert said.startswith(reason)


def test_on_an_intranet_private_addresses_are_feeds_like_others() -> None:
    document = b'<opml><body><outline text="x" xmlUrl="http://10.0.0.7:8000/feed"/></body></opml>'
    found = parse_opml(document, allow_private=True)
    assert isinstance(found, FeedList)
    assert [source.url for source in found.feeds] == ["http://10.0.0.7:8000/feed"]


NAMES = st.text(
    st.characters(min_codepoint=33, exclude_characters="/", exclude_categories=("Cs", "Cc", "Z")),
    min_size=1,
    max_size=55,
).filter(lambda name: name.split() == [name] and name.isprintable())
FEEDS = st.lists(
    st.builds(
        Source,
        NAMES,
        st.integers(0, 10**6).map(lambda n: f"https://n.example/feed?a=1&b={n}"),
        region=st.sampled_from([None, "CN-AH", "CN-XJ"]),
        lang=st.sampled_from([None, "zh", "en"]),
        built_in=st.just(False),
    ),
    unique_by=(lambda source: source.name, lambda source: source.url),
    max_size=8,
)


@given(FEEDS)
def test_what_goes_out_comes_in_again(feeds: list[Source]) -> None:
    assert parse_opml(render_opml(feeds).encode()) == FeedList(tuple(feeds))


def test_only_feeds_of_the_web_go_out() -> None:
    given = [
        Source("feed", "https://n.example/feed"),
        Source("page", "https://n.example/", SourceKind.PAGE),
        Source("map", "https://n.example/map.xml", SourceKind.SITEMAP),
        Source("file", "", file=Path("samples/readouts.xml")),
    ]
    assert [source.name for source in listed(render_opml(given).encode()).feeds] == ["feed"]


@pytest.mark.parametrize(
    "document", [b"", b"no xml", b"<html><body/></html>", b"<rss/>", b"\xff\xfe\x00", b"<opml", bytes(100)]
)
def test_what_is_no_list_is_told(document: bytes) -> None:
    is_cut_off = document == b"<opml"
    cut_off = FeedList((), damage=DAMAGED.format(1))
    assert parse_opml(document) == (cut_off if is_cut_off else NoFeedList("The file is not OPML."))


@pytest.mark.parametrize("end", [b"</body></opml>", b"body></opml>", b"/>\n</body>", b'"/>\n</body></opml>'])
def test_a_list_that_breaks_off_says_so_wherever_it_does(end: bytes) -> None:
    whole = b'<opml><body>\n<outline xmlUrl="https://a.example/"/>\n<outline xmlUrl="https://b.example/"/>\n'
    whole += b"</body></opml>"
    cut = whole[: whole.rindex(end)]
    assert listed(whole).damage == ""
    assert listed(whole + b"\n<!-- bye -->\n").damage == ""
    assert listed(cut).damage == DAMAGED.format(cut.count(b"\n") + 1)


def test_a_list_with_a_prefix_that_nobody_declared_has_lost_nothing() -> None:
    document = b'<opml><body><outline mine:x="1" xmlUrl="https://a.example/"/></body></opml>'
    assert (len(listed(document).feeds), listed(document).damage) == (1, "")


def test_a_list_with_a_slip_in_it_is_read_as_far_as_it_goes() -> None:
    document = b'<opml><body><outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/></body></opml>'
    (source,) = listed(document).feeds
    assert source.url.startswith("https://a.example/?a=1")
    assert listed(document).damage == DAMAGED.format(1)


def test_entities_are_neither_expanded_nor_read_from_files() -> None:
    more = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    outline = '<outline text="x" xmlUrl="https://a.example/feed"/><outline text="&l9;">&l9;</outline>'
    for entities in (f'<!ENTITY l0 "ha">{more}', '<!ENTITY l9 SYSTEM "file:///etc/passwd">'):
        document = f"<!DOCTYPE opml [{entities}]><opml><body>{outline}</body></opml>".encode()
        began = time.process_time()
        found = parse_opml(document)
        assert time.process_time() - began < 1
        assert "root:" not in str(found)


def test_a_feed_lost_to_its_swollen_title_is_no_silence() -> None:
    more = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    row = '<outline text="&l9;" xmlUrl="https://a.example/feed"/>'
    found = listed(f'<!DOCTYPE opml [<!ENTITY l0 "ha">{more}]><opml><body>\n{row}</body></opml>'.encode())
    assert (found.feeds, found.damage) == ((), DAMAGED.format(2))


def test_a_list_is_bounded() -> None:
    assert parse_opml(b" " * (MAX_FEED_LIST_BYTES + 1)) == NoFeedList("The file is larger than 5 MB.")
    rows = "".join(f'<outline text="same" xmlUrl="https://{n}.example/"/>' for n in range(MAX_FEEDS + 100))
    began = time.process_time()
    found = listed(f"<opml><body>{rows}</body></opml>".encode())
    assert time.process_time() - began < 2
    assert len(found.feeds) == len({source.name for source in found.feeds}) == MAX_FEEDS
    assert not found.is_whole
    deep = "<outline>" * 100_000 + "</outline>" * 100_000
    assert listed(f"<opml><body>{deep}</body></opml>".encode()).feeds == ()
