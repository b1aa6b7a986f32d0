"""The one normalisation: what is written in another way is the same, and nothing loses its place."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.domain import text as text_module
from readouts.domain.document import index_words
from readouts.domain.query import Words
from readouts.domain.text import fold, fold_with_offsets, han_share, is_han, phrase_tokens, runs, tokens
from tests.proportion import in_proportion

HAN = "安徽省委国家全会议韓俊習國〇㐂𠮷"
anything = st.text(st.characters(), max_size=40) | st.text(
    st.sampled_from(f"{HAN}aZé 1２ＡßİŐ，。“’「\u0301\u200b\ufeff\0\n\ud800ﷺ…㎏"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Security", "security"),
        ("STRASSE Straße", "strasse strasse"),
        ("ＡＩ２０２４：", "ai2024:"),
        ("Ürümqi Ｕ\u0308", "urumqi u"),
        ("國家安全委員會", "国家安全委员会"),
        ("“people’s” ‘x’ ＂y＂", '"people\'s" \'x\' "y"'),
        ("soft\u00adhyphen zero\u200bwidth \ufeff", "softhyphen zerowidth "),
        ("a\0b\tc\nd", "a b c\nd"),
        ("…㎏", "...kg"),
        ("\ud800", " "),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(anything, anything)
def test_folding_a_joined_text_joins_the_folded_parts(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@pytest.fixture(scope="module")
def folded_alphabet() -> str:
    """Every character there is, folded: the last Han are followed by the tags of plane 14 only."""
    folded = fold("".join(map(chr, (*range(0x32400), *range(0xE0000, 0xE0200)))))
    assert len(set(folded)) > 100_000
    return folded


def test_folding_what_is_folded_changes_nothing(folded_alphabet: str) -> None:
    assert fold(folded_alphabet) == folded_alphabet


def test_no_folded_character_is_an_accent_or_cannot_be_stored(folded_alphabet: str) -> None:
    characters = set(folded_alphabet)
    assert not [c for c in characters if unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf", "Cs")]
    assert "\0" not in characters


@given(anything, st.data())
def test_every_stretch_of_folded_text_has_its_place_in_the_original(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original_span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])


def test_a_place_is_found_again_behind_characters_that_fold_to_more_or_to_none() -> None:
    text = "Ｇ㎏\u200bé 國家"
    folded = fold_with_offsets(text)
    start = folded.text.index("国家")
    assert text[slice(*folded.original_span(start, start + 2))] == "國家"
    assert folded.original_span(len(folded.text), len(folded.text)) == (len(text), len(text))


@given(anything)
def test_tokens_hold_no_space_and_are_folded(text: str) -> None:
    found = tokens(text)
    assert all(found)
    assert all(fold(token) == token and not set(token) & set(" \n_") for token in found)
    assert found == tokens(fold(text))


@given(anything, anything)
def test_texts_kept_apart_have_the_tokens_of_both(one: str, other: str) -> None:
    assert tokens(f"{one} {other}") == tokens(one) + tokens(other)


def test_tokens_are_latin_words_and_pairs_of_characters() -> None:
    assert tokens("韩俊 in Anhui-2024") == ["韩俊", "俊", "in", "anhui", "2024"]
    assert tokens("AI安全") == ["ai", "安全", "全"]
    assert tokens("５月31日") == ["5", "月", "31", "日"]
    assert tokens("snake_case ،。!") == ["snake", "case"]


FOLDED_RUN = re.compile(rf"[{text_module._HAN}]+|[^\W_{text_module._HAN}]+")


@given(anything)
def test_runs_are_those_of_the_folded_text_however_they_are_found(given_text: str) -> None:
    assert runs(given_text) == FOLDED_RUN.findall(fold(given_text))


def test_what_is_not_folded_to_find_its_runs_has_the_same_ones_unfolded() -> None:
    """Of every character; beside another one, so that it may end a run or go on with it."""
    around = [f"A{chr(code)}国{chr(code)}_" for code in range(0x20000)]
    unfolded = [each for each in around if each.isascii() or not text_module._needs_folding().search(each)]
    assert 15_000 < len(unfolded) < 22_000
    assert not set(text_module._MARKS) & {each[1] for each in set(around) - set(unfolded)}
    for each in unfolded:
        assert runs(each) == FOLDED_RUN.findall(fold(each))


def is_found(phrase: str, text: str) -> bool:
    found, prefix = phrase_tokens(phrase)
    return Words(tuple(found), prefix, phrase).needle in index_words(text)


@given(st.text(st.sampled_from(HAN), min_size=1, max_size=12), st.data())
def test_any_stretch_of_chinese_is_found_and_no_other(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert is_found(text[start:end], text)
    other = data.draw(st.text(st.sampled_from(HAN), min_size=1, max_size=3))
    assert is_found(other, text) == (fold(other) in fold(text))


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(["安全", "会", "ai", "Anhui", "2024", "俊"]), min_size=1, max_size=6), st.data()
)
def test_words_are_found_whole_and_side_by_side(parts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    assert is_found(" ".join(parts[start:end]), "，".join(parts))


def test_latin_words_are_not_found_inside_others() -> None:
    assert not is_found("secur", "security")
    assert not is_found("rity", "security")
    assert not is_found("Xi", "Xinjiang")


def test_nothing_to_look_for_has_no_tokens() -> None:
    for text in ("", " ", "。！", "\0", "😀", "\u0301"):
        assert phrase_tokens(text) == ([], False)


def test_han_is_told_from_what_looks_like_it() -> None:
    assert all(map(is_han, HAN))
    assert not any(map(is_han, "aé1，。「ー한あ"))


def test_the_share_of_han_counts_letters_only() -> None:
    assert han_share("国家 ab 12 ，") == 0.5
    assert han_share("12 ，") == 0.0
    assert han_share("a" * 10 + "国" * 10, sample=10) == 0.0


def test_folding_and_tokens_take_time_in_proportion() -> None:
    for piece in ("安全", "security ", "a", "國", "\u0301", "ﷺ", "é"):
        assert in_proportion(lambda n: seconds(piece * n), 20_000, 40_000, most=4, floor=0.02), piece  # noqa: B023
        assert in_proportion(lambda n: seconds(piece * n), 40_000, 80_000, most=4, floor=0.02), piece  # noqa: B023


def seconds(text: str) -> float:
    def once() -> float:
        begun = time.process_time()
        fold_with_offsets(text)
        phrase_tokens(text)
        return time.process_time() - begun

    return min(once() for _ in range(3))
