"""Which readouts are one meeting, and what they tell together."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.gazetteer import Level
from readouts.domain.joining import same_meeting
from readouts.domain.merging import merged
from readouts.domain.numbering import with_number
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Quote, Readout, Span
from tests.archive.making import HAN_JUN, readout, undated, vague

NO_TIME = timedelta()
WEEK = timedelta(days=7)
YUAN = Chair("Yuan Jiajun", None, "Yuan Jiajun", "party chief")


def same(a: Readout, b: Readout, apart: timedelta = NO_TIME) -> bool:
    """Joining asks no order: both ways give one answer."""
    assert same_meeting(a, b, apart) is same_meeting(b, a, apart)
    return same_meeting(a, b, apart)


def test_reports_of_one_committee_on_one_day_are_one_meeting() -> None:
    assert same(readout(), readout(language="en", committee=Bilingual("provincial committee", None)))


def test_equal_days_join_even_where_a_copy_damaged_the_name_of_the_chair() -> None:
    damaged = replace(HAN_JUN, name_zh="韩军", name="韩军", name_en=None)
    assert same(readout(chair=HAN_JUN), readout(chair=damaged))


@pytest.mark.parametrize(
    ("name", "post", "joins"),
    [
        ("袁家军", "省委书记", False),
        ("袁家军", "省长", True),
        ("袁家军", None, True),
        ("袁家军", "省委副书记", True),
        ("韩立新", "省委书记", True),
        ("Yuan Jiajun", "party chief", False),
        ("Han Lixin", "party secretary", True),
    ],
)
def test_two_party_chiefs_on_one_day_are_two_committees(name: str, post: str | None, joins: bool) -> None:
    """One of the places was misread. Whoever names another post merely says otherwise who chaired, and
    copies garble given names."""
    assert same(readout(chair=HAN_JUN), readout(chair=Chair(name, None, None, post))) is joins


def test_different_days_are_never_one_meeting() -> None:
    assert not same(readout(chair=HAN_JUN), readout(chair=HAN_JUN, date=date(2024, 6, 4)))


@pytest.mark.parametrize(
    "elsewhere",
    [
        readout(region="CN-CQ"),
        readout(level=Level.PREFECTURE, division="340100"),
        readout(kind=Kind.CENTRAL, region=None, level=Level.CENTRAL),
    ],
)
def test_another_place_or_level_is_another_meeting(elsewhere: Readout) -> None:
    assert not same(readout(), elsewhere)


@pytest.mark.parametrize("kind", [Kind.STUDY, Kind.OFFICE, Kind.MENTION])
def test_what_is_no_meeting_joins_nothing(kind: Kind) -> None:
    assert not same(readout(kind=kind), readout(kind=kind))


@pytest.mark.parametrize(("days", "joins"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_bound_goes_with_a_day_in_the_ten_days_before_it(days: int, joins: bool) -> None:
    assert same(readout(), vague(date(2024, 6, 3) + timedelta(days=days))) is joins


@pytest.mark.parametrize(("days", "joins"), [(10, True), (11, False)])
def test_two_bounds_go_together_within_ten_days(days: int, joins: bool) -> None:
    assert same(vague(date(2024, 6, 3)), vague(date(2024, 6, 3) + timedelta(days=days))) is joins


def test_a_bound_does_not_go_with_a_day_under_another_chair() -> None:
    bound = date(2024, 6, 5)
    assert not same(readout(chair=HAN_JUN), vague(bound, chair=YUAN))
    assert same(readout(chair=HAN_JUN), vague(bound, chair=Chair("HAN Jun", None, None, None)))


def test_names_in_two_scripts_contradict_nothing() -> None:
    chinese = Chair("袁家军", "袁家军", None, None)
    assert same(readout(chair=chinese), vague(date(2024, 6, 5), chair=HAN_JUN)) is False
    assert same(readout(chair=chinese), vague(date(2024, 6, 5), chair=YUAN))


def test_short_and_full_names_of_a_committee_are_one_and_a_leading_group_is_another() -> None:
    bound = date(2024, 6, 5)
    assert same(readout(), vague(bound, committee=Bilingual(None, "中共安徽省委国安委")))
    assert not same(readout(), vague(bound, committee=Bilingual(None, "省委国家安全领导小组")))


def test_an_unknown_date_joins_only_under_the_same_chair_and_reported_at_about_the_same_time() -> None:
    assert same(readout(chair=HAN_JUN), undated(chair=HAN_JUN), WEEK)
    assert not same(readout(chair=HAN_JUN), undated(chair=HAN_JUN), 2 * WEEK)
    assert not same(readout(chair=HAN_JUN), undated(), WEEK)
    assert not same(undated(), undated())


def test_a_committee_of_nobody_knows_where_joins_only_under_the_same_chair() -> None:
    nowhere = {"region": None, "region_name": None}
    assert not same(readout(**nowhere), readout(**nowhere))
    assert same(readout(**nowhere, chair=HAN_JUN), readout(**nowhere, chair=HAN_JUN))
    some_city = {"level": Level.PREFECTURE, "division": None}
    assert not same(readout(**some_city), readout(**some_city))


KUNSHAN = "中共昆山市委国家安全委员会"
UNPLACED = {"region": None, "region_name": None, "division": None}


@pytest.mark.parametrize(
    ("committee", "level", "joins"),
    [
        ("市委国家安全委员会", Level.PREFECTURE, True),
        ("市委国安委", Level.COUNTY, True),
        ("市委国度平安委员会", Level.PREFECTURE, True),
        ("昆山市委国家安全委员会", Level.COUNTY, True),
        ("太仓市委国家安全委员会", Level.COUNTY, False),
        ("县委国家安全委员会", Level.COUNTY, False),
        (None, Level.COUNTY, True),
        (None, Level.PREFECTURE, False),
    ],
)
def test_a_report_that_leaves_the_place_out_can_be_of_any_that_its_words_allow(
    committee: str | None, level: Level, joins: bool
) -> None:
    placed = readout(division="320583", level=Level.COUNTY, chair=HAN_JUN, committee=Bilingual(None, KUNSHAN))
    left_open = readout(chair=HAN_JUN, level=level, committee=Bilingual("a committee", committee), **UNPLACED)
    assert same(placed, left_open) is joins
    assert not same(placed, replace(left_open, chair=None)), "the chair stands for the place"
    assert not same(placed, replace(left_open, region="CN-ZJ"))


def test_a_namesake_in_another_place_is_told_apart_by_his_characters_unless_the_day_is_the_same() -> None:
    """车俊 and 车军 are both Che Jun; copies write one for the other."""
    known = readout(chair=Chair("车俊", "车俊", "Che Jun", None))
    damaged = readout(chair=Chair("车军", "车军", "Che Jun", None), **UNPLACED)
    assert same(known, damaged)
    assert not same(known, replace(damaged, date=date(2024, 6, 4), date_precision=DatePrecision.ON_OR_BEFORE))


@pytest.mark.parametrize(
    ("name", "other", "joins"),
    [
        ("Chen Jining", "Chen Qining", True),
        ("Han Jun", "Jun Han", True),
        ("Chen Run'er", "CHEN Runer", True),
        ("Han Jun", "Yuan Jiajun", False),
    ],
)
def test_a_slip_in_a_name_is_no_other_person(name: str, other: str, joins: bool) -> None:
    a, b = (Chair(each, None, each, None) for each in (name, other))
    assert same(readout(chair=a), vague(date(2024, 6, 5), chair=b)) is joins


def numbered(words: str, **facts: Any) -> Readout:
    text = f"省委国家安全委员会召开{words}会议，韩俊主持。"
    return with_number(vague(date(2024, 6, 5), evidence={"committee": Span(text[:9], 0, 9)}, **facts), text)


@pytest.mark.parametrize(
    ("one", "other", "joins"),
    [
        ("第三次全体", "第四次全体", False),
        ("第三次全体", "第3次", True),
        ("第十二次", "第二十次", False),
        ("2024年第一次", "2024年第二次", False),
        ("2024年第一次", "第六次全体", True),
        ("第三次", "全体", True),
        ("", "", True),
    ],
)
def test_two_numbers_in_one_count_are_two_meetings(one: str, other: str, joins: bool) -> None:
    """A year's first meeting can be the sixth of all."""
    assert same(numbered(one, chair=HAN_JUN), numbered(other, chair=HAN_JUN)) is joins


