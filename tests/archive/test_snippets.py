"""The words around a hit: cut on characters, highlighted where the reader sees them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.archive.snippets import Highlights, snippet, words_to_show
from readouts.domain.query import AllOf, AnyOf, Field, FieldName, Not, Words
from readouts.domain.text import fold, phrase_tokens
from tests.proportion import in_proportion


def words(text: str) -> Words:
    tokens, prefix = phrase_tokens(text)
    return Words(tuple(tokens), prefix, text)


def marked(text: str, highlights: Highlights) -> list[str]:
    return [text[start:end] for start, end in highlights]


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("在安徽召开国家安全委员会会议", "国家安全", ["国家安全"]),
        ("韓俊主持，韩俊讲话", "韩俊", ["韓俊", "韩俊"]),
        ("俊 and 英俊", "俊", ["俊", "俊"]),
        ("Political-Security now", "political security", ["Political-Security"]),
        ("securities and Security", "security", ["Security"]),
        ("安徽，省委", "安徽，省委", ["安徽，省委"]),
        ("安徽Anhui 2024", "安徽 anhui", ["安徽Anhui"]),
        ("ＣＡＦÉ", "cafe", ["ＣＡＦÉ"]),
        ("strasse STRAẞE", "straße", ["strasse", "STRAẞE"]),
        ("nothing here", "elsewhere", []),
    ],
)
def test_what_hit_is_highlighted_in_the_words_of_the_article(text: str, query: str, shown: list[str]) -> None:
    found, highlights = snippet(text, [words(query)])
    assert found == text
    assert marked(found, highlights) == shown


def test_a_prefix_highlights_the_beginning_of_the_word() -> None:
    assert marked(*snippet("securities", [Words(("secur",), True, "secur*")])) == ["secur"]


def test_a_long_text_is_cut_around_its_first_hit_between_words() -> None:
    text = "padding words " * 300 + "the needle stands here " + "more words " * 300
    found, highlights = snippet(text, [words("needle")])
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) <= 202
    assert set(found.strip("…").split()) <= {*text.split()}, "no word is cut"
    assert marked(found, highlights) == ["needle"]


def test_a_long_chinese_text_is_cut_on_characters() -> None:
    found, highlights = snippet("字" * 3_000 + "国安委" + "字" * 3_000, [words("国安委")])
    assert len(found) == 202
    assert marked(found, highlights) == ["国安委"]


def test_lines_become_one_line() -> None:
    assert snippet("one\ntwo\r\nthree", [])[0] == "one two  three"


def test_a_hit_far_inside_a_very_long_text_shows_the_beginning() -> None:
    found, highlights = snippet("x " * 50_000 + "needle", [words("needle")])
    assert found.startswith("x x")
    assert highlights == ()


def test_excluded_words_and_fields_are_not_highlighted() -> None:
    a, b, c = words("a"), words("b"), words("c")
    node = AllOf((a, Not(b), AnyOf((c, Field(FieldName.LANG, "en", "lang:en")))))
    assert words_to_show(node) == (a, c)


texts = st.text(st.sampled_from("安徽省委国家安全 abc,。\n‘İßé\U00020000"), max_size=400)


@given(texts, st.lists(st.text(st.sampled_from("安徽国家全abc "), min_size=1, max_size=5), max_size=3))
def test_highlights_lie_inside_the_snippet_and_say_what_was_asked(text: str, queries: list[str]) -> None:
    asked = [words(query) for query in queries]
    found, highlights = snippet(text, asked)
    starts = {each.tokens[0][0] for each in asked if each.tokens}
    for start, end in highlights:
        assert 0 <= start < end <= len(found)
        assert fold(found[start:end])[0] in starts


def test_a_snippet_takes_time_in_proportion() -> None:
    asked = [words(f"安徽 省委 word{n} a b") for n in range(40)]

    def seconds(size: int) -> float:
        text = "安徽 , , , a 省委 " * (size // 16)
        start = time.perf_counter()
        snippet(text, asked)
        return time.perf_counter() - start

    assert in_proportion(seconds, 10_000, 40_000, most=12)
