"""The words around a hit: cut on characters, highlighted where the reader sees them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.archive.snippets import snippet, words_to_show
from readouts.domain.passage import Passage
from readouts.domain.query import AllOf, AnyOf, Field, FieldName, Not, Words
from readouts.domain.text import fold, phrase_tokens
from tests.proportion import in_proportion


def words(text: str) -> Words:
    tokens, prefix = phrase_tokens(text)
    return Words(tuple(tokens), prefix, text)


def marked(found: Passage) -> list[str]:
    return [found.text[start:end] for start, end in found.highlights]


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
    found = snippet(text, [words(query)])
    assert found.text == text
    assert marked(found) == shown


def test_a_prefix_highlights_the_whole_word() -> None:
    assert marked(snippet("securities", [Words(("secur",), True, "secur*")])) == ["securities"]


def test_a_long_text_is_cut_around_its_first_hit_between_words() -> None:
    text = "padding words " * 300 + "the needle stands here " + "more words " * 300
    found = snippet(text, [words("needle")])
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= 202
    assert set(found.text.strip("…").split()) <= {*text.split()}, "no word is cut"
    assert marked(found) == ["needle"]


def test_words_far_from_each_other_are_shown_in_two_passages() -> None:
    far = "padding words " * 300
    text = f"{far}the needle and more {far}the thread, a needle {far}"
    found = snippet(text, [words("thread"), words("needle")])
    assert marked(found) == ["needle", "thread", "needle"]
    assert "padding… …words" in found.text
    assert len(found.text) <= 225


def test_words_near_each_other_are_shown_in_one_passage() -> None:
    found = snippet("a needle with a thread " + "padding " * 300, [words("thread"), words("needle")])
    assert marked(found) == ["needle", "thread"]
    assert found.text.count("…") == 1


def test_a_long_chinese_text_is_cut_on_characters() -> None:
    found = snippet("字" * 3_000 + "国安委" + "字" * 3_000, [words("国安委")])
    assert len(found.text) == 202
    assert marked(found) == ["国安委"]


def test_words_that_overlap_are_highlighted_together() -> None:
    asked = [words("political security"), words("security guard")]
    assert marked(snippet("a political security guard", asked)) == ["political security guard"]


def test_the_room_is_used_where_the_text_ends_behind_the_hit() -> None:
    text = "padding words " * 10 + "and the needle."
    assert snippet(text, [words("needle")]).text == text
    assert len(snippet("padding words " * 90 + text, [words("needle")]).text) > 180


def test_lines_become_one_line() -> None:
    assert snippet("one\ntwo\r\nthree", []).text == "one two three"


def test_a_hit_far_inside_a_very_long_text_shows_the_beginning() -> None:
    found = snippet("x " * 50_000 + "needle", [words("needle")])
    assert found.text.startswith("x x")
    assert found.highlights == ()


def test_excluded_words_and_fields_are_not_highlighted() -> None:
    a, b, c = words("a"), words("b"), words("c")
    node = AllOf((a, Not(b), AnyOf((c, Field(FieldName.LANG, "en", "lang:en")))))
    assert words_to_show(node) == (a, c)


texts = st.text(st.sampled_from("安徽省委国家安全 abc,。\n‘İßé\U00020000"), max_size=400)


@given(texts, st.lists(st.text(st.sampled_from("安徽国家全abc "), min_size=1, max_size=5), max_size=3))
def test_highlights_lie_inside_the_snippet_and_say_what_was_asked(text: str, queries: list[str]) -> None:
    asked = [words(query) for query in queries]
    found = snippet(text, asked)
    starts = {each.tokens[0][0] for each in asked if each.tokens}
    for start, end in found.highlights:
        assert 0 <= start < end <= len(found.text)
    assert all(fold(each)[0] in starts for each in marked(found))


def test_a_snippet_takes_time_in_proportion() -> None:
    asked = [words(f"安徽 省委 word{n} a b") for n in range(40)]

    def seconds(size: int) -> float:
        text = "安徽 , , , a 省委 " * (size // 16)
        start = time.perf_counter()
        snippet(text, asked)
        return time.perf_counter() - start

    assert in_proportion(seconds, 10_000, 40_000, most=12)
