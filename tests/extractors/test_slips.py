"""Edited and scanned copies are read although the commission's name has a slip in it."""

import pytest

from readouts.domain.item import Item
from readouts.domain.readout import Kind
from readouts.extractors.article import extract_readouts
from readouts.extractors.reading import language_of, read
from readouts.extractors.slips import mended

CHINESE = "6月3日，安徽省委{name}召开会议，省委书记韩俊主持。"
ENGLISH = "Anhui party chief Han Jun presided over a meeting of the {name} on June 3, 2024."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((CHINESE, name) for name in ("国家安全委会", "国安全委员会", "国家安全委园会", "国家的安全委员会")),
        (ENGLISH, "provincial Natonal Security Commission"),
        (ENGLISH, "provincial National Security Commisslon"),
    ],
)
def test_a_name_with_one_slip_is_read_and_quoted_as_it_is_written(text: str, name: str) -> None:
    copy = text.format(name=name)
    (readout,) = extract_readouts(Item("x", "https://news.test/20240604/a.html", "", copy))
    assert (readout.kind, readout.region) == (Kind.MEETING, "CN-AH")
    assert name[-5:] in readout.evidence["committee"].text
    assert all(copy[span.start : span.end] == span.text for span in readout.evidence.values())


def test_a_name_that_lacks_a_word_is_read_where_the_right_one_stands_too() -> None:
    text = "6月3日，市委{}召开会议，市委书记、市委国家安全委员会主任张伟主持。"
    assert "市委国家安全委员会召开" in mended(read(text.format("国家委员会"), "zh")).text
    assert mended(read("市委国家委员会召开会议。", "zh")).text == "市委国家委员会召开会议。"


@pytest.mark.parametrize(
    "text",
    [
        "市委国家安全委员会主任主持召开市委网络安全委员会会议、市安全生产委员会全体会议。",
        "省委国家安全委员会委员、国家安全审查委员会专家出席。",
        "The committees held meetings; commissions and their secretary's national plans.",
    ],
)
def test_other_bodies_and_right_words_have_no_slips(text: str) -> None:
    reading = read(text, language_of(text, None))
    assert mended(reading) is reading


@pytest.mark.parametrize(
    "copy",
    [
        "6月3日，安徽省委国冢安金委员会召开会议，省委书记韩俊主持。",
        "6月3日，安徽省委国家安全委员会召会开议，省委书记韩俊主持。",
        "6月3日，安徽省委国家安全委员会第\ufffd次会议召开，省委书记韩俊主持。",
        "6月3日，安徽省秀国家安全委员会全体云议召幵，省委韦记韩俊主待会议。",
        "6月3日，肖委国家安全委员会召开会议，安徽省委书记、省委国安委主任韩俊主持。",
    ],
)
def test_names_with_two_slips_and_formulas_with_one_are_read(copy: str) -> None:
    (readout,) = extract_readouts(Item("x", "https://news.test/20240604/a.html", "", copy))
    assert (readout.kind, readout.region) == (Kind.MEETING, "CN-AH")
    assert readout.chair is not None
    assert readout.chair.name == "韩俊"


@pytest.mark.parametrize("body", ["网络安全委员会", "国家保密委员会", "国家安全审查委员会", "食品安全委员会"])
def test_other_bodies_are_not_taken_for_the_commission_with_slips(body: str) -> None:
    text = f"6月3日，安徽省委{body}召开会议，省委书记韩俊主持。省委国家安全委员会委员出席。"
    readouts = extract_readouts(Item("x", "https://news.test/20240604/a.html", "", text))
    assert not [each for each in readouts if each.kind is Kind.MEETING]
