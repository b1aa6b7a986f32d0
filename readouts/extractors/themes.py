"""Which security fields a readout stresses: 经济、金融安全, "economic and financial security".

A field counts in a list that ends in "security" too, but not inside the set phrases that recite the
holistic approach (以经济安全为基础): those say what the approach is, not what this meeting stressed.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

_RECITED = re.compile(
    r"以人民安全为宗旨[^。;]{0,60}?(?:为依托|为保障|为基础|为根本)|以(?:政治|经济|军事|文化|社会|科技|、|和)+安全为(?:根本|基础|保障)"
    r"|人民安全[、和]政治安全[、和]国家利益至上|既重视[^。]{0,300}?(?:又重视|也重视)[^。;,]{0,40}|构建?集[^。]{0,120}?(?:于一体|体系)"
    r"|统筹(?:外部安全和内部安全|国土安全和国民安全|传统安全和非传统安全|自身安全和共同安全)(?:、[^。,;、]{4,14}安全)*"
    r"|网络安全和信息化(?:委|领导|工作)"
    r"|people's security as [^.;]{0,160}?(?:foundation|fundamental|base|basis|root|guarantee)s?"
    r"|unity of [^.;]{0,80}?(?:national interests?|interests of the nation)"
)
_WEIGHTY = "重要|关键|战略性?|重点|重大"
# What stands in such lists too and is none of the fields.
_NO_FIELD = (
    "网络舆[论情]|涉海|房地产|公共卫生|公共|城市运行|党的建设|党建|外部环境|自然灾害|民生"
    "|舆论|教育|法治|人口|水"
)
# The same in English.
_NO_ENGLISH_FIELD = "industrial|real estate|property|housing|system"
_AND = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+or\s+|\s+as\s+well\s+as\s+|\s+)(?:of\s+)?(?:the\s+)?"
# 考核安全 is about assessing, no atom; 网络诈骗 no matter of networks, 低空经济 none of the economy.
_AROUND_FIELDS = {
    "核": ("(?<![考审复稽])", ""),
    "能源": ("(?<!新)", ""),
    "经济": ("(?<![空营台])", ""),
    "网络": ("", "(?!舆|诈骗|犯罪|赌博|谣言)"),
}


# 走私、金融、数据跨境流动等重大风险: items that are no bare fields stand between, so it is read item by item.
_AND_SO_ON = re.compile(
    r"等(?:各个?|多个|重点|关键|重要|新兴|新型|主要|突出)*(?:领域|方面|行业|问题)?[^,。;、]{0,6}(?:安全|风险)"
    r"|等(?:各个?|多个|重点|关键|重要|新兴|新型|主要|突出)*(?:领域|方面|行业),[^,。;]{0,12}(?:安全|风险)"
)
_LIST_REACH = 60
_LIST_BEGINS = re.compile(r"[,。;:!?]")

# One of these ends every Chinese list of fields.
_LIST_ENDS = ("安全", "风险")


class Themes:
    """The words of all fields in one pattern for each language."""

    def __init__(self) -> None:
        text = files("readouts.extractors.data").joinpath("fields.json").read_text(encoding="utf-8")
        rows = json.loads(text)
        self._chinese_fields = _table(rows, "zh")
        self._chinese_terms = _table(rows, "zh_also")
        self._english_fields = _table(rows, "en")
        self._english_terms = _table(rows, "en_also")
        field = _any_of(self._chinese_fields)
        self._chinese = re.compile(
            rf"(?P<list>(?:(?:{_WEIGHTY})?(?>{field}|{_NO_FIELD})(?:领域|安全)?(?:、|和|与|及|以及|,)?){{1,24}}?)(?:等)?(?:各个?|多个|重点|关键|新兴|新型|主要|突出)*(?:领域|方面|行业)?(?:的)?(?:国家)?(?P<end>安全(?!生产|带|感|员|事故|距离)|(?:重大|各类|突出|系统性|安全|、)*风险)"
            rf"|(?P<term>{_any_of(self._chinese_terms)})"
        )
        self._chinese_alone = re.compile(rf"(?P<term>{_any_of(self._chinese_terms)})")
        word = _any_of(self._english_fields)
        listed = rf"(?>{word}|{_NO_ENGLISH_FIELD})"
        several = rf"{listed}(?:(?:\s+security)?{_AND}{listed}){{0,16}}"
        self._english = re.compile(
            rf"\b(?P<term>{_any_of(self._english_terms)})"
            rf"|\b(?P<list>{several})(?:\s+and\s+other)?[\"']?\s*-?\s*(?:security|risks?|secure)\b"
            rf"|\b(?:(?:security|safety(?!\s+of\s+food(?:\s+and|\s*[.;]|$)))\s+(?:of|in|for)|risks[\"']?\s+in|rhinos?[\"']?\s+in|governance\s+of(?=\s+(?:the\s+)?(?:net|cyber|internet|data|artificial|ai\b)))\s+(?:the\s+)?(?:(?:key\s+)?(?:areas|fields|sectors|domains)\s+"
            rf"(?:such\s+as|like|including|of)\s+(?:the\s+)?)?(?P<behind>{several})\b"
        )
        # political security, data and artificial intelligence.
        self._listed_on = re.compile(
            rf"(?:\s+security)?(?:,\s+(?>{word})(?:\s+security)?){{0,8}},?\s+and\s+(?>{word})(?=\s*(?:[.,;]|$))"
        )
        self._field = re.compile(f"{_any_of(self._chinese_fields)}|{_NO_FIELD}")
        self._last_fields = re.compile(f"(?:{field})+$")
        self._first_fields = re.compile(f"(?:{field})+")
        self._word = re.compile(rf"\b(?:{word})\b")

    def found(self, text: str, start: int, end: int, chinese: bool) -> Iterator[tuple[str, int, int]]:
        """(theme id, start, end) for each field stressed in text[start:end], from left to right."""
        recited = [m.span() for m in _RECITED.finditer(text, start, end)]
        pattern = self._chinese if chinese else self._english
        if chinese and not any(text.find(word, start, end) >= 0 for word in _LIST_ENDS):
            pattern = self._chinese_alone
        for match in pattern.finditer(text, start, end):
            if any(first <= match.start() < last for first, last in recited):
                continue
            last = None if chinese else self._listed_on.match(text, match.end(), end)
            for themes in self._named(match, chinese):
                for theme in themes:
                    yield theme, match.start(), match.end()
            for word in self._word.finditer(last[0]) if last else ():
                for theme in self._english_fields[word[0]]:
                    yield theme, match.end() + word.start(), match.end() + word.end()
        if chinese:
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

    def _named(self, match: re.Match[str], chinese: bool) -> Iterator[tuple[str, ...]]:
        fields, terms = (
            (self._chinese_fields, self._chinese_terms)
            if chinese
            else (self._english_fields, self._english_terms)
        )
        if match["term"]:
            yield terms[match["term"]]
            return
        words = self._field if chinese else self._word
        for word in words.finditer(match["list"] if chinese else match["list"] or match["behind"]):
            yield fields.get(word[0], ())


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
