"""A list of feeds from another feed reader: what it names, and what of that is new here. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from readouts.domain.links import canonical_url
from readouts.domain.source import Source

MAX_FEED_LIST_BYTES = 5_000_000
MAX_FEEDS = 20_000
_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Unusable:
    """An entry that cannot be looked at: its line in the file, why, one plain English sentence, and
    what the list calls it; its address is left out, for it may hold a key."""

    line: int
    reason: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class FeedList:
    """What a list names. feeds: each address once, however it is written, under names that no two share.
    repeated: how many entries name an address that stands further up. is_whole: nothing was left out for
    its length. damage: what became of a file that is not well-formed, a plain English sentence, or ""."""

    feeds: tuple[Source, ...]
    repeated: int = 0
    unusable: tuple[Unusable, ...] = ()
    is_whole: bool = True
    damage: str = ""


@dataclass(frozen=True, slots=True)
class NoFeedList:
    """Why a file is no list of feeds: a plain English sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """The feeds of a list that are new, under names that are free, and how many are looked at already."""

    new: tuple[Source, ...]
    known: int


class LookedAt:
    """The addresses of sources; `address in looked_at` holds however the address is written."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._pages = frozenset(canonical_url(source.url) for source in sources)

    def __contains__(self, address: str) -> bool:
        return canonical_url(address) in self._pages


def sorted_out(feeds: Sequence[Source], known: Iterable[Source]) -> Intake:
    """What of the feeds is new, to one who looks at the `known` sources."""
    known = tuple(known)
    names, looked_at = {source.name: 1 for source in known}, LookedAt(known)
    new = [feed for feed in feeds if feed.url not in looked_at]
    named = tuple(replace(feed, name=free_name(feed.name, names)) for feed in new)
    return Intake(named, len(feeds) - len(new))


def free_name(wish: str, taken: dict[str, int], otherwise: str = "feed") -> str:
    """The wish without spaces and slashes, with a number where it is taken; from now on it is taken.

    taken: names, each with the highest number given out behind it.
    """
    name = wanted = "-".join(wish.replace("/", " ").split())[: _NAME_CHARACTERS - 5] or otherwise
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}-{taken[wanted]}"
    taken[name] = 1
    return name
