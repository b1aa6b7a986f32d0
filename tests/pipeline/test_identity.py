"""New is what was never seen: whatever a source does to its feed, nobody is told of it twice.

Everything here rings for each new article, so that even one article taken for new would show.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest

from readouts.archive import outbox, sources
from readouts.archive.database import Archive
from readouts.domain.item import Item
from readouts.pipeline.ingest import Ingest
from tests.pipeline.desk import NOW, PAPER, Script, health, item, make_ingest, with_chats

READER, BOSS = 7, 1
FEED = tuple(item(number) for number in range(30, 0, -1))
DAY = timedelta(days=1)
MONTH = timedelta(days=30)


class Desk:
    """A source that was read once, a chat that watches everything, an admin, and a clock."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.now = NOW
        self.script = Script(FEED)

    def ingest(self, admins: tuple[int, ...] = (BOSS,)) -> Ingest:
        return make_ingest(
            self.archive,
            self.script,
            {},
            [(READER, "kind:any title")],
            admins=admins,
            clock=lambda: self.now,
        )

    async def look(self, feed: Sequence[Item] | None = None, after: timedelta = timedelta(minutes=15)) -> int:
        """How many alerts one more look owes, held ones included."""
        self.now += after
        self.script.items = tuple(self.script.items if feed is None else feed)
        ingested = await self.ingest().look(await health(self.archive, "paper"))
        return ingested.new if ingested.is_held else ingested.owed

    async def owed(self) -> int:
        return await self.archive.read(outbox.waiting)


@pytest.fixture
async def desk(archive: Archive) -> Desk:
    await with_chats(archive, READER, BOSS)
    desk = Desk(archive)
    assert await desk.look() == 30, "the source is one that alerts from the start"
    return desk


async def test_one_new_article_rings_once(desk: Desk) -> None:
    """The others here would pass on a bot that is deaf."""
    assert await desk.look((item(31), *FEED[:-1])) == 1
    assert await desk.look() == 0


async def test_a_changed_guid_scheme_is_no_flood(desk: Desk) -> None:
    renamed = [replace(each, identity=f"urn:uuid:{number}") for number, each in enumerate(FEED)]
    assert await desk.look(renamed) == 0
    assert await desk.look(renamed, after=2 * MONTH) == 0, "their new names are known for good"


async def test_a_changed_guid_scheme_of_a_slow_feed_is_no_flood(desk: Desk) -> None:
    """Its articles were stored long ago; so few that nobody would be asked about them."""
    few = FEED[:8]
    renamed = [replace(each, identity=f"urn:uuid:{number}") for number, each in enumerate(few)]
    assert await desk.look(few, after=2 * MONTH) == 0
    assert await desk.look(renamed, after=2 * MONTH) == 0
    assert await desk.look(renamed, after=4 * MONTH) == 0, "their new names are known for good"


async def test_new_guids_after_new_titles_are_no_flood(desk: Desk) -> None:
    retitled = [replace(each, title=f"{each.title}, corrected") for each in FEED]
    assert await desk.look(retitled) == 0
    assert await desk.look([replace(each, identity=f"{each.identity}#2") for each in retitled]) == 0


async def test_an_old_headline_at_an_old_address_is_news_when_it_comes_again(desk: Desk) -> None:
    again = replace(FEED[0], identity="again")
    assert await desk.look((item(31), again, *FEED[1:]), after=2 * MONTH) == 2


async def test_guids_that_change_at_every_look_are_no_flood(desk: Desk) -> None:
    for look in range(5):
        assert await desk.look([replace(each, identity=f"{each.identity}#{look}") for each in FEED]) == 0


async def test_guids_that_change_at_every_look_are_no_news_after_a_month_either(desk: Desk) -> None:
    """Then some of the articles are older than that, and the others are not."""
    young = tuple(item(number) for number in range(31, 36))
    assert await desk.look((*young, *FEED[:8]), after=20 * DAY) == 5
    for look in range(10):
        shown = [replace(each, identity=f"{each.identity}#{look}") for each in (*young, *FEED[:8])]
        assert await desk.look(shown, after=2 * DAY) == 0


async def test_the_names_of_an_article_do_not_grow_without_end(desk: Desk) -> None:
    for look in range(120):
        assert await desk.look([replace(FEED[0], identity=f"{FEED[0].identity}#{look}"), *FEED[1:]]) == 0
    count = "SELECT count(*) FROM item_aliases"
    assert await desk.archive.read(lambda db: db.execute(count).fetchone()[0]) <= 50


LONG = "They met in Hefei and heard of the year's work. " * 3


