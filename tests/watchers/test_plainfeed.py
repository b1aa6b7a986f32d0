"""The fast way through plain feeds gives what feedparser gives, entry by entry, or nothing."""

import random
from functools import cache

import pytest

from tests.newssite import Story, rss
from tests.watchers.mutants import mutant
from tests.watchers.oddities import odd
from tests.watchers.test_arsenal import ARSENAL, CORPUS, arsenal, needs_arsenal, needs_corpus
from watchers.decoding import decode
from watchers.entries import MAX_ENTRIES, Entry, Words
from watchers.parsed import Unparsable
from watchers.parsing import (
    _entries,
    _feed_root,
    _feedparser,
    _has_only_allowed_references,
    _well_formed,
    _whole_entries,
)
from watchers.plainfeed import plain_entries

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
ENTRY = "<entry><id>tag:1</id><title>T</title></entry>"


def judged(document: str) -> list[Entry] | None:
    """What feedparser makes of the document; None where it finds it damaged or of no known kind."""
    parsed = _feedparser(_well_formed(document))
    return list(_entries(parsed.entries)) if parsed.version and not parsed.bozo else None


def document_of(body: bytes) -> str:
    """The document as parsing hands it on, or ""."""
    text = decode(body).strip()
    root = _feed_root(text)
    return "" if isinstance(root, Unparsable) else _whole_entries(text[root.start() :], root["name"])[0]


def is_plain(document: str) -> bool:
    """Whether the fast way is taken; if so, asserts that it leads to the same place."""
    if not document or not _has_only_allowed_references(document):
        return False
    found = plain_entries(document)
    if found is not None:
        assert found[:MAX_ENTRIES] == judged(document), document[:2000]
    return found is not None


@cache
def plain_documents() -> list[str]:
    """Plain feeds of the arsenal, small ones."""
    documents = (document_of(arsenal()[name]) for name in sorted(arsenal()) if len(arsenal()[name]) < 8000)
    return [document for document in documents if is_plain(document)]


def channel(item: str, names: str = "") -> str:
    return f'<rss version="2.0" {names}><channel><title>News</title><item>{item}</item></channel></rss>'


def feed(entry: str, attributes: str = ATOM) -> str:
    return f"<feed {attributes}><title>News</title>{entry}</feed>"


