"""The whole road of a feed that is suddenly all new: nobody is woken, and an admin decides."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.botapi import BotApiServer, Person
from tests.newssite import NewsSite, Story, rss
from tests.running import RunningBot

FEED = "/feed.xml"
CONFIG = """
[bot]
admins = [{admin}]
[[source]]
name = "times"
url = "{url}"
every = "1s"
"""


def stories(year: int, host: str = "news.example", guid: str = "") -> list[Story]:
    return [
        Story(
            f"Anhui in {year}, part {n}",
            f"https://{host}/{year}/{n}",
            "Nothing happened.",
            guid=f"{guid}{year}-{n}",
        )
        for n in range(20)
    ]


@pytest_asyncio.fixture
async def site() -> AsyncIterator[NewsSite]:
    async with NewsSite() as running:
        running.publish(FEED, rss(*stories(2023)))
        yield running


@pytest_asyncio.fixture
async def admin(bot_api: BotApiServer) -> Person:
    return bot_api.create_user("Admin")


@pytest_asyncio.fixture
async def bot(
    tmp_path: Path, bot_api: BotApiServer, site: NewsSite, admin: Person
) -> AsyncIterator[RunningBot]:
    config = CONFIG.format(admin=admin.id, url=site.origin + FEED)
    async with RunningBot(tmp_path, bot_api.environment, config) as running:
        yield running
        assert "Traceback" not in running.log, running.log[-4000:]


async def polls(server: BotApiServer, site: NewsSite, more: int) -> None:
    wanted = len(site.asked(FEED)) + more
    await server.wait_until(lambda: len(site.asked(FEED)) >= wanted, f"poll {wanted}", within=20)


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_a_feed_that_is_suddenly_all_new_wakes_nobody_until_an_admin_says_so(
    bot_api: BotApiServer, site: NewsSite, bot: RunningBot, admin: Person
) -> None:
    reader = bot_api.create_user("Reader")
    await admin.ask("/start", within=20)
    await reader.ask("/watch kind:any part 7", within=10)
    await polls(bot_api, site, 2)

    site.publish(FEED, rss(*stories(2023, "www.news.test", guid="urn:")))
    await polls(bot_api, site, 3)
    site.publish(FEED, rss(*stories(2024)))
    held = await bot_api.wait_for(chat=admin, text="times: 20 of 20 articles are new at once", within=20)
    await polls(bot_api, site, 2)
    await bot.kill()
    await bot.start()
    await polls(bot_api, site, 2)
    assert [m.text for m in bot_api.sent_to(reader) if m.text.startswith("🔔")] == []

    admin.press("Alert now: times", held)
    await bot_api.wait_for(chat=admin, text="Released: 1 alert follows.", within=20)
    alert = await bot_api.wait_for(chat=reader, text="Anhui in 2024, part 7", within=20)
    assert alert.text.startswith("🔔")
    await polls(bot_api, site, 2)
    assert len([m for m in bot_api.sent_to(reader) if m.text.startswith("🔔")]) == 1
