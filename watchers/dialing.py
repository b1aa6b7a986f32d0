"""Name lookup and sockets for the HTTP client, checked on the address that is really dialled.

A name is checked when it is looked up and its address once more when its socket is made, so
neither a literal address, nor a redirect, nor a name that changes its answer gets past.
"""

import asyncio
import contextlib
import socket
from _thread import start_new_thread
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, TypeAlias

from aiohappyeyeballs import start_connection

from watchers.safety import UnsafeError, check_address

# A source is asked every few minutes: its address need not be looked up each time.
_NAMES_KEPT_SECONDS = 300
_MAX_NAMES = 5_000
# After so long without a connection the next address is tried beside the first (RFC 8305).
_NEXT_ADDRESS_SECONDS = 0.25

AddressInfo: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]
Lookup: TypeAlias = Callable[[str, int], Sequence[AddressInfo]]


class AddressRefusedError(OSError):
    """The address that would be dialled may not be asked."""


class NameNotFoundError(OSError):
    """The name of the server means nothing."""


class NotConnectedError(OSError):
    """No address of the server could be reached."""


def look_up(host: str, port: int) -> Sequence[AddressInfo]:
    """The addresses of `host`; blocks, raises OSError."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


class Dialer:
    """Makes connections to servers by their names. What names mean is remembered for five minutes."""

    def __init__(self, *, allow_private: bool, lookup: Lookup = look_up) -> None:
        self._allow_private = allow_private
        self._lookup = lookup
        self._known: OrderedDict[tuple[str, int], tuple[float, Sequence[AddressInfo]]] = OrderedDict()

    async def connect(self, host: str, port: int) -> socket.socket:
        """A socket that is connected to `host`, a name or an address.

        Raises AddressRefusedError, NameNotFoundError, NotConnectedError, ConnectionRefusedError.
        """
        addresses = await self._addresses(host, port)
        try:
            return await start_connection(
                addresses,
                happy_eyeballs_delay=_NEXT_ADDRESS_SECONDS,
                interleave=1,
                socket_factory=self.open_socket,
            )
        except (AddressRefusedError, ConnectionRefusedError):
            raise
        except OSError:
            raise NotConnectedError("none of the server's addresses can be reached") from None

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """A socket for this address; raises AddressRefusedError."""
        family, kind, protocol, _, address = info
        self.check(str(address[0]))
        return socket.socket(family=family, type=kind, proto=protocol)

    async def resolve(self, host: str, port: int) -> Sequence[AddressInfo]:
        """All addresses of a name; raises NameNotFoundError, AddressRefusedError if any of them is not
        public."""
        try:
            found = await self._look_up(host, port)
        except OSError:
            found = ()
        if not found:
            raise NameNotFoundError("the name has no address")
        for info in found:
            self.check(str(info[4][0]))
        return found

    def check(self, address: str) -> None:
        """Raise AddressRefusedError unless this IP address may be dialled."""
        try:
            check_address(address, allow_private=self._allow_private)
        except UnsafeError as error:
            raise AddressRefusedError(str(error)) from None

    def forget_names(self) -> None:
        """Look every name up anew from now on."""
        self._known.clear()

    async def _addresses(self, host: str, port: int) -> Sequence[AddressInfo]:
        if literal := _literal(host, port):
            return (literal,)
        now = asyncio.get_running_loop().time()
        until, known = self._known.get((host, port), (now, ()))
        if until > now:
            return known
        found = await self.resolve(host, port)
        self._known[host, port] = now + _NAMES_KEPT_SECONDS, found
        if len(self._known) > _MAX_NAMES:
            self._known.popitem(last=False)
        return found

    async def _look_up(self, host: str, port: int) -> Sequence[AddressInfo]:
        # A lookup can hang for half a minute: it must neither use up the loop's few threads nor hold back
        # the end of the program. `threading` would wait here until the thread has begun, which takes
        # longer than all the rest of a poll.
        answer: asyncio.Future[Sequence[AddressInfo]] = asyncio.get_running_loop().create_future()
        start_new_thread(_answer, (self._lookup, host, port, answer))
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


@lru_cache(maxsize=10_000)  # the same servers are asked again and again
def _literal(host: str, port: int) -> AddressInfo | None:
    """The address that `host` already is."""
    try:
        version = ip_address(host.removesuffix(".")).version
    except ValueError:
        return None
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host.removesuffix("."), port)
