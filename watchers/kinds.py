"""All that looks at sources, made to work together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readouts.domain.source import SourceHealth, SourceKind
from watchers.discovery import Discovery
from watchers.errors import LESS_OFTEN
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher
from watchers.page import PageWatcher
from watchers.reading import ArticleReader
from watchers.robots import PoliteFetcher
from watchers.signposts import SignFollower
from watchers.sitemap import SitemapWatcher
from watchers.workers import WorkerPool


@dataclass(frozen=True, slots=True)
class Watchers:
    """One watcher for each kind of source, the reader of their articles, the finder of feeds."""

    of_kind: Mapping[SourceKind, FeedWatcher | PageWatcher | SitemapWatcher]
    articles: ArticleReader
    discovery: Discovery
    fetcher: HttpFetcher

    def recall(self, known: Sequence[SourceHealth], now: datetime) -> None:
        """Take up, after a start, what was learnt before it: faults of articles, hosts that want a pause."""
        self.articles.recall(known)
        for each in known:
            if each.rest_until and each.rest_until > now and each.detail == LESS_OFTEN:
                self.fetcher.rest(each.source.url, each.rest_until - now)


def watchers_on(
    fetcher: HttpFetcher,
    workers: WorkerPool,
    user_agent: str,
    clock: Callable[[], datetime],
    keeps_pages: bool = False,
) -> Watchers:
    """Watchers that ask through `fetcher` and read in `workers`. Feeds are made to be asked for; for
    all else robots.txt is respected under the name `user_agent`. keeps_pages: as ArticleReader has it."""
    feeds, polite = FeedWatcher(fetcher, workers), PoliteFetcher(fetcher, workers, user_agent)
    pages = SignFollower(polite)
    return Watchers(
        of_kind={
            SourceKind.FEED: feeds,
            SourceKind.PAGE: PageWatcher(pages, workers, clock),
            SourceKind.SITEMAP: SitemapWatcher(polite, workers, clock),
        },
        articles=ArticleReader(pages, workers, keeps_pages=keeps_pages),
        discovery=Discovery(SignFollower(fetcher), workers, feeds),
        fetcher=fetcher,
    )
