"""Fields: English and Chinese names, canonical values, and what each finds."""

from datetime import date, timedelta

import pytest

from readouts.domain.document import index_words
from readouts.domain.query import AnyOf, Before, Field, FieldName, Last, Node, Since
from readouts.domain.themes import THEMES, Theme
from readouts.queries.fields import FIELDS
from tests.queries.samples import article, finds, meeting, node_of


def field(name: FieldName, value: str) -> Field:
    return Field(name, value, "")


@pytest.mark.parametrize(
    "query",
    ["region:anhui", "region:Anhui", "Region:ANHUI", "region:安徽", "region:安徽省", "region:CN-AH",
     "region:ah", "region:340000", "region:皖", "地区:安徽", "地區:安徽", "region：安徽", 'region:"Anhui"',
     "region:「安徽」", "region: anhui", "地区：anhui", "place:anhui"],
)  # fmt: skip
def test_a_province_has_many_names(query: str) -> None:
    assert node_of(query) == field(FieldName.REGION, "CN-AH")


def test_a_name_of_two_words_is_quoted_or_joined() -> None:
    for query in ('region:"Inner Mongolia"', "region:inner-mongolia", "region:neimongol", "region:内蒙古"):
        assert node_of(query) == field(FieldName.REGION, "CN-NM")
    assert node_of("region:xi'an") == node_of("region:西安") == field(FieldName.DIVISION, "610100")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("region:吉林", field(FieldName.REGION, "CN-JL")),
        ("region:吉林市", field(FieldName.DIVISION, "220200")),
        ("region:海南", field(FieldName.REGION, "CN-HI")),
        (
            "region:朝阳",
            AnyOf(tuple(field(FieldName.DIVISION, code) for code in ("211300", "110105", "220104"))),
        ),
        ("region:合肥", field(FieldName.DIVISION, "340100")),
        ("region:朝阳区", AnyOf((field(FieldName.DIVISION, "110105"), field(FieldName.DIVISION, "220104")))),
    ],
)
def test_a_province_s_name_means_it_alone_and_any_other_name_all_its_places(
    query: str, expected: Node
) -> None:
    assert node_of(query) == expected


def test_a_province_holds_its_cities_and_a_city_its_counties() -> None:
    county = meeting(region="CN-AH", division="340123", level="county")
    assert finds("region:anhui", county)
    assert finds("region:hefei", county)
    assert finds("region:feixi", county)
    assert not finds("region:feixi", meeting(region="CN-AH", division="340100"))
    assert not finds("region:hefei", meeting(region="CN-AH", division="340200"))
    assert not finds("region:hefei", meeting(region="CN-AH"))


def test_the_region_of_a_whole_article_is_its_source_s() -> None:
    assert finds("region:anhui", article("whatever", region="CN-AH"))
    assert not finds("region:anhui", article("in Anhui 安徽"))


@pytest.mark.parametrize(
    ("query", "value"),
    [("level:province", "province"), ("level:省", "province"), ("层级:市级", "prefecture"),
     ("level:City", "prefecture"), ("level:county", "county"), ("level:县", "county"),
     ("level:中央", "central")],
)  # fmt: skip
def test_levels_have_names_in_both_languages(query: str, value: str) -> None:
    assert node_of(query) == field(FieldName.LEVEL, value)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.id))
def test_every_theme_is_known_by_id_and_by_both_names(theme: Theme) -> None:
    for name in (theme.id, theme.en, theme.zh, theme.zh.removesuffix("安全")):
        assert node_of(f'theme:"{name}"') == field(FieldName.THEME, theme.id)


def test_themes_have_further_names() -> None:
    assert node_of("主题:政权安全") == node_of("theme:regime") == field(FieldName.THEME, "political")
    assert node_of('theme:"homeland security"') == field(FieldName.THEME, "territorial")
    assert finds("theme:政治安全", meeting(themes=frozenset({"political", "data"})))
    assert not finds("theme:网络", meeting(themes=frozenset({"political", "data"})))


def test_a_stock_phrase_is_found_by_id_and_by_its_words() -> None:
    assert finds("phrase:bottom-line", meeting(phrases=frozenset({"bottom-line"})))
    assert finds('phrase:"bottom line"', meeting(phrases=frozenset({"bottom-line"})))
    assert finds('phrase:"bottom line"', meeting("the bottom line"))
    assert finds("提法:总体国家安全观", meeting("坚持总体国家安全观"))
    assert not finds("phrase:bottom-line", meeting("bottom of the line"))


@pytest.mark.parametrize(
    "wording", ["总体国家安全观", '"overall national security concept"', "holistic-approach"]
)
def test_a_stock_phrase_crosses_from_one_language_to_the_other(wording: str) -> None:
    assert finds(f"phrase:{wording}", meeting(phrases=frozenset({"holistic-approach"})))
    assert finds(f"提法:{wording}", article("要坚持总体國家安全觀"))
    assert finds(f"提法:{wording}", article("a Holistic Approach to National Security"))
    assert not finds(f"提法:{wording}", article("national security"))


