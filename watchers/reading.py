"""Asks for the articles behind new items, where the source says too little of them itself."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast
from urllib.parse import urlsplit

from readouts.domain.item import Item
from readouts.domain.kept_page import KeptPage
from readouts.domain.source import (
    ArticlePolicy,
    Poll,
    Reading,
    Selectors,
    Source,
    SourceHealth,
    SourceKind,
    SourceState,
    Validators,
)
from watchers.errors import TOO_MANY_REQUESTS, SourceError, Unreachable
from watchers.fetching import Fetcher, Page
from watchers.parsed import Article
from watchers.polling import parsed_by
from watchers.workers import WorkerPool

SHORT = 400
MAX_REMEMBERED = 5_000
# A page that cannot be had is asked for at so many looks; then its item is taken in as the list has it.
MOST_TRIES = 3
_BLANK = "None of the last "
# So many articles in a row may be nothing but pictures.
MOST_BLANK = 5
# Their links lead to the article only in a browser.
_BLIND_ALLEYS = frozenset(("news.google.com",))
_CUT_OFF = ("...", "…")
_PERMANENT = range(400, TOO_MANY_REQUESTS)


@dataclass(slots=True)
class _Look:
    """What has been read so far at one look, by identity, the pages that are to be kept, and which hosts
    do not answer."""

    read: dict[str, Article | SourceError] = field(default_factory=dict)
    pages: dict[str, KeptPage] = field(default_factory=dict)
    silent: dict[str, SourceError] = field(default_factory=dict)


class ArticleReader:
    """Fills new items with the text of their articles, for sources of every kind.

    fetcher: one that respects robots.txt. most: articles at one look. patience: how long all but the
    first may take together. keeps_pages: whether the pages are handed on as they came, too.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        workers: WorkerPool,
        *,
        most: int = 30,
        patience: timedelta = timedelta(seconds=60),
        keeps_pages: bool = False,
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._most = most
        self._patience = patience.total_seconds()
        self._keeps_pages = keeps_pages
        self._tries: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._faults: dict[str, tuple[Selectors, str]] = {}
        self._blank: dict[str, int] = {}

    def recall(self, known: Iterable[SourceHealth]) -> None:
        """Take up, after a start, the faults of articles that stood before it: a list that is read again
        says nothing of them. Of selectors that were changed since nothing is known."""
        for each in known:
            if each.state is SourceState.UNREADABLE and _is_of_articles(each.detail, each.source.selectors):
                self._faults[each.source.name] = each.source.selectors, each.detail

    async def read(self, poll: Poll, new: Sequence[Item]) -> Reading:
        """Read the articles of `new`, those items of the poll that were not seen before; never raises for
        what a site does.

        What cannot be read is taken in as its source has it: at once where that is a standfirst or where
        trying again is of no use, else after three looks. As long as items are left for the next look the
        poll keeps no validators, so that the source is asked for all of them again. A selector
        that gave nothing on any article makes the source unreadable until it does again; so do, of a list or
        sitemap, five articles in a row without any text.
        """
        wanted = [item for item in new if _is_wanted(item, poll.source)]
        look = _Look()
        if asked := wanted[: self._most]:
            await self._read_some(asked, poll.source, look)
        waiting = {item.identity for item in wanted if self._is_left(item, poll.source, look)}
        return Reading(
            self._judged(poll, look, is_left=bool(waiting)),
            tuple(_filled(item, look, poll.source) for item in new if item.identity not in waiting),
            tuple(item for item in new if item.identity in waiting),
            look.pages,
        )

    async def _read_some(self, asked: Sequence[Item], source: Source, look: _Look) -> None:
        """As many as there is patience for. The first is waited for: pauses that a site wants between two
        pages may be longer."""
        first, *further = asked
        look.read[first.identity] = await self._article(first, source, look)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                for item in further:
                    look.read[item.identity] = await self._article(item, source, look)

    async def _article(self, item: Item, source: Source, look: _Look) -> Article | SourceError:
        host = _host(item.url)
        if host in look.silent:
            return look.silent[host]
        try:
            page = cast("Page", await self._fetcher.fetch(item.url, Validators()))
            await self._keep(page, item, look)
            return await self._parsed(page, source)
        except SourceError as error:
            if _is_about_the_host(error):
                look.silent[host] = error
            return error

    async def _keep(self, page: Page, item: Item, look: _Look) -> None:
        if self._keeps_pages:
            kept = await asyncio.to_thread(KeptPage.of, page.url, page.content_type, page.body)
            look.pages[item.identity] = kept

    async def _parsed(self, page: Page, source: Source) -> Article:
        place = page.url, source.selectors, source.time_zone
        reader = "watchers.articles:read_article"
        article = await parsed_by(self._workers, "the article", reader, page.body, page.content_type, *place)
        return cast("Article", article)

    def _is_left(self, item: Item, source: Source, look: _Look) -> bool:
        """Whether the item waits for the next look: its turn did not come, or it may yet be read."""
        if item.identity not in look.read:
            return True
        result, key = look.read[item.identity], (source.name, item.identity)
        if isinstance(result, Article) or item.text or not _is_passing(result):
            self._tries.pop(key, None)
            return False
        tries = self._tries.pop(key, 0) + 1
        if tries < MOST_TRIES:
            self._tries[key] = tries
            while len(self._tries) > MAX_REMEMBERED:
                self._tries.popitem(last=False)
        return tries < MOST_TRIES

    def _judged(self, poll: Poll, look: _Look, *, is_left: bool) -> Poll:
        """The poll with what the articles say of the source."""
        if not poll.state.answered:
            return poll
        fault = self._standing_fault(poll.source, look)
        if not fault and not look.read and not is_left:
            return poll
        validators = Validators() if is_left else poll.validators
        if fault:
            return replace(poll, state=SourceState.UNREADABLE, detail=fault, validators=validators)
        remarks = (poll.detail, _without_text(look), _unread(look))
        return replace(poll, detail=" ".join(filter(None, remarks)), validators=validators)

    def _standing_fault(self, source: Source, look: _Look) -> str:
        """What is wrong with the source's selectors; it stands until they give something again."""
        articles = [result for result in look.read.values() if isinstance(result, Article)]
        if articles:
            missed = frozenset.intersection(*(article.missed for article in articles))
            fault = _fault(missed, source.selectors) if missed else self._blank_fault(source, articles)
            self._faults.pop(source.name, None)
            if fault:
                self._faults[source.name] = source.selectors, fault
        selectors, sentence = self._faults.get(source.name, (source.selectors, ""))
        return sentence if selectors == source.selectors else ""

    def _blank_fault(self, source: Source, articles: Sequence[Article]) -> str:
        """About pages that hold no text, one after the other: a few are pictures, all of them are a site that
        shows its text to browsers only."""
        before = self._blank.pop(source.name, 0)
        if source.kind is SourceKind.FEED or any(article.text for article in articles):
            return ""
        count = self._blank[source.name] = before + len(articles)
        return f"None of the last {count} articles has text that can be read." if count >= MOST_BLANK else ""


