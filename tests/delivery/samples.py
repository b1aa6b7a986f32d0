"""Made-up values for the tests of delivery: one meeting, its articles, and how it is looked at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from readouts.delivery.rendering import Look
from readouts.domain.chat import Chat, Language
from readouts.domain.delivery import Delivery, DeliveryKind
from readouts.domain.gazetteer import Division, Gazetteer, Level
from readouts.domain.item import Item
from readouts.domain.meeting import Article, Meeting
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Quote, Readout, Span

NOW = datetime(2024, 6, 9, 8, 30, tzinfo=UTC)
TEXT = "At a meeting in Anhui on June 3, party chief Han Jun told officials to put political security first."
GAZETTEER = Gazetteer.of(
    (
        Division("340000", "CN-AH", Level.PROVINCE, "安徽省", "安徽", "Anhui"),
        Division("340100", "CN-AH", Level.PREFECTURE, "合肥市", "合肥", "Hefei"),
        Division("340123", "CN-AH", Level.COUNTY, "肥西县", "肥西", "Feixi"),
        Division("500000", "CN-CQ", Level.PROVINCE, "重庆市", "重庆", "Chongqing"),
        Division("640000", "CN-NX", Level.PROVINCE, "宁夏回族自治区", "宁夏", "Ningxia"),
    )
)
CHINESE = {
    "{name}, {post}, chaired the {committee}": "{name}（{post}）主持{committee}会议",
    "Stressed: {themes}": "强调：{themes}",
    "Your watch: {terms}": "你的关注：{terms}",
    "Full readout": "详情",
    "Also: {sources}": "另见：{sources}",
    "on or before {date}": "不晚于{date}",
    "{count} article": "{count}篇报道",
    "date not stated": "日期未载明",
}


class Dictionary(NullTranslations):
    """Translations from a plain mapping, for tests."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__()
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        return self._sentences.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._sentences.get(msgid1, msgid1 if n == 1 else msgid2)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(words, start, start + len(words))


READOUT = Readout(
    kind=Kind.MEETING,
    region="CN-AH",
    region_name=Bilingual("Anhui", "安徽"),
    division=None,
    level=Level.PROVINCE,
    committee=Bilingual("Anhui provincial committee", "安徽省委国家安全委员会"),
    date=date(2024, 6, 3),
    date_precision=DatePrecision.DAY,
    chair=Chair("Han Jun", "韩俊", "Han Jun", "party chief"),
    themes=("political", "economic"),
    phrases=(),
    quotes=(Quote("political security", None),),
    summary=TEXT,
    language="en",
    evidence={
        "region": span("Anhui"),
        "date": span("on June 3"),
        "chair": span("party chief Han Jun"),
        "theme:political": span("political security"),
    },
)
POST = Article(1, "https://morning.example/a?x=1&y=2", "Security first", "Morning Post", NOW, "en")
DAILY = Article(2, "https://daily.example/2", "安徽要闻", "安徽日报", NOW, "zh")
MEETING = Meeting(12, READOUT, (POST,), NOW)
ITEM = Item(
    identity="1",
    url="https://morning.example/b",
    title="Port city opens a new terminal",
    text="Port city opens a new terminal\nShips will call there from Monday.",
    source="Morning Post",
    published=NOW,
)


def look(language: Language = "en", sentences: Mapping[str, str] | None = None) -> Look:
    chosen = (CHINESE if language == "zh" else {}) if sentences is None else sentences
    return Look(language, Dictionary(chosen), GAZETTEER, ZoneInfo("Asia/Shanghai"))


def meeting(articles: tuple[Article, ...] = (POST,), **changes: Any) -> Meeting:
    return replace(MEETING, readout=replace(READOUT, **changes), articles=articles)


def chat(number: int = 7, kind: str = "private", language: Language = "en") -> Chat:
    return Chat(number, kind, "somebody", language, True, None, NOW)


def delivery(subject: Meeting | Item = MEETING, **changes: Any) -> Delivery:
    owed = Delivery(1, DeliveryKind.ALERT, chat(), subject, ("region:anhui",), attempts=0)
    return replace(owed, **changes)
