"""No way leads inside: held in a sealed network, where every packet that is sent is seen.

Also those to addresses that no server of ours could stand at; and so that it is seen that the packets
would be seen, each way is tried with a public address, too.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.watchers import astray, sealed, ways
from tests.watchers.test_safety import OUTSIDE

pytestmark = [
    pytest.mark.skipif(
        bool(sealed.why_not()), reason=f"no network of one's own can be made here: {sealed.why_not()}"
    ),
    pytest.mark.timeout(300),
]

ROOT = Path(__file__).parents[2]
PROXY = "http://10.9.9.9:3128"
PROXIES = dict.fromkeys(("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"), PROXY)
PUBLIC = {ways.OTHER, ways.OTHER_6}


@cache
def destinations() -> Mapping[str, Mapping[str, list[str]]]:
    """By way and target the addresses to which packets went. A proxy inside is named, too."""
    command = ["unshare", "-rn", sys.executable, "-m", "tests.watchers.astray"]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ | PROXIES, capture_output=True, check=False)  # noqa: S603
    assert ended.returncode == 0, ended.stderr.decode()
    found: Mapping[str, Mapping[str, list[str]]] = json.loads(ended.stdout)
    return found


def inside(way: str) -> dict[str, set[str]]:
    """Which targets had packets sent to where nobody may ask."""
    went = {target: {*addresses} - PUBLIC for target, addresses in destinations()[way].items()}
    return {target: addresses for target, addresses in went.items() if addresses}


@pytest.mark.parametrize("way", [way for way in ways.WITH_URLS if way != "carelessly"])
def test_no_url_sends_a_packet_inside(way: str) -> None:
    went = destinations()[way]
    assert len(went.keys() - astray.PUBLIC_URLS) >= 60
    assert inside(way) == {}
    for url, address in zip(astray.PUBLIC_URLS, (ways.OTHER, ways.OTHER_6), strict=True):
        assert went[url] == [address], "to a public address this way does lead"


@pytest.mark.parametrize("way", ways.WITH_ADDRESSES)
def test_no_name_sends_a_packet_inside(way: str) -> None:
    went = destinations()[way]
    assert len(went.keys() - PUBLIC) >= 60
    assert inside(way) == {}
    assert all(address in went[address] for address in PUBLIC), "to a public address this way does lead"


def test_no_answer_has_its_readers_ask_for_more() -> None:
    assert len(destinations()["told by an answer"]) >= 10
    assert inside("told by an answer") == {}


def test_public_addresses_that_look_like_private_ones_are_asked() -> None:
    asked = {address: {*went} for address, went in destinations()["public look-alike"].items()}
    assert asked == {address: {address} - {ways.SITE} for address in OUTSIDE}
    assert len(asked) >= 20


def test_a_client_without_checks_is_led_inside_by_the_same_addresses() -> None:
    """What the other tests are worth: their targets are ways inside, and the tap sees them taken."""
    assert len(inside("carelessly")) >= 35
