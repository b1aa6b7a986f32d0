"""Whatever is logged, the token is not in it."""

import io
import logging

import httpx
import pytest
import structlog

from readouts.settings.logs import configure_logging

TOKEN = "123456789:AAcanary-canary-canary-canary-canary"


def fail_at(url: str) -> None:
    raise httpx.ConnectError(f"no route to {url}")


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_the_token_is_blanked_in_messages_arguments_and_tracebacks(level: str) -> None:
    out = io.StringIO()
    configure_logging(out, (TOKEN,), level)
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    structlog.get_logger().warning("asked", url=url)
    logging.getLogger("some.library").warning("HTTP Request: %s", url)
    logging.getLogger("telegram.Bot").error("Set Bot API URL: %s", url)
    try:
        fail_at(url)
    except httpx.ConnectError:
        structlog.get_logger().exception("it failed")
    logged = out.getvalue()
    assert logged.count("[secret]") >= 4
    assert "canary" not in logged


def test_a_token_that_is_not_ours_and_passwords_in_addresses_are_blanked_too() -> None:
    out = io.StringIO()
    configure_logging(out, (), "INFO")
    structlog.get_logger().info(
        "x", url=f"http://h/bot{TOKEN}/x", feed="https://user:hunter2@example.org/feed"
    )
    assert "canary" not in out.getvalue()
    assert "hunter2" not in out.getvalue()


def test_a_line_break_in_what_a_stranger_wrote_does_not_begin_a_new_log_line() -> None:
    out = io.StringIO()
    configure_logging(out, (), "INFO")
    structlog.get_logger().info("said", text="x\nlevel='error' event='forged'\x1b[31m")
    assert out.getvalue().count("\n") == 1
    assert "\x1b" not in out.getvalue()
