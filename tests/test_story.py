"""The whole road: a site publishes a round-up, and the people who watch for it are told."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.botapi import BotApiServer, Person
from tests.newssite import NewsSite, Story, rss
from tests.running import RunningBot

SCHOOL_TALK = Story(
    "A talk on security at a school",
    "https://news.example/talk",
    "Pupils heard a talk on National Security Education Day. No committee met.",
    "Mon, 15 Apr 2024 10:00:00 +0800",
)
ROUND_UP = Story(
    "Security committees of four regions meet",
    "https://news.example/round-up",
    """<p>Four regional committees of the National Security Commission have met since the middle of May,
    short official readouts show.</p>
    <p>In the province of Anhui, party chief Han Jun chaired a meeting of the provincial committee of the
    National Security Commission on June 3 and told officials to put “political security” first.</p>
    <p>Political security was also the main message at the meetings in Shanghai, Chongqing and Yunnan.</p>
    <p>Chongqing party chief Yuan Jiajun called for a firm stand in the ideological struggle at a meeting
    on May 31.</p>
    <p>In Yunnan the previous day, party boss Wang Ning asked for a hard line on smuggling.</p>
    <p>At a meeting on May 15, Shanghai party chief Chen Jining spoke of economic and cultural security.</p>
    <p>The national commission, which Xi Jinping leads, was set up after a decision in November 2013.</p>""",
    "Sun, 09 Jun 2024 08:00:00 +0800",
)
CONFIG = """
[bot]
admins = [{admin}]
[polling]
every = "1s"
[[source]]
name = "times"
url = "{url}"
"""
FEED = "/feed.xml"
SUBSCRIBERS = 200


@pytest_asyncio.fixture
async def site() -> AsyncIterator[NewsSite]:
    async with NewsSite() as running:
        running.publish(FEED, rss(SCHOOL_TALK))
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
        assert bot_api.token not in running.log
        assert "Traceback" not in running.log, running.log[-4000:]


def alerts(server: BotApiServer, person: Person) -> list[str]:
    """The first lines of the alerts a person was ever sent."""
    return [m.text.split("\n")[0] for m in server.sent_to(person) if m.text.startswith("🔔")]


async def polls(server: BotApiServer, site: NewsSite, more: int) -> None:
    """Wait until the feed was asked `more` times."""
    wanted = len(site.asked(FEED)) + more
    await server.wait_until(lambda: len(site.asked(FEED)) >= wanted, f"poll {wanted}", within=20)


@pytest.mark.timeout(120)
async def test_a_readout_published_in_a_feed_reaches_the_subscriber_who_watches_for_it(
    bot_api: BotApiServer, site: NewsSite, bot: RunningBot
) -> None:
    reader = bot_api.create_user("Reader")
    await reader.ask("/start", within=20)
    await reader.ask("/watch region:anhui")
    analyst = bot_api.create_user("Analyst")
    await analyst.ask("/watch political security", within=10)
    await polls(bot_api, site, 2)
    assert alerts(bot_api, reader) == [], "the first poll of a source is archived silently"

    site.publish(FEED, rss(ROUND_UP, SCHOOL_TALK))
    alert = await bot_api.wait_for(chat=reader, text="Anhui · 3 June 2024", within=20)
    assert "Han Jun" in alert.text
    await bot_api.wait_until(lambda: len(alerts(bot_api, analyst)) == 4, "four alerts", within=20)
    assert {line.split(" ")[1] for line in alerts(bot_api, analyst)} == {
        "Anhui", "Chongqing", "Yunnan", "Shanghai",
    }  # fmt: skip

    await polls(bot_api, site, 3)
    assert len(alerts(bot_api, reader)) == 1, "further polls are silent, and nobody else's meetings ring"
    assert len(alerts(bot_api, analyst)) == 4

    found = await reader.ask("/search smuggling")
    assert "Yunnan" in found.text
    assert "Anhui" not in found.text
    details = await reader.ask("/meeting 1")
    assert "Han Jun" in details.text
    assert "news.example/round-up" in details.html

    status, seconds = await bot.stop()
    assert status == 0
    assert seconds < 5
    code, out = await bot.run("search", "region:安徽", "--json")
    hits = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [hit["meeting"]["date"] for hit in hits] == ["2024-06-03"]

    before = len(bot_api.sent)
    await bot.start()
    await polls(bot_api, site, 3)
    assert len(bot_api.sent) == before, "a stop and a start are silent"


@pytest.mark.timeout(120)
async def test_a_readout_that_its_source_puts_right_edits_the_alert_and_rings_nowhere(
    bot_api: BotApiServer, site: NewsSite, bot: RunningBot
) -> None:
    reader = bot_api.create_user("Reader")
    await reader.ask("/start", within=20)
    await reader.ask("/watch region:anhui")
    await polls(bot_api, site, 2)
    site.publish(FEED, rss(ROUND_UP, SCHOOL_TALK))
    alert = await bot_api.wait_for(chat=reader, text="Anhui · 3 June 2024", within=20)

    put_right = replace(ROUND_UP, text=ROUND_UP.text.replace("June 3", "June 4"))
    site.publish(FEED, rss(put_right, SCHOOL_TALK))
    await bot_api.wait_until(lambda: "Anhui · 4 June 2024" in alert.text, "the edit", within=90)
    await polls(bot_api, site, 3)
    assert len(alerts(bot_api, reader)) == 1
    assert "There is no meeting 5." in (await reader.ask("/meeting 5")).text


@pytest.mark.timeout(180)
async def test_a_kill_in_the_middle_of_a_fan_out_loses_no_alert_and_repeats_at_most_one(
    bot_api: BotApiServer, site: NewsSite, bot: RunningBot
) -> None:
    bot_api.use_profile("lenient")
    people = [bot_api.create_user(f"Reader {n}") for n in range(SUBSCRIBERS)]
    for person in people:
        person.send("/watch region:anhui")
    await bot_api.wait_until(lambda: len(bot_api.sent) == SUBSCRIBERS, "every watch confirmed", within=60)
    await polls(bot_api, site, 1)
    site.publish(FEED, rss(ROUND_UP, SCHOOL_TALK))

    def told() -> Counter[int]:
        return Counter({p.id: len(alerts(bot_api, p)) for p in people if alerts(bot_api, p)})

    kills = 0
    for point in (20, 60, 110, 150):
        await bot_api.wait_until(lambda point=point: len(told()) >= point, f"{point} told", within=60)  # type: ignore[misc]
        await bot.kill()
        kills += 1
        await bot.start()
    await bot_api.wait_until(lambda: len(told()) == SUBSCRIBERS, "everybody told", within=90)
    await polls(bot_api, site, 3)
    assert len(told()) == SUBSCRIBERS
    assert sum(told().values()) - SUBSCRIBERS <= kills
    assert max(told().values()) <= 2
