"""Addresses: how two links are recognised as the same page."""

import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

_MAX_CHARACTERS = 4_000
# What is in its one form already, but for scheme and "www."; w3lib takes fifty times as long to say so.
_IN_FORM = re.compile(
    r"https?://(?:www\.)?((?!www\.)(?:[a-z0-9]{1,63}[.-](?!-))+[a-z]{2,63}"
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9_~.-]*+/?)*+(?:\?(?P<name>[A-Za-z0-9]++)=[A-Za-z0-9]++)?)"
)
_TRACKING = frozenset(
    "_ _ga _hsenc _hsmi _t at_campaign at_medium cmpid dclid fbclid ftag gbraid gclid gclsrc igsh igshid"
    " isappinstalled jsessionid mc_cid mc_eid mkt_tok msclkid nonce ns_campaign oc phpsessid rand random rnd"
    " scm sessionid share_from share_token spm twclid wbraid wt_mc yclid".split()
)
# Java's servers write a reader's session there.
_SESSION = re.compile(r";jsessionid=[^/;?#]*", re.IGNORECASE)


def canonical_url(url: str) -> str:
    """One form for all addresses of a page, to compare and not to open.

    Parameters in order and without those that only track readers or keep caches away, no fragment, no
    default port, no "www.", http and https alike. What is no web address comes back as it is, without the
    spaces around it.
    """
    given = url.strip()
    if len(given) > _MAX_CHARACTERS:
        return given
    simple = _IN_FORM.fullmatch(given)
    if simple and not _only_tracks(simple["name"] or ""):
        return f"https://{simple[1]}"
    try:
        parts = urlsplit(canonicalize_url(_SESSION.sub("", given)))
    except ValueError:
        return given
    if parts.scheme not in ("http", "https"):
        return given
    host = parts.netloc.removeprefix("www.").removesuffix(":80").removesuffix(":443")
    kept = "&".join(pair for pair in parts.query.split("&") if not _only_tracks(pair.partition("=")[0]))
    return urlunsplit(("https", host, parts.path, kept, ""))


def host_of(url: str) -> str | None:
    """The host of a web address; None for what is none or has a name or password in it."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    return split.hostname if split.scheme in ("http", "https") and "@" not in split.netloc else None


def publisher(source: str | None, url: str) -> str | None:
    """Who published an article, as it is shown and searched for: its source, else the host of its address."""
    return source if source and source.strip() else host_of(url)


def _only_tracks(parameter: str) -> bool:
    name = parameter.lower()
    return name.startswith("utm_") or name in _TRACKING
