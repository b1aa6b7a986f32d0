"""What holds for every text: no exception, evidence in place, time in proportion, a cheap first look."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.domain.item import Item
from readouts.extractors.article import extract_readouts
from tests.proportion import in_proportion

PUBLISHED = datetime(2024, 6, 4, 1, 0, tzinfo=UTC)
SCRAPS = (
    "省委国家安全委员会 市委国安委 召开会议 主持 省委书记 韩俊 强调 6月3日 日前 今天（2月8日） 。 ， ； \n"
    " 《规定》 审议通过 “政治安全” 安徽省 長治市 習近平 中央国家安全委员会第一次会议 会议精神 国安办 · （ ）"
    " 理论学习中心组 国(guó) \u200b \x00 \ud800 ﬃ ㈱ National Security Commission provincial party chief"
    " Han Jun said on May 31 the previous day in Anhui meeting . “quoted words” 's"
).split(" ")
HOSTILE = {
    "one sentence of meetings": "市委国家安全委员会召开会议，市委国家安全委员会，全体会，",
    "names with slips": "市委国家安全委会召开会议，市委国家的安全委员会，全体会。",
    "days taken back": "会议应为6月3日误写成6月2日而非6月1日，",
    "bodies": "国家安全委员会",
    "meetings": "省委国家安全委员会召开会议，省委书记韩俊主持。",
    "fields": "政治、经济、",
    "unknown places": "汉东省委、",
    "semicolons": "省委国安委;",
    "titles": "审议《",
    "commissions": "National Security Commission ",
    "posts": "secretary of the ",
    "chiefs": "party chief Han Jun ",
    "dates": "May 31 ",
    "days": "the previous day ",
    "marks": "“ ",
    "plans": "will hold a meeting on May 31 ",
    "denials": "claims that ",
    "cancelled": "cancelled the ",
    "openers": "In Hunan, it held its meeting. Wang Ning presided.\n",
    "spaced names": "省委书记 王 ",
    "stretched names": "书记王    王    王    王    王    王    王    王    王    王    ",
    "seats": "在银川",
    "same day": "同日，",
    "other chiefs": "甘肃省委书记",
    "reports of the same day": "同日，安徽省委国安委召开会议。",
    "stops": ".x",
    "dots": ".",
    "spaces": " ",
    "wrapped lines": "省委国家安全\n委员会召\n开会议，由安徽省委书记某某主持并作讲话\n",
    "attendees": "省长王清宪、",
    "those who were there": "王清宪出席，",
    "documents": "《规定》、",
    "central meetings": "传达中央国家安全委员会第二次、第三次会议精神",
    "commas before dates": "，5月31日",
    "spaced numbers": "6 月 3 日 ",
    "many spaces": "月      ",
    "days in digits": "2024-06-03,",
    "denied": "officials said that the ",
    "attended": "Wang Ning and ",
}


def _item(text: str, title: str = "", lang: str | None = None) -> Item:
    return Item("x", "https://example.cn/202406/04/a.html", title, text, lang, PUBLISHED)


_texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=4)), max_size=60).map("".join),
    st.lists(st.sampled_from(SCRAPS), max_size=60).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(text=_texts, title=_texts, lang=st.sampled_from(["zh", "en", None]))
def test_any_text_gives_an_answer_whose_evidence_is_in_place(text: str, title: str, lang: str | None) -> None:
    item = _item(text, title, lang)
    for readout in extract_readouts(item):
        for span in readout.evidence.values():
            assert item.text[span.start : span.end] == span.text
        assert all(0 <= start <= end <= len(text) for start, end in readout.scope)


def test_the_scraps_do_make_readouts() -> None:
    """The law above would prove nothing if its texts never held a readout."""
    assert extract_readouts(_item("6月3日，安徽省委国家安全委员会召开会议，省委书记韩俊主持。", lang="zh"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "国",
        "\x00" * 50,
        "\ud800国家安全委员会\udfff",
        "<p><b></p>" * 50,
        "\u202e省委国安委\u202c",
        "安" * 5_000_000,
    ],
    ids=["empty", "a letter", "a character", "NULs", "surrogates", "markup", "right to left", "5 million"],
)
def test_bad_input_gives_an_answer_in_bounded_time(text: str) -> None:
    began = time.process_time()
    extract_readouts(_item(text))
    assert time.process_time() - began < 2


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    """Four times the text takes about four times as long; a quadratic rule would take sixteen."""
    lead = (
        "6月3日，安徽省委国家安全委员会召开会议。"
        if unit[0] > "z"
        else "The Anhui provincial National Security Commission met. "
    )
    assert in_proportion(lambda n: _cost(lambda: _item(lead + (unit * n)[:n])), 6_000, 24_000, most=8)


def _cost(make: Callable[[], Item]) -> float:
    item = make()
    best = 60.0
    for _ in range(3):
        began = time.process_time()
        extract_readouts(item)
        best = min(best, time.process_time() - began)
    return best


def test_an_article_without_a_committee_word_costs_next_to_nothing() -> None:
    """150 microseconds are allowed; the best of many runs leaves the machine's noise out."""
    plain = _item("全省经济运行总体平稳，粮食生产再获丰收。" * 150, lang="zh")
    english = _item("Growth was steady and the harvest was good. " * 120, lang="en")
    for item in (plain, english):
        assert min(_cost(lambda item=item: item) for _ in range(20)) < 150e-6  # type: ignore[misc]


def test_a_readout_costs_about_a_millisecond_for_a_thousand_characters() -> None:
    """2 ms are the goal; twice that is allowed here, where other work shares the machine."""
    text = "6月3日，安徽省委国家安全委员会召开会议，省委书记韩俊主持会议并讲话。\n" + (
        "会议强调，要坚持底线思维，抓好经济社会发展各项工作，落实责任，守牢底线，维护社会大局稳定，做好政治安全工作。\n"
        * 18
    )
    assert _cost(lambda: _item(text, lang="zh")) / len(text) * 1000 < 4e-3
