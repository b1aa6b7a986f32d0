"""Name lookup and sockets for the HTTP client, checked on the address that is really dialled.

A name is checked when it is looked up and its address once more when its socket is made, so
neither a literal address, nor a redirect, nor a name that changes its answer gets past.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

from watchers.safety import UnsafeError, check_address

AddressInfo: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]
Lookup: TypeAlias = Callable[[str, int], Sequence[AddressInfo]]


class AddressRefusedError(OSError):
    """The address that would be dialled may not be asked."""


def look_up(host: str, port: int) -> Sequence[AddressInfo]:
    """The addresses of `host`; blocks, raises OSError."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


class Dialer(AbstractResolver):
    """Resolver and socket factory of one aiohttp connector."""

    def __init__(self, *, allow_private: bool, lookup: Lookup = look_up) -> None:
        self._allow_private = allow_private
        self._lookup = lookup

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """A socket for this address; raises AddressRefusedError."""
        family, kind, protocol, _, address = info
        self.check(str(address[0]))
        return socket.socket(family=family, type=kind, proto=protocol)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of `host`; raises OSError, AddressRefusedError if any of them is not public."""
        found = [info for info in await self._look_up(host, port) if family in (info[0], socket.AF_UNSPEC)]
        if not found:
            raise OSError("the name has no address")
        for info in found:
            self.check(str(info[4][0]))
        return [_result(host, info) for info in found]

    async def close(self) -> None:
        """Nothing is held open."""

    def check(self, address: str) -> None:
        """Raise AddressRefusedError unless this IP address may be dialled."""
        try:
            check_address(address, allow_private=self._allow_private)
        except UnsafeError as error:
            raise AddressRefusedError(str(error)) from None

    async def _look_up(self, host: str, port: int) -> Sequence[AddressInfo]:
        # Daemon threads, because a lookup can hang for half a minute: it must neither use up the
        # loop's few threads nor hold back the end of the program.
        answer: asyncio.Future[Sequence[AddressInfo]] = asyncio.get_running_loop().create_future()
        threading.Thread(target=_answer, args=(self._lookup, host, port, answer), daemon=True).start()
        return await answer


def _answer(lookup: Lookup, host: str, port: int, answer: asyncio.Future[Sequence[AddressInfo]]) -> None:
    found: Sequence[AddressInfo] | OSError
    try:
        found = lookup(host, port)
    except OSError as error:
        found = error
    except UnicodeError:
        found = OSError("the name is not a proper host name")
    with contextlib.suppress(RuntimeError):  # the loop has been closed: nobody waits any more
        answer.get_loop().call_soon_threadsafe(_settle, answer, found)


def _settle(answer: asyncio.Future[Sequence[AddressInfo]], found: Sequence[AddressInfo] | OSError) -> None:
    if answer.done():
        return
    if isinstance(found, OSError):
        answer.set_exception(found)
    else:
        answer.set_result(found)


def _result(host: str, info: AddressInfo) -> ResolveResult:
    family, _, protocol, _, address = info
    return ResolveResult(
        hostname=host,
        host=str(address[0]),
        port=int(address[1]),
        family=family,
        proto=protocol,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
