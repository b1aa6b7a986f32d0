"""What one look at a source found, on its way into the archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readouts.domain.document import Document
from readouts.domain.item import Item
from readouts.domain.kept_page import KeptPage
from readouts.domain.posting import PostingHabit
from readouts.domain.readout import Readout
from readouts.domain.source import Poll, SourceHealth
from readouts.domain.watch import Match
from readouts.pipeline.correcting import Correction


@dataclass(frozen=True, slots=True)
class Understood:
    """One new item, what it tells, and whom that concerns. digest: of what its source lists of it."""

    item: Item
    readouts: tuple[Readout, ...]
    documents: tuple[Document, ...]
    matches: tuple[Match, ...]
    digest: bytes | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What one look is to write: `poll` stands in the last part, after all its items, and with it the
    `habit` that it taught. before: the source's health when it was asked. seen: what it listed besides
    new items."""

    understood: Sequence[Understood]
    renamed: Sequence[Item] = ()
    poll: Poll | None = None
    new: int = 0
    habit: PostingHabit | None = None
    before: SourceHealth | None = None
    corrected: Sequence[Correction] = ()
    pages: Mapping[str, KeptPage] = field(default_factory=dict)
    seen: Sequence[Item] = ()
