"""Pages wrapped at a fixed width are read as if they were not; headlines and lists stay apart."""

import pytest

from readouts.domain.text import fold
from readouts.extractors.reading import read
from readouts.extractors.sentences import split

PARAGRAPH = (
    "会议强调，各级各部门要提高政治站位，压实工作责任，细化工作措施，"
    "把各项任务落到实处，确保全年目标圆满完成。"
)
ENGLISH = (
    "The Anhui provincial National Security Commission held a meeting on June 3. Party chief Han Jun chaired"
    " it and told officials to put political security first, according to the official readout of the"
    " meeting."
)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


@pytest.mark.parametrize("width", [16, 20, 24])
def test_a_wrapped_chinese_paragraph_is_one_sentence(width: int) -> None:
    assert read(_wrapped(PARAGRAPH, width), "zh").text == fold(PARAGRAPH)


def test_a_wrapped_english_paragraph_keeps_a_space_for_each_line_break() -> None:
    wrapped = (
        "The Anhui provincial National Security Commission held a meeting on\n"
        "June 3. Party chief Han Jun chaired it and told officials to put\n"
        "political security first, according to the official readout of the\nmeeting."
    )
    assert read(wrapped, "en").text == fold(ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "省委国家安全委员会会议召开\n韩俊主持会议\n会议强调，要坚持底线思维。",
        "首页\n时政\n图片\n6月3日，省委召开会议。",
        "第一条消息讲了一件很平常的事情。\n第二条消息讲了另一件平常的事情。\n第三条也是这样。",
    ],
    ids=["headline and body", "navigation", "paragraphs"],
)
def test_lines_that_end_by_themselves_stay_apart(text: str) -> None:
    assert len(split(read(text, "zh"))) == len(text.split("\n"))


def test_evidence_still_counts_in_the_text_as_given() -> None:
    reading = read(_wrapped(PARAGRAPH, 16), "zh")
    start = reading.text.index("全年目标")
    assert reading.span(start, start + 4).text.replace("\n", "") == "全年目标"
