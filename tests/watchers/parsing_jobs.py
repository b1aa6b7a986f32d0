"""What the tests let worker processes do with the parser, apart from jobs that need none."""

import resource
from pathlib import Path

from readouts.domain.source import Source
from watchers.parsing import parse_feed


def memory_after_parsing(bodies: list[bytes], times: int) -> int:
    """How many bytes this process holds after it has parsed all of these feeds so many times."""
    for _ in range(times):
        for body in bodies:
            parse_feed(body, None, "https://news.example/feed", Source("Memory", ""))
    return resident_bytes()


def resident_bytes() -> int:
    """How much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
