"""Logging: one line an event on standard error or in a file, with every secret blanked out."""

import logging
import re
from typing import TextIO

import structlog

_TOKEN_IN_URL = re.compile(r"(?<!\d)\d{3,20}:[A-Za-z0-9_-]{20,}")
_USERINFO = re.compile(r"(?<=://)[^/\s@]+@")
_QUIET = ("httpx", "httpcore", "apscheduler", "telegram", "asyncio")


class _Redacting(logging.StreamHandler[TextIO]):
    """Blanks secrets in the finished line, so that messages, arguments and tracebacks are covered."""

    def __init__(self, stream: TextIO, secrets: tuple[str, ...]) -> None:
        super().__init__(stream)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets)


def redacted(line: str, secrets: tuple[str, ...]) -> str:
    """`line` without the secrets, without anything shaped like a bot token, without passwords in
    addresses."""
    for secret in secrets:
        line = line.replace(secret, "[secret]")
    return _USERINFO.sub("[secret]@", _TOKEN_IN_URL.sub("[secret]", line))


def configure_logging(stream: TextIO, secrets: tuple[str, ...], level: str) -> None:
    """Send structlog's and the libraries' records to `stream`, at `level` ("INFO", "DEBUG", ...)."""
    shared: list[structlog.typing.Processor] = [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _Redacting(stream, secrets)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.KeyValueRenderer(
                    key_order=["timestamp", "level", "event"], drop_missing=True, repr_native_str=True
                ),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