@pytest.mark.parametrize("name", ["韩俊", "韓俊", '"Han Jun"', "hanjun", "HAN-JUN", '"韩 俊"'])
def test_a_chair_is_known_in_characters_and_in_pinyin(name: str) -> None:
    assert finds(f"chair:{name}", meeting(chairs=frozenset({"韩俊", "hanjun"})))
    assert finds(f"领导:{name}", meeting(chairs=frozenset({"韩俊", "hanjun"})))
    assert not finds(f"chair:{name}", meeting(chairs=frozenset({"王宁", "wangning"})))
    assert not finds(f"chair:{name}", meeting("韩俊 Han Jun", chairs=frozenset()))


def test_a_committee_is_found_by_words_of_its_name() -> None:
    document = meeting(committee=index_words("中共安徽省委国家安全委员会", "provincial committee"))
    for query in ("committee:省委", "committee:国安委", '委员会:"省委国安委"', "committee:provincial"):
        assert finds(query, document), query
    assert not finds("committee:市委", document)
    assert not finds("committee:province", document)


def test_kinds_are_asked_for_by_name() -> None:
    assert finds("kind:study", meeting(kind="study"))
    assert finds("类型:学习", meeting(kind="study"))
    assert not finds("kind:study", meeting())
    assert finds("kind:any", meeting())
    assert finds("kind:any", article())


def test_a_source_is_known_however_its_name_is_spaced() -> None:
    document = article(source="Anhui Daily")
    for query in ('source:"anhui daily"', "source:anhui-daily", "来源：AnhuiDaily"):
        assert finds(query, document)
    assert not finds("source:anhui", document)
    assert not finds("source:anhui", article())


def test_languages_have_names_in_both_languages() -> None:
    assert (
        node_of("lang:zh") == node_of("语言:中文") == node_of("lang:Chinese") == field(FieldName.LANG, "zh")
    )
    assert finds("lang:en", article(lang="en"))
    assert not finds("lang:en", article())


def test_quotations_can_be_asked_for() -> None:
    assert node_of("has:quote") == node_of("has:quotes") == node_of("含:引语")
    assert finds("has:quote", meeting(has=frozenset({"quote"})))
    assert not finds("has:quote", meeting())


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2024-05-30", date(2024, 5, 30)), ("2024-5-3", date(2024, 5, 3)), ("2024-05", date(2024, 5, 1)),
     ("2024", date(2024, 1, 1)), ("2024年5月30日", date(2024, 5, 30)), ("2024年5月", date(2024, 5, 1)),
     ("2024年", date(2024, 1, 1)), ("2024/5/30", date(2024, 5, 30)), ("2024.5.30", date(2024, 5, 30)),
     ("２０２４-05-30", date(2024, 5, 30))],
)  # fmt: skip
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    assert node_of(f"since:{typed}") == node_of(f"自：{typed}") == Since(day)
    assert node_of(f"before:{typed}") == Before(day)


@pytest.mark.parametrize(
    ("typed", "days"),
    [("30d", 30), ("1day", 1), ("6w", 42), ("3m", 90), ("1y", 365), ("30天", 30), ("2周", 14), ("6个月", 180),
     ("1年", 365), ('"30 days"', 30), ("0d", 0), ("一年", 365), ("两周", 14), ("三个月", 90), ("十天", 10)],
)  # fmt: skip
def test_lengths_of_time_are_read_in_both_languages(typed: str, days: int) -> None:
    assert node_of(f"last:{typed}") == node_of(f"最近:{typed}") == Last(timedelta(days=days))


def test_days_are_counted_from_today_and_both_ends_are_meant() -> None:
    assert finds("last:6d", meeting(day=date(2024, 6, 3)))
    assert not finds("last:5d", meeting(day=date(2024, 6, 3)))
    assert finds("since:2024-06-03 before:2024-06-04", meeting(day=date(2024, 6, 3)))
    assert not finds("before:2024-06-03", meeting(day=date(2024, 6, 3)))
    assert finds("last:1d", meeting(day=date(2024, 6, 12)))


def test_what_has_no_day_is_in_no_range_and_outside_every_range() -> None:
    for query in ("since:1990", "before:2030", "last:99y"):
        assert not finds(query, article(day=None))
        assert finds(f"-{query}", article(day=None))


def test_every_example_shown_in_a_message_can_be_typed() -> None:
    assert len(FIELDS) == 13
    for syntax in FIELDS:
        node_of(syntax.example)
        for name in syntax.names:
            node_of(syntax.example.replace(syntax.names[0], name, 1))
