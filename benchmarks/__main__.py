"""Measures everything and writes docs/performance.md: `python -m benchmarks`, with headings of that page for
only those, with `--quick` for a look that writes nothing."""

import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import cadence, extracting, matching, polling, searching, storing

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
_LIBRARIES = ("aiohttp", "daachorse", "feedparser", "httptools", "jieba", "lxml", "reader", "requests")

_INTRODUCTION = """\
# Performance

Written by `make bench`, never by hand. Ratios mean more than numbers: both sides of a ratio ran in turn on
the same machine, which stands with the day above each table.
"""
# Heading -> what is measured, given whether it has to be quick.
SECTIONS: dict[str, Callable[[bool], str]] = {
    "Polling": lambda quick: polling.report(polling.QUICK if quick else polling.FULL),
    "Matching": lambda quick: matching.report(matching.QUICK if quick else matching.FULL),
    "Searching": lambda quick: searching.report(searching.QUICK if quick else searching.FULL),
    "Storing": lambda quick: storing.report(storing.QUICK if quick else storing.FULL),
    "Understanding articles": lambda quick: extracting.report(1 if quick else 5),
    "Waiting for news": lambda quick: "" if quick else f"{cadence.__doc__}\n{cadence.table()}\n",
}


def main() -> None:
    named = [word for word in sys.argv[1:] if word != "--quick"]
    quick = "--quick" in sys.argv[1:]
    chosen = {heading: measure for heading, measure in SECTIONS.items() if not named or heading in named}
    page = {} if quick or not PAGE.exists() else _sections(PAGE.read_text())
    for heading, measure in chosen.items():
        sys.stderr.write(f"measuring: {heading} ...\n")
        page[heading] = f"{_circumstances()}\n{measure(quick).strip()}\n"
    text = "\n".join(
        [_INTRODUCTION, *(f"## {heading}\n\n{page[heading]}" for heading in SECTIONS if heading in page)]
    )
    if quick:
        print(text)
    else:
        PAGE.write_text(text)


def _sections(page: str) -> dict[str, str]:
    """What stands under each heading of a page."""
    parts = (part.partition("\n\n") for part in page.split("\n## ")[1:])
    return {heading: f"{text.strip()}\n" for heading, _, text in parts}


def _circumstances() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"""\
{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {platform.system()} {platform.release()},
Python {platform.python_version()}; {libraries}.
"""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


if __name__ == "__main__":
    main()
