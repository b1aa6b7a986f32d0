"""Which links the server takes, and how it writes them back."""

import re
from ipaddress import IPv6Address
from urllib.parse import parse_qs

_HOST_CHARACTER = re.compile(r"[A-Za-z0-9.\-_!$,~*'();&+=]|%[0-9A-Fa-f]{2}|[^\x00-\x7f]")
_PROTOCOL = re.compile(r"([^:/?#@\[\]]*)://")
_USER_LINK = re.compile(r"tg:(?://)?user\?(.*)", re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,5}")


class LinkError(ValueError):
    """The sentence says what the server dislikes about the link."""


def mentioned_user(url: str) -> int | None:
    """The user id of `tg://user?id=...`, None for every other link."""
    match = _USER_LINK.fullmatch(url.strip())
    number = parse_qs(match[1]).get("id", [""])[0] if match else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None


def checked_link(url: str) -> str:
    """The link as the server stores it: scheme and host in lower case, a path at least "/".

    Raises LinkError for anything but http, https and tg, and for hosts without a dot.
    """
    link = url.strip()
    if link[:3].lower() == "tg:":
        return _tg_link(link[3:].removeprefix("//"))
    protocol, userinfo, host, port, query = _parsed(link)
    if "." not in host and not host.startswith("["):
        raise LinkError("Wrong HTTP URL")
    return f"{protocol}://{userinfo}{host}{port}{query}"


def _tg_link(rest: str) -> str:
    _, userinfo, host, port, query = _parsed(rest)
    if rest[:4].lower() == "http" or userinfo or port or host.startswith("["):
        raise LinkError("Wrong tg URL")
    if not re.fullmatch(r"[a-z0-9_\-]+", host):
        raise LinkError("Unallowed characters in URL host")
    return f"tg://{host}{query[1:] if query.startswith('/?') else query}"


def _parsed(url: str) -> tuple[str, str, str, str, str]:
    protocol, rest = _protocol(url)
    stop = re.search(r"[/?#]", rest)
    authority, query = (rest[: stop.start()], rest[stop.start() :]) if stop else (rest, "")
    userinfo_host, port = _port(authority)
    userinfo, at, host = userinfo_host.rpartition("@")
    _check_part(userinfo.replace(":", ""), "userinfo")
    return protocol, userinfo + at, _host(host), port, _query(query)


def _protocol(url: str) -> tuple[str, str]:
    match = _PROTOCOL.match(url)
    if match is None:
        return "http", url
    if match[1].lower() not in ("http", "https"):
        raise LinkError("Unsupported URL protocol")
    return match[1].lower(), url[match.end() :]


def _port(authority: str) -> tuple[str, str]:
    head, colon, tail = authority.rpartition(":")
    if not head or "]" in tail or "@" in tail:
        return authority, ""
    number = int(tail) if _DIGITS.fullmatch(tail.lstrip("0")) else 0
    if not 1 <= number <= 65535:
        raise LinkError("Wrong port number specified in the URL")
    return head, f"{colon}{number}"


def _host(host: str) -> str:
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if host.startswith("[") and host.endswith("]"):
        return _ipv6(host)
    _check_part(host, "host")
    return host.lower()


def _ipv6(host: str) -> str:
    try:
        IPv6Address(host[1:-1])
    except ValueError:
        raise LinkError("Wrong IPv6 address specified in the URL") from None
    return host.lower()


def _query(query: str) -> str:
    stripped = query.rstrip()
    path = stripped if stripped.startswith("/") else f"/{stripped}"
    return "".join(f"%{ord(c):02X}" if c <= " " else c for c in path)


def _check_part(part: str, name: str) -> None:
    position = 0
    while position < len(part):
        match = _HOST_CHARACTER.match(part, position)
        if match is None:
            wrong = "Wrong percent-encoded symbol" if part[position] == "%" else "Disallowed character"
            raise LinkError(f"{wrong} in URL {name}")
        position = match.end()
