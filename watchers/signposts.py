"""Pages that only lead on to another one at once, as the front doors of e-papers lead to today's issue.

<meta http-equiv="refresh" content="0; url=html/2024-06/04/node_1.htm"> does what a redirect does, and so does
<script>location.href = "html/2024-06/04/node_1.htm"</script>. Scripts are not run: one that does this and
nothing else is understood as it stands.
"""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urljoin

from readouts.domain.source import Validators
from watchers.decoding import decode
from watchers.errors import Unreachable
from watchers.fetching import Fetcher, NotModified, Page

MOST_SIGNS = 3
# A page that says more than this is no sign, whatever it does after a while.
_LARGEST_SIGN = 4_000
# What only some readers see: those without scripts, or with a browser of long ago.
_FOR_OTHERS = re.compile(r"<!--.*?(?:-->|\Z)|<noscript.*?(?:</noscript|\Z)", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\s([^<>]*)>", re.IGNORECASE)
_IS_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
# "3; url=/" behind an apology is how a page that is not there leads to the front page: only at once counts.
_AT_ONCE = re.compile(
    r"content\s*=\s*[\"']?\s*0*[01]?\s*[;,]\s*url\s*=\s*[\"']?\s*([^\"'\s]+)", re.IGNORECASE
)
# In comments stood what browsers of long ago were not to show.
_HIDDEN_SCRIPT = re.compile(r"(<script[^<>]*>)\s*<!--[^\n<]*\n?|//\s*-->\s*(?=</script)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"<script[^<>]*>\s*(?:(?:window|document|self|top|parent)\.){0,2}location(?:\.href)?\s*"
    r"(?:=|\.(?:replace|assign)\s*\()\s*([\"'])(?P<to>(?:[^\"'<>\s\\]|\\/)+)\1\s*\)?[\s;]*</script",
    re.IGNORECASE,
)


class SignFollower:
    """A `Fetcher` that goes where such pages lead, over at most three of them."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def fetch(self, url: str, validators: Validators) -> Page | NotModified:
        """What is at `url` or where it leads; raises SourceError.

        Of a page that was led to only the hash is kept: the server is asked about the sign next time, and
        that a sign is the same says nothing of what is behind it.
        """
        found = await self._fetcher.fetch(url, validators)
        for _ in range(MOST_SIGNS):
            to = _leads_to(found)
            if not to:
                return found
            found = _by_hash(await self._fetcher.fetch(to, Validators(body_hash=validators.body_hash)))
        if _leads_to(found):
            raise Unreachable("The page leads on to one page after the other.")
        return found


def _leads_to(found: Page | NotModified) -> str:
    """The address, or "" where the page is no sign; raises Unreachable where the way is not to be taken."""
    if isinstance(found, NotModified) or len(found.body) > _LARGEST_SIGN:
        return ""
    sign = _sign(decode(found.body, found.content_type))
    try:
        to = urljoin(found.url, sign) if sign else ""
    except ValueError:
        return ""
    if _is_secure(found.url) and to and not _is_secure(to):
        raise Unreachable("The page leads from https to plain http, which is not followed.")
    return "" if to == found.url else to


def _sign(markup: str) -> str:
    """Where the page leads, as it is written there; "" where it leads nowhere at once."""
    shown = _FOR_OTHERS.sub(" ", _HIDDEN_SCRIPT.sub(r"\1", markup))
    metas = (inner for inner in _META.findall(shown) if _IS_REFRESH.search(inner))
    if sign := next(filter(None, map(_AT_ONCE.search, metas)), None):
        return unescape(sign[1])
    script = _SCRIPT.search(shown)
    return script["to"].replace("\\/", "/") if script else ""


def _is_secure(url: str) -> bool:
    return url.lower().startswith("https:")


def _by_hash(found: Page | NotModified) -> Page | NotModified:
    kept = Validators(body_hash=found.validators.body_hash)
    return replace(found, validators=kept, moved_to=None)
