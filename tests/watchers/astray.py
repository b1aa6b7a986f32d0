"""Every way by which an address comes to be asked, tried with every address that nobody may reach.

Runs in a sealed network, where whatever is dialled arrives, and writes down as JSON where packets went:

    unshare -rn python -m tests.watchers.astray
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from readouts.archive.database import Archive
from tests.newssite import NewsSite, document
from tests.watchers.pages import HTML, article_page
from tests.watchers.sealed import Tap, seal
from tests.watchers.test_safety import INSIDE, OUTSIDE, REFUSED_URLS
from tests.watchers.ways import (
    ORIGIN,
    OTHER,
    OTHER_6,
    SITE,
    WITH_ADDRESSES,
    WITH_URLS,
    Way,
    World,
    article_of_an_item,
    name,
    polled_as_a_feed,
    polled_as_a_page,
    polled_as_a_sitemap,
    searched_for_feeds,
)
from watchers.errors import SourceError
from watchers.opml import parse_opml
from watchers.workers import WorkerPool

PUBLIC_URLS = [f"http://{OTHER}/", f"http://[{OTHER_6}]/"]
# Names are judged when they have been looked up; and as these stand here, so they are looked up.
LOCAL_URLS = "http://localhost/ http://localhost./ http://LOCALHOST:8080/ http://ｌocalhost/ http://lo\xadcalhost/".split()
# What can be written into a page, a feed and a header.
URLS = [*PUBLIC_URLS, *LOCAL_URLS, *(url for url in REFUSED_URLS if url.isprintable() and url.strip())]
ADDRESSES = [OTHER, OTHER_6, *INSIDE]
TRAP = "http://10.0.0.1/trap"
LOCAL = "/etc/passwd"
DOCTYPES = [
    f'<!DOCTYPE rss SYSTEM "{TRAP}.dtd">',
    f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{TRAP}"><!ENTITY y SYSTEM "file://{LOCAL}">]>',
    f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{TRAP}"> %x;]>',
    f'<?xml-stylesheet href="{TRAP}"?>',
]
XINCLUDE = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{TRAP}"/>'
TITLE = f"<item><title>&x;&y;{XINCLUDE}</title><link>{TRAP}</link><enclosure url='{TRAP}'/></item>"
MARKUP = "".join(
    f'<{tag} src="{TRAP}" href="{TRAP}" data="{TRAP}"/>'
    for tag in "img iframe link script object embed frame".split()
)
BODIES: dict[str, bytes] = {
    "an address": TRAP.encode(),
    "an address inside": b"http://169.254.169.254/latest/meta-data",
    "a path": LOCAL.encode(),
    "a path that never ends": b"/dev/zero",
    "a file's address": f"file://{LOCAL}".encode(),
    **{
        f"doctype {number}": f'<?xml version="1.0"?>{doctype}<rss><channel>{TITLE}</channel></rss>'.encode()
        for number, doctype in enumerate(DOCTYPES)
    },
    "markup": f"<html><head><meta http-equiv=refresh content='0;url={TRAP}'></head>{MARKUP}</html>".encode(),
    "sitemap": f"{DOCTYPES[1]}<urlset><url><loc>&x;&y;{TRAP}</loc></url></urlset>".encode(),
}
HEADERS = {
    "Refresh": f"0; url={TRAP}",
    "Link": f"<{TRAP}>; rel=alternate",
    "Alt-Svc": 'h3="10.0.0.1:443"; ma=86400, h2="10.0.0.1:443"',
    "Content-Location": TRAP,
    "Location": TRAP,
    "Content-Type": "text/xml",
}


async def told(world: World, body: str) -> None:
    """An answer that would have its reader ask for more, given to every reader."""
    world.site.perform("/told", document(BODIES[body], HEADERS))
    for way in (
        polled_as_a_feed,
        polled_as_a_page,
        polled_as_a_sitemap,
        searched_for_feeds,
        article_of_an_item,
    ):
        await way(world, f"{ORIGIN}/told")
    parse_opml(BODIES[body])


WITH_BODIES: dict[str, Way] = {"told by an answer": told}


async def where_packets_went(
    world: World, ways: Mapping[str, Way], targets: Iterable[str], tap: Tap
) -> dict[str, dict[str, list[str]]]:
    """For each way and target the addresses to which packets went, the site's own left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for title, way in ways.items():
        found[title] = {}
        for target in targets:
            tap.destinations()
            with suppress(SourceError):
                await way(world, target)
            await asyncio.sleep(0)  # the last connection says good-bye
            found[title][target] = sorted(tap.destinations() - {SITE})
    return found


async def main() -> None:
    seal()
    workers, tap = WorkerPool(), Tap()
    with tempfile.TemporaryDirectory() as folder:
        async with await Archive.open(Path(folder) / "archive") as archive, NewsSite("0.0.0.0", 80) as site:  # noqa: S104
            site.publish("/", article_page(), content_type=HTML)
            world = World(site, workers, archive)
            found = await where_packets_went(world, WITH_URLS, URLS, tap)
            found |= await where_packets_went(world, WITH_ADDRESSES, ADDRESSES, tap)
            found |= await where_packets_went(world, WITH_BODIES, BODIES, tap)
            found |= await where_packets_went(world, {"public look-alike": name}, OUTSIDE, tap)
    await workers.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
