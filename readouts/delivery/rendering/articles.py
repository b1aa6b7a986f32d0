"""Who reported it and when: the lines that name an article and lead to it."""

from datetime import date, datetime
from typing import Protocol

from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, join, link, short
from readouts.domain.links import publisher

TITLE_UNITS = 160
_SOURCE_UNITS = 60


class Reported(Protocol):
    """What an article, an item and a search hit have in common."""

    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str | None: ...
    @property
    def published(self) -> datetime | None: ...


def source_name(article: Reported, look: Look) -> Text:
    """The source's name, else the host of its address."""
    known = publisher(article.source, article.url)
    return short(known, _SOURCE_UNITS) if known else look.gettext("source not stated")


def source_and_day(
    article: Reported, look: Look, first_seen: datetime | None = None, near: date | None = None
) -> Text:
    """Source and day of publication; the year only where it is not that of `near`."""
    return join(" · ", (source_name(article, look), _day(article, look, first_seen, near)))


def _day(article: Reported, look: Look, first_seen: datetime | None, near: date | None = None) -> str:
    published = shown_moment(article.published, first_seen)
    return look.day_near(look.local(published).date(), near) if published else ""


def shown_moment(published: datetime | None, first_seen: datetime | None) -> datetime | None:
    """The moment of publication, at the latest when it was seen: what a source dates ahead is out by then."""
    return min(published, first_seen) if published and first_seen else published


def linked_source(article: Reported, look: Look) -> Text:
    return link(article.url, source_name(article, look))


def linked_title(article: Reported, look: Look, limit: int = TITLE_UNITS) -> Text:
    """The linked title, else the linked name of the source."""
    return link(article.url, short(article.title, limit) or source_name(article, look))


def title_source_and_day(
    article: Reported, look: Look, limit: int = TITLE_UNITS, first_seen: datetime | None = None
) -> Text:
    """An article in one line, linked; the source is said once where it stands for the title."""
    told = [linked_title(article, look, limit)]
    if short(article.title, limit):
        told.append(source_name(article, look))
    return join(" · ", (*told, _day(article, look, first_seen)))
