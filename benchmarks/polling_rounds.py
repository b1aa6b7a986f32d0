"""The rounds that every polling client goes through, and what each cost.

cold: every feed for the first time. unchanged: nothing is new ("not modified"). few new: every
twentieth feed has one new item. distant: as unchanged, but over TLS and from servers 300 ms away.
Connections are never older than the round: between two polls of a feed they would have been closed.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import trustme

from benchmarks.measuring import Meter, Usage, tell
from benchmarks.newsserver import CERTIFIED, Served, news_server

COLD, UNCHANGED, FEW_NEW, DISTANT = "cold", "unchanged", "few new", "distant"
_DISTANCE = 0.3
_BEFORE = 5


class Client(Protocol):
    """What polls."""

    def add(self, urls: list[str]) -> None:
        """Poll these, too, from now on."""

    def round(self) -> None:
        """Poll every feed once, over new connections."""


# From a folder to work in and the file of the authority that the servers' certificates come from.
Opened = Callable[[Path, Path], AbstractContextManager[Client]]


def main(opened: Opened) -> None:
    """`python -m benchmarks.polling_<client> near|far FEEDS`"""
    place, feeds = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(f"{folder}/authority.pem")
        chain = Path(folder) / "server.pem"
        authority.issue_cert(CERTIFIED).private_key_and_cert_chain_pem.write_to_path(str(chain))
        # A few feeds more, which are polled first, so that all code is loaded and every worker runs.
        with (
            news_server(feeds + _BEFORE, chain if place == "far" else None) as served,
            opened(Path(folder), Path(folder) / "authority.pem") as client,
        ):
            client.add([served.url(feeds + n) for n in range(_BEFORE)])
            client.round()
            client.add([served.url(number) for number in range(feeds)])
            tell((_far if place == "far" else _near)(client, served, feeds))


def _near(client: Client, served: Served, feeds: int) -> dict[str, Usage]:
    costs = {COLD: _cost(client, served, feeds), UNCHANGED: _cost(client, served, feeds)}
    served.publish(20)
    return costs | {FEW_NEW: _cost(client, served, feeds)}


def _far(client: Client, served: Served, feeds: int) -> dict[str, Usage]:
    client.round()
    served.move_away(_DISTANCE)
    return {DISTANT: _cost(client, served, feeds)}


def _cost(client: Client, served: Served, feeds: int) -> Usage:
    meter = Meter(apart=served.process)
    client.round()
    return meter.usage(feeds)
