"""Readout Watch as it takes articles in once they are read: `python -m benchmarks.storing_ours ITEMS WATCHES`"""

import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from benchmarks.measuring import Meter
from benchmarks.watching import MIXES, compiled
from benchmarks.watchload import TODAY, text_in, watches
from readouts.archive import chats, sources
from readouts.archive.database import Archive, Database
from readouts.domain.item import Item
from readouts.domain.readout import Bilingual, Readout
from readouts.domain.source import FirstPoll, Poll, Reading, Source, SourceKind, SourceState, Validators
from readouts.pipeline.ingest import Ingest
from readouts.pipeline.memory import collect_seldom
from readouts.queries.engine import Engine
from tests.archive.making import readout
from tests.golden.scoring import cases

# From a language, and dice, to the text of an article.
Text: TypeAlias = Callable[[str, random.Random], str]

_NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
_PER_POLL = 30
_REGIONS = {"CN-AH": "安徽", "CN-YN": "云南", "CN-GS": "甘肃", "CN-HN": "湖南"}


def main() -> None:
    count, watching = int(sys.argv[1]), int(sys.argv[2])
    load, prose = Load(count, text_in), Load(count, Prose().text_in)
    with tempfile.TemporaryDirectory() as folder, compiled("ordinary", watching) as file:
        collect_seldom()
        spent, owed = asyncio.run(
            _taken_in(Path(folder) / "watched", load, Engine(file.load()), watching, FirstPoll.ALERT)
        )
        quiet = Path(folder) / "quiet"
        asyncio.run(_taken_in(quiet, prose, Engine(), 0, FirstPoll.SILENT))
        size = quiet.stat().st_size / prose.text_bytes
    print(json.dumps({"items_per_cpu_second": count / spent, "owed": owed, "size": size}))


class Prose:
    """Articles put together from golden cases: how large an index gets depends on how people write."""

    def __init__(self) -> None:
        told = cases("readouts.jsonl")
        self._pieces = {
            lang: [case["text"] for case in told if case["lang"] == lang] for lang in ("zh", "en")
        }

    def text_in(self, lang: str, dice: random.Random) -> str:
        return "\n".join(dice.sample(self._pieces[lang], 5))


class Load:
    """Articles in polls, and what they tell. It takes the place of the web and of those who read for us."""

    def __init__(self, count: int, text: Text) -> None:
        self._dice = random.Random(5)
        self._text = text
        self._told: dict[str, tuple[Readout, ...]] = {}
        self.polls = [
            self._poll(number, min(_PER_POLL, count - number * _PER_POLL))
            for number in range(-(-count // _PER_POLL))
        ]
        texts = [text for poll in self.polls for item in poll.items for text in (item.title, item.text)]
        self.text_bytes = sum(len(text.encode()) for text in texts)

    async def poll(self, source: Source, _validators: Validators) -> Poll:
        number = int(source.name.removeprefix("Site "))
        return replace(self.polls[number], source=source)

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading:
        return Reading(poll, tuple(new))

    async def understand(self, item: Item) -> tuple[Readout, ...]:
        return self._told.get(item.identity, ())

    def _poll(self, number: int, count: int) -> Poll:
        source = Source(f"Site {number}", f"https://site{number}.example/feed")
        items: list[Item] = []
        for n in range(count):
            item = self._item(source, n)
            if n % 30 == 29:  # the page of the one three before, put right
                item = replace(items[n - 3], identity=item.identity, title=f"{item.title} (更正)")
            items.append(item)
            if n % 10 in (6, 9):
                self._told[item.identity] = (self._readout(number),)
        return Poll(source, SourceState.OK, "", timedelta(), items=tuple(reversed(items)))

    def _item(self, source: Source, n: int) -> Item:
        text = self._text("zh" if n % 2 else "en", self._dice)
        address = f"{source.url.removesuffix('feed')}2024/06/{n}.html"
        moment = _NOW - timedelta(minutes=_PER_POLL - n)
        return Item(address, address, f"{text[:30]} {n}", text, "zh" if n % 2 else "en", moment, source.name)

    def _readout(self, number: int) -> Readout:
        region, name = list(_REGIONS.items())[number % len(_REGIONS)]
        return readout(
            region=region,
            region_name=Bilingual(None, name),
            date=TODAY - timedelta(days=number // len(_REGIONS)),
            themes=("political", "cyber"),
        )


async def _taken_in(
    path: Path, load: Load, engine: Engine, watching: int, first_poll: FirstPoll
) -> tuple[float, int]:
    """Take all polls into a new archive. Returns the CPU seconds of that, and how many alerts were owed."""
    known = [replace(poll.source, first_poll=first_poll) for poll in load.polls]
    async with await Archive.open(path) as archive:
        await archive.write(lambda db: sources.sync_built_in(db, known, _NOW))
        await archive.write(lambda db: _meet_the_chats(db, watching))
        ingest = _ingest(archive, load, engine)
        states = await archive.read(sources.all_health)
        meter = Meter()
        async with asyncio.TaskGroup() as group:
            looks = [group.create_task(ingest.look(health)) for health in states]
        spent = meter.usage(len(looks)).cpu_seconds
    return spent, sum(look.result().owed for look in looks)


def _meet_the_chats(db: Database, watching: int) -> None:
    for chat in {chat for _, chat, _ in watches(watching, MIXES["ordinary"])}:
        chats.see(db, chat, "private", "Reader", "en", _NOW)


def _ingest(archive: Archive, load: Load, engine: Engine) -> Ingest:
    return Ingest(
        archive=archive,
        engine=engine,
        watchers={SourceKind.FEED: load},
        articles=load,
        understand=load.understand,
        not_before=lambda moment: moment,
        clock=lambda: _NOW,
        zone=ZoneInfo("Asia/Shanghai"),
        on_owed=lambda: None,
    )


if __name__ == "__main__":
    main()
