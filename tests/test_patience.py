"""Servers that want to be left alone are left alone by a bot that starts anew, too."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.botapi import BotApiServer
from tests.newssite import NewsSite, Story, rss
from tests.running import RunningBot

CONFIG = """
[[source]]
name = "well"
url = "{well}/feed.xml"
every = "1s"

[[source]]
name = "limited"
url = "{limited}/feed.xml"
every = "1s"

[[source]]
name = "gone"
url = "{gone}/feed.xml"
every = "1s"
"""
NEIGHBOUR = """
[[source]]
name = "neighbour"
url = "{limited}/other.xml"
every = "1s"
"""


@pytest_asyncio.fixture
async def sites() -> AsyncIterator[dict[str, NewsSite]]:
    async with NewsSite() as well, NewsSite() as limited, NewsSite() as gone:
        well.publish("/feed.xml", rss(Story("Hefei hears a talk", "https://news.example/1")))
        limited.fail("/feed.xml", 429, {"Retry-After": "7200"})
        limited.publish("/other.xml", rss(Story("Another feed", "https://news.example/2")))
        gone.fail("/feed.xml", 410)
        yield {"well": well, "limited": limited, "gone": gone}


async def until_asked(site: NewsSite, times: int) -> None:
    wanted = len(site.requests) + times
    async with asyncio.timeout(30):
        while len(site.requests) < wanted:  # noqa: ASYNC110 - the site tells nobody
            await asyncio.sleep(0.05)


@pytest.mark.timeout(120)
async def test_a_start_asks_nobody_before_their_time(
    tmp_path: Path, bot_api: BotApiServer, sites: dict[str, NewsSite]
) -> None:
    origins = {name: site.origin for name, site in sites.items()}
    async with RunningBot(tmp_path, bot_api.environment, CONFIG.format(**origins)) as bot:
        await asyncio.gather(*(until_asked(site, 1) for site in sites.values()))
        await until_asked(sites["well"], 2)
        assert (await bot.stop())[0] == 0
    config = (CONFIG + NEIGHBOUR).format(**origins)
    async with RunningBot(tmp_path, bot_api.environment, config) as bot:
        await until_asked(sites["well"], 3)
        assert (await bot.stop())[0] == 0
    status, printed = await bot.run("poll")
    assert status == 1
    assert [len(sites[name].requests) for name in ("limited", "gone")] == [1, 1]
    (row,) = [line for line in printed.splitlines() if line.startswith("limited ")]
    assert "come less often (HTTP 429). Not asked: its server wants a pause until 20" in row

    told = [json.loads(line) for line in (await bot.run("sources", "--json"))[1].splitlines()]
    rests = {each["name"]: each["rest_until"] for each in told}
    assert rests["well"] is None
    assert hours_from_now(rests["limited"]) == pytest.approx(2, abs=0.1)
    assert hours_from_now(rests["neighbour"]) == pytest.approx(2, abs=0.1)
    assert hours_from_now(rests["gone"]) == pytest.approx(24, abs=0.1)


def hours_from_now(moment: str) -> float:
    return (datetime.fromisoformat(moment) - datetime.now(UTC)) / timedelta(hours=1)
