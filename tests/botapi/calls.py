"""One request of the bot, read from any of the forms the Bot API takes."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.botapi.refusals import malformed

_TRUE = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Call:
    """`arguments` hold every value as text, as it came. `status` and `description` are filled in with the
    answer; `answered` is True once the answer was handed to a connection that was still open (the bot may be
    told from then on); `fault` names the fault that was injected."""

    number: int
    method: str
    arguments: dict[str, str]
    files: dict[str, Upload]
    at: datetime
    status: int | None = None
    description: str | None = None
    fault: str | None = None
    answered: bool = False

    def text(self, name: str, default: str = "") -> str:
        return self.arguments.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """A number; like the server, anything that is none counts as the default."""
        try:
            return int(self.arguments.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.arguments.get(name, "").lower() in _TRUE

    def value(self, name: str, complaint: str) -> Any:
        """A JSON parameter, None when absent. Raises ApiError with this complaint when it is no JSON or
        holds half a surrogate pair."""
        source = self.arguments.get(name, "")
        if not source:
            return None
        try:
            value = json.loads(source)
            json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise malformed(complaint) from None
        return value

    @property
    def chat(self) -> int | str | None:
        """The chat_id as a number where it is one; None when absent."""
        source = self.arguments.get("chat_id", "").strip()
        try:
            return int(source)
        except ValueError:
            return source or None

    def __repr__(self) -> str:
        answer = f"{self.status} {self.description or ''}".rstrip()
        return f"<call {self.number} {self.method} {self.arguments} -> {answer}>"


async def read_arguments(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Query, urlencoded, JSON and multipart parameters in one. Raises ApiError for JSON that is none."""
    arguments = dict(_pairs(request.query_string))
    if request.content_type.startswith("multipart/"):
        return await _multipart(request, arguments)
    body = await request.read()
    if request.content_type == "application/json":
        arguments |= _json_arguments(body)
    elif body:
        arguments |= dict(_pairs(body.decode("ascii", "surrogateescape")))
    return arguments, {}


def _pairs(source: str) -> list[tuple[str, str]]:
    return parse_qsl(source, keep_blank_values=True, errors="surrogateescape", max_num_fields=200)


def _json_arguments(body: bytes) -> dict[str, str]:
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise malformed("Can't parse JSON object") from None
    if not isinstance(values, dict):
        raise malformed("Can't parse JSON object")
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


async def _multipart(
    request: web.Request, arguments: dict[str, str]
) -> tuple[dict[str, str], dict[str, Upload]]:
    files: dict[str, Upload] = {}
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[key] = Upload(value.filename, value.content_type, value.file.read())
        else:
            arguments[key] = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
    return arguments, files
