"""`bot.py check --online`: the token and every source, tried once before the bot goes live."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from pydantic import SecretStr

from handlers.token import token_verdict
from tests.botapi import BotApiServer
from tests.botapi.faults import Delay
from tests.newssite import NewsSite, Story, rss
from tests.running import RunningBot

HTML = "text/html; charset=utf-8"
ARTICLE = "<h1>Anhui meets</h1><div id='text'>" + "They met in Hefei and spoke of security. " * 5 + "</div>"
CONFIG = """
[[source]]
name = "times"
url = "{origin}/feed.xml?key=hidden"

[[source]]
name = "daily"
url = "{origin}/list.html"
kind = "page"
item = "li a"
body = "{body}"

[[source]]
name = "resting"
url = "{origin}/gone.xml"
paused = true
"""


@pytest_asyncio.fixture
async def site() -> AsyncIterator[NewsSite]:
    async with NewsSite() as running:
        story = Story("Hefei hears a talk", "https://news.example/1", "Words. " * 80)
        running.publish("/feed.xml?key=hidden", rss(story))
        running.publish("/list.html", "<ul><li><a href='/1.html'>Anhui meets</a></ul>", content_type=HTML)
        running.publish("/1.html", ARTICLE, content_type=HTML)
        yield running


def row(printed: str, name: str) -> str:
    (found,) = [line for line in printed.splitlines() if line.startswith(f"{name} ")]
    return found


async def test_a_bot_that_is_ready_to_go_live(tmp_path: Path, bot_api: BotApiServer, site: NewsSite) -> None:
    bot = RunningBot(tmp_path, bot_api.environment, CONFIG.format(origin=site.origin, body="#text"))
    status, printed = await bot.run("check", "--online")
    assert status == 0, printed
    assert "token: works; the bot is @readout_test_bot." in printed
    assert row(printed, "times").split()[1:3] == ["works", "1"]
    assert "Hefei hears a talk" in row(printed, "times")
    assert row(printed, "daily").split()[1:3] == ["works", "1"]
    assert "paused, does not work" in row(printed, "resting")
    assert "The server has no such page (HTTP 404)." in row(printed, "resting")
    assert "2 of 2 sources work. Of 1 paused ones 0 would." in printed
    assert not bot.archive.exists()
    assert len(site.asked("/1.html")) == 1
    told = printed + bot.log
    assert "hidden" not in told
    assert bot_api.token not in told


async def test_a_source_whose_articles_cannot_be_read_is_told(
    tmp_path: Path, bot_api: BotApiServer, site: NewsSite
) -> None:
    bot = RunningBot(tmp_path, bot_api.environment, CONFIG.format(origin=site.origin, body="#nowhere"))
    status, printed = await bot.run("check", "--online")
    assert status == 1
    assert "The selector body (#nowhere) gives nothing on the articles." in row(printed, "daily")
    assert "1 of 2 sources work." in printed


async def test_a_token_that_telegram_does_not_know(
    tmp_path: Path, bot_api: BotApiServer, site: NewsSite
) -> None:
    stranger = {**bot_api.environment, "TELEGRAM_BOT_TOKEN": "123456789:stranger"}
    bot = RunningBot(tmp_path, stranger, "")
    status, printed = await bot.run("check", "--online")
    assert status == 1
    assert "token: Telegram does not accept it. Copy it from @BotFather again." in printed
    assert "stranger" not in printed + bot.log
    assert "Traceback" not in bot.log


async def test_without_a_network_it_ends_with_plain_sentences(tmp_path: Path) -> None:
    nobody = {"TELEGRAM_BOT_TOKEN": "123456789:secret", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    bot = RunningBot(tmp_path, nobody, CONFIG.format(origin="http://127.0.0.1:9", body="#text"))
    status, printed = await bot.run("check", "--online")
    assert status == 1
    assert "token: The server of TELEGRAM_API_URL cannot be reached" in printed
    assert "The server is not listening: it refused the connection." in row(printed, "times")
    assert "this machine may be cut off from the web" in printed
    assert "secret" not in printed + bot.log
    assert "Traceback" not in bot.log


async def test_without_a_token_it_says_so_and_still_tries_the_sources(tmp_path: Path, site: NewsSite) -> None:
    bot = RunningBot(tmp_path, {}, CONFIG.format(origin=site.origin, body="#text"))
    status, printed = await bot.run("check", "--online")
    assert status == 1
    assert "token: none is set" in printed
    assert "2 of 2 sources work." in printed


async def test_a_telegram_that_hangs_does_not_hold_it_up(bot_api: BotApiServer) -> None:
    bot_api.faults.add(Delay(timedelta(seconds=60)), method="getMe", times=5)
    token = SecretStr(bot_api.token)
    verdict = await token_verdict(token, bot_api.url, patience=timedelta(seconds=0.3))
    assert not verdict.works
    assert "cannot be reached" in verdict.sentence
