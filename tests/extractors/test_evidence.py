"""The words that a fact points at carry that fact."""

from datetime import UTC, datetime

import pytest

from readouts.domain.item import Item
from readouts.domain.readout import Kind, Readout
from readouts.extractors.article import extract_readouts


def _only(text: str, lang: str) -> Readout:
    published = datetime(2024, 7, 18, 1, 0, tzinfo=UTC)
    (readout,) = extract_readouts(Item("x", "https://example.com/a", "", text, lang, published))
    return readout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Chen Jining, party chief of Shanghai, chaired its municipal national security commission.",
            "Chen Jining, party chief",
        ),
        (
            "Party secretary Chen Jining chaired Shanghai's municipal national security commission.",
            "Party secretary Chen Jining",
        ),
        (
            "Han Jun, secretary of the Anhui provincial party committee, chaired a meeting of the provincial"
            " National Security Commission on July 2.",
            "Han Jun, secretary of the Anhui provincial party committee",
        ),
    ],
)
def test_the_chairs_evidence_holds_the_post_beside_the_name(text: str, words: str) -> None:
    assert _only(text, "en").evidence["chair"].text == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7月17日，自治区党委国家安全委员会会议在银川召开。自治区党委书记李邑飞主持。", "银川"),
        ("甘肃方面，省委书记胡昌升在5日的省委国家安全委员会会议上要求维护生态安全。", "甘肃"),
        ("云南省委书记王宁7月2日主持召开省委国家安全委员会会议。", "云南省委"),
    ],
)
def test_the_regions_evidence_names_the_region(text: str, words: str) -> None:
    """The committee itself is called no more than 省委 there."""
    assert _only(text, "zh").evidence["region"].text == words


def test_the_central_commissions_chairman_has_his_post_where_it_is_stated() -> None:
    stated = _only("中央国家安全委员会主席习近平7月17日主持召开中央国家安全委员会会议。", "zh")
    silent = _only("习近平7月17日主持召开中央国家安全委员会会议。", "zh")
    assert stated.kind is silent.kind is Kind.CENTRAL
    assert stated.chair
    assert silent.chair
    assert (stated.chair.post, silent.chair.post) == ("中央国家安全委员会主席", None)
    assert stated.evidence["chair"].text == "中央国家安全委员会主席习近平"
