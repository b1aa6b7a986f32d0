"""A notice: what the admins of the bot are told about its sources."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from readouts.domain.source import SourceState

# More sources than this, or more than half of them, are told of in one line.
_MOST_BY_NAME = 5


class NoticeKind(StrEnum):
    """BROKE: no longer answers, or answers without anything new. HEALED: well again. MOVED: a lasting
    redirect; its address is proposed. HELD: most of a feed is new at once; nobody is alerted yet."""

    BROKE = "broke"
    HEALED = "healed"
    MOVED = "moved"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Concern:
    """One source that a notice is about.

    detail: what happened, one plain English sentence. since: when it began, also where it is over.
    proposal: the address it moved to, which may hold a key. held: the number of the poll that is held,
    in which `new` of `shown` items were new.
    """

    source: str
    state: SourceState = SourceState.OK
    detail: str = ""
    since: datetime | None = None
    proposal: str | None = field(default=None, repr=False)
    held: int | None = None
    new: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """`sources`: how many sources are looked at in all, to tell an outage from some bad luck."""

    kind: NoticeKind
    about: tuple[Concern, ...]
    sources: int

    @property
    def is_about_many(self) -> bool:
        return is_many(len(self.about), self.sources)


def is_many(count: int, sources: int) -> bool:
    """Whether so many of the sources at the same time are one event: the network, or we ourselves."""
    return count > _MOST_BY_NAME or (count > 1 and 2 * count > sources)
