"""One entry of a plain feed, element by element, with what feedparser makes of each.

Its rules are subtle where elements of an entry compete: the first title that says something stays,
but the last date; a second description becomes content; a permalink stands in for a link unless a
link comes later. They are followed to the letter, and held against feedparser in the tests.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element

from feedparser.api import StrictFeedParser

from watchers.entries import Entry, Words
from watchers.plainnames import NotPlainError, is_foreign

_ATTRIBUTE_OF_TEXT = frozenset(("type", "lang", "{http://www.w3.org/XML/1998/namespace}lang"))
_ATTRIBUTE_OF_LINK = frozenset(("rel", "type", "href", "title", "hreflang", "length"))
_TYPES = {
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
}
_LINK_TYPES = frozenset(("text/html", "html", "application/xhtml+xml", "xhtml"))
# What feedparser undoes in links that were escaped twice.
_QUERY = re.compile("&([A-Za-z0-9_]+);")
_BEYOND_LATIN_1 = re.compile(r"[^\0-\xff]")
_NOTHING = Words("", is_html=False)


class Draft:
    """What has been read of one entry. `about`: its rdf:about, or ""."""

    def __init__(self, about: str, *, of_atom: bool) -> None:
        self._of_atom = of_atom
        self._id = about
        self._link: str | None = None
        self._title = self._summary = _NOTHING
        self._is_titled = self._has_summary = self._has_content = False
        self._contents: list[Words] = []
        self._published = self._updated = self._created = ""

    def entry(self) -> Entry:
        contents = self._contents
        longest = max(contents, key=lambda words: len(words.value)) if contents else _NOTHING
        return Entry(
            id=self._id,
            link=self._link or "",
            title=self._title,
            body=longest if longest.value.strip() else self._summary,
            date=self._published or self._updated or self._created,
        )

    def id(self, element: Element) -> None:
        attributes = {name.lower(): value for name, value in element.items()}
        is_link = attributes.pop("ispermalink", "true") == "true"
        if attributes:
            raise NotPlainError
        text = (element.text or "").strip()
        self._id = _mended(_address(text) if is_link else text)
        if is_link and self._link is None:
            self._link = self._id

    def link(self, element: Element) -> None:
        attributes = dict(element.items())
        if not attributes.keys() <= _ATTRIBUTE_OF_LINK:
            raise NotPlainError
        if "href" not in attributes:
            text = _mended(_address((element.text or "").strip()))
            self._link = _QUERY.sub(r"&\1", text.replace("&amp;", "&")) if "&" in text else text
        elif attributes["href"] == "":
            raise NotPlainError
        elif _leads_to_the_article(attributes):
            self._link = _address(attributes["href"])

    def title(self, element: Element) -> None:
        title = self._words(element, "text/plain")
        if not self._is_titled:
            self._title, self._is_titled = title, bool(title.value)

    def source(self, _element: Element) -> None:
        # To feedparser the entry's own title is open again after the name of where it was taken from.
        self._is_titled = False

    def description(self, element: Element) -> None:
        self._summarise(element, "text/html")

    def summary(self, element: Element) -> None:
        self._summarise(element, "text/plain")

    def content(self, element: Element) -> None:
        self._contents.append(self._words(element, "text/plain"))
        self._has_content = self._has_summary = True

    def encoded_content(self, element: Element) -> None:
        self._contents.append(self._words(element, "text/html"))
        self._has_content = self._has_summary = True

    def published(self, element: Element) -> None:
        self._published = _bare(element)

    def updated(self, element: Element) -> None:
        self._updated = _bare(element)

    def created(self, element: Element) -> None:
        self._created = _bare(element)

    def _summarise(self, element: Element, assumed: str) -> None:
        if self._has_summary and not self._has_content:
            self.content(element)
        else:
            self._summary, self._has_summary = self._words(element, assumed), True

    def _words(self, element: Element, assumed: str) -> Words:
        text = (element.text or "").strip()
        type_ = _stated_type(element, assumed)
        is_html = type_ == "text/html"
        # Without either it looks like text, which feedparser finds out more slowly.
        if not is_html and not self._of_atom and ("</" in text or "&" in text):
            is_html = StrictFeedParser.looks_like_html(text)
        return Words(_mended(text), is_html)


Reading: TypeAlias = Callable[[Draft, Element], None]


def _ignored(_draft: Draft, _element: Element) -> None:
    """What it says is not asked for, and changes nothing of what is."""


# By feedparser's name. Elements that are not here, and not foreign to feedparser, make a feed not plain.
_READINGS: Mapping[str, Reading] = {
    "id": Draft.id,
    "guid": Draft.id,
    "link": Draft.link,
    "title": Draft.title,
    "dc:title": Draft.title,
    "source": Draft.source,
    "description": Draft.description,
    "dc:description": Draft.description,
    "summary": Draft.summary,
    "itunes:summary": Draft.summary,
    "content": Draft.content,
    "content:encoded": Draft.encoded_content,
    **dict.fromkeys("published issued pubdate dcterms:issued".split(), Draft.published),
    **dict.fromkeys("updated modified dc:date dcterms:modified".split(), Draft.updated),
    **dict.fromkeys("created dcterms:created".split(), Draft.created),
    **dict.fromkeys(
        "author category comments enclosure rights dc:author dc:creator dc:contributor dc:publisher dc:rights"
        " dc:subject dc:language dc:identifier dc:type dc:format dc:source dc:relation dc:coverage"
        " feedburner:origlink slash:comments slash:department slash:section slash:hit_parade thr:total"
        " wfw:comment wfw:commentrss media:content media:thumbnail media:credit media:keywords media:rating"
        " itunes:author itunes:block itunes:duration itunes:episode itunes:episodetype itunes:explicit"
        " itunes:image itunes:keywords itunes:season itunes:subtitle itunes:title".split(),
        _ignored,
    ),
}


def reading_of(name: str) -> Reading:
    """What is made of an element, by feedparser's name for it; raises NotPlainError where it is unknown."""
    reading = _READINGS.get(name)
    if reading is None:
        if not is_foreign(name):
            raise NotPlainError
        return _ignored
    return reading


def _stated_type(element: Element, assumed: str) -> str:
    stated = element.keys()
    if not stated:
        return assumed
    if not _ATTRIBUTE_OF_TEXT.issuperset(stated):
        raise NotPlainError
    type_ = _TYPES.get(element.get("type", assumed).lower())
    if type_ is None:
        raise NotPlainError
    return type_


def _bare(element: Element) -> str:
    if element.keys():
        raise NotPlainError
    return _mended((element.text or "").strip())


def _leads_to_the_article(attributes: Mapping[str, str]) -> bool:
    """Whether a link is to the article as a page."""
    # With rel="self" and no type it is a feed.
    return (
        attributes.get("rel", "alternate").lower() == "alternate"
        and attributes.get("type", "text/html").lower() in _LINK_TYPES
    )


def _address(text: str) -> str:
    """An address as it stands; those that feedparser would repair are left to it."""
    if ":///" in text:
        raise NotPlainError
    return text


def _mended(text: str) -> str:
    """UTF-8 that was taken for Latin-1 and encoded again, undone."""
    if text.isascii() or _BEYOND_LATIN_1.search(text):
        return text
    try:
        return text.encode("iso-8859-1").decode()
    except UnicodeError:
        return text
