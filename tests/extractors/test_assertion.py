"""Plans, denials, rumours and cancellations are told from meetings that were held."""

import pytest

from readouts.domain.text import fold
from readouts.extractors.assertion import is_plans_date, is_unreal, refutes, title_refutes


@pytest.mark.parametrize(
    "text",
    [
        "The commission will hold its second plenary meeting on August 3.",
        "The commission is scheduled to convene next week.",
        "The commission is set to meet on Friday.",
        "The July 3 meeting was postponed.",
        "The party chief cancelled the July 3 meeting.",
        "The commission has not met this year.",
        "Officials denied reports that the commission held a meeting.",
        "It is not true that the commission met.",
        "Rumours that the commission met spread online.",
        "If the commission met, nobody said so.",
        "Ahead of the commission's first session, which is a meeting of officials, he asked for ideas"
        " before a meeting.",
    ],
)
def test_a_meeting_that_was_not_held_is_unreal(text: str) -> None:
    assert is_unreal(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "The commission held a meeting on July 3.",
        "The commission met on July 3 and will meet again in August.",
        "The party chief chaired a meeting that had been postponed from June.",
        "He told the meeting that the province will hold officials to account.",
        "He chaired a meeting and rejected claims that growth had slowed.",
        "Officials were told to meet high standards.",
    ],
)
def test_a_meeting_that_was_held_is_real_whatever_else_is_planned(text: str) -> None:
    assert not is_unreal(fold(text))


def test_the_date_of_the_next_meeting_is_told_from_that_of_this_one() -> None:
    text = fold("The commission met on July 3 and will meet again on August 3.")
    assert not is_plans_date(text, 0, text.index("july"))
    assert is_plans_date(text, 0, text.index("august"))


def test_a_refutation_is_told_from_a_meeting_that_speaks_of_rumours() -> None:
    assert refutes("经核实,该消息不实。")
    assert not refutes("会议指出,网传信息不实,要及时辟谣。")
    assert title_refutes("安徽省委开会?谣言!")
    assert not title_refutes("省委国安委召开会议 部署打击网络谣言工作")
