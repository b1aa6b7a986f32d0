"""Words found in the article's own characters."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readouts.domain.document import index_words
from readouts.domain.finding import Findable
from readouts.domain.query import Words
from readouts.domain.text import fold, phrase_tokens


def words(typed: str, *, prefix: bool = False) -> Words:
    tokens, lone = phrase_tokens(typed)
    return Words(tuple(tokens), prefix or lone, typed)


def found(text: str, typed: str, *, prefix: bool = False) -> list[str]:
    return [text[start:end] for start, end in Findable(text).places(words(typed, prefix=prefix))]


@pytest.mark.parametrize(
    ("text", "typed", "in_the_article"),
    [
        ("省委書記韓俊主持，韩俊讲话", "韩俊", ["韓俊", "韩俊"]),
        (
            "Ｐｏｌｉｔｉｃａｌ　ＳＥＣＵＲＩＴＹ first",
            "political security",
            ["Ｐｏｌｉｔｉｃａｌ　ＳＥＣＵＲＩＴＹ"],
        ),
        ("in the Café\u0301s and cafe\u0301, too", "cafe", ["cafe\u0301"]),
        ("the STRAẞE, a strasse", "straße", ["STRAẞE", "strasse"]),
        ("report on the port: port", "port", ["port", "port"]),
        ("国\u200b安委", "国安", ["国\u200b安"]),
        ("㍿の会社", "株式会社", ["㍿"]),
        ("安徽Anhui 2024", "安徽 anhui", ["安徽Anhui"]),
        ("安 全", "安全", []),
        ("securities", "security", []),
    ],
)
def test_offsets_point_at_the_words_as_the_article_writes_them(
    text: str, typed: str, in_the_article: list[str]
) -> None:
    assert found(text, typed) == in_the_article


def test_a_prefix_points_at_the_whole_words_that_begin_so() -> None:
    assert found("Securities安全, insecure SECURE", "secur", prefix=True) == ["Securities", "SECURE"]
    assert found("安全会议", "安", prefix=True) == ["安"]


TEXTS = st.text(st.sampled_from("安徽徽韓韩國国全 aAbｂＣc,_。\n\u0301\u200bßéяİ㍿𠀀1か"), max_size=60)
TYPED = st.text(st.sampled_from("安徽韩国全abcsé "), min_size=1, max_size=4)


@given(TEXTS, TYPED.filter(lambda typed: phrase_tokens(typed)[0] != []), st.booleans())
@example("ßs", "ss", False)
@example("e\u0301e", "e", True)
def test_offsets_always_point_at_text_that_folds_to_the_term(text: str, typed: str, prefix: bool) -> None:
    """And there are some if and only if a query with these words matches the text."""
    asked = words(typed, prefix=prefix and typed[-1].isascii() and typed[-1].isalpha())
    places = list(Findable(text).places(asked))
    assert bool(places) == (asked.needle in index_words(text))
    for start, end in places:
        assert 0 <= start < end <= len(text)
        stands = fold(text[start:end])
        assert asked.needle.strip() in index_words(stands)
        if len(stands) <= end - start:  # no character stands for several
            has, looked_for = (index_words(each).split(" \u2028")[0] for each in (stands, asked.needle))
            assert has.startswith(looked_for) if asked.prefix else has == looked_for
    assert places == sorted(set(places))


def test_finding_takes_time_in_proportion() -> None:
    def seconds(size: int) -> float:
        text = "ａ b 韓俊 " * (size // 7)
        start = time.perf_counter()
        assert len(list(Findable(text).places(words("韩俊")))) == size // 7
        return time.perf_counter() - start

    seconds(1_000)
    small, large = seconds(10_000), seconds(40_000)
    assert large < max(4 * 3 * small, 0.05)
