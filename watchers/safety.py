"""Which URLs and which addresses a source may live at. Pure: no name is looked up here.

URLs are read by yarl, the very parser whose result is dialled, so a check and a connection can
never disagree about the host. Names are judged again as addresses when they have been looked up
(see dialing), because a name can change its mind between two questions.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

PORTS = frozenset((80, 443, 8080, 8443))
MAX_URL_LENGTH = 4000
_IN_NO_URL = re.compile(r"[\\\x00-\x20\x7f]")
_HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
# The only range from which public IPv6 addresses are given out. Everything else (loopback, mapped,
# compatible, NAT64, site-local, link-local, unique-local, multicast) lies outside of it.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_PRIVATE = tuple(
    IPv4Network(network)
    for network in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
) + tuple(IPv6Network(network) for network in ("::1/128", "fc00::/7"))


class UnsafeError(ValueError):
    """An address that is not asked. `str()` is a plain sentence and repeats nothing of the address."""


def check_address(address: str, *, allow_private: bool) -> None:
    """Raise UnsafeError unless `address` (an IP address in text form) may be dialled.

    `allow_private` opens loopback and private networks; never link-local addresses (where clouds
    keep their secrets), multicast or reserved ones.
    """
    try:
        may_be_dialled = _may_be_dialled(address, allow_private)
    except ValueError:
        raise UnsafeError("The server's address is not an IP address.") from None
    if not may_be_dialled:
        raise UnsafeError("The address leads into a private or reserved network, which is not asked.")


@lru_cache(maxsize=10_000)  # the same servers are asked again and again
def _may_be_dialled(address: str, allow_private: bool) -> bool:
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped and allow_private:
        ip = ip.ipv4_mapped
    return _is_public(ip) or (allow_private and _is_in(ip, _PRIVATE))


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return not _is_in(ip, _NOT_PUBLIC_4)
    return ip.scope_id is None and ip in _PUBLIC_6 and not _is_in(ip, _NOT_PUBLIC_6)


def _is_in(ip: IPv4Address | IPv6Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(ip in network for network in networks if network.version == ip.version)


def checked_url(text: str, *, allow_private: bool, base: URL | None = None) -> URL:
    """`text` as an absolute URL that may be asked; relative ones (of redirects) stand on `base`.

    Raises UnsafeError. With `allow_private` any port may be named, as test sites and intranets do.
    """
    return (
        _checked(text, allow_private) if base is None else _judged(_parsed(text, base), allow_private, base)
    )


@lru_cache(maxsize=10_000)  # a source is asked at the same address again and again
def _checked(text: str, allow_private: bool) -> URL:
    return _judged(_parsed(text, None), allow_private, None)


def _judged(url: URL, allow_private: bool, base: URL | None) -> URL:
    if url.scheme not in ("http", "https"):
        raise UnsafeError("Only http and https addresses are asked.")
    if base is not None and base.scheme == "https" and url.scheme == "http":
        raise UnsafeError("The server redirects from https to plain http, which is not followed.")
    if url.raw_user is not None or url.raw_password is not None:
        raise UnsafeError("Addresses with a user name or password in them are not asked.")
    if url.port not in PORTS and not allow_private:
        raise UnsafeError("Only the ports 80, 443, 8080 and 8443 are asked.")
    _check_host(url, allow_private=allow_private)
    return url


def _parsed(text: str, base: URL | None) -> URL:
    # Readers disagree about what these mean in a URL; none of them is needed in one.
    if len(text) > MAX_URL_LENGTH or _IN_NO_URL.search(text):
        raise UnsafeError("The address is not a proper URL.")
    try:
        return base.join(URL(text)) if base is not None else URL(text)
    except ValueError:
        raise UnsafeError("The address is not a proper URL.") from None


def _check_host(url: URL, *, allow_private: bool) -> None:
    name = (url.raw_host or "").removesuffix(".")
    try:
        ip_address(name)
    except ValueError:
        if not _HOST_NAME.fullmatch(name):
            raise UnsafeError("The address names no proper host.") from None
        if _is_disguised_number(name):
            raise UnsafeError("The address names its host by a disguised number.") from None
    else:
        check_address(name, allow_private=allow_private)


def _is_disguised_number(name: str) -> bool:
    """Whether C libraries would read the name as an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1."""
    last = name.rpartition(".")[2].lower()
    return last.isdigit() or last.startswith("0x")