@pytest.mark.parametrize(("day", "joins"), [(4, True), (6, True), (7, False)])
def test_two_papers_may_date_the_same_numbered_meeting_a_few_days_apart(day: int, joins: bool) -> None:
    def on(number: int, words: str) -> Readout:
        return replace(
            numbered(words), date=date(2024, 6, number), date_precision=DatePrecision.DAY, chair=HAN_JUN
        )

    assert same(on(3, "第五次全体"), on(day, "第五次")) is joins
    assert not same(on(3, "第五次全体"), on(day, "第六次全体"))
    assert not same(on(3, "第五次全体"), on(day, "全体"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The {} held its fifth plenary meeting in Hefei.", "fifth plenary meeting"),
        ("Han Jun chaired the fifth session of the {} on June 3.", "fifth session"),
        ("The {} held its first meeting of 2024.", "first meeting of 2024"),
        ("The {} held its first meeting this year.", None),
        ("The {} met. Its first meeting of the year came late.", None),
    ],
)
def test_english_reports_number_meetings_too(text: str, number: str | None) -> None:
    name = "provincial National Security Commission"
    told, start = text.format(name), text.index("{}")
    committee = Span(name, start, start + len(name))
    evidence = with_number(readout(evidence={"committee": committee}), told).evidence
    assert (evidence["number"].text if "number" in evidence else None) == number


