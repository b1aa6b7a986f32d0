"""Nothing inside is ever dialled: held at the server's side, where no packet may arrive."""

import asyncio
import socket
import threading
from collections.abc import Sequence
from contextlib import AsyncExitStack

import pytest

from readouts.domain.source import Validators
from tests.newssite import NewsSite, Story, rss
from watchers.dialing import AddressInfo, AddressRefusedError, Dialer
from watchers.errors import Refused, SourceError, Unreachable
from watchers.fetching import HttpFetcher, Page

FEED = rss(Story("安徽省委国安委召开会议", "https://news.example/1"))
UNSEEN = Validators()


def info(address: str, port: int = 80) -> AddressInfo:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.SOCK_STREAM, 0, "", (address, port)


class Town(Dialer):
    """A world of names in which one address, on loopback in truth, counts as public."""

    def __init__(self, public: str, names: dict[str, list[Sequence[AddressInfo]]]) -> None:
        super().__init__(allow_private=False, lookup=self._lookup)
        self._public = public
        self._names = names

    def check(self, address: str) -> None:
        if address != self._public:
            super().check(address)

    def _lookup(self, host: str, _port: int) -> Sequence[AddressInfo]:
        answers = self._names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.mark.parametrize("hops", [1, 2, 5])
@pytest.mark.parametrize("shape", ["http://{host}/", "http://{host}:8080/", "http://inside.example/"])
async def test_a_redirect_from_outside_never_leads_inside(hops: int, shape: str) -> None:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(NewsSite(host="127.0.0.1"))
        trap = await stack.enter_async_context(NewsSite(host="127.0.0.2"))
        trap.publish("/", FEED)
        names: dict[str, list[Sequence[AddressInfo]]] = {
            "news.example": [[info(site.host, site.port)]],
            "inside.example": [[info(trap.host, trap.port)]],
        }
        for hop in range(1, hops):
            site.redirect(f"/{hop}", f"/{hop + 1}")
        site.redirect(f"/{hops}", shape.format(host=trap.host))
        fetcher = await stack.enter_async_context(HttpFetcher(dialer=Town(site.host, names)))
        with pytest.raises(Refused, match="private or reserved network"):
            await fetcher.fetch("http://news.example/1", UNSEEN)
        assert len(site.requests) == hops
        assert trap.connections == 0


async def test_a_name_that_changes_its_answer_is_never_followed_inside() -> None:
    """Public when it is looked up for a check, inside when it is looked up for the connection."""
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(NewsSite(host="127.0.0.1"))
        trap = await stack.enter_async_context(NewsSite(host="127.0.0.2"))
        site.publish("/", FEED)
        outside, inside = [info(site.host, site.port)], [info(trap.host, trap.port)]
        names: dict[str, list[Sequence[AddressInfo]]] = {"rebind.example": [outside, inside]}
        for _ in range(2):
            async with HttpFetcher(dialer=Town(site.host, names)) as fetcher:
                try:
                    found = await fetcher.fetch("http://rebind.example/", UNSEEN)
                except Refused:
                    continue
                assert isinstance(found, Page)
        assert names["rebind.example"] == [inside], "the name has been looked up twice"
        assert (site.connections, trap.connections) == (1, 0)


@pytest.mark.parametrize("order", [1, -1])
async def test_a_name_with_one_address_inside_is_refused_whole(order: int) -> None:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(NewsSite(host="127.0.0.1"))
        trap = await stack.enter_async_context(NewsSite(host="127.0.0.2"))
        answers = [info(site.host, site.port), info(trap.host, trap.port)][::order]
        fetcher = await stack.enter_async_context(
            HttpFetcher(dialer=Town(site.host, {"mixed.example": [answers]}))
        )
        with pytest.raises(Refused):
            await fetcher.fetch("http://mixed.example/", UNSEEN)
        assert (site.connections, trap.connections) == (0, 0)


@pytest.mark.parametrize(
    "form",
    "127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 localhost [::1] [::ffff:127.0.0.1] ①②⑦.0.0.1 127.0.0.1."
    " u@127.0.0.1 0 [::]".split(),
)
async def test_no_way_to_write_loopback_reaches_a_server_there(form: str) -> None:
    async with NewsSite() as trap, HttpFetcher() as fetcher:
        for url in (f"http://{form}:{trap.port}/", f"http://{form}/"):
            with pytest.raises(SourceError):
                await fetcher.fetch(url, UNSEEN)
        assert trap.connections == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_no_socket_is_made_for_an_address_inside(address: str) -> None:
    """The last line: what happens on the address itself, whatever led to it."""
    with pytest.raises(AddressRefusedError):
        Dialer(allow_private=False).open_socket(info(address))


def test_a_socket_is_made_for_a_public_address() -> None:
    Dialer(allow_private=False).open_socket(info("1.1.1.1")).close()


@pytest.mark.parametrize("failure", [OSError("no such name"), UnicodeError("label too long")])
async def test_a_name_that_is_not_found_has_its_sentence(failure: Exception) -> None:
    def lookup(_host: str, _port: int) -> Sequence[AddressInfo]:
        raise failure

    async with HttpFetcher(dialer=Dialer(allow_private=False, lookup=lookup)) as fetcher:
        with pytest.raises(Unreachable, match="name could not be found"):
            await fetcher.fetch("http://gone.example/", UNSEEN)


async def test_a_name_without_addresses_is_not_found() -> None:
    async with HttpFetcher(dialer=Dialer(allow_private=False, lookup=lambda _host, _port: [])) as fetcher:
        with pytest.raises(Unreachable, match="name could not be found"):
            await fetcher.fetch("http://empty.example/", UNSEEN)


async def test_lookups_that_hang_do_not_hold_up_others() -> None:
    """The loop's own threads are few: forty hanging lookups would use them all up."""
    patience = threading.Event()

    def lookup(host: str, _port: int) -> Sequence[AddressInfo]:
        if host.startswith("hang"):
            patience.wait(30)
        return [info("127.0.0.1")]

    dialer = Dialer(allow_private=True, lookup=lookup)
    hanging = [asyncio.create_task(dialer.resolve(f"hang{number}.example", 80)) for number in range(40)]
    try:
        async with asyncio.timeout(5):
            assert (await dialer.resolve("quick.example", 80))[0][4] == ("127.0.0.1", 80)
        assert not any(task.done() for task in hanging)
    finally:
        for task in hanging:
            task.cancel()
        patience.set()
    await asyncio.gather(*hanging, return_exceptions=True)
