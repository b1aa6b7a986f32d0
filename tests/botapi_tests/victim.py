"""A bot in a process of its own: answers whoever writes, then sends without end, until it is killed."""

import asyncio
import itertools
import os

from telegram import Bot


async def main() -> None:
    url = os.environ["TELEGRAM_API_URL"]
    async with Bot(os.environ["TELEGRAM_BOT_TOKEN"], base_url=f"{url}/bot") as bot:
        updates = await bot.get_updates(timeout=30)
        chat = updates[0].effective_chat
        assert chat is not None
        for number in itertools.count():
            await bot.send_message(chat.id, f"message {number}")


if __name__ == "__main__":
    asyncio.run(main())
