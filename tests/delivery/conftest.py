"""The strict Bot API server, for the tests that send."""

from tests.botapi.fixtures import bot_api

__all__ = ["bot_api"]