def _is_wanted(item: Item, source: Source) -> bool:
    is_short = source.file is None and len(item.text) < SHORT
    policy = source.articles
    is_asked_for = policy is ArticlePolicy.ALWAYS or (policy is ArticlePolicy.WHEN_SHORT and is_short)
    return bool(is_asked_for and item.url) and _host(item.url) not in _BLIND_ALLEYS


def _host(address: str) -> str:
    """Host and port, or the whole address where it is no proper one."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return address


def _is_about_the_host(error: SourceError) -> bool:
    """Whether asking for a further page there is of no use now, or not wanted."""
    has_no_answer = isinstance(error, Unreachable) and error.status is None
    return has_no_answer or error.retry_after is not None or error.status == TOO_MANY_REQUESTS


def _is_passing(error: SourceError) -> bool:
    """Whether trying again may help."""
    if error.status is None:
        return isinstance(error, Unreachable) or error.retry_after is not None
    return error.status not in _PERMANENT


def _filled(item: Item, look: _Look, source: Source) -> Item:
    article = look.read.get(item.identity)
    if not isinstance(article, Article):
        return item
    is_named = bool(source.selectors.title) and "title" not in article.missed
    is_better = len(article.text) > len(item.text) or source.articles is ArticlePolicy.ALWAYS
    is_surer = source.kind is not SourceKind.FEED or not item.published
    return replace(
        item,
        title=_title(item.title, article.title, is_named=is_named),
        text=article.text if article.text and is_better else item.text,
        published=(article.published if is_surer else None) or item.published,
    )


def _title(listed: str, on_the_page: str, *, is_named: bool) -> str:
    """The list's, unless it is missing or cut off or the source says where the right one stands."""
    return on_the_page or listed if is_named or not listed or listed.endswith(_CUT_OFF) else listed


def _fault(missed: frozenset[str], selectors: Selectors) -> str:
    named = ", ".join(_named(name, selectors) for name in sorted(missed))
    if len(missed) == 1:
        return f"The selector {named} gives nothing on the articles."
    return f"The selectors {named} give nothing on the articles."


def _named(name: str, selectors: Selectors) -> str:
    return f"{name} ({getattr(selectors, name)})"


def _without_text(look: _Look) -> str:
    """About pages that hold pictures only, or show their text to browsers only."""
    count = sum(isinstance(result, Article) and not result.text for result in look.read.values())
    if count < 2:
        return "1 article has no text that can be read." if count else ""
    return f"{count} articles have no text that can be read."


def _is_of_articles(sentence: str, selectors: Selectors) -> bool:
    """Whether the articles of a source with these selectors may have been called so."""
    if sentence.startswith(_BLANK):
        return not selectors.body
    missed = frozenset(name for name in ("body", "date", "title") if _named(name, selectors) in sentence)
    return bool(missed) and sentence == _fault(missed, selectors)


def _unread(look: _Look) -> str:
    errors = [result for result in look.read.values() if isinstance(result, SourceError)]
    if not errors:
        return ""
    articles = "1 article" if len(errors) == 1 else f"{len(errors)} articles"
    return f"{articles} could not be read: {errors[0]}"
