"""Which security fields a readout stresses: 经济、金融安全; english_themes.py reads English ones.

A field counts in a list that ends in "security" too, but not inside the set phrases that recite the
holistic approach (以经济安全为基础): those say what the approach is, not what this meeting stressed.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

from readouts.extractors.english_themes import EnglishThemes

_RECITED = re.compile(
    r"以人民安全为宗旨[^。;]{0,60}?(?:为依托|为保障|为基础|为根本)|以(?:政治|经济|军事|文化|社会|科技|、|和)+安全为(?:根本|基础|保障)"
    r"|人民安全[、和]政治安全[、和]国家利益至上|既重视[^。]{0,300}?(?:又重视|也重视)[^。;,]{0,40}|构建?集[^。]{0,120}?(?:于一体|体系)"
    r"|统筹(?:外部安全和内部安全|国土安全和国民安全|传统安全和非传统安全|自身安全和共同安全)(?:、[^。,;、]{4,14}安全)*"
    r"|网络安全和信息化(?:委|领导|工作)"
)
_WEIGHTY = "重要|关键|战略性?|重点|重大"
# What stands in such lists too and is none of the fields.
_NO_FIELD = (
    "网络舆[论情]|社会稳定|涉海|房地产|公共卫生|公共|城市运行|党的建设|党建|外部环境|自然灾害|民生"
    "|舆论|教育|法治|人口|水"
)
# 考核安全 is about assessing, no atom; 网络诈骗 no matter of networks, 低空经济 none of the economy.
_AROUND_FIELDS = {
    "核": ("(?<![考审复稽])", ""),
    "能源": ("(?<!新)", ""),
    "经济": ("(?<![空营台])", ""),
    "生物": ("", "(?!医药|制药|制造|产业)"),
    "社会": ("", "(?!稳定)"),
    "网络": ("", "(?!舆|诈骗|犯罪|赌博|谣言)"),
}


# 走私、金融、数据跨境流动等重大风险: items that are no bare fields stand between, so it is read item by item.
_AND_SO_ON = re.compile(
    r"等(?:各个?|多个|重点|关键|重要|新兴|新型|主要|突出)*(?:领域|方面|行业|问题)?[^,。;、]{0,6}(?:安全|风险|初级产品)"
    r"|等(?:各个?|多个|重点|关键|重要|新兴|新型|主要|突出)*(?:领域|方面|行业),[^,。;]{0,12}(?:安全|风险|隐患|排查)"
)
_LIST_REACH = 60
_LIST_BEGINS = re.compile(r"[,。;:!?]")

# One of these ends every Chinese list of fields.
_LIST_ENDS = ("安全", "风险", "监测预警")


class Themes:
    """The words of all fields in one pattern for each language."""

    def __init__(self) -> None:
        text = files("readouts.extractors.data").joinpath("fields.json").read_text(encoding="utf-8")
        rows = json.loads(text)
        self._chinese_fields = _table(rows, "zh")
        self._chinese_terms = _table(rows, "zh_also")
        self._english = EnglishThemes(_table(rows, "en"), _table(rows, "en_also"))
        field = _any_of(self._chinese_fields)
        self._chinese = re.compile(
            rf"(?P<list>(?:(?:{_WEIGHTY})?(?>{field}|{_NO_FIELD})(?:领域|安全)?(?:、|和|与|及|以及|,)?){{1,24}}?)(?:等)?(?:各个?|多个|重点|关键|新兴|新型|主要|突出|[两三四五六七八]大)*(?:领域|方面|行业)?(?:的)?(?:国家|可靠)?(?P<end>安全(?!生产|带|感|员|事故|距离)|(?:重大|各类|突出|系统性|安全|、)*风险|监测预警)"
            rf"|(?P<term>{_any_of(self._chinese_terms)})"
        )
        self._chinese_alone = re.compile(rf"(?P<term>{_any_of(self._chinese_terms)})")
        self._field = re.compile(f"{_any_of(self._chinese_fields)}|{_NO_FIELD}")
        self._last_fields = re.compile(f"(?:{field})+$")
        self._first_fields = re.compile(f"(?:{field})+")

    def found(self, text: str, start: int, end: int, chinese: bool) -> Iterator[tuple[str, int, int]]:
        """(theme id, start, end) for each field stressed in text[start:end], from left to right."""
        if not chinese:
            yield from self._english.found(text, start, end)
            return
        recited = [m.span() for m in _RECITED.finditer(text, start, end)]
        ends = any(text.find(word, start, end) >= 0 for word in _LIST_ENDS)
        pattern = self._chinese if ends else self._chinese_alone
        for match in pattern.finditer(text, start, end):
            if any(first <= match.start() < last for first, last in recited):
                continue
            for theme in self._named(match):
                yield theme, match.start(), match.end()
        yield from self._enumerated(text, start, end)

    def _enumerated(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """The fields among the items of a list that ends in 等...安全 or 等...风险."""
        for close in _AND_SO_ON.finditer(text, start, end):
            first = max(start, close.start() - _LIST_REACH)
            begins = [m.end() for m in _LIST_BEGINS.finditer(text, first, close.start())]
            first = begins[-1] if begins else first
            for item in re.finditer(r"[^、]+", text[first : close.start()]):
                for theme in self._of_item(item[0], opens=item.start() == 0):
                    yield theme, first + item.start(), first + item.end()

    def _of_item(self, item: str, *, opens: bool) -> tuple[str, ...]:
        """数据 in 数据跨境流动; the item that opens the list has it behind a verb (防范化解地方债)."""
        words = self._last_fields.search(item) if opens else self._first_fields.match(item)
        if words is None:
            return ()
        return tuple(
            theme for word in self._field.findall(words[0]) for theme in self._chinese_fields.get(word, ())
        )

    def _named(self, match: re.Match[str]) -> Iterator[str]:
        if match["term"]:
            yield from self._chinese_terms[match["term"]]
            return
        for word in self._field.finditer(match["list"]):
            yield from self._chinese_fields.get(word[0], ())


def _table(rows: dict[str, dict[str, list[str]]], key: str) -> dict[str, tuple[str, ...]]:
    """Word -> the themes it names."""
    table: dict[str, tuple[str, ...]] = {}
    for theme, words in rows.items():
        for word in words[key]:
            table[word] = (*table.get(word, ()), theme)
    return table


def _any_of(words: dict[str, tuple[str, ...]]) -> str:
    alternatives = []
    for word in sorted(words, key=len, reverse=True):
        before, behind = _AROUND_FIELDS.get(word, ("", ""))
        alternatives.append(before + re.escape(word) + behind)
    return "|".join(alternatives)
