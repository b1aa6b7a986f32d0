"""Markup to the text a reader sees, whatever the markup, and in time."""

import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.markup import html_to_text, looks_like_html
from tests.proportion import in_proportion


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain words", "plain words"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<p>One <b>bold</b>\n  line</p>tail", "One bold line\ntail"),
        ("One<br>Two<br/><br>Three", "One\nTwo\nThree"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("1 &lt; 2 &amp; 3&nbsp;&#22269;", "1 < 2 & 3 国"),
        ("a<!-- not seen -->b", "ab"),
        ("<head><title>not seen</title></head><body>seen", "seen"),
        ("a<script>if (a<b && c>d) x='</p>'</script>b<style>p > q {}</style>c", "abc"),
        ("<noscript>no</noscript><template>no</template><iframe>no</iframe>yes", "yes"),
        ("<ruby>國<rp>(</rp><rt>guó</rt><rp>)</rp></ruby>家", "國家"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("</p></div>closed twice", "closed twice"),
        ('<a title="a > b" href=x>link</a> on', "link on"),
        ("<p title=it's>fine</p> it's", "fine\nit's"),
        ("x < y and y > z", "x < y and y > z"),
        ("a\0b\x0bc\ud800d", "a b c d"),
        ('<?xml version="1.0" encoding="gb2312"?><p>安徽</p>', "安徽"),
        ('<meta charset="gb2312"><p>安徽</p>', "安徽"),
        ("", ""),
        (" \n\t", ""),
        ("<p></p>", ""),
        ("<!-- only -->", ""),
        ("\xa0<!-- behind an odd space -->", ""),
        ("<script>only", ""),
    ],
)
def test_markup_becomes_what_a_reader_sees(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@pytest.mark.parametrize("text", ["<p>x", "a <br> b", "</div>", "<!DOCTYPE html>", "<!-- x", "<A HREF=x>"])
def test_markup_is_recognised(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize("text", ["", "a < b", "a <b", "<3", "5 > 4", "《<国>》", "x<yz", "<" * 100])
def test_plain_text_is_not_taken_for_markup(text: str) -> None:
    assert not looks_like_html(text)


@given(st.text(st.sampled_from("<>/=\"'!-&;#ab 安\0\n\ud800pbr"), max_size=60))
def test_any_markup_gives_folded_lines(markup: str) -> None:
    lines = html_to_text(markup).split("\n")
    assert lines == [""] or all(line and line == " ".join(line.split()) for line in lines)


@given(st.lists(st.text("安徽abc", min_size=1, max_size=5), max_size=5))
def test_no_word_of_well_formed_markup_is_lost(words: list[str]) -> None:
    markup = "".join(f'<div class="x"><p>{word}</p></div>' for word in words)
    assert html_to_text(markup).split() == words


def test_a_tag_with_thousands_of_attributes_loses_only_them() -> None:
    attributes = " ".join(f"a{i}=1" for i in range(5_000))
    assert html_to_text(f"before<p {attributes}>text</p>after") == "before\ntext\nafter"
    assert html_to_text(f'one<img src="data:{"A" * 9_000}">two') == "onetwo"


PIECES = (
    *"<&\n",
    *(
        "<b>",
        "<div>x",
        "<p>a",
        "<li>a",
        "<a><p>",
        "<b><i>x</b>",
        "<font>x<p>",
        "<dl><dd>x",
        "<h1>x",
        "<i></i>a",
    ),
    *("<table><tr><td>", "<select><option>", "<svg>", "<script>", "<x y=1>", "</p>", "x ", "&amp;lt;", "&#x"),
    *("<!--", "<![CDATA[", "<?x ", "<!DOCTYPE html ", "<!-- <a ", "<script <style "),
    *('<a "', '<a ="', '"<a" ', '="<a "= '),
)


@pytest.mark.parametrize("piece", PIECES)
def test_repeated_markup_takes_time_in_proportion(piece: str) -> None:
    check_proportion(*(piece * n for n in (5_000, 10_000, 20_000)))


@pytest.mark.parametrize("attribute", ["a{}=1", 'a{}="<"', "a{}", "a{}='x'", "a{}=><a"])
@pytest.mark.parametrize("tag", ["a", "/a", "body", "?xml", "!DOCTYPE"])
def test_many_attributes_take_time_in_proportion(tag: str, attribute: str) -> None:
    attributes = [" ".join(attribute.format(i) for i in range(n)) for n in (10_000, 20_000, 40_000)]
    check_proportion(*(f"<{tag} {each}>x</a>" for each in attributes))


def check_proportion(*markups: str) -> None:
    """Each text is twice as long as the one before it."""
    took = [partial(seconds, markup) for markup in markups]
    for number in range(1, len(took)):
        assert in_proportion(lambda place: took[place](), number - 1, number, most=3.2)


def seconds(markup: str) -> float:
    def once() -> float:
        begun = time.process_time()
        html_to_text(markup)
        return time.process_time() - begun

    return min(once() for _ in range(2))