PLAIN = {
    "RSS": rss(Story("省委国安委召开会议", "https://n.example/1", "<p>a &amp; b</p>", "2024-05-31", "1")),
    "RSS without a guid": channel("<title>T</title><link>https://n.example/?a=1&amp;b=2</link>"),
    "a guid for a link": channel("<title>T</title><guid>https://n.example/1</guid>"),
    "a guid that is no link": channel('<title>T</title><guid isPermaLink="false">1</guid>'),
    "a link after its guid": channel("<guid>https://n.example/1</guid><link>https://n.example/2</link>"),
    "two titles": channel("<title></title><title>A</title><title>B</title>"),
    "two dates": channel(
        f"<pubDate>2024-05-31</pubDate><pubDate>2024-06-01</pubDate><dc:date {DC}>x</dc:date>"
    ),
    "two descriptions": channel("<description>short</description><description>longer</description>"),
    "a title that is HTML": channel("<title>a &lt;b&gt;b&lt;/b&gt;</title>"),
    "a title between sources": channel("<title>A</title><source url='x'>S</source><title>B</title>"),
    "UTF-8 encoded twice": channel("<title>caf\xc3\xa9</title>"),
    "comments and CDATA": channel("<!-- a --><title>a<!-- b --><![CDATA[<b>b</b>]]><?php c?>c</title>"),
    "a namespace of nobody's": channel("<title>T</title><x:y>1</x:y><x:z a='1'/>", 'xmlns:x="urn:x"'),
    "an image of the channel": channel("<title>T</title>").replace(
        "<item>", "<image><url>u</url><title>t</title><link>l</link></image><item>"
    ),
    "Atom": feed(
        "<entry><id>tag:1</id><title type='html'>A &amp;amp; B</title><link rel='self' href='s'/>"
        "<link href='https://n.example/1'/><published>2024-05-31T10:00:00Z</published>"
        "<updated>2024-06-01T10:00:00Z</updated><author><name>A</name></author>"
        "<summary>short</summary><content type='html'>&lt;p&gt;long&lt;/p&gt;</content></entry>"
    ),
    "Atom with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title></a:entry>'
    "</a:feed>",
    "RDF": f"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {DC}
        xmlns="http://purl.org/rss/1.0/">
        <channel r:about="c"><title>News</title><items><r:Seq><r:li r:resource="1"/></r:Seq></items></channel>
        <item r:about="https://n.example/1"><title>T</title><dc:date>2024-05-31</dc:date></item></r:RDF>""",
}


@pytest.mark.parametrize("document", PLAIN.values(), ids=PLAIN)
def test_common_feeds_take_the_fast_way(document: str) -> None:
    assert is_plain(document_of(document.encode()))


ODD = {
    "no feed": "<html><body/></html>",
    "an empty feed": "<rss version='2.0'><channel/></rss>",
    "not well-formed": channel("<title>a & b</title>"),
    "an entity of HTML": channel("<title>a&nbsp;b</title>"),
    "an undeclared prefix": channel("<dc:date>2024-05-31</dc:date>"),
    "a base": feed(ENTRY, f'{ATOM} xml:base="https://b.example/"'),
    "a base of an entry": feed(ENTRY.replace("<id>", "<id xml:base='https://b.example/'>")),
    "XHTML": feed("<entry><title type='xhtml'><div>T</div></title></entry>"),
    "XHTML by attribute": feed("<entry><title type='xhtml'>T</title></entry>"),
    "markup that is not escaped": channel("<description>a <b>b</b></description>"),
    "base64": feed("<entry><content type='application/octet-stream'>QQ==</content></entry>"),
    "a control character of Windows": channel("<title>a\x96b</title>"),
    "a reference to one": channel("<title>a&#150;b</title>"),
    "an image of an item": channel("<title>T</title><image><title>I</title></image>"),
    "titles of pictures": channel("<m:title>T</m:title>", 'xmlns:m="http://search.yahoo.com/mrss/"'),
    "a place": channel("<g:point>x</g:point>", 'xmlns:g="http://www.georss.org/georss"'),
    "an unknown element": channel("<title>T</title><date>2024-05-31</date>"),
    "the source of an entry": feed("<entry><source><title>S</title></source></entry>"),
    "CDF": "<channel href='x' lastmod='2024'><item href='y'><title>T</title></item></channel>",
    "CDF in RSS": channel("<title>T</title>").replace("<item>", "<item href='https://n.example/1'>"),
    "a link to nowhere": feed("<entry><link href=''/></entry>"),
    "a link with too many slashes": channel("<link>http:////n.example/1</link>"),
    "a link by another attribute": feed("<entry><link url='https://n.example/1'/></entry>"),
    "a known prefix for another namespace": channel("<dc:date>x</dc:date>", 'xmlns:dc="urn:other"'),
    "known prefixes swapped": channel("<media:date>x</media:date>", DC.replace("dc=", "media=")),
    "one prefix for two namespaces": feed("<entry><x:a xmlns:x='urn:1'/><x:a xmlns:x='urn:2'/></entry>"),
    "a default namespace of nobody's": channel("<title>T</title>", 'xmlns="urn:x"'),
    "Userland's namespace": channel("<title>T</title>", 'xmlns="http://backend.userland.com/rss2"'),
    "a note on a title": channel("<title:detail>x</title:detail>", 'xmlns:title="urn:x"'),
    "two channels": channel("<title>T</title>").replace("</rss>", "<channel/></rss>"),
    "items beside the channel": "<rss version='2.0'><channel/><item><title>T</title></item></rss>",
    "RDF of no version": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item/></r:RDF>',
    "many namespaces": feed(ENTRY, ATOM + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(100))),
    "deep groups": feed(ENTRY + "<author>" * 300 + "</author>" * 300),
}


@pytest.mark.parametrize("document", ODD.values(), ids=ODD)
def test_whatever_is_out_of_the_ordinary_is_left_to_feedparser(document: str) -> None:
    assert plain_entries(document) is None


def test_a_plain_feed_is_read_in_full() -> None:
    document = rss(*(Story(f"T{n}", f"https://n.example/{n}", f"<p>{n}</p>") for n in range(3)))
    assert plain_entries(document.partition("?>")[2].strip()) == [
        Entry(
            "",
            f"https://n.example/{n}",
            Words(f"T{n}", is_html=False),
            Words(f"<p>{n}</p>", is_html=True),
            "",
        )
        for n in range(3)
    ]


def say(capsys: pytest.CaptureFixture[str], plain: int, feeds: int, which: str) -> None:
    with capsys.disabled():
        print(f"\n{plain} of {feeds} {which} ({plain / feeds:.0%}) take the fast way.")  # noqa: T201


@needs_arsenal
def test_the_arsenal_gives_the_same_either_way(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [document for document in map(document_of, arsenal().values()) if document]
    plain = sum(map(is_plain, documents))
    say(capsys, plain, len(documents), "feeds of the arsenal")
    assert len(documents) > 4400
    assert plain > 1500


@needs_corpus
def test_real_feeds_give_the_same_either_way_and_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    documents = {path.name: document_of(path.read_bytes()) for path in CORPUS.glob("*/*.xml")}
    with_items = {name: text for name, text in documents.items() if "<item" in text or "<entry" in text}
    odd_ones = [name for name, document in with_items.items() if not is_plain(document)]
    say(capsys, len(with_items) - len(odd_ones), len(with_items), "real feeds")
    assert len(with_items) > 30
    assert odd_ones == []


def compare_oddities(count: int, seed: int) -> int:
    """How many of so many odd feeds took the fast way, all to the same place."""
    dice = random.Random(seed)
    return sum(is_plain(odd(dice.choice(plain_documents()), dice)) for _ in range(count))


@needs_arsenal
def test_odd_feeds_give_the_same_either_way() -> None:
    assert compare_oddities(1_500, seed=20240603) > 300


@needs_arsenal
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_odd_feeds_give_the_same_either_way() -> None:
    assert compare_oddities(100_000, seed=20240604) > 20_000


def test_damaged_feeds_that_are_still_plain_give_the_same_either_way() -> None:
    feeds = [document.encode() for document in PLAIN.values()]
    feeds += [document.encode() for document in plain_documents()] if ARSENAL.exists() else []
    mutants = (document_of(mutant(number, feeds, 1)) for number in range(10_000))
    assert sum(map(is_plain, mutants)) > 1000
