"""What every test may ask for."""

import os

from tests.botapi.fixtures import bot_api

__all__ = ["bot_api"]

os.environ.setdefault("PTB_TIMEDELTA", "true")  # as bot.py sets it
