"""OPML: lists of feeds come in from other readers and go out to them."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.feed_list import MAX_FEED_LIST_BYTES, FeedList, NoFeedList, Unusable
from readouts.domain.source import Source, SourceKind
from watchers.opml import MAX_FEEDS, parse_opml, render_opml

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
    assert found.unusable == (Unusable(13, "Only http and https addresses are asked."),)


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
    assert parse_opml(document) == (FeedList(()) if is_cut_off else NoFeedList("The file is not OPML."))


def test_a_list_with_a_slip_in_it_is_read_as_far_as_it_goes() -> None:
    document = b'<opml><body><outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/></body></opml>'
    (source,) = listed(document).feeds
    assert source.url.startswith("https://a.example/?a=1")


def test_entities_are_neither_expanded_nor_read_from_files() -> None:
    more = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    outline = '<outline text="x" xmlUrl="https://a.example/feed"/><outline text="&l9;">&l9;</outline>'
    for entities in (f'<!ENTITY l0 "ha">{more}', '<!ENTITY l9 SYSTEM "file:///etc/passwd">'):
        document = f"<!DOCTYPE opml [{entities}]><opml><body>{outline}</body></opml>".encode()
        began = time.process_time()
        found = parse_opml(document)
        assert time.process_time() - began < 1
        assert "root:" not in str(found)


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
