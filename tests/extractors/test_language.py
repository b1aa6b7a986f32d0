"""An article is read in the language that it is written in, whatever its source says of all its articles."""

import pytest

from readouts.domain.item import Item
from readouts.domain.readout import Kind
from readouts.extractors.article import extract_readouts
from readouts.extractors.reading import language_of

ENGLISH = (
    "Gansu's provincial national security commission met on November 21, with Party Secretary Hu Changsheng"
    " presiding. Hu stressed political security and ecological security."
)
CHINESE = (
    "11月21日，甘肃省委国家安全委员会召开会议，省委书记胡昌升主持会议并讲话。"
    "会议强调，要维护政治安全、生态安全。"
)


@pytest.mark.parametrize("told", ["zh", "en", None])
@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_a_source_that_is_wrong_about_the_language_hides_no_meeting(
    text: str, language: str, told: str | None
) -> None:
    (found,) = extract_readouts(Item(identity="1", url="", title="", text=text, lang=told))
    assert (found.kind, found.region, found.language) == (Kind.MEETING, "CN-GS", language)


@pytest.mark.parametrize(
    ("text", "told", "language"),
    [
        ("Xinhua 新华社合肥6月4日电 省委国家安全委员会召开会议", "zh", "zh"),
        ("The 国家安全委员会 (national security commission) of Anhui met on Monday", "en", "en"),
        ("2024-06-03", "zh", "zh"),
        ("", "en", "en"),
    ],
)
def test_words_of_the_other_language_and_numbers_change_nothing(text: str, told: str, language: str) -> None:
    assert language_of(text, told) == language
