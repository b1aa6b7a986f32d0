"""How long the event loop is kept from its other work while a thousand feeds change at once.

`python -m benchmarks.stalling FEEDS` prints {"p99_ms": ..., "max_ms": ...}.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

import trustme

from benchmarks.newsserver import news_server
from benchmarks.polling_ours import Ours, opened

_TICK = 0.005


async def _lateness(client: Ours) -> list[float]:
    """By how many seconds each tick of a clock came late during one round."""
    late: list[float] = []
    running = asyncio.create_task(client.look())
    while not running.done():
        due = time.perf_counter() + _TICK
        await asyncio.sleep(_TICK)
        late.append(time.perf_counter() - due)
    await running
    return late


def main() -> None:
    feeds = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, news_server(feeds) as served:
        authority = Path(folder) / "authority.pem"
        trustme.CA().cert_pem.write_to_path(str(authority))
        with opened(Path(folder), authority) as client:
            client.add([served.url(number) for number in range(feeds)])
            client.round()
            served.publish(1)
            late = sorted(client.run(_lateness(client)))
    p99, most = late[int(0.99 * (len(late) - 1))], late[-1]
    print(json.dumps({"p99_ms": p99 * 1000, "max_ms": most * 1000}))


if __name__ == "__main__":
    main()
