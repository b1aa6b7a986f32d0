"""A long run of the whole bot: news come, it is killed again and again, and Telegram goes away.

    python -m tests.soak MINUTES

Meetings of invented days are published in forty feeds while the bot is killed without warning and
Telegram is out of reach now and then. At the end everybody must have been told of every meeting, with no
more repeats than kills; the log must hold no fault, and memory must not have grown.
"""

import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

import click

from tests.botapi import BotApiServer, Person
from tests.newssite import NewsSite, Story, rss
from tests.running import RunningBot

FEEDS = 40
READERS = 20
REGIONS = "Anhui Gansu Guangdong Guizhou Hainan Hebei Henan Hubei Hunan Jiangsu Jiangxi Jilin Yunnan".split()
_SHOWN = 20
_FAULTS = re.compile(r"^Traceback.*|^.*level='(?:error|critical)'.*", re.MULTILINE)
_LONGEST_WAIT_SECONDS = 180
_MOST_GROWTH_MEGABYTES = 40


@dataclass
class Result:
    """What a run came to. meetings: published. missing: alerts that somebody never got. repeats: alerts
    beyond one for each person and meeting. megabytes: held by the bot early on and at the end."""

    meetings: int = 0
    alerts: int = 0
    missing: int = 0
    repeats: int = 0
    kills: int = 0
    outages: int = 0
    megabytes: tuple[float, float] = (0.0, 0.0)
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        early, late = self.megabytes
        is_lossless = not self.missing and self.repeats <= self.kills
        return is_lossless and not self.faults and late - early <= _MOST_GROWTH_MEGABYTES


class Soak:
    """One run on servers of its own. `dice` decides what happens when."""

    def __init__(self, folder: Path, server: BotApiServer, site: NewsSite, dice: random.Random) -> None:
        self._server = server
        self._site = site
        self._dice = dice
        self._stories: list[list[Story]] = [[] for _ in range(FEEDS)]
        self._meetings: list[str] = []
        self.result = Result()
        self._admin = server.create_user("Admin")
        sources = "".join(
            f'[[source]]\nname = "paper-{n}"\nurl = "{site.publish(f"/{n}", rss())}"\n' for n in range(FEEDS)
        )
        config = f'[bot]\nadmins = [{self._admin.id}]\n[polling]\nevery = "2s"\n{sources}'
        self.bot = RunningBot(folder, server.environment, config)
        self._readers = [server.create_user(f"Reader {n}") for n in range(READERS)]

    async def run(self, seconds: float) -> Result:
        """Let it all happen for so long, then count."""
        async with self.bot:
            for reader in self._readers:
                await reader.ask("/watch kind:meeting", within=60)
            await self._asked_all()
            early = self.bot.megabytes()
            ends = time.monotonic() + seconds
            while time.monotonic() < ends:
                await self._dice.choices([self._publish, self._kill, self._outage], [90, 6, 4])[0]()
                await asyncio.sleep(self._dice.uniform(0.5, 2.5))
            await self._until(lambda: not self._missing())
            self.result.megabytes = early, self.bot.megabytes()
        self._count()
        return self.result

    async def _publish(self) -> None:
        """One more meeting, in one feed or in two that tell of the same."""
        region = self._dice.choice(REGIONS)
        day = date(2024, 1, 1) + timedelta(days=len(self._meetings))
        self._meetings.append(f"{region} · {day.day} {day:%B} {day.year}")
        for feed in self._dice.sample(range(FEEDS), self._dice.choice((1, 1, 2))):
            self._stories[feed].insert(0, _story(region, day, len(self._meetings), feed))
            self._site.publish(f"/{feed}", rss(*self._stories[feed][:_SHOWN]))

    async def _kill(self) -> None:
        await self.bot.kill()
        self.result.kills += 1
        await self.bot.start()

    async def _outage(self) -> None:
        await self._server.go_down()
        await asyncio.sleep(self._dice.uniform(1, 6))
        await self._server.come_back()
        self.result.outages += 1

    async def _asked_all(self) -> None:
        """Every feed twice: what stands in a feed at first is no news."""
        await self._until(lambda: all(len(self._site.asked(f"/{n}")) >= 2 for n in range(FEEDS)))

    async def _until(self, condition: Callable[[], bool]) -> None:
        ends = time.monotonic() + _LONGEST_WAIT_SECONDS
        while not condition() and time.monotonic() < ends:  # noqa: ASYNC110 - what others do sets no event
            await asyncio.sleep(0.5)

    def _told(self, reader: Person) -> Counter[str]:
        lines = [message.text.split("\n")[0] for message in self._server.sent_to(reader)]
        return Counter(line.removeprefix("🔔 ") for line in lines if line.startswith("🔔"))

    def _missing(self) -> int:
        told = [self._told(reader) for reader in self._readers]
        return sum(not count[meeting] for count in told for meeting in self._meetings)

    def _count(self) -> None:
        told = [self._told(reader) for reader in self._readers]
        self.result.meetings = len(self._meetings)
        self.result.missing = self._missing()
        self.result.alerts = sum(count.total() for count in told)
        self.result.repeats = sum(count.total() - len(count) for count in told)
        strange = set().union(*told) - set(self._meetings)
        self.result.faults += [f"an alert of no meeting: {line}" for line in sorted(strange)[:5]]
        self.result.faults += _FAULTS.findall(self.bot.log)[:5]
        if self._server.token in self.bot.log:
            self.result.faults.append("the token stands in the log")


def _story(region: str, day: date, number: int, feed: int) -> Story:
    told = f"{day:%B} {day.day}, {day.year}"
    return Story(
        f"{region} committee meets ({number})",
        f"https://paper{feed}.example/{number}",
        f"<p>The {region} provincial committee of the National Security Commission held a meeting on {told}. "
        f"Political security comes first, the provincial party chief told the meeting number {number}.</p>",
    )


async def soaked(seconds: float, seed: int) -> Result:
    """Run for so long with these dice."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApiServer("lenient") as server, NewsSite() as site:
            return await Soak(Path(folder), server, site, random.Random(seed)).run(seconds)


def main() -> int:
    """The status of the command."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    seed = random.randrange(1_000_000)
    click.echo(f"Soaking for {minutes:g} minutes, seed {seed} ...")
    result = asyncio.run(soaked(minutes * 60, seed))
    for name, value in asdict(result).items():
        click.echo(f"{name:10}  {value}")
    click.echo("good" if result.is_good else "NOT GOOD")
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
