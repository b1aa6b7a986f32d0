"""The first look, at which nearly all articles end."""

import pytest

from readouts.domain.item import Item
from readouts.extractors import first_look
from readouts.extractors.first_look import may_tell


def article(text: str, title: str = "") -> Item:
    return Item("1", "https://news.test/1", title, text)


@pytest.mark.parametrize(
    "text",
    ["省委国家安全委员会召开会议。", "省委國家安全委員會", "The provincial National Security Commission met.",
     "国家安\n全委员会", "国家\u200b安\u200b全\u200b委员会", "NATIONAL SECURITY COMMISSION", "市委（w）"],
)  # fmt: skip
def test_what_may_name_a_committee_passes_in_text_and_title(text: str) -> None:
    assert may_tell(article(text))
    assert may_tell(article("", title=text)) or "\u200b" in text


@pytest.mark.parametrize(
    "text", ["", "天气晴。", "统筹发展和安全", "A day of theory and security.", "安\n静", "省委\u00a0书记"]
)
def test_what_cannot_ends_there(text: str) -> None:
    assert not may_tell(article(text))


def test_every_word_is_looked_for_where_its_sign_is_seen() -> None:
    words = {*first_look._MUST_HOLD_EITHER, *first_look._MAY_BE_TORN}
    assert len(words) > 30
    assert {word for _, *found in first_look._BY_SIGN for each in found for word in each} == words
