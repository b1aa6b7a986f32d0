"""What the pipeline's tests share: a scripted source, readouts of our own, chats that watch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from readouts.archive import chats, sources, watches
from readouts.archive.database import Archive, Database
from readouts.domain.gazetteer import Level
from readouts.domain.item import Item
from readouts.domain.readout import Bilingual, DatePrecision, Kind, Readout
from readouts.domain.source import (
    FirstPoll,
    Poll,
    Reading,
    Source,
    SourceHealth,
    SourceKind,
    SourceState,
    Validators,
)
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.ingest import Ingest, Watcher
from readouts.queries.engine import Engine
from readouts.queries.language import parse_query

NOW = datetime(2024, 6, 10, 4, 0, tzinfo=UTC)
PAPER = Source("paper", "https://paper.example/feed", first_poll=FirstPoll.ALERT)
QUIET = Source("quiet", "https://quiet.example/feed")


@dataclass
class Script:
    """A watcher: the next poll's items, or the state it ends in."""

    items: tuple[Item, ...] = ()
    state: SourceState = SourceState.OK
    moved_to: str | None = None
    known: int = 0
    asked: list[Validators] = field(default_factory=list)

    async def poll(self, source: Source, validators: Validators) -> Poll:
        self.asked.append(validators)
        etag = f"{len(self.items)} items"
        validators = Validators(etag=etag)
        return Poll(
            source,
            self.state,
            "",
            timedelta(),
            self.items,
            validators,
            moved_to=self.moved_to,
            known=self.known,
        )


class AsListed:
    """A reader of articles that finds nothing to add to what the source listed."""

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading:
        return Reading(poll, tuple(new))


def item(number: int, text: str = "", source: str = "paper") -> Item:
    return Item(
        f"id-{number}", f"https://{source}.example/{number}", f"Title {number}", text, "en", NOW, source
    )


def readout(region: str, day: date, scope: tuple[tuple[int, int], ...] = ()) -> Readout:
    return Readout(
        kind=Kind.MEETING,
        region=region,
        region_name=Bilingual(region, region),
        division=None,
        level=Level.PROVINCE,
        committee=Bilingual("provincial committee", "省委国家安全委员会"),
        date=day,
        date_precision=DatePrecision.DAY,
        chair=None,
        themes=("political",),
        phrases=(),
        quotes=(),
        summary="They met.",
        language="en",
        evidence={},
        scope=scope,
    )


def make_ingest(
    archive: Archive,
    script: Watcher,
    told: Mapping[str, tuple[Readout, ...]],
    queries: Sequence[tuple[int, str]],
    not_before: Callable[[datetime], datetime] = lambda moment: moment,
    admins: tuple[int, ...] = (),
    clock: Callable[[], datetime] = lambda: NOW,
) -> Ingest:
    """An ingest whose items tell what `told` says of their identities, with watches in the engine."""

    async def understand(each: Item) -> tuple[Readout, ...]:
        return told.get(each.identity, ())

    engine = Engine()
    for number, (chat, text) in enumerate(queries, 1):
        engine.add(number, chat, parse_query(text, load_gazetteer()))
    return Ingest(
        archive=archive,
        engine=engine,
        watchers={SourceKind.FEED: script},
        articles=AsListed(),
        understand=understand,
        not_before=not_before,
        clock=clock,
        zone=UTC,
        on_owed=lambda: None,
        admins=admins,
    )


async def with_chats(archive: Archive, *numbers: int) -> None:
    def see(db: Database) -> None:
        sources.sync_built_in(db, [PAPER, QUIET], NOW)
        for number in numbers:
            chats.see(db, number, "private", f"Chat {number}", "en", NOW)
            watches.add(db, number, "kind:any", None, NOW)

    await archive.write(see)


async def health(archive: Archive, name: str) -> SourceHealth:
    found = await archive.read(lambda db: sources.health(db, name))
    assert found is not None
    return found
