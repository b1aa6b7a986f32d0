"""From the text that is sent to the text that is shown: cleaning, trimming, nesting, detection, limits."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.detection import detected
from tests.botapi.entity import GIVEN, SPLITTABLE, Entity, of, utf16_length
from tests.botapi.formatting import formatted, plain
from tests.botapi.links import LinkError, checked_link
from tests.botapi.markup import as_html
from tests.botapi.nesting import nested
from tests.botapi.refusals import ApiError
from tests.botapi_tests.probes import in_proportion, times_of


def shown(source: str) -> str:
    """What becomes of a text in HTML mode, as tags again."""
    body = formatted(source, "HTML", None)
    return as_html(body.text, body.entities)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\r\nb", "a\nb"),
        ("a\tb\x00c\x0bd", "a b c d"),
        ("a\u2028b\u202ec", "abc"),
        ("e\u0333x\u030a", "ex"),
        ("  \n a b \n ", "a b"),
        ("\u00a0a", "\u00a0a"),
        ("   ", ""),
    ],
)
def test_text_is_cleaned_and_trimmed_before_it_is_stored(sent: str, stored: str) -> None:
    assert plain(sent).text == stored


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("\r\n<b>a</b>", "<b>a</b>"),
        ("  <b>  a</b>  ", "<b>  a</b>"),
        ("x<b>a\u2028b</b>y", "x<b>ab</b>y"),
        ("x<b> \n </b>y", "x \n y"),
        ("<b>a</b><b>b</b>", "<b>ab</b>"),
        ("<code>a</code><code>b</code>", "<code>a</code><code>b</code>"),
        ("<b>a<b>b</b>c</b>", "<b>abc</b>"),
        ("<b>a<i>b</i>c</b>", "<b>a<i>b</i>c</b>"),
        ("<b>a<code>b</code>c</b>", "<b>a</b><code>b</code><b>c</b>"),
        ("<pre>a<b>b</b>c</pre>", "<pre>abc</pre>"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "<blockquote>ab</blockquote>"),
        (
            "<blockquote><b>a</b><code>b</code></blockquote>",
            "<blockquote><b>a</b><code>b</code></blockquote>",
        ),
        ("<b><blockquote>a</blockquote>b</b>", "<b><blockquote>a</blockquote>b</b>"),
        ('<a href="x.org">a<a href="y.org">b</a></a>', '<a href="http://x.org/">ab</a>'),
        ('<a href="x.org">a<b>b</b></a>', '<a href="http://x.org/">a<b>b</b></a>'),
        ("<i>see x.org/y, please</i>", "<i>see x.org/y, please</i>"),
    ],
)
def test_nesting_is_repaired_not_refused(sent: str, expected: str) -> None:
    assert shown(sent) == expected


def test_styles_that_cross_are_split_at_the_border() -> None:
    crossing = [Entity("bold", 0, 4), Entity("italic", 2, 4), Entity("blockquote", 5, 5)]
    assert nested(crossing) == (
        Entity("bold", 0, 4),
        Entity("italic", 2, 2),
        Entity("italic", 4, 1),
        Entity("blockquote", 5, 5),
        Entity("italic", 5, 1),
    )


spans = st.builds(
    Entity, st.sampled_from(GIVEN), st.integers(0, 30), st.integers(0, 12), st.just("7"), st.just("")
)


@given(st.lists(spans, max_size=12))
def test_what_remains_always_nests_and_touching_styles_of_a_kind_are_one(entities: list[Entity]) -> None:
    kept = nested(entities)
    around: list[Entity] = []
    for entity in kept:
        while around and around[-1].end <= entity.offset:
            around.pop()
        assert not around or entity.end <= around[-1].end
        assert all(outer.type not in ("pre", "code") for outer in around)
        around.append(entity)
    for kind in SPLITTABLE:
        of_kind = [e for e in kept if e.type == kind]
        assert all(a.end <= b.offset for a, b in pairwise(of_kind))
    assert nested(kept) == kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("go to https://x.org/a?b=1.", [("url", "https://x.org/a?b=1")]),
        ("见 https://x.org/安徽，和 news.cn。", [("url", "https://x.org/安徽，和"), ("url", "news.cn")]),
        ("mail me@x.org or @alice_1", [("email", "me@x.org"), ("mention", "@alice_1")]),
        ("/start /watch@my_bot x/y <a>/b", [("bot_command", "/start"), ("bot_command", "/watch@my_bot")]),
        ("#安徽 #1 a#b $CNY", [("hashtag", "#安徽"), ("cashtag", "$CNY")]),
        ("3.5 and e.g. this", []),
    ],
)
def test_addresses_commands_and_tags_are_detected(text: str, found: list[tuple[str, str]]) -> None:
    assert [(e.type, of(text, e)) for e in detected(text)] == found


def test_nothing_is_detected_inside_links_and_code() -> None:
    body = formatted('<code>/start</code> <a href="x.org">y.com</a> 😀 /help', "HTML", None)
    assert [(e.type, of(body.text, e)) for e in body.entities] == [
        ("code", "/start"),
        ("text_link", "y.com"),
        ("bot_command", "/help"),
    ]


@given(st.text(max_size=80))
def test_detected_spans_lie_inside_the_text_and_never_overlap(text: str) -> None:
    found = detected(text)
    assert all(a.end <= b.offset for a, b in pairwise(found))
    assert all(e.length > 0 and e.end <= utf16_length(text) for e in found)


@pytest.mark.parametrize(
    ("entities", "complaint"),
    [
        (
            [{"type": "bold", "offset": 9, "length": 1}],
            "entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            [{"type": "bold", "offset": 0, "length": 9}],
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5",
        ),
        (
            [{"type": "bold", "offset": 2, "length": 2}],
            "entity begins in a middle of a UTF-16 symbol at byte offset 3",
        ),
        (
            [{"type": "bold", "offset": 0, "length": 2}],
            "entity ends in a middle of a UTF-16 symbol at byte offset 3",
        ),
        (
            [{"type": "bold", "offset": -1, "length": 2}],
            "receive an entity with incorrect offset -1 or length 2",
        ),
    ],
)
def test_given_entities_must_lie_on_characters_inside_the_text(
    entities: list[dict[str, Any]], complaint: str
) -> None:
    with pytest.raises(ApiError) as error:
        formatted("安😀é!", "", entities)
    assert error.value.description == f"Bad Request: {complaint}"
    assert error.value.broken == "request"


def test_given_entities_that_cannot_be_read_are_skipped_and_parse_mode_wins_over_all() -> None:
    odd = [
        {"type": "url", "offset": 0, "length": 1},
        {"type": "bold"},
        7,
        {"type": "x", "offset": 0, "length": 1},
    ]
    assert formatted("abc", "", odd).entities == ()
    bold = [{"type": "bold", "offset": 0, "length": 1}]
    assert formatted("abc", "", bold).entities == (Entity("bold", 0, 1),)
    assert formatted("abc", "HTML", bold).entities == ()
    mention = [{"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 7}}]
    assert formatted("abc", "", mention).entities == (Entity("text_mention", 0, 1, "7"),)


def test_of_more_than_a_hundred_entities_the_rest_is_lost_and_told_to_the_test() -> None:
    body = formatted("<b>x</b>y" * 103, "HTML", None)
    assert len(body.entities) == 100
    assert body.lost == ("3 entities beyond the first 100",)


def test_entities_of_more_than_9500_bytes_are_too_long() -> None:
    with pytest.raises(ApiError, match="Bad Request: ENTITIES_TOO_LONG"):
        formatted(f'<a href="x.org/{"y" * 300}">z</a> ' * 31, "HTML", None)


def test_half_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(ApiError, match="strings must be encoded in UTF-8"):
        formatted("a\udcff", "", None)


@pytest.mark.parametrize(
    ("link", "stored"),
    [
        ("x.org", "http://x.org/"),
        ("HTTPS://X.Org/A", "https://x.org/A"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("http://user:pass@x.org?q=a b", "http://user:pass@x.org/?q=a%20b"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("http://安徽.cn/新闻", "http://安徽.cn/新闻"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("http://x.org:0080/", "http://x.org:80/"),
    ],
)
def test_links_are_stored_as_the_server_writes_them(link: str, stored: str) -> None:
    assert checked_link(link) == stored


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://localhost/", "Wrong HTTP URL"),
        ("ftp://x.org", "Unsupported URL protocol"),
        ("http:///x", "URL host is empty"),
        ("http://.", "Host is invalid"),
        ("http://x.org:0/", "Wrong port number specified in the URL"),
        ("http://x.org:99999/", "Wrong port number specified in the URL"),
        ("http://[x.org/", "Disallowed character in URL host"),
        ("http://[::x]/", "Wrong IPv6 address specified in the URL"),
        ("http://x y.org/", "Disallowed character in URL host"),
        ("http://x%2.org/", "Wrong percent-encoded symbol in URL host"),
        ("http://a@b@x.org/", "Disallowed character in URL userinfo"),
        ("tg://http/x", "Wrong tg URL"),
        ("tg://x.y", "Unallowed characters in URL host"),
    ],
)
def test_links_the_server_refuses_are_refused_with_its_reason(link: str, reason: str) -> None:
    with pytest.raises(LinkError) as error:
        checked_link(link)
    assert str(error.value) == reason


@pytest.mark.parametrize(
    "piece", ["x.", "a@", "#1", "@ab", "/a", "http://", "$A ", "-a.b", "x.org ", "#", "a.com/", "😀 #a "]
)
def test_detection_takes_time_in_proportion_to_length(piece: str) -> None:
    times = times_of(lambda n: detected(piece * n), (4_000, 8_000, 16_000))
    assert in_proportion(times), times


@pytest.mark.parametrize("kinds", [("bold",), ("bold", "italic"), ("blockquote", "bold"), ("code", "bold")])
def test_nesting_takes_time_in_proportion_to_the_number_of_entities(kinds: tuple[str, ...]) -> None:
    crossing = [Entity(kind, 3 * n + i, 4) for n in range(8_000) for i, kind in enumerate(kinds)]
    times = times_of(lambda n: nested(crossing[: n * len(kinds)]), (2_000, 4_000, 8_000))
    assert in_proportion(times), times
