"""A client in a process of its own, so that what it costs can be told from what its servers cost.

Asked with the addresses as JSON, [[one after the other], [at once]], it answers with what became of
each and by how many bytes it grew at most: {"fates": {address: [what, seconds]}, "growth": bytes}.
"""

import asyncio
import json
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from readouts.domain.source import Validators
from watchers.errors import SourceError
from watchers.fetching import HttpFetcher, Limits, Page


async def fate(fetcher: HttpFetcher, url: str) -> tuple[str, float]:
    began = time.monotonic()
    try:
        found = await fetcher.fetch(url, Validators())
        what = (
            f"{type(found).__name__} of {len(found.body)} bytes" if isinstance(found, Page) else "NotModified"
        )
    except SourceError as error:
        what = f"{type(error).__name__}: {error}"
    return what, time.monotonic() - began


def most_held() -> int:
    """The most memory that this process has held so far, in bytes."""
    (kilobytes,) = re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(kilobytes) * 1024


async def main(one_by_one: list[str], at_once: list[str], warm_up: str) -> dict[str, Any]:
    limits = Limits(deadline=timedelta(seconds=1), per_host=100)
    async with HttpFetcher(limits, allow_private=True) as fetcher:
        await fate(fetcher, warm_up)
        before = most_held()
        fates = {url: await fate(fetcher, url) for url in one_by_one}
        waited = await asyncio.gather(*(fate(fetcher, url) for url in at_once))
        return {"fates": fates | dict(zip(at_once, waited, strict=True)), "growth": most_held() - before}


if __name__ == "__main__":
    json.dump(asyncio.run(main(*json.loads(sys.argv[1]))), sys.stdout)
