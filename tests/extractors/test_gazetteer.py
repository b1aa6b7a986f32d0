"""The list of divisions, checked against rows picked by hand where machines go wrong."""

import pytest

from readouts.domain.gazetteer import Level
from readouts.extractors.gazetteer import load_gazetteer


def test_the_list_is_complete() -> None:
    """31 provinces and the corps, 333 prefectures and two that are new or gone, about 2,910 counties."""
    levels = [division.level for division in load_gazetteer().divisions]
    assert levels.count(Level.PROVINCE) == 32
    assert levels.count(Level.PREFECTURE) == 335
    assert 2_850 < levels.count(Level.COUNTY) < 2_950
    assert len({division.code for division in load_gazetteer().divisions}) == len(levels)


@pytest.mark.parametrize("name", "长治县 潞城市 蓬莱市 宜宾县 大同县 株洲县 库车县 江干区 莱芜市".split())
def test_divisions_that_readouts_still_named_are_known(name: str) -> None:
    """Merged or renamed since 2018; whoever reads old readouts meets them."""
    assert name in {division.name_zh for division in load_gazetteer().divisions}


@pytest.mark.parametrize(
    ("code", "short", "english"),
    [
        ("140400", "长治", "Changzhi"),
        ("211300", "朝阳", "Chaoyang"),
        ("110105", "朝阳", "Chaoyang"),
        ("341500", "六安", "Lu'an"),
        ("610000", "陕西", "Shaanxi"),
        ("140000", "山西", "Shanxi"),
        ("350200", "厦门", "Xiamen"),
        ("341600", "亳州", "Bozhou"),
        ("331000", "台州", "Taizhou"),
        ("331100", "丽水", "Lishui"),
        ("340300", "蚌埠", "Bengbu"),
        ("341021", "歙县", "Shexian"),
        ("371522", "莘县", "Shenxian"),
        ("411100", "漯河", "Luohe"),
        ("420200", "黄石", "Huangshi"),
        ("513400", "凉山", "Liangshan"),
        ("653100", "喀什", "Kashgar"),
        ("500240", "石柱", "Shizhu"),
        ("310112", "闵行", "Minhang"),
        ("130722", "张北", "Zhangbei"),
        ("150624", "鄂托克旗", "Otog"),
        ("150623", "鄂托克前旗", "Otog Front"),
        ("652801", "库尔勒", "Korla"),
    ],
)
def test_names_that_pinyin_by_machine_gets_wrong_are_right(code: str, short: str, english: str) -> None:
    division = load_gazetteer().by_code[code]
    assert (division.short_zh, division.name_en) == (short, english)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("吉林", ["220000", "220200"]),
        ("Jilin", ["220000", "220200"]),
        ("吉林市", ["220200"]),
        ("海南", ["460000", "632500", "150303"]),
        ("海南州", ["632500"]),
        ("Hainan", ["460000", "632500", "150303"]),
        ("Xizang", ["540000"]),
        ("西藏", ["540000"]),
        ("Nei Mongol", ["150000"]),
        ("Shaanxi", ["610000"]),
        ("CN-SN", ["610000"]),
        ("阿左旗", ["152921"]),
        ("雄安新区", ["133100"]),
        ("莱芜市", ["371200"]),
        ("兵团", ["660000"]),
        ("340000", ["340000"]),
        ("Lvliang", ["141100"]),
        ("luliang", ["141100"]),
    ],
)
def test_a_name_finds_its_divisions_the_highest_first(name: str, codes: list[str]) -> None:
    assert [division.code for division in load_gazetteer().find(name)][: len(codes)] == codes


def test_the_corps_stands_in_xinjiang() -> None:
    corps = load_gazetteer().by_code["660000"]
    province = load_gazetteer().province("CN-XJ")
    assert corps.region == "CN-XJ"
    assert province
    assert province.code == "650000"


def test_every_county_lies_in_a_province_that_is_listed() -> None:
    gazetteer = load_gazetteer()
    orphans = [d.code for d in gazetteer.divisions if d.code[:2] + "0000" not in gazetteer.by_code]
    assert not orphans
