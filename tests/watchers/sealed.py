"""A network that holds nothing but this machine, and this machine under every address there is.

Whatever is dialled in it arrives here, be it 8.8.8.8 or 169.254.169.254, and a tap sees every packet.
Nothing leaves the machine. It takes a network namespace of its own:

    unshare -rn python -m tests.watchers.some_module
"""

import socket
import subprocess
from functools import cache

# The addresses from which this machine asks, so that answers to it count as packets to outside.
OWN = ("9.9.9.9", "2606:4700::9")
_EVERY_PACKET = 0x0003
_SETUP = (
    "link set lo up",
    f"addr add {OWN[0]}/32 dev lo",
    f"-6 addr add {OWN[1]}/128 dev lo",
    f"route add local 0.0.0.0/0 dev lo src {OWN[0]}",
    f"-6 route add local ::/0 dev lo src {OWN[1]}",
)


@cache
def why_not() -> str:
    """Why there can be no such network here; "" where there can."""
    try:
        tried = subprocess.run(
            ["unshare", "-rn", "ip", "link", "set", "lo", "up"],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        return f"{error.filename} is not installed"
    return tried.stderr.strip() if tried.returncode else ""


def seal() -> None:
    """Make the network of this namespace such a one."""
    for command in _SETUP:
        subprocess.run(["ip", *command.split()], check=True)  # noqa: S603, S607


class Tap:
    """Sees every packet of the namespace, also those that nobody takes."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_PACKET))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_000_000)
        self._socket.setblocking(False)

    def destinations(self) -> set[str]:
        """The addresses to which packets went since this was asked last, without our own."""
        found = set()
        while True:
            try:
                found.add(_destination(self._socket.recv(100)))
            except BlockingIOError:
                return found - {*OWN}


def _destination(packet: bytes) -> str:
    if packet[0] >> 4 == 4:
        return socket.inet_ntop(socket.AF_INET, packet[16:20])
    return socket.inet_ntop(socket.AF_INET6, packet[24:40])
