"""A source: one feed, list page or sitemap that is asked again and again, and how it is doing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from readouts.domain.freshness import Freshness
from readouts.domain.item import Item
from readouts.domain.kept_page import KeptPage
from readouts.domain.posting import PostingHabit

# A redirect that calls itself permanent is believed when so many polls in a row met it.
_MOVES_BELIEVED = 3


class SourceKind(StrEnum):
    FEED = "feed"
    PAGE = "page"
    SITEMAP = "sitemap"


class FirstPoll(StrEnum):
    """What the first poll of a new source does: archive quietly, or alert for what it finds."""

    SILENT = "silent"
    ALERT = "alert"


class ArticlePolicy(StrEnum):
    """Whether the pages that a source links to are asked for the text of its articles. Text is
    short where it may be no more than a standfirst."""

    ALWAYS = "always"
    NEVER = "never"
    WHEN_SHORT = "when-short"


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where things stand on the pages of a site, as CSS selectors; "" where none is named.

    item, next: on a list page, the links to the articles (or what holds each of them) and the links to
    further pages of the list. title, date, body: on the page of an article.
    """

    item: str = ""
    next: str = ""
    title: str = ""
    date: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What to ask, and how. `file` stands in for `url` only where the configuration names one.

    every: how often it is asked; None where it takes part in the budget that all share.
    url: for list pages and sitemaps it may hold {yyyy}, {mm} and {dd}, the day in the source's zone.
    pages: how many pages of a list are read at most.
    """

    name: str
    url: str
    kind: SourceKind = SourceKind.FEED
    region: str | None = None
    lang: str | None = None
    time_zone: str = "Asia/Shanghai"
    every: timedelta | None = None
    first_poll: FirstPoll = FirstPoll.SILENT
    file: Path | None = None
    paused: bool = False
    built_in: bool = True
    articles: ArticlePolicy = ArticlePolicy.WHEN_SHORT
    selectors: Selectors = Selectors()
    pages: int = 3

    @property
    def has_issues(self) -> bool:
        """Whether its address has the day in it, so that each day has a page of its own."""
        return "{" in self.url


class SourceState(StrEnum):
    """What the last poll of a source came to. FROZEN and MOVED are answers, too: see `health`."""

    NEVER = "never"
    OK = "ok"
    NOT_MODIFIED = "not modified"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    FROZEN = "frozen"
    MOVED = "moved"

    @property
    def answered(self) -> bool:
        """Whether the source gave a readable answer, be it one without news."""
        return self.is_well or self is SourceState.FROZEN

    @property
    def is_well(self) -> bool:
        """Whether news would reach us, as far as we can tell."""
        return self in (SourceState.OK, SourceState.NOT_MODIFIED, SourceState.EMPTY, SourceState.MOVED)


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets the next poll ask "only if it changed": HTTP validators and the body's hash."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one look at one source brought. `detail` is a plain English sentence for people.

    `moved_to`: where redirects that call themselves permanent, and no others, led. It may hold a key.
    `known`: how many items the source holds besides `items`, word for word as in the poll that the
    validators tell of; they need not be looked at again.
    """

    source: Source
    state: SourceState
    detail: str
    took: timedelta
    items: tuple[Item, ...] = ()
    validators: Validators = field(default_factory=Validators)
    retry_after: timedelta | None = None
    moved_to: str | None = field(default=None, repr=False)
    known: int = 0

    @property
    def listed(self) -> int:
        """How many items the source holds."""
        return len(self.items) + self.known


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the new items of a poll when their articles were asked for.

    poll: the poll, with what reading the articles says about its source. items: to be taken in now, with
    the text of the articles where that could be read. left: those for the next look, as they were.
    pages: the pages that were read, as they came, by the items' identities, where pages are kept.
    """

    poll: Poll
    items: tuple[Item, ...]
    left: tuple[Item, ...] = ()
    pages: Mapping[str, KeptPage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """An address that a source redirects to for good, as it says: how many polls in a row said so, and
    whether the admins were told."""

    to: str = field(repr=False)
    polls: int = 1
    told: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether it was seen often enough to be believed; once may be a mishap of the server."""
        return self.polls >= _MOVES_BELIEVED


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is doing, as /sources and `bot.py sources` show it.

    `since`: when it came into this state. `last_answer`: the last poll it answered readably.
    `seeded`: whether its first readable poll is behind it. `trouble_since`: when it stopped being
    well; `told`: when the admins were told of that. `habit`: how it posts, as far as we know.
    `rest_until`: for how long its server asked to be left alone, if it did at the last poll.
    """

    source: Source
    state: SourceState = SourceState.NEVER
    detail: str = "not asked yet"
    since: datetime | None = None
    last_poll: datetime | None = None
    last_answer: datetime | None = None
    failures: int = 0
    seeded: bool = False
    validators: Validators = field(default_factory=Validators)
    items: int = 0
    freshness: Freshness = field(default_factory=Freshness)
    moved: Move | None = None
    trouble_since: datetime | None = None
    told: datetime | None = None
    rest_until: datetime | None = None
    habit: PostingHabit = field(default_factory=PostingHabit)
