"""The fast way through plain markup gives what `html_to_text` gives, or nothing."""

import random
from functools import cache

import pytest

from readouts.domain.markup import html_to_text
from tests.watchers.test_arsenal import arsenal, needs_arsenal
from tests.watchers.test_plainfeed import document_of
from watchers.plainfeed import plain_entries
from watchers.plainmarkup import plain_markup_text

TAGS = (
    "<p> </p> <div> </div> <b> </b> <i> </i> <a> </a> <br> <br/> <hr> <img> <ul> </ul> <li> </li> <h1> </h1>"
    " <h2> </h2> <span> </span> <font> </font> <P> </P> <em> </em> <section> </section> <q> </q> <table> <td>"
    " </td> <script> </script> <x> </x> <!-- --> < >"
).split()
TEXTS = (
    "text",
    "国家安全",
    " ",
    "\n",
    "\t",
    "\r\n",
    "\xa0",
    "\u2028",
    "&nbsp;",
    "&amp;",
    "&lt;b&gt;",
    "&#8217;",
    "&#34;",
    "&hellip;",
    "&lang;",
    "&apos;",
    "&AMP;",
    "&amp",
    "&#150;",
    "a & b",
    "& ",
    "&\n",
    "&",
    "&b",
    '<a href="x?a=1&amp;b=2">',
    "<h2 class='a' hidden>",
    "<b title=x>",
    "</p >",
    "<!-- a -->",
    "<img src='a' alt='>'>",
)
WELL_NESTED = "p div b i a ul li h1 span blockquote em section figure".split()


def is_plain(markup: str) -> bool:
    """Whether the fast way is taken; if so, asserts that it leads to the same place."""
    text = plain_markup_text(markup)
    if text is not None:
        assert text == html_to_text(markup), markup
    return text is not None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>会议强调</p><p>政治安全</p>", "会议强调\n政治安全"),
        ("<p>a <a href='x?a=1&amp;b=2' target=\"_blank\">link</a> &amp;\nmore</p>", "a link & more"),
        ("a<br>b<br />c<hr/>d", "a\nb\nc\nd"),
        ("<div><ul><li>a</li><li>b &hellip;</li></ul></div>", "a\nb …"),
        ("<h1>A</h1>&nbsp;<img src='x' alt=\"y\">b", "A\nb"),
        ("<p><!-- -->15<!-- -->评<!-- --></p>", "15评"),
        ("no markup", "no markup"),
        ("", ""),
    ],
)
def test_common_markup_takes_the_fast_way(markup: str, text: str) -> None:
    assert is_plain(markup)
    assert plain_markup_text(markup) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<p>b",
        "<p>a</b></p>",
        "<p>a<div>b</div></p>",
        "<li>a<li>b</li></li>",
        "<a>a<a>b</a></a>",
        "<p/>a",
        "</p>",
        "a < b",
        "<!-- a ->b",
        "<!--->b",
        "a <<!-- -->b>c</b>",
        "<a title='<!-- -->'>b</a>",
        "<script>a</script>",
        "<table><tr><td>a</td></tr></table>",
        "<b title=x>a</b>",
        "a &b",
        "a &",
        "&nosuch;",
        "&#0;",
        "&#150;",
        "&lang;",
        "<ruby>韩<rt>hán</rt></ruby>",
        "<span>" * 60 + "</span>" * 60,
    ],
)
def test_whatever_html_has_rules_for_is_left_to_them(markup: str) -> None:
    assert plain_markup_text(markup) is None


def nested(dice: random.Random, depth: int = 0) -> str:
    """Tags inside tags, each closed in its turn."""
    pieces = []
    for _ in range(dice.randint(0, 4)):
        if depth == 5 or dice.random() < 0.4:
            pieces.append(
                dice.choice(
                    ("text", " ", "\n", "&nbsp;", "&amp;x", "中", "<br>", "<img src='a'>", "<!-- -->")
                )
            )
        else:
            tag = dice.choice(WELL_NESTED)
            pieces.append(f"<{tag}>{nested(dice, depth + 1)}</{tag}>")
    return "".join(pieces)


def test_any_markup_gives_the_same_either_way() -> None:
    dice = random.Random(20240603)
    plain = 0
    for _ in range(3_000):
        plain += is_plain(nested(dice))
        plain += is_plain("".join(dice.choice((*TAGS, *TEXTS)) for _ in range(dice.randint(1, 10))))
    assert plain > 1_500


@cache
def bodies() -> list[str]:
    documents = (document_of(body) for body in arsenal().values())
    entries = [entry for document in documents if document for entry in plain_entries(document) or ()]
    return [words.value for entry in entries for words in (entry.title, entry.body) if words.is_html]


@needs_arsenal
def test_the_bodies_of_the_arsenal_give_the_same_either_way() -> None:
    assert sum(map(is_plain, bodies())) > 700
