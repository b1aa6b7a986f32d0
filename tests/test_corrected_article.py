"""A paper corrects its readout: the alert in the chat is edited, and nothing rings."""

from dataclasses import replace
from pathlib import Path

from tests.botapi import BotApiServer
from tests.newssite import NewsSite, Story, rss
from tests.running import RunningBot

FEED = "/feed.xml"
WEATHER = Story("Rain in Hefei", "https://news.example/rain", "It will rain in Hefei. " * 30)
READOUT = Story(
    "Anhui's security committee meets",
    "https://news.example/anhui",
    "In the province of Anhui, party chief Han Jun chaired a meeting of the provincial committee of the"
    " National Security Commission on June 3 and told officials to put “political security” first."
    + " Officials of the province took part."
    * 10,
    "Sun, 09 Jun 2024 08:00:00 +0800",
    guid="anhui-1",
)
CORRECTED = replace(READOUT, text=READOUT.text.replace("June 3", "June 4"))
CONFIG = """
[[source]]
name = "times"
url = "{url}"
every = "1s"
"""


async def test_a_corrected_readout_edits_the_alert(tmp_path: Path, bot_api: BotApiServer) -> None:
    reader = bot_api.create_user("Reader")
    async with NewsSite() as site:
        config = CONFIG.format(url=site.publish(FEED, rss(WEATHER)))
        async with RunningBot(tmp_path, bot_api.environment, config) as bot:
            await reader.ask("/watch region:anhui", within=20)
            await bot_api.wait_until(lambda: len(site.asked(FEED)) >= 2, "a first poll", within=20)
            site.publish(FEED, rss(READOUT, WEATHER))
            alert = await bot_api.wait_for(chat=reader, text="Anhui · 3 June 2024", within=20)
            site.publish(FEED, rss(CORRECTED, WEATHER))
            edited = await bot_api.wait_for(chat=reader, text="Anhui · 4 June 2024", within=20)
            assert edited.id == alert.id
            assert len([m for m in bot_api.sent_to(reader) if m.text.startswith("🔔")]) == 1
            assert "corrected on" in (await reader.ask("/meeting 1")).text
        assert "Traceback" not in bot.log
