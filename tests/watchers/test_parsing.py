"""Bodies to items: RSS, RDF, Atom and JSON Feed, whole, damaged and lying."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.item import Item
from readouts.domain.source import Source
from tests.newssite import Story, rss
from watchers.entries import MAX_ENTRIES, MAX_TEXT, MAX_TITLE
from watchers.parsed import Feed, Unparsable
from watchers.parsing import parse_feed

ADDRESS = "https://news.example/feeds/all.xml"
SOURCE = Source("Anhui Daily", ADDRESS, region="CN-AH", lang="zh")
XML = '<?xml version="1.0" encoding="utf-8"?>'


def parsed(document: str | bytes, source: Source = SOURCE, content_type: str | None = "text/xml") -> Feed:
    body = document.encode() if isinstance(document, str) else document
    found = parse_feed(body, content_type, ADDRESS, source)
    assert isinstance(found, Feed), found
    return found


def only_item(document: str | bytes, source: Source = SOURCE) -> Item:
    (item,) = parsed(document, source).items
    return item


def channel(*items: str) -> str:
    return f'{XML}<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'


def reason(document: str | bytes) -> str:
    body = document.encode() if isinstance(document, str) else document
    found = parse_feed(body, "text/xml", ADDRESS, SOURCE)
    assert isinstance(found, Unparsable), found
    return found.reason


def test_an_rss_item_becomes_an_item_of_its_source() -> None:
    story = Story(
        "省委国安委召开会议",
        "https://news.example/1",
        "<p>会议强调</p><p>政治安全</p>",
        "2024-05-31 18:00:00",
        "id-1",
    )
    assert only_item(rss(story)) == Item(
        identity="id-1",
        url="https://news.example/1",
        title="省委国安委召开会议",
        text="会议强调\n政治安全",
        lang="zh",
        published=datetime(2024, 5, 31, 18, tzinfo=ZoneInfo("Asia/Shanghai")),
        source="Anhui Daily",
        region="CN-AH",
    )


def test_an_atom_entry_becomes_an_item() -> None:
    item = only_item(
        f"""{XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/a/"><title>News</title>
        <entry><id>tag:1</id><title type="html">A &amp;amp; B</title><link rel="alternate" href="b/1.html"/>
        <updated>2024-05-31T10:00:00Z</updated><summary>short</summary><content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>long <b>text</b></p></div></content>
        </entry></feed>"""
    )
    assert (item.identity, item.url, item.title) == ("tag:1", "https://base.example/a/b/1.html", "A & B")
    assert (item.text, item.published) == ("long text", datetime(2024, 5, 31, 10, tzinfo=UTC))


def test_an_rdf_item_becomes_an_item() -> None:
    item = only_item(
        f"""{XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>News</title></channel>
        <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link>
        <dc:date>2024-05-31T18:00+08:00</dc:date></item></rdf:RDF>"""
    )
    assert (item.identity, item.title) == ("https://news.example/1", "One")
    assert item.published == datetime(2024, 5, 31, 10, tzinfo=UTC)


def test_a_json_feed_item_becomes_an_item() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": 1,
                "url": "/1",
                "content_html": "<p>会议</p>",
                "date_published": "2024-05-31T18:00:00+08:00",
            },
            {
                "id": "2",
                "external_url": "https://b.example/2",
                "title": "T",
                "content_text": "a <b>",
                "summary": "s",
            },
            "no item",
            {"id": None, "title": ["no", "title"]},
        ],
    }
    first, second = parsed(json.dumps(feed), content_type="application/feed+json").items
    assert (first.identity, first.url, first.title) == ("1", "https://news.example/1", "会议")
    assert first.published == datetime(2024, 5, 31, 10, tzinfo=UTC)
    assert (second.url, second.title, second.text) == ("https://b.example/2", "T", "a <b>")


def test_the_full_content_is_preferred_to_the_summary() -> None:
    item = only_item(
        f'{XML}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
        "<title>T</title><description>short</description>"
        "<content:encoded><![CDATA[<p>the whole &lt;text&gt;</p>]]></content:encoded></item></channel></rss>"
    )
    assert item.text == "the whole <text>"


def test_links_are_absolute_and_of_the_web_only() -> None:
    links = [
        "/a",
        "b?x=1&y=2",
        "../路径",
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "data:text/html,x",
        "http:",
    ]
    items = parsed(rss(*(Story(f"T{n}", link) for n, link in enumerate(links)))).items
    assert [item.url for item in items] == [
        "https://news.example/a",
        "https://news.example/feeds/b?x=1&y=2",
        "https://news.example/%E8%B7%AF%E5%BE%84",
        *[""] * 4,
    ]


def test_a_guid_that_is_an_address_stands_in_for_a_missing_link() -> None:
    item = only_item(channel("<item><title>T</title><guid>https://news.example/1</guid></item>"))
    assert item.url == "https://news.example/1"


def test_identity_is_the_id_else_the_link_else_what_is_said() -> None:
    items = parsed(
        channel(
            "<item><title>A</title><link>https://n.example/1</link><guid>id-1</guid></item>",
            "<item><title>B</title><link>https://n.example/2</link></item>",
            "<item><title>C</title><description>text</description></item>",
        )
    ).items
    assert [item.identity for item in items[:2]] == ["id-1", "https://n.example/2"]
    assert items[2].identity.startswith("hash:")
    assert len(items[2].identity) == len("hash:") + 32, "128 bits"


def test_an_id_that_several_entries_share_identifies_none_of_them() -> None:
    """Feeds with one guid for everything would show one item of ten."""
    stories = [Story(f"T{n}", f"https://n.example/{n}", guid="same") for n in range(10)]
    assert [item.identity for item in parsed(rss(*stories)).items] == [story.link for story in stories]
    stories = [Story(f"T{n}", "https://n.example/", guid="same") for n in range(10)]
    assert len({item.identity for item in parsed(rss(*stories)).items}) == 10


def test_the_date_is_no_part_of_the_identity() -> None:
    """Some feeds give the time of the request as the date of every entry."""
    earlier, later = (
        parsed(rss(Story("A", "", "text", date))).items for date in ("2024-05-31 18:00", "2024-05-31 18:15")
    )
    assert earlier[0].identity == later[0].identity


def test_identity_does_not_depend_on_where_the_feed_was_found() -> None:
    """Sites flip between two host names; nothing is new because of that."""
    body = rss(Story("A", "/1", guid="id-1"), Story("B", "/2")).encode()
    first, second = (
        parse_feed(body, None, address, SOURCE) for address in ("https://a.example/f", "https://b.example/f")
    )
    assert isinstance(first, Feed)
    assert isinstance(second, Feed)
    assert (
        [item.identity for item in first.items] == [item.identity for item in second.items] == ["id-1", "/2"]
    )
    assert first.items[1].url == "https://a.example/2"


def test_an_entry_given_twice_counts_once() -> None:
    story = Story("A", "https://n.example/1", guid="id-1")
    assert len(parsed(rss(story, story)).items) == 1


def test_a_title_is_one_line_and_an_untitled_entry_is_called_by_its_first_one() -> None:
    items = parsed(
        channel(
            "<item><title><![CDATA[\n 第一行\n <b>第二行</b>\n]]></title><link>https://n.example/1</link></item>",
            "<item><description>&lt;p&gt;首行&lt;/p&gt;&lt;p&gt;次行&lt;/p&gt;</description></item>",
        )
    ).items
    assert [item.title for item in items] == ["第一行 第二行", "首行"]


def test_entries_that_say_nothing_are_left_out() -> None:
    assert parsed(channel("<item><pubDate>2024-05-31</pubDate></item>")).items == ()


def test_lengths_and_numbers_are_bounded() -> None:
    items = parsed(
        rss(Story("题" * 9000, "https://n.example/1", "<p>" + "文" * 300_000, guid="g" * 9000))
    ).items
    assert (len(items[0].title), len(items[0].text)) == (MAX_TITLE, MAX_TEXT)
    assert items[0].identity.startswith("hash:")
    many = parsed(rss(*(Story(f"T{n}", f"https://n.example/{n}") for n in range(MAX_ENTRIES + 100)))).items
    assert len(many) == MAX_ENTRIES
    assert only_item(rss(Story("T", "https://n.example/" + "a" * 5000))).url == ""


def test_marks_that_turn_text_around_are_taken_out() -> None:
    story = Story("safe\u202egnp.exe\u2066\U000e0041", "https://n.example/1", "a\u200eb\ufeffc")
    item = only_item(rss(story))
    assert (item.title, item.text) == ("safegnp.exe", "abc")


def test_a_chinese_evening_stays_on_its_day() -> None:
    """feedparser reads a date without a zone as UTC, and this one as a day in November."""
    for date in ("2024年5月31日 20:00", "2024-05-31 20:00:00", "Fri, 31 May 2024 20:00:00"):
        published = only_item(rss(Story("T", "https://n.example/1", published=date))).published
        assert published is not None
        assert published.isoformat() == "2024-05-31T20:00:00+08:00"


def test_a_source_abroad_reads_its_dates_at_home() -> None:
    source = Source("Abroad", ADDRESS, time_zone="America/New_York")
    item = only_item(rss(Story("T", "https://n.example/1", published="2024-05-31 20:00:00")), source)
    assert item.published == datetime(2024, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030", "big5", "utf-16", "utf-8"])
@pytest.mark.parametrize("lie", ["", "text/xml; charset=iso-8859-1", "application/xml; charset=utf-8"])
def test_titles_are_the_same_in_every_encoding(encoding: str, lie: str) -> None:
    title = "國家安全會議" if encoding == "big5" else "国家安全委员会会议"
    body = rss(Story(title, "https://n.example/1"), encoding=encoding).encode(encoding)
    assert parsed(body, content_type=lie).items[0].title == title


def test_character_references_that_xml_forbids_do_not_cost_the_feed() -> None:
    """Emoji written as two surrogate references end feedparser with an error."""
    long = f"&#{'9' * 5000};"
    items = parsed(
        channel(
            f"<item><title>A&#55357;&#56832;B&#1114112;C&#xFFFFFFFF;D&#0;E{long}</title><link>https://n.example/1</link></item>",
            "<item><title>B\x00\x08\uffff</title><link>https://n.example/2</link></item>",
        )
    ).items
    assert [item.title for item in items] == ["ABCDE", "B"]


def test_a_doctype_with_entities_is_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol" * 100}">' for n in range(9))
    found = parsed(
        f'<?xml version="1.0"?><!DOCTYPE rss [{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<rss version="2.0"><channel><item><title>A&e8;&x;</title><link>https://n.example/1</link></item></channel></rss>'
    )
    assert "lol" not in repr(found)
    assert "root:" not in repr(found)


def test_a_warning_of_the_server_before_the_feed_does_not_hide_it() -> None:
    found = parsed(
        "<br />\n<b>Warning</b>: mysql_connect() in /var/www\n" + rss(Story("T", "https://n.example/1"))
    )
    assert [item.title for item in found.items] == ["T"]


PAGES = [
    "<!doctype html><html><head><title>502</title></head><body>Bad gateway</body></html>",
    "<html><body><p>文章</p></body></html>",
    "\n\n <!-- cache --> <!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><HTML><BODY>x</BODY></HTML>",
    f'{XML}<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>the &lt;rss> tag</body></html>',
    "<!DOCTYPE html><script>location.href='/'</script>",
    "<html><body><rss><channel><item><title>bait</title></item></channel></rss></body></html>",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_web_page_is_called_one(page: str) -> None:
    assert reason(page) == "The server answered with a web page, not a feed."


@pytest.mark.parametrize("nothing", ["", " \n\t", "\ufeff", "\ufeff \n"])
def test_an_empty_answer_is_called_empty(nothing: str) -> None:
    assert reason(nothing) == "The server answered with an empty page."


@pytest.mark.parametrize(
    "other",
    [
        "hello",
        "<opml><body/></opml>",
        '{"ok": true}',
        "[1, 2]",
        "{",
        "[" * 100_000,
        "%PDF-1.7",
        "<feedburner/>",
    ],
)
def test_something_else_is_called_no_feed(other: str) -> None:
    if other.startswith("<opml"):
        assert reason(other) == "The server answered with a web page, not a feed."
    else:
        assert reason(other) == "The answer is neither RSS nor Atom nor JSON Feed."


def test_a_feed_without_items_is_a_feed() -> None:
    assert parsed(rss()) == Feed(())
    assert parsed('{"version": "https://jsonfeed.org/version/1", "items": []}') == Feed(())
    assert parsed('<rss version="2.0"/>') == Feed(())


def test_of_a_feed_that_breaks_off_the_complete_items_are_read() -> None:
    """The last entry has lost its guid: read as it stands it would come back as another one tomorrow."""
    whole = rss(*(Story(f"T{n}", f"https://n.example/{n}", guid=f"id-{n}") for n in range(3)))
    for cut in range(whole.index("<title>T2"), whole.index("</channel>") - 8, 7):
        found = parsed(whole[:cut])
        assert [item.identity for item in found.items] == ["id-0", "id-1"]
        assert found.remark == "The feed breaks off in the middle; what was complete has been read."
        assert not found.is_whole


def test_a_feed_that_breaks_off_at_once_says_so() -> None:
    assert reason(rss(Story("T", "https://n.example/1"))[:120]) == (
        "The feed breaks off before its first item is complete."
    )


def test_a_damaged_feed_gives_what_can_be_read_and_says_so() -> None:
    found = parsed(channel("<item><title>A & B</title><link>https://n.example/1</link></item>"))
    assert [item.title for item in found.items] == ["A & B"]
    assert found.remark == "The feed is damaged; what could be read of it has been."
    assert found.is_whole


def test_what_a_proxy_adds_behind_the_feed_does_not_damage_it() -> None:
    found = parsed(rss(Story("T", "https://n.example/1")) + "<script>ads()</script></body> & more")
    assert [item.title for item in found.items] == ["T"]
    assert found.remark == ""


def test_a_feed_of_rubble_is_called_damaged() -> None:
    assert reason("<rss><channel></item></rss>") == "The feed is damaged and nothing in it can be read."


SLIPS = [
    '<rss version="2.0" xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml">'
    '<channel><item><georss:where><gml:Point srsName="EPSG:abc"><gml:pos>1 2</gml:pos></gml:Point>'
    "</georss:where></item></channel></rss>",
    '<rss version="2.0"><channel><item><title>T</title><link>http://[::1</link></item></channel></rss>',
]


@pytest.mark.parametrize("document", SLIPS)
def test_what_makes_feedparser_slip_is_an_answer_not_an_error(document: str) -> None:
    assert isinstance(parse_feed(document.encode(), None, ADDRESS, SOURCE), Feed | Unparsable)


@given(st.binary(max_size=400))
def test_any_body_is_a_feed_or_a_sentence(body: bytes) -> None:
    for shape in (body, b'<rss version="2.0"><channel><item><title>' + body, b'{"items":[' + body):
        found = parse_feed(shape, "text/xml", ADDRESS, SOURCE)
        assert isinstance(found, Feed) or found.reason.endswith(".")


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_parsing_twice_gives_the_same_items_and_all_of_them_can_be_stored(
    title: str, text: str, guid: str
) -> None:
    body = rss(Story(title, "https://n.example/1", text, guid=guid)).encode("utf-8", "surrogatepass")
    first, second = (parse_feed(body, None, ADDRESS, SOURCE) for _ in range(2))
    assert first == second
    if isinstance(first, Feed):
        for item in first.items:
            f"{item.identity}{item.url}{item.title}{item.text}".encode()