def test_a_number_is_one_in_both_languages() -> None:
    chinese = numbered("第五次全体", chair=HAN_JUN)
    for words, joins in (("fifth plenary meeting", True), ("sixth meeting", False), ("first session", False)):
        english = replace(numbered("", chair=HAN_JUN), evidence={"number": Span(words, 0, len(words))})
        assert same(chinese, english) is joins


def test_the_number_of_another_committees_meeting_is_not_this_ones() -> None:
    for words in ("会议，传达中央国家安全委员会第二次", "，学习二十届中央国安委第一次", "。市委第三次"):
        assert "number" not in numbered(words).evidence


@pytest.mark.parametrize(
    ("written", "joins"),
    [("6月3日", True), ("June 3", True), ("3 June", True), ("6月4日", False), ("近日", False)],
)
def test_a_day_without_a_year_is_compared_as_far_as_it_goes(written: str, joins: bool) -> None:
    stated = undated(evidence={"date": Span(written, 0, len(written))})
    assert same(readout(), stated, WEEK) is joins
    assert not same(readout(), stated, 2 * WEEK)
    chaired = replace(stated, chair=HAN_JUN)
    assert same(readout(chair=HAN_JUN), chaired, WEEK) is (joins or written == "近日")


def test_the_place_comes_from_the_report_that_states_it() -> None:
    span = Span("昆山市委", 0, 4)
    placed = readout(
        division="320583", level=Level.COUNTY, committee=Bilingual(None, KUNSHAN), evidence={"region": span}
    )
    left_open = readout(level=Level.PREFECTURE, committee=Bilingual("city", "市委国家安全委员会"), **UNPLACED)
    for told in (merged(left_open, placed), merged(placed, left_open)):
        assert (told.region, told.division, told.level) == ("CN-AH", "320583", Level.COUNTY)
        assert told.committee == Bilingual("city", KUNSHAN)
        assert told.evidence == {"region": span}


def test_the_central_commission_needs_no_region() -> None:
    central = {"kind": Kind.CENTRAL, "region": None, "level": Level.CENTRAL}
    assert same(readout(**central), readout(**central))


