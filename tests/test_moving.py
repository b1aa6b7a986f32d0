"""The archive moves house: out of a bot that runs, into a new one that then starts, and nobody notices."""

import json
from pathlib import Path

import pytest

from tests.botapi import BotApiServer, Person
from tests.newssite import NewsSite, rss
from tests.running import RunningBot
from tests.test_story import CONFIG, FEED, ROUND_UP, SCHOOL_TALK, admin, alerts, bot, polls, site

__all__ = ["admin", "bot", "site"]


@pytest.mark.timeout(180)
async def test_what_a_running_bot_has_seen_is_no_news_to_the_bot_that_it_is_brought_to(
    tmp_path: Path, bot_api: BotApiServer, site: NewsSite, admin: Person, bot: RunningBot
) -> None:
    reader = bot_api.create_user("Reader")
    await reader.ask("/watch region:anhui", within=20)
    await polls(bot_api, site, 1)
    site.publish(FEED, rss(ROUND_UP, SCHOOL_TALK))
    await bot_api.wait_for(chat=reader, text="Anhui · 3 June 2024", within=20)

    status, lines = await bot.run("export")
    assert (status, len(lines.splitlines())) == (0, 2)
    assert (await bot.run("backup", str(tmp_path / "backup.sqlite3")))[0] == 0
    (tmp_path / "all.jsonl").write_text(lines, encoding="utf-8")
    assert await bot.run("import", str(tmp_path / "all.jsonl")) == (1, ""), "its archive is in use"
    assert (await bot.stop())[0] == 0

    (tmp_path / "new").mkdir()
    config = CONFIG.format(admin=admin.id, url=site.origin + FEED)
    new = RunningBot(tmp_path / "new", bot_api.environment, config)
    status, said = await new.run("import", str(tmp_path / "all.jsonl"))
    assert (status, said) == (0, "2 articles new, 0 known already, 0 unreadable.\n")
    assert await new.run("export") == (0, lines)
    async with new:
        await reader.ask("/watch region:anhui", within=20)
        await polls(bot_api, site, 3)
        assert "Yunnan" in (await reader.ask("/search smuggling")).text
        assert len(alerts(bot_api, reader)) == 1, "it rang at the old place, once"
        assert (await new.stop())[0] == 0

    status, _ = await new.run("restore", "--force", str(tmp_path / "backup.sqlite3"))
    assert status == 0
    assert [json.loads(line) for line in (await new.run("export"))[1].splitlines()] == [
        json.loads(line) for line in lines.splitlines()
    ]
    async with new:
        before = len(bot_api.sent)
        await polls(bot_api, site, 2)
        assert len(bot_api.sent) == before, "a restored archive knows what it sent"
