"""parse_html: which markup is taken, what comes out, and the exact complaints with byte offsets."""

import contextlib
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.entity import Entity, of, utf16_length
from tests.botapi.html import Markup, parse_html
from tests.botapi.html_tags import EntityError
from tests.botapi_tests.probes import in_proportion, times_of

COMPLAINTS = [
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("a<br>", 'Unsupported start tag "br" at byte offset 1'),
    ("a<br/>", 'Unsupported start tag "br/" at byte offset 1'),
    ("<UL>x</UL>", 'Unsupported start tag "ul" at byte offset 0'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("<<b>x</b>", 'Unsupported start tag "<b" at byte offset 0'),
    ("安徽<h1>x", 'Unsupported start tag "h1" at byte offset 6'),
    ("\U0001f600<h1>x", 'Unsupported start tag "h1" at byte offset 4'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><I>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>安<i>x</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("</>", "Unexpected end tag at byte offset 0"),
    ("x<b", "Unclosed start tag at byte offset 1"),
    ("x <", "Unclosed start tag at byte offset 2"),
    ('<a href="https://x.org', "Unclosed start tag at byte offset 0"),
    ("<a href=x", "Unclosed start tag at byte offset 0"),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</b ", "Unclosed end tag at byte offset 4"),
    ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
    ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a />x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=https://x.org>x</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    (
        "&#xD83D;",
        "Text contains invalid Unicode characters after decoding HTML entities, "
        "check for unmatched surrogate code units",
    ),
]

LINK = 'a href="https://x.org/q?a=1&amp;b=2"'
READINGS = [
    ("<b>x</b>", "x", [("bold", "x", "")]),
    ("<strong>x</strong><em>y</em>", "xy", [("bold", "x", ""), ("italic", "y", "")]),
    (
        "<i>x</i><ins>y</ins><u>z</u>",
        "xyz",
        [("italic", "x", ""), ("underline", "y", ""), ("underline", "z", "")],
    ),
    ("<s>1</s><strike>2</strike><del>3</del>", "123", [("strikethrough", c, "") for c in "123"]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", "x", "")]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x", "")]),
    ("<B>x</b >", "x", [("bold", "x", "")]),
    ("<b>x</>", "x", [("bold", "x", "")]),
    ("<b></b>x", "x", []),
    (f"<{LINK}>x</a>", "x", [("text_link", "x", "https://x.org/q?a=1&b=2")]),
    ("<a>x.org</a>", "x.org", [("text_link", "x.org", "http://x.org/")]),
    ("<A HREF='HTTP://X.org'>x</A>", "x", [("text_link", "x", "http://x.org/")]),
    ('<a href="&#120;.org/?&&amp;">x</a>', "x", [("text_link", "x", "http://x.org/?&&")]),
    ("<a href=x.org>x</a>", "x", [("text_link", "x", "http://x.org/")]),
    ('<a rel="me" href="x.org" title=none>x</a>', "x", [("text_link", "x", "http://x.org/")]),
    ('<a href="tg://user?id=7">x</a>', "x", [("text_mention", "x", "7")]),
    ("<pre>x</pre><code>y</code>", "xy", [("pre", "x", ""), ("code", "y", "")]),
    ('<pre><code class="language-sql">x</code></pre>', "x", [("pre", "x", "sql")]),
    ('<code class="language-sql"><pre>x</pre></code>', "x", [("pre", "x", "sql")]),
    ('<code class="language-sql">x</code>', "x", [("code", "x", "")]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", "x", "")]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x", "")]),
    ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", [("custom_emoji", "👍", "5368")]),
    ('<tg-time unix="1717372800" format="D">x</tg-time>', "x", [("date_time", "x", "1717372800")]),
    ("&lt;b&gt; &amp;&quot; &#23433;&#x5fbd;", '<b> &" 安徽', []),
    ("&lt x &amp", "< x &", []),
    ("&nbsp;&apos;&hellip; & && &#0; &#x110000; &#12345678;", None, []),
    ("a > b", "a > b", []),
    ("😀<b>安</b>", "😀安", [("bold", "安", "")]),
]


@pytest.mark.parametrize(("source", "complaint"), COMPLAINTS)
def test_markup_the_server_refuses_is_refused_in_its_words_with_the_byte_offset(
    source: str, complaint: str
) -> None:
    with pytest.raises(EntityError) as error:
        parse_html(source)
    assert str(error.value) == complaint


@pytest.mark.parametrize(("source", "text", "entities"), READINGS)
def test_markup_is_read_as_the_server_reads_it(
    source: str, text: str | None, entities: list[tuple[str, str, str]]
) -> None:
    read = parse_html(source)
    assert read.text == (source if text is None else text)
    assert [(e.type, of(read.text, e), e.argument) for e in read.entities] == entities
    assert read.lost == ()


def test_offsets_count_utf16_units() -> None:
    assert parse_html("😀<b>安😀</b>").entities == (Entity("bold", 2, 3),)


@pytest.mark.parametrize(
    "url", ["localhost", "javascript:alert(1)", "ftp://x.org", "http://", "http://x.org:99999", "x .org"]
)
def test_a_link_the_server_cannot_use_is_lost_without_an_error_and_told_to_the_test(url: str) -> None:
    read = parse_html(f'<a href="{url}">x</a>')
    assert read.entities == ()
    assert url in read.lost[0]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_escaped_text_always_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == Markup(text, (), ())
    assert parse_html(f"<b>{html.escape(text)}</b>".replace("&#x27;", "'")).text == text


@given(st.text(st.sampled_from("<>/&;=#\"'ab安😀 \t\n" + "pre code span"), max_size=60))
def test_any_input_gives_a_reading_or_a_complaint_and_offsets_inside_the_text(source: str) -> None:
    try:
        read = parse_html(source)
    except EntityError as error:
        offset = re.search(r"byte offset (\d+)", str(error))
        assert offset is None or int(offset[1]) <= len(source.encode())
        return
    assert all(0 <= e.offset < e.end <= utf16_length(read.text) for e in read.entities)


@pytest.mark.parametrize(
    "piece",
    ["<b>x</b>", "<b>", "<a>x", "&lt;", "&#1", "<a href='x", "<a b=c ", "</", "<b>x", "&amp", "<", "😀&"],
)
def test_reading_takes_time_in_proportion_to_length(piece: str) -> None:
    times = times_of(lambda n: _read(piece * n), (2_000, 4_000, 8_000))
    assert in_proportion(times), times


def _read(source: str) -> None:
    with contextlib.suppress(EntityError):
        parse_html(source)