def test_merging_fills_gaps_and_overwrites_nothing() -> None:
    known = readout(
        chair=Chair("韩俊", "韩俊", None, None), themes=("political",), summary="first", quotes=()
    )
    other = readout(
        chair=HAN_JUN,
        themes=("economic", "political"),
        phrases=("holistic",),
        quotes=(Quote("keep watch", "Han Jun"),),
        summary="second",
        language="en",
        committee=Bilingual("provincial committee", "别的名称"),
    )
    told = merged(known, other)
    assert told.chair == HAN_JUN
    assert told.themes == ("political", "economic")
    assert told.phrases == ("holistic",)
    assert told.quotes == other.quotes
    assert (told.summary, told.language) == ("first", "zh")
    assert told.committee == Bilingual("provincial committee", "省委国家安全委员会")


def test_the_summary_of_a_report_that_says_what_was_stressed_takes_the_place_of_a_notice() -> None:
    notice = readout(summary="They met.", language="zh")
    full = readout(summary="They stressed food security.", language="en", themes=("food",))
    for told in (merged(notice, full), merged(full, notice)):
        assert (told.summary, told.language) == (full.summary, "en")
    assert merged(notice, readout(summary="They did meet.")).summary == "They met."
    assert merged(readout(), notice).summary == "They met."


def test_a_chair_who_contradicts_is_not_mixed_into_the_known_one() -> None:
    known = Chair("Han Jun", None, "Han Jun", None)
    assert merged(readout(chair=known), readout(chair=YUAN)).chair == known


def test_a_day_sharpens_a_bound_and_an_earlier_bound_a_later_one() -> None:
    day = merged(vague(date(2024, 6, 9)), readout())
    assert (day.date, day.date_precision) == (date(2024, 6, 3), DatePrecision.DAY)
    assert merged(readout(), vague(date(2024, 6, 9))).date == date(2024, 6, 3)
    assert merged(vague(date(2024, 6, 9)), vague(date(2024, 6, 7))).date == date(2024, 6, 7)
    assert merged(undated(), vague(date(2024, 6, 7))).date == date(2024, 6, 7)
    assert merged(vague(date(2024, 6, 7)), undated()).date == date(2024, 6, 7)


def test_evidence_comes_along_for_what_was_filled_in_and_for_nothing_else() -> None:
    first, second = Span("近日", 0, 2), Span("6月3日", 5, 9)
    known = vague(date(2024, 6, 9), chair=HAN_JUN, evidence={"date": first, "chair": Span("韩俊", 3, 5)})
    other = readout(
        chair=YUAN,
        themes=("food",),
        evidence={"date": second, "chair": Span("袁家军", 0, 3), "theme:food": first},
    )
    told = merged(known, other)
    assert told.evidence == {"date": second, "chair": Span("韩俊", 3, 5), "theme:food": first}


dates = st.dates(date(2024, 5, 20), date(2024, 6, 20))
chairs = st.sampled_from([None, HAN_JUN, YUAN, Chair("袁家军", "袁家军", None, None)])
dated = st.one_of(
    st.builds(lambda day, chair: readout(date=day, chair=chair), dates, chairs),
    st.builds(lambda day, chair: vague(day, chair=chair), dates, chairs),
    st.builds(lambda chair: undated(chair=chair), chairs),
)


@given(dated, dated, st.timedeltas(timedelta(), timedelta(days=30)))
def test_joining_is_symmetric_and_merging_keeps_what_was_stated(
    a: Readout, b: Readout, apart: timedelta
) -> None:
    together = same(a, b, apart)
    told = merged(a, b)
    if a.date_precision is DatePrecision.DAY:
        assert told.date == a.date
    if a.chair is not None:
        assert told.chair is not None
        assert told.chair.name == a.chair.name
    assert merged(told, b) == told
    if together and DatePrecision.DAY in (a.date_precision, b.date_precision):
        assert told.date_precision is DatePrecision.DAY
