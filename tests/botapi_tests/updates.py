"""Looking at what the bot has been told."""

from telegram import Bot, Update


async def news(bot: Bot) -> tuple[Update, ...]:
    """The updates since the last look."""
    updates = await bot.get_updates(timeout=0)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


async def only(bot: Bot) -> Update:
    """The one update there is."""
    updates = await news(bot)
    assert len(updates) == 1, updates
    return updates[0]
