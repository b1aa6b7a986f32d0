"""What of an article is held against queries: the whole of it, and each of its readouts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.document import documents, index_words
from readouts.domain.gazetteer import Level
from readouts.domain.item import Item
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Quote, Readout
from readouts.domain.text import index_tokens, tokens

ITEM = Item(
    identity="1",
    url="https://news.test/1",
    title="省委会议",
    text="Anhui met. Yunnan met on smuggling.",
    published=datetime(2024, 6, 9, 23, 30, tzinfo=UTC),
    source="Anhui Daily",
    region="CN-AH",
)
READOUT = Readout(
    kind=Kind.MEETING,
    region="CN-YN",
    region_name=Bilingual("Yunnan", "云南"),
    division="530100",
    level=Level.PREFECTURE,
    committee=Bilingual("municipal committee", "市委国家安全委员会"),
    date=date(2024, 5, 30),
    date_precision=DatePrecision.DAY,
    chair=Chair("Wang Ning", "王宁", None, "party chief"),
    themes=("political", "data"),
    phrases=("bottom-line",),
    quotes=(Quote("smuggling", None),),
    summary="",
    language="en",
    evidence={},
    scope=((11, 35),),
)


def readout(**facts: Any) -> Readout:
    return replace(READOUT, **facts)


def test_an_article_is_one_document_as_a_whole() -> None:
    (whole,) = documents(ITEM, ())
    assert whole.words == index_words(ITEM.title, ITEM.text)
    assert (whole.readout, whole.kind, whole.division, whole.level) == (None, None, None, None)
    assert (whole.region, whole.source, whole.day) == ("CN-AH", "Anhui Daily", date(2024, 6, 9))


@pytest.mark.parametrize("source", [None, "", " "])
def test_without_a_source_the_host_that_is_shown_stands_for_it(source: str | None) -> None:
    article = replace(ITEM, source=source, url="https://www.News.test:8443/1")
    assert [each.source for each in documents(article, (readout(),))] == ["www.news.test"] * 2
    assert documents(replace(article, url="tag:news.test,1"), ())[0].source is None


def test_what_states_no_day_is_of_the_day_on_which_it_was_first_seen() -> None:
    met, published, came = date(2024, 5, 30), date(2024, 6, 9), date(2024, 6, 20)
    told, undated = (readout(date=met), readout(date=None)), replace(ITEM, published=None)
    assert [each.day for each in documents(ITEM, told, came)] == [published, met, published]
    assert [each.day for each in documents(undated, told, came)] == [came, met, came]


def test_each_readout_is_one_more_with_its_own_words_and_facts() -> None:
    _, first, second = documents(ITEM, (readout(scope=((0, 10),)), readout()))
    assert (first.readout, second.readout) == (0, 1)
    assert first.words == index_words("Anhui met.")
    assert second.words == index_words("Yunnan met on smuggling.")
    assert (second.kind, second.region, second.division, second.level) == (
        "meeting",
        "CN-YN",
        "530100",
        "prefecture",
    )
    assert second.themes == {"political", "data"}
    assert second.phrases == {"bottom-line"}
    assert second.chairs == {"wangning", "王宁"}
    assert second.has == {"quote"}
    assert second.day == date(2024, 5, 30)
    assert second.committee == index_words("市委国家安全委员会", "municipal committee")


def test_where_an_article_tells_of_one_meeting_the_title_belongs_to_it() -> None:
    for scope in ((), ((0, len(ITEM.text)),)):
        _, only = documents(ITEM, (readout(scope=scope),))
        assert only.words == index_words(ITEM.title, ITEM.text)


def test_what_is_not_known_is_nothing() -> None:
    bare = replace(ITEM, url="", published=None, source=None, region=None)
    whole, unclear = documents(
        bare, (readout(chair=None, date=None, quotes=(), committee=Bilingual(None, None), themes=()),)
    )
    assert (whole.day, whole.source, whole.region, whole.lang) == (None, None, None, None)
    assert (unclear.day, unclear.chairs, unclear.has, unclear.themes) == (
        None,
        frozenset(),
        frozenset(),
        frozenset(),
    )
    assert unclear.committee.strip() == ""


def test_a_meeting_without_a_date_has_the_day_of_its_publication() -> None:
    _, undated = documents(ITEM, (readout(date=None),))
    assert undated.day == date(2024, 6, 9)


def test_the_language_is_the_item_s_else_the_readout_s() -> None:
    assert [d.lang for d in documents(replace(ITEM, lang="zh"), (readout(),))] == ["zh", "zh"]
    assert [d.lang for d in documents(ITEM, (readout(),))] == [None, "en"]


def test_words_have_a_space_around_each_and_a_border_between_texts() -> None:
    assert index_words("A b", "", "安全") == " a b \u2028 安全 \u2028 "
    assert index_words("", "") == " "


def test_the_index_takes_the_pairs_of_every_run() -> None:
    words = index_words("A b", "", "安全")
    assert index_tokens(words) == " a b \u2028 安全 全 \u2028 "


@given(st.text("安全会ab 1，\u2028\n", max_size=20))
def test_the_index_takes_the_tokens_of_a_text(text: str) -> None:
    assert index_tokens(index_words(text)).replace("\u2028", "").split() == tokens(text)