@pytest.mark.parametrize("text", ["", LONG], ids=["told by its moment", "told by its words"])
async def test_links_that_change_at_every_look_are_no_flood(desk: Desk, text: str) -> None:
    """What changes may have any name; only what is said tells that it is the same article."""

    def shown(look: int) -> list[Item]:
        feed = [replace(each, url=f"{each.url}?from=feed&ck={look}", text=text) for each in FEED]
        return [replace(each, identity=each.url) for each in feed]

    assert await desk.look(shown(0)) == 30, "it is another address at first"
    for look in range(1, 5):
        assert await desk.look(shown(look)) == 0


@pytest.mark.parametrize("text", ["", "Read more.", LONG + "And of the year's plans."])
async def test_articles_of_one_title_that_only_their_number_tells_apart_all_ring(
    desk: Desk, text: str
) -> None:
    """Some papers call each day's notices the same."""
    morning = datetime(2024, 6, 10, tzinfo=NOW.tzinfo)
    show = [
        replace(
            item(number),
            url=f"https://paper.example/show?id={number}",
            title="Title of a notice",
            text=text and f"{text} {number}" if len(text) > 99 else text,
            published=morning,
        )
        for number in range(100, 105)
    ]
    for number, each in enumerate(show):
        assert await desk.look((each, *FEED)) == 1, number


async def test_a_host_flip_is_no_flood(desk: Desk) -> None:
    def at(host: str) -> list[Item]:
        found = [replace(each, url=f"{host}{urlsplit(each.url).path}") for each in FEED]
        return [replace(each, identity=each.url) for each in found]

    for host in ("http://paper.example", "https://www.paper.example", "https://m.paper.test"):
        assert await desk.look(at(host)) == 0


async def test_new_tracking_in_every_link_is_no_flood(desk: Desk) -> None:
    tracked = [replace(each, url=f"{each.url}?utm_source=rss", identity=f"{each.url}?1") for each in FEED]
    assert await desk.look(tracked) == 0


async def test_reordering_is_no_flood(desk: Desk) -> None:
    assert await desk.look(FEED[::-1]) == 0
    assert await desk.look(FEED[10:] + FEED[:10]) == 0


async def test_deleted_articles_that_come_back_are_no_flood(desk: Desk) -> None:
    assert await desk.look(FEED[:1]) == 0
    assert await desk.look(()) == 0
    assert await desk.look(FEED, after=12 * MONTH) == 0


async def test_touched_dates_and_texts_are_no_flood(desk: Desk) -> None:
    touched = [
        replace(each, published=desk.now + timedelta(days=1), title=f"{each.title} (updated)", text="more")
        for each in FEED
    ]
    assert await desk.look(touched) == 0


async def test_dates_say_nothing_about_what_is_new(desk: Desk) -> None:
    """Neither a date long past nor one ahead nor none at all keeps an article from ringing, once."""
    for number, published in enumerate((datetime.min.replace(tzinfo=NOW.tzinfo), NOW + 99 * MONTH, None), 40):
        assert await desk.look((replace(item(number), published=published), *FEED)) == 1
        assert await desk.look() == 0


async def test_a_source_that_is_resumed_in_chat_is_no_flood(desk: Desk) -> None:
    for paused in (True, False):
        await desk.archive.write(partial(sources.set_paused, name="paper", paused=paused, now=desk.now))
    others = [item(number) for number in range(100, 130)]
    assert await desk.look(others) == 0
    assert await desk.look((item(131), *others)) == 1, "and from then on it rings again"


async def test_a_source_that_the_configuration_resumes_is_no_flood(desk: Desk) -> None:
    for paused in (True, False):
        configured = [replace(PAPER, paused=paused)]
        await desk.archive.write(partial(sources.sync_built_in, sources=configured, now=desk.now))
    assert await desk.look([item(number) for number in range(100, 130)]) == 0


async def test_another_address_in_the_configuration_is_no_flood(desk: Desk) -> None:
    moved = [replace(PAPER, url="https://elsewhere.example/feed")]
    await desk.archive.write(lambda db: sources.sync_built_in(db, moved, desk.now))
    assert await desk.look([item(number) for number in range(100, 130)]) == 0


async def test_an_address_taken_over_in_chat_goes_on_as_it_was(desk: Desk) -> None:
    """It is the same source: what it publishes next rings, and the configuration does not undo it."""
    desk.script.moved_to = "https://elsewhere.example/feed"
    for _ in range(3):
        await desk.look()
    to = desk.script.moved_to
    assert await desk.archive.write(lambda db: sources.take_over(db, "paper", to))
    await desk.archive.write(lambda db: sources.sync_built_in(db, [PAPER], desk.now))
    desk.script.moved_to = None
    assert (await health(desk.archive, "paper")).source.url == "https://elsewhere.example/feed"
    assert await desk.look((item(31), *FEED)) == 1
