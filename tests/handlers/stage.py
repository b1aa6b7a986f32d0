"""What the tests of the chat need: a desk, a few places, meetings in the archive."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.context import Desk
from handlers.locales import load_translations
from readouts.archive import items, meetings
from readouts.archive.database import Archive
from readouts.domain.feed_list import FeedList, NoFeedList
from readouts.domain.gazetteer import Division, Gazetteer, Level
from readouts.domain.item import Item
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Readout, Span
from readouts.domain.source import Poll, Source, SourceState
from readouts.domain.watch import Watchlist
from readouts.queries.engine import Engine

NOW = datetime(2024, 6, 5, 9, 0, tzinfo=UTC)
PLACES = Gazetteer.of(
    Division(code, region, Level.PROVINCE, full, short, english)
    for code, region, full, short, english in (
        ("340000", "CN-AH", "安徽省", "安徽", "Anhui"),
        ("310000", "CN-SH", "上海市", "上海", "Shanghai"),
        ("530000", "CN-YN", "云南省", "云南", "Yunnan"),
    )
)
WATCHLISTS = (Watchlist("All meetings", "kind:meeting"), Watchlist("Anhui", "region:anhui"))


async def answers(source: Source) -> Poll:
    """A feed that holds two articles, whichever is asked."""
    found = (
        Item("1", "https://news.test/1", "First <b>title</b>", "text"),
        Item("2", "https://news.test/2", "", "Text"),
    )
    return Poll(source, SourceState.OK, "It answers.", timedelta(seconds=1), found)


async def no_feeds(site: Source) -> tuple[Poll, ...]:
    return ()


async def nothing_held(poll: int) -> int | None:
    return None


async def no_list(_document: bytes) -> FeedList | NoFeedList:
    return NoFeedList("The file is not OPML.")


def make_desk(archive: Archive, admins: frozenset[int]) -> Desk:
    return Desk(
        archive=archive,
        engine=Engine(),
        gazetteer=PLACES,
        admins=admins,
        languages=("en", "zh"),
        translations=load_translations(),
        clock=lambda: NOW,
        zone=ZoneInfo("Asia/Shanghai"),
        try_source=answers,
        find_feeds=no_feeds,
        poke=lambda: None,
        release=nothing_held,
        read_feed_list=no_list,
        intervals=lambda known: {each.source.name: timedelta(minutes=15) for each in known},
    )


def readout(region: str, day: date, chair: str, theme: str = "political") -> Readout:
    """A province's meeting as the article below tells it."""
    place = PLACES.province(region)
    assert place is not None
    return Readout(
        kind=Kind.MEETING,
        region=region,
        region_name=Bilingual(place.name_en, place.short_zh),
        division=place.code,
        level=Level.PROVINCE,
        committee=Bilingual("provincial committee of the National Security Commission", "省委国家安全委员会"),
        date=day,
        date_precision=DatePrecision.DAY,
        chair=Chair(chair, None, chair, "party chief"),
        themes=(theme,),
        phrases=(),
        quotes=(),
        summary=f"{chair} asked officials to guard {theme} security.",
        language="en",
        evidence={"region": Span(place.name_en, 0, len(place.name_en))},
    )


async def report(
    archive: Archive, region: str = "CN-AH", day: int = 3, chair: str = "Han Jun", **more: str
) -> int:
    """Put one article about one meeting into the archive; the meeting's number."""
    told = readout(region, date(2024, 6, day), chair, **more)
    assert told.region_name
    text = f"{told.region_name.en}: {chair} held a meeting on June {day}. {told.summary}"
    item = Item(
        f"{region}-{day}",
        f"https://news.test/{region}/{day}",
        f"{told.region_name.en} meets",
        text,
        "en",
        NOW,
        "news",
    )

    def work(db: Any) -> int:
        stored = items.add(db, item, NOW)
        assert stored is not None
        (meeting,) = meetings.attach(db, stored, item, (replace(told, scope=((0, len(text)),)),), NOW)
        assert meeting is not None
        return meeting

    return await archive.write(work)
