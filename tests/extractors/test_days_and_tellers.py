"""What is said about a report, not about the meeting: when it was filed, when and by whom it was learnt."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.readout import Kind, Readout
from readouts.extractors.article import extract_readouts

_PUBLISHED = datetime(2024, 5, 17, tzinfo=UTC)


def _only_readout(text: str) -> Readout:
    (readout,) = extract_readouts(Item("1", "", "", text, "zh", _PUBLISHED, "A paper"))
    return readout


def _readouts(text: str) -> Sequence[Readout]:
    return extract_readouts(Item("1", "", "", text, "en", _PUBLISHED, "A paper"))


def test_the_day_on_which_a_reporter_learnt_of_a_meeting_is_not_the_meeting_s() -> None:
    readout = _only_readout(
        "记者昨日获悉,洛阳市委国家安全委员会全体会议于5月14日召开。市委书记、市委国家安全委员会主任江凌主持会议。"
    )
    assert readout.date == date(2024, 5, 14)


def test_today_in_an_account_s_message_is_the_day_of_the_message() -> None:
    readout = _only_readout(
        "“浦东发布”5月9日消息:浦东新区区委书记、区委国家安全委员会主任朱芝松今天主持召开区委国家安全委员会会议,部署工作。"
    )
    assert readout.date == date(2024, 5, 9)


def test_what_another_paper_is_said_to_report_of_the_chair_belongs_to_the_meeting() -> None:
    readout = _only_readout(
        "上海市委國家安全委員會周三(15日)舉行會議,市委書記、市委國安委主任陳吉寧主持。"
        "據上海《解放日報》報道,陳吉寧表示,要把政治安全放在首位,有效維護文化安全。"
    )
    assert set(readout.themes) == {"political", "cultural"}


_HEBEI = (
    "The National Security Commission of the CPC Hebei Provincial Committee held a meeting on May 12, "
    "chaired by Party secretary Wang Dongfeng. "
)


@pytest.mark.parametrize(
    "occasion",
    [
        "the annual sessions of the national legislature",
        "the two sessions",
        "the third plenary session of the CPC Central Committee",
    ],
)
def test_what_is_to_be_done_ahead_of_others_meetings_is_no_plan_of_one(occasion: str) -> None:
    (readout,) = _readouts(f"{_HEBEI}He said Hebei should put political security first ahead of {occasion}.")
    assert set(readout.themes) == {"political"}


def test_a_meeting_that_is_planned_is_none() -> None:
    assert not [
        readout
        for readout in _readouts(
            "Officials were trained ahead of the first meeting of the National Security Commission of the "
            "CPC Hebei Provincial Committee."
        )
        if readout.kind in ALERT_KINDS
    ]


def test_fields_may_stand_behind_a_dash() -> None:
    (readout,) = _readouts(
        _HEBEI
        + "He spoke of five securities – national defence, food, ecology, energy and industry – once more."
    )
    assert set(readout.themes) == {"military", "food", "ecological", "energy", "supply-chain"}


def test_a_source_in_front_of_the_first_words_does_not_hide_the_meeting() -> None:
    (readout,) = _readouts(f"Source: Hebei Daily {_HEBEI}The source of the report is the paper's front page.")
    assert (readout.date, readout.region) == (date(2024, 5, 12), "CN-HE")


def test_today_is_the_day_of_the_dateline_in_its_own_sentence() -> None:
    (readout,) = _readouts(
        "Wang Dongfeng, secretary of the CPC Hebei Provincial Committee and director of its National "
        "Security Commission, presided over the meeting. Hebei Daily, May 13 — The provincial National "
        "Security Commission held its third meeting today."
    )
    assert readout.date == date(2024, 5, 13)


def test_a_day_counted_from_another_event_is_the_one_named_right_behind_it() -> None:
    (readout,) = _readouts(
        "A knife attack in Suzhou shocked the city. Only four days before the attack, on May 10, the "
        "city's party secretary Liu Xiaotao presided over a meeting of the municipal committee of the "
        "National Security Commission."
    )
    assert readout.date == date(2024, 5, 10)


def test_a_chief_told_of_by_his_post_alone_is_the_one_named_in_the_sentence_before() -> None:
    guizhou, liaoning = _readouts(
        "When Xu Lin, party secretary of Guizhou, gathered his most senior cadres on May 7, the subject "
        "was debt. At the meeting of the provincial committee's National Security Commission, Xu ordered "
        "officials to defuse it.\nThree days later, Hao Peng delivered a similar message. The party "
        "secretary of Liaoning told his own province's commission in Shenyang that co-operatives must be "
        "reformed. There had to be security in five fields Beijing has assigned to the north-east – "
        "national defence, food, ecology, energy and industry – he said."
    )
    assert [(guizhou.region, guizhou.date), (liaoning.region, liaoning.date)] == [
        ("CN-GZ", date(2024, 5, 7)),
        ("CN-LN", date(2024, 5, 10)),
    ]
    assert liaoning.chair
    assert liaoning.chair.name == "Hao Peng"
    assert set(liaoning.themes) == {"military", "food", "ecological", "energy", "supply-chain"}


def test_a_province_whose_commission_met_in_a_city_is_not_that_city() -> None:
    (readout,) = _readouts(
        "Wang Junzheng was chairing a session of the Tibet party committee's National Security Commission"
        " in Lhasa on Friday, state-run Tibet Daily said."
    )
    assert (readout.region, readout.level.value, readout.division) == ("CN-XZ", "province", None)
    assert readout.chair
    assert readout.chair.name == "Wang Junzheng"


def test_a_commission_of_a_party_committee_in_a_province_is_not_the_central_one() -> None:
    (readout,) = _readouts(
        "BEIJING (AP) - A Chinese province has convened a new body, part of a drive by President Xi "
        "Jinping. The National Security Commission of the party committee in Heilongjiang met recently in"
        " Harbin with Zhang Qingwei, the provincial party secretary, presiding, the Heilongjiang Daily "
        "newspaper said Thursday."
    )
    assert (readout.kind, readout.region) == (Kind.MEETING, "CN-HL")


def test_what_xi_asked_for_at_a_session_told_of_is_not_what_the_meeting_stressed() -> None:
    (readout,) = _readouts(
        _HEBEI
        + "He put food security first. The meeting studied the outcome of the first session of the central "
        "National Security Commission. At that session Xi called for security in data and artificial "
        "intelligence."
    )
    assert set(readout.themes) == {"food"}


def test_the_day_of_another_report_above_does_not_take_the_meeting_s_own_day_away() -> None:
    (readout,) = _readouts(
        "Anhui's commission was set up in 2018, a paper published on March 3 said.\n"
        "Ningxia party secretary Chen Run'er chaired a meeting of the Ningxia Hui Autonomous Region Party "
        "Committee's National Security Commission on May 13."
    )
    assert readout.date == date(2024, 5, 13)


def test_a_city_s_heading_below_the_province_s_begins_the_city_s_own_meeting() -> None:
    liaoning, dandong = _readouts(
        "1. LIAONING. The Provincial Party Committee's National Security Commission held a meeting on 10 "
        "May. Party Secretary Hao Peng took the chair.\n2. DANDONG. On 12 May the city's commission met "
        "to pass on the provincial decisions. The municipal party secretary presided."
    )
    assert [(liaoning.division, liaoning.date), (dandong.division, dandong.date)] == [
        (None, date(2024, 5, 10)),
        ("210600", date(2024, 5, 12)),
    ]


def test_who_was_sent_from_one_place_to_head_another_spoke_in_the_other() -> None:
    (readout,) = _readouts(
        "Ying Yong, who was sent from Shanghai in February to take over as Communist Party secretary of "
        "Hubei, told a meeting of the province's national security commission on May 15 that hospitals "
        "must be ready."
    )
    assert readout.region == "CN-HB"
    assert readout.chair
    assert readout.chair.name == "Ying Yong"


@pytest.mark.parametrize(
    "met",
    ["met that morning", "assembled on May 14", "held its mid-year plenary"],
)
def test_an_inner_mongolian_commission_that_met_in_other_words_is_found(met: str) -> None:
    (readout,) = _readouts(
        f"The Inner Mongolian party committee's National Security Commission {met} with Sun Shaocheng, "
        "the party secretary, presiding."
    )
    assert readout.region == "CN-NM"


def test_who_will_lead_the_new_body_is_its_chair() -> None:
    (readout,) = _readouts(
        "On May 14, the newly created national security commission of the Fujian party committee held its"
        " inaugural meeting.\nYu Weiguo, the provincial party secretary, will lead it. He spoke of border"
        " security."
    )
    assert readout.chair
    assert readout.chair.name == "Yu Weiguo"
