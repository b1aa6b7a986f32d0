"""Places are found by any of their names, and a wrong name leads to the right one."""

import time

import pytest

from readouts.domain.gazetteer import Division, Gazetteer, Level, name_key
from tests.queries.places import PLACES


def codes(name: str) -> list[str]:
    return [division.code for division in PLACES.find(name)]


def test_a_place_is_found_by_every_name_and_code() -> None:
    for name in ("安徽省", "安徽", "Anhui", "ANHUI", "an-hui", "CN-AH", "AH", "cn-ah", "340000", " 340000 "):
        assert codes(name) == ["340000"], name
    for name in ("Xi'an", "xian", "Xi’an", "西安市", "西安"):
        assert codes(name) == ["610100"], name


def test_a_name_of_several_places_gives_them_all_the_highest_first() -> None:
    assert codes("朝阳") == ["211300", "110105", "220104"]
    assert codes("吉林") == ["220000", "220200"]
    assert codes("海南") == ["460000", "632500"]


def test_what_is_no_place_is_not_found() -> None:
    for name in ("", " ", "!", "Atlantis", "999999", "安", "CN-"):
        assert codes(name) == [], name


def test_every_division_is_found_by_each_of_its_names() -> None:
    for division in PLACES.divisions:
        for name in division.names:
            assert division in PLACES.find(name)
        assert PLACES.by_code[division.code] is division


def test_a_province_is_found_by_its_region_only() -> None:
    anhui = PLACES.province("CN-AH")
    assert anhui is not None
    assert anhui.name_en == "Anhui"
    assert PLACES.province("Anhui") is None
    assert PLACES.province("CN-QH") is None


def nearest(name: str) -> list[str]:
    return [division.name_en for division in PLACES.nearest(name)]


def test_a_slip_leads_to_the_place_meant() -> None:
    assert nearest("anhiu")[0] == "Anhui"
    assert nearest("Chonqing")[0] == "Chongqing"
    assert nearest("安微")[0] == "Anhui"
    assert nearest("inner mongol")[0] == "Inner Mongolia"
    assert nearest("qqqqq") == []
    assert nearest("") == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("hello", []),
        ("hefai", ["Hefei"]),
        ("heifei", ["Hefei"]),
        ("hellong", ["Helong"]),
        ("河匪", ["Hefei"]),
    ],
)
def test_a_name_in_latin_letters_must_be_nearly_right(typed: str, offered: list[str]) -> None:
    """Half the letters of a short name stand in many others; half of two Han characters in few."""
    rows = [
        ("220601", "和龙市", "和龙", "Helong"),
        ("340101", "河肥市", "河肥", "Hefei"),
        ("410600", "鹤壁市", "鹤壁", "Hebi"),
    ]
    towns = Gazetteer.of(
        Division(code, "CN-XX", Level.COUNTY, full, short, en) for code, full, short, en in rows
    )
    assert [division.name_en for division in towns.nearest(typed)] == offered


def test_of_places_equally_near_the_highest_comes_first() -> None:
    assert [division.code for division in PLACES.nearest("朝阴")] == ["211300"]
    assert [division.name_en for division in PLACES.nearest("西北", count=4)] == [
        "Beijing", "Shaanxi", "Xi'an", "Feixi",
    ]  # fmt: skip


def test_few_places_are_offered() -> None:
    assert len(PLACES.nearest("an", count=2)) <= 2
    assert len(PLACES.nearest("海", count=1)) <= 1


def seconds_to_answer(gazetteer: Gazetteer, name: str) -> float:
    begun = time.process_time()
    gazetteer.nearest(name)
    return time.process_time() - begun


def test_a_wrong_name_is_answered_soon_in_a_country_of_places() -> None:
    many = Gazetteer.of(
        Division(str(100_000 + i), "CN-AH", Level.COUNTY, f"县{i:05d}", f"县{i}", f"Place Number {i}")
        for i in range(4_000)
    )
    for name in ("place numbr 77", "x" * 500, "县"):
        assert min(seconds_to_answer(many, name) for _ in range(3)) < 0.2


def test_names_are_compared_without_case_spaces_accents_and_marks() -> None:
    assert name_key("Ürümqi") == name_key("URUMQI") == "urumqi"
    assert name_key("Nei-Mongol ") == "neimongol"
    assert name_key("內蒙古") == "内蒙古"
    assert name_key(" -’ ") == ""
