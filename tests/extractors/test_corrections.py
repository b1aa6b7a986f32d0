"""The day that a report takes back is told apart from the one that it puts in its place."""

from datetime import UTC, date, datetime

import pytest

from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.extractors.article import extract_readouts

PUBLISHED = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)
ENGLISH = "Anhui party chief Han Jun chaired a meeting of the provincial national security commission on {}."


def told(text: str) -> Readout:
    (readout,) = extract_readouts(Item("x", "https://news.test/a", "", text, published=PUBLISHED))
    return readout


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("安徽省委书记韩俊6月4日主持召开省委国家安全委员会会议，而非6月3日。", "6月3日"),
        ("更正：安徽省委国家安全委员会会议召开时间“6月3日”应为“6月4日”。省委书记韩俊主持。", "6月3日"),
        (ENGLISH.format("June 4") + " It was wrongly given as June 3.", "June 3"),
        (ENGLISH.format("June 4") + " An earlier report said June 3.", "June 3"),
    ],
)
def test_the_day_put_right_counts_and_the_other_is_quoted(text: str, former: str) -> None:
    readout = told(text)
    assert readout.date == date(2024, 6, 4)
    assert readout.evidence["date:former"].text == former


@pytest.mark.parametrize(
    "text",
    [
        "6月4日，安徽省委书记韩俊主持召开省委国家安全委员会会议，强调要更正错误做法。6月3日他到合肥调研。",
        ENGLISH.format("June 4") + " The correct line must be held, he said, as at the meeting of June 3.",
    ],
)
def test_a_report_that_only_speaks_of_mistakes_takes_nothing_back(text: str) -> None:
    readout = told(text)
    assert readout.date == date(2024, 6, 4)
    assert "date:former" not in readout.evidence
