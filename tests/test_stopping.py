"""A stop is quick, also when Telegram hangs."""

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.botapi import BotApiServer
from tests.botapi.faults import Delay
from tests.running import RunningBot


async def test_a_stop_takes_under_five_seconds_while_every_call_to_telegram_hangs(
    tmp_path: Path, bot_api: BotApiServer
) -> None:
    reader = bot_api.create_user("Reader")
    async with RunningBot(tmp_path, bot_api.environment, "") as bot:
        await reader.ask("/start", within=20)
        hang = Delay(timedelta(seconds=60))
        for method in ("sendMessage", "getUpdates"):
            bot_api.faults.add(hang, method=method, times=50)
        for _ in range(10):
            reader.send("/latest")
        await asyncio.sleep(1)
        status, seconds = await bot.stop()
    assert status == 0
    assert seconds < 5
