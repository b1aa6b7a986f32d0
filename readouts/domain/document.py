"""A document: what a query is held against. The archive indexes it, the engine matches it.

An item is one document as a whole, and each of its readouts is one more, with only the words that
are about that meeting; so "smuggling" in a round-up of four meetings finds the one that spoke of it.
"""

from dataclasses import dataclass
from datetime import date

from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.links import publisher
from readouts.domain.readout import Readout
from readouts.domain.text import runs

_BORDER = "\u2028"


@dataclass(frozen=True, slots=True)
class Document:
    """`words`: Latin words and runs of Han, see `index_words`; `committee`: the same of its names.
    `day`: the meeting's date, else the day of publication, else that on which the article was first seen,
    where that is known. `chairs`: name keys. `readout`: its place in the item's list of readouts, None for
    the item as a whole."""

    words: str
    readout: int | None
    kind: str | None
    region: str | None
    division: str | None
    level: str | None
    themes: frozenset[str]
    phrases: frozenset[str]
    chairs: frozenset[str]
    committee: str
    source: str | None
    lang: str | None
    has: frozenset[str]
    day: date | None


def index_words(*texts: str) -> str:
    """The folded runs of several texts, with one space before, between and after; texts never run into
    each other. `Words.needle` stands in it if and only if the words do."""
    return " " + "".join(f"{' '.join(found)} {_BORDER} " for text in texts if (found := runs(text)))


def documents(item: Item, readouts: tuple[Readout, ...], came: date | None = None) -> tuple[Document, ...]:
    """The item as a whole, then one document for each readout, in order. came: the day on which the item
    was first seen, for what states no day."""
    day = item.published.date() if item.published else came
    return (_whole(item, day), *(_of_readout(item, i, r, day) for i, r in enumerate(readouts)))


def _whole(item: Item, day: date | None) -> Document:
    return Document(
        words=index_words(item.title, item.text),
        readout=None,
        kind=None,
        region=item.region,
        division=None,
        level=None,
        themes=frozenset(),
        phrases=frozenset(),
        chairs=frozenset(),
        committee="",
        source=publisher(item.source, item.url),
        lang=item.lang,
        has=frozenset(),
        day=day,
    )


def _of_readout(item: Item, place: int, readout: Readout, day: date | None) -> Document:
    chair = readout.chair
    names = (chair.name, chair.name_zh, chair.name_en) if chair else ()
    told = [item.text[start:end] for start, end in stretches(item, readout)]
    return Document(
        words=index_words(*([item.title] if has_title(item, readout) else []), *told),
        readout=place,
        kind=readout.kind.value,
        region=readout.region,
        division=readout.division,
        level=readout.level.value,
        themes=frozenset(readout.themes),
        phrases=frozenset(readout.phrases),
        chairs=frozenset(name_key(name) for name in names if name),
        committee=index_words(readout.committee.zh or "", readout.committee.en or ""),
        source=publisher(item.source, item.url),
        lang=item.lang or readout.language,
        has=frozenset(["quote"] if readout.quotes else []),
        day=readout.date or day,
    )


def stretches(item: Item, readout: Readout | None) -> tuple[tuple[int, int], ...]:
    """The [start, end) stretches of the item's text that are the words of its document for `readout`, or of
    the one for the item as a whole."""
    return (readout.scope if readout else ()) or ((0, len(item.text)),)


def has_title(item: Item, readout: Readout | None) -> bool:
    """Whether the item's title belongs to that document, too."""
    return stretches(item, readout) == ((0, len(item.text)),)
