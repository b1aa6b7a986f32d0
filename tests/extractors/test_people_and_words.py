"""The data files that people may edit, and the small rules around them."""

from datetime import date

import pytest

from readouts.domain.text import fold
from readouts.domain.themes import THEMES_BY_ID
from readouts.domain.tifa import HEADLINE_TIFA, load_tifa
from readouts.extractors.officials import load_roster, presider, speaker
from readouts.extractors.phrases import Phrases
from readouts.extractors.pinyin import romanised
from readouts.extractors.themes import Themes


def test_the_dictionary_of_stock_phrases_is_bilingual_and_says_its_sources() -> None:
    tifa = load_tifa()
    assert len(tifa) >= 100
    assert len({row.id for row in tifa}) == len(tifa)
    assert all(row.zh and row.en and row.source for row in tifa)


def test_every_wording_of_every_stock_phrase_is_found() -> None:
    tifa = load_tifa()
    phrases = Phrases(tifa)
    for row in tifa:
        for wording in map(fold, (*row.zh, *row.en)):
            assert row.id in {name for name, _, _ in phrases.found(wording, 0, len(wording))}, wording


def test_the_stock_phrases_named_in_headlines_are_in_the_dictionary() -> None:
    assert HEADLINE_TIFA
    assert HEADLINE_TIFA.keys() <= {row.id for row in load_tifa()}


def test_no_wording_belongs_to_two_stock_phrases() -> None:
    wordings = [fold(wording) for row in load_tifa() for wording in {*row.zh, *row.en}]
    assert len(set(wordings)) == len(wordings)


def test_where_two_stock_phrases_overlap_the_longer_counts() -> None:
    text = fold("树立底线思维和极限思维，践行总体国家安全观")
    found = [name for name, _, _ in Phrases(load_tifa()).found(text, 0, len(text))]
    assert found == ["bottom-line-extreme", "holistic-approach"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("维护经济、金融、网络安全", {"economic", "financial", "cyber"}),
        ("以政治安全为根本、以经济安全为基础", set()),
        ("人民安全、政治安全、国家利益至上相统一", set()),
        ("抓好安全生产，增强群众安全感", set()),
        ("防范化解地方债务风险", {"financial"}),
        ("确保粮食安全", {"food"}),
        ("economic, military, cultural and social security", {"economic", "military", "cultural", "social"}),
        ("people's security as the aim and economic security as the foundation", set()),
        ("security in areas such as data and energy", {"data", "energy"}),
        ("public safety and work safety", set()),
        ("抓好经济、科技、核等重点领域国家安全工作", {"economic", "technological", "nuclear"}),
        ("维护好太空、深海、极地等新兴领域安全", {"space", "deep-sea", "polar"}),
        ("防范化解房地产、地方债务、中小金融机构等领域风险", {"financial"}),
        ("国土安全和军事设施安全", {"territorial", "military"}),
        ("national security in key areas such as the economy and networks", {"economic", "cyber"}),
        ("safeguarding overseas interests", {"overseas"}),
        ("筑牢首都政治护城河，抓好自然灾害防治", set()),
        ("守好意识形态“南大门”", {"ideological"}),
        (
            "防范化解意识形态、金融、房地产、生态、社会稳定五大领域风险",
            {"ideological", "financial", "ecological"},
        ),
        ("防範網路安全及資訊安全風險，保障資料安全", {"cyber", "data"}),
        ("筑牢核电安全防线，保障电力供应安全", {"nuclear", "energy"}),
    ],
)
def test_fields_are_read_from_lists_and_not_from_recitals(text: str, expected: set[str]) -> None:
    folded = fold(text)
    found = {name for name, _, _ in Themes().found(folded, 0, len(folded), chinese=not text.isascii())}
    assert found == expected
    assert found <= THEMES_BY_ID.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coal, power and coalbed methane supply must be kept up.", {"energy"}),
        ("He asked for the supply of electricity, grain and fertiliser.", {"energy", "food"}),
        ("Energy pipelines and grain stores must be protected.", {"energy", "food"}),
        ("It is necessary to ensure grain and energy.", {"food", "energy"}),
        ("Ensure the safety of food, energy and key industrial chains.", {"food", "energy", "supply-chain"}),
        ("Hold the bottom line of production safety and food safety.", set()),
        ("Industrial safety was inspected.", set()),
        (
            "National defence, food and industrial security are a mission.",
            {"military", "food", "supply-chain"},
        ),
        ("Stop risks at small village banks.", {"financial"}),
        ("Hold the main position of ideology.", {"ideological"}),
        ("Unite in ideological and political education, ensure it.", set()),
        ("Protect the rights and interests of the city's merchants abroad.", {"overseas"}),
        ("Build an iron wall along the region's frontiers.", {"border"}),
        ("Ensure a political and social environment that is harmonious.", set()),
        ("The rice bowl must be held firmly.", {"food"}),
    ],
)
def test_an_english_field_may_be_told_by_what_is_to_be_protected(text: str, expected: set[str]) -> None:
    folded = fold(text)
    found = {name for name, _, _ in Themes().found(folded, 0, len(folded), chinese=False)}
    assert found == expected


def test_every_theme_can_be_told_in_both_languages() -> None:
    themes = Themes()
    for theme in THEMES_BY_ID.values():
        assert theme.id in {name for name, _, _ in themes.found(theme.zh, 0, len(theme.zh), chinese=True)}
        english = fold(theme.en)
        assert theme.id in {name for name, _, _ in themes.found(english, 0, len(english), chinese=False)}


@pytest.mark.parametrize(
    ("text", "name", "post"),
    [
        ("省委书记、省人大常委会主任韩俊主持会议", "韩俊", "省委书记"),
        ("会议由市委书记陈吉宁主持", "陈吉宁", "市委书记"),
        ("广东省委副书记、深圳市委书记孟凡利今天主持会议", "孟凡利", "市委书记"),
        ("县委书记欧阳小华同志主持会议", "欧阳小华", "县委书记"),
        ("地委副书记艾则孜·木沙主持会议", "艾则孜·木沙", "地委副书记"),
        ("会议主持人介绍了情况", None, None),
        ("会议强调,要主持公道", None, None),
    ],
)
def test_the_name_before_presided_is_the_chair(text: str, name: str | None, post: str | None) -> None:
    person = presider(fold(text), 0, len(text))
    assert (person.name if person else None, person.post if person else None) == (name, post)


def test_the_meeting_itself_is_no_speaker() -> None:
    assert speaker("会议强调,要抓好落实", 0, 11) is None


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("韩俊", "Han Jun"),
        ("陈润儿", "Chen Run'er"),
        ("袁家军", "Yuan Jiajun"),
        ("曾赞荣", "Zeng Zanrong"),
        ("单增德", "Shan Zengde"),
        ("吕建", "Lü Jian"),
        ("欧阳小华", "Ouyang Xiaohua"),
        ("艾则孜·木沙", None),
        ("", None),
    ],
)
def test_a_chinese_name_has_its_form_in_english_letters(name: str, english: str | None) -> None:
    assert romanised(name) == english


def test_the_roster_knows_who_served_where_and_when() -> None:
    roster = load_roster()
    assert roster.division_of("袁家军", date(2021, 5, 1)) == "330000"
    assert roster.division_of("Yuan Jiajun", date(2024, 5, 31)) == "500000"
    assert roster.division_of("没有此人", date(2024, 5, 31)) is None
