"""Items, readouts and sources of our own making, with what a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from readouts.archive import chats, items, meetings, outbox
from readouts.domain.chat import Chat
from readouts.domain.gazetteer import Level
from readouts.domain.item import Item
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Readout
from readouts.domain.source import Source

NOW = datetime(2024, 6, 9, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HAN_JUN = Chair("韩俊", "韩俊", "Han Jun", "省委书记")

_READOUT = Readout(
    kind=Kind.MEETING,
    region="CN-AH",
    region_name=Bilingual("Anhui", "安徽"),
    division=None,
    level=Level.PROVINCE,
    committee=Bilingual(None, "省委国家安全委员会"),
    date=date(2024, 6, 3),
    date_precision=DatePrecision.DAY,
    chair=None,
    themes=(),
    phrases=(),
    quotes=(),
    summary="",
    language="zh",
    evidence={},
)


def readout(**facts: Any) -> Readout:
    """A meeting of Anhui's provincial committee on 3 June 2024, but for `facts`."""
    return replace(_READOUT, **facts)


def vague(until: date, **facts: Any) -> Readout:
    """The same meeting, some time on or before a day."""
    return readout(date=until, date_precision=DatePrecision.ON_OR_BEFORE, **facts)


def undated(**facts: Any) -> Readout:
    return readout(date=None, date_precision=DatePrecision.UNKNOWN, **facts)


def item(identity: str = "1", **facts: Any) -> Item:
    """An article of the source "Anhui Daily", published at NOW."""
    given: dict[str, Any] = {
        "url": f"https://news.test/{identity}",
        "title": f"Article {identity}",
        "text": "The committee met.",
        "lang": "en",
        "published": NOW,
        "source": "Anhui Daily",
        "region": None,
    }
    return Item(identity=identity, **(given | facts))


def source(name: str = "Anhui Daily", **facts: Any) -> Source:
    return Source(**({"name": name, "url": f"https://{name.replace(' ', '')}.test/feed"} | facts))


def stored(
    db: Database, identity: str = "1", *told: Readout, now: datetime = NOW, **facts: Any
) -> tuple[int, tuple[int | None, ...]]:
    """(id of a new item, meeting of each readout it tells)."""
    article = item(identity, **facts)
    item_id = items.add(db, article, now)
    assert item_id is not None
    items.count_in(db, article.source or "", 1)
    return item_id, meetings.attach(db, item_id, article, told, now)


def chat(db: Database, chat_id: int = 7, now: datetime = NOW) -> Chat:
    return chats.see(db, chat_id, "private", "Reader", "en", now)


def owed(
    db: Database, chat_id: int, meeting: int | None, now: datetime = NOW, not_before: datetime | None = None
) -> bool:
    """Owe the alert for a meeting, due at once unless told otherwise."""
    return outbox.owe_alert(
        db, chat_id, meeting=meeting, item=None, why=("anhui",), not_before=not_before or now, now=now
    )
