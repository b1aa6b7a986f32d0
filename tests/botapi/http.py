"""The HTTP side: requests in, answers (or planted faults) out."""

import asyncio
import inspect
import json
import re
import sys
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientConnectionResetError, web

from tests.botapi.calls import Call, Upload, read_arguments
from tests.botapi.faults import (
    Action,
    Answer,
    Close,
    Delay,
    DelayAnswer,
    DropAnswer,
    TooManyRequests,
    Truncate,
)
from tests.botapi.known_methods import KNOWN
from tests.botapi.methods import METHODS, check_parameters
from tests.botapi.refusals import CONFLICT, ApiError, not_modelled
from tests.botapi.world import World

LARGEST_REQUEST = 60 << 20
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
# A poll whose client has gone may notice only now; a conflict with it is nobody's fault.
_GRACE = 0.05


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer ready to be written."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


def application(world: World, token: str) -> web.Application:
    """Everything Telegram serves under one host."""
    front = _Front(world, token)
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.router.add_get(r"/file/bot{token}/{path:.+}", front.download)
    app.router.add_route("*", "/bot{token}/{method}", front.call)
    app.router.add_route("*", "/{path:.*}", front.nothing)
    return app


class _Front:
    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token

    async def nothing(self, request: web.Request) -> web.StreamResponse:
        return await _write(request, _refused(ApiError(404, "Not Found")))

    async def download(self, request: web.Request) -> web.StreamResponse:
        refusal = self.unauthorized(request)
        file = self.world.files.get(request.match_info["path"].removeprefix("documents/"))
        if refusal is not None or file is None:
            return await _write(request, _refused(refusal or ApiError(404, "Not Found")))
        return await _write(request, Reply(200, file.data, content_type="application/octet-stream"))

    async def call(self, request: web.Request) -> web.StreamResponse:
        refusal = self.unauthorized(request)
        if refusal is not None:
            return await _write(request, _refused(refusal))
        try:
            arguments, files = await read_arguments(request)
        except ApiError as error:
            return await _write(request, self.recorded(self.opened(request, {}, {}), error))
        call = self.opened(request, arguments, files)
        try:
            return await self.answer(request, call)
        finally:
            # A crash of this server would look to the bot like one more 500 and go unseen.
            if isinstance(crash := sys.exception(), Exception):
                self.world.journal.violate(call, "server", repr(crash))

    def opened(self, request: web.Request, arguments: dict[str, str], files: dict[str, Upload]) -> Call:
        name = request.match_info["method"]
        known = METHODS.get(name.lower())
        now = self.world.clock.now()
        return self.world.journal.open(known.name if known else name, arguments, files, now)

    def unauthorized(self, request: web.Request) -> ApiError | None:
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            return ApiError(401, "Unauthorized: invalid token specified")
        return None if token == self.token else ApiError(401, "Unauthorized")

    async def answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        action = self.world.faults.pick(call)
        if isinstance(action, Close):
            return _hang_up(request)
        if isinstance(action, Delay):
            await asyncio.sleep(action.by.total_seconds())
        reply = self.planted(call, action) or await self.processed(request, call)
        if isinstance(action, DropAnswer):
            return _hang_up(request)
        if isinstance(action, DelayAnswer):
            await asyncio.sleep(action.by.total_seconds())
        if isinstance(action, Truncate):
            reply = Reply(reply.status, reply.body[: len(reply.body) // 2], reply.headers)
        response = await _write(request, reply)
        self.world.bell.ring()
        call.answered = request.transport is not None and not request.transport.is_closing()
        return response

    def planted(self, call: Call, action: Action | None) -> Reply | None:
        if isinstance(action, TooManyRequests):
            chat = None if action.everywhere or not isinstance(call.chat, int) else call.chat
            return self.recorded(call, self.world.flood.halt(chat, action.retry_after, call))
        if not isinstance(action, Answer):
            return None
        call.status, call.description = action.status, action.description
        if action.html:
            return Reply(action.status, _page(action).encode(), content_type="text/html")
        return _refused(ApiError(action.status, action.description, action.parameters))

    def recorded(self, call: Call, refusal: ApiError) -> Reply:
        call.status, call.description = refusal.code, refusal.description
        if refusal.broken is not None:
            self.world.journal.violate(call, refusal.broken, refusal.description)
        return _refused(refusal)

    async def processed(self, request: web.Request, call: Call) -> Reply:
        try:
            result = self.run(call)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as refusal:
            if refusal.broken == CONFLICT and await _gone(request):
                refusal.broken = None
            return self.recorded(call, refusal)
        call.status = 200
        return _json(200, {"ok": True, "result": result})

    def run(self, call: Call) -> Any:
        method = METHODS.get(call.method.lower())
        if method is None:
            unknown = call.method.lower() not in KNOWN
            raise ApiError(404, "Not Found: method not found") if unknown else not_modelled(call.method)
        check_parameters(self.world, method, call)
        return method.handler(self.world, call)


async def _gone(request: web.Request) -> bool:
    """Whether the client has hung up, or does so within a moment."""
    await asyncio.sleep(_GRACE)
    return request.transport is None or request.transport.is_closing()


def _json(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, json.dumps(body).encode(), headers or {})


def _refused(refusal: ApiError) -> Reply:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    if not refusal.parameters:
        return _json(refusal.code, body)
    retry_after = refusal.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return _json(refusal.code, body | {"parameters": refusal.parameters}, headers)


def _page(action: Answer) -> str:
    title = f"{action.status} {action.description}"
    head = f"<html>\r\n<head><title>{title}</title></head>\r\n"
    body = f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n"
    return f"{head}<body>\r\n{body}</body>\r\n</html>"


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _write(request: web.Request, reply: Reply) -> web.StreamResponse:
    """Write the answer; a client that has gone meanwhile just does not get it."""
    response = web.Response(
        status=reply.status, body=reply.body, headers=reply.headers, content_type=reply.content_type
    )
    try:
        await response.prepare(request)
        await response.write_eof()
    except (ClientConnectionResetError, ConnectionResetError):
        _hang_up(request)
    return response
