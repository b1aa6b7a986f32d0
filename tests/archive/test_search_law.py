"""The law of search: the index answers every query exactly as its meaning says, whatever is stored."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import items, meetings
from readouts.archive.search import search
from readouts.domain.document import Document, documents
from readouts.domain.gazetteer import Level, name_key
from readouts.domain.item import Item
from readouts.domain.query import (
    AllOf,
    AnyOf,
    Before,
    Field,
    FieldName,
    Last,
    Node,
    Not,
    Query,
    Since,
    Words,
)
from readouts.domain.readout import Bilingual, DatePrecision, Kind, Quote, Readout
from readouts.domain.text import phrase_tokens
from tests.archive.making import HAN_JUN, NOW, item, readout

PIECES = [
    "安徽",
    "省委",
    "国家安全",
    "国",
    "security",
    "Security",
    "political",
    "secure",
    "韓俊",
    " ",
    "，",
    "\n",
    "é",
]
DAYS = [date(2024, 5, 30), date(2024, 6, 1), date(2024, 6, 3), date(2024, 6, 9), date.min, date.max]
TODAY = date(2024, 6, 9)
DIVISIONS = ["340000", "340100", "340104", "340200", "500000"]
VALUES: dict[FieldName, list[str]] = {
    FieldName.REGION: ["CN-AH", "CN-CQ"],
    FieldName.DIVISION: DIVISIONS,
    FieldName.LEVEL: [level.value for level in Level],
    FieldName.THEME: ["political", "deep-sea", "deep"],
    FieldName.PHRASE: ["holistic"],
    FieldName.CHAIR: [name_key("韩俊"), name_key("Han Jun"), "han"],
    FieldName.COMMITTEE: ["省委", "国", "安全委", " commission "],
    FieldName.KIND: ["any", *(kind.value for kind in Kind)],
    FieldName.SOURCE: ["anhuidaily", "x", "newstest"],
    FieldName.LANG: ["zh", "en"],
    FieldName.HAS: ["quote"],
}

texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
days = st.sampled_from(DAYS)


def cut(text: str, at: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    start, end = sorted(min(each, len(text)) for each in at)
    return ((start, end),) if start < end else ()


@st.composite
def readouts_of(draw: st.DrawFn, text: str) -> Readout:
    places = st.tuples(st.integers(0, 40), st.integers(0, 40))
    return readout(
        kind=draw(st.sampled_from(Kind)),
        region=draw(st.sampled_from(["CN-AH", "CN-CQ", None])),
        division=draw(st.sampled_from([None, *DIVISIONS])),
        level=draw(st.sampled_from(Level)),
        committee=draw(st.sampled_from([Bilingual(None, "省委国安委"), Bilingual("the commission", None)])),
        date=draw(st.none() | days),
        date_precision=draw(st.sampled_from(DatePrecision)),
        chair=draw(st.sampled_from([None, HAN_JUN])),
        themes=tuple(draw(st.sets(st.sampled_from(["political", "deep-sea"])))),
        phrases=draw(st.sampled_from([(), ("holistic",)])),
        quotes=draw(st.sampled_from([(), (Quote("q", None),)])),
        scope=cut(text, draw(places)) if draw(st.booleans()) else (),
    )  # fmt: skip


@st.composite
def stored_items(draw: st.DrawFn) -> list[tuple[Item, tuple[Readout, ...]]]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        text = draw(texts)
        article = item(
            str(number),
            title=draw(texts),
            text=text,
            lang=draw(st.sampled_from([None, "zh", "en"])),
            published=draw(st.sampled_from([None, NOW])),
            source=draw(st.sampled_from([None, "Anhui Daily", "X"])),
            region=draw(st.sampled_from([None, "CN-AH"])),
        )
        made.append((article, tuple(draw(st.lists(readouts_of(text), max_size=3)))))
    return made


def words(text: str) -> Words:
    tokens, prefix = phrase_tokens(text)
    return Words(tuple(tokens), prefix, text)


typed = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join).map(words)
prefixes = st.sampled_from(["sec", "polit", "安", "x"]).map(lambda start: Words((start,), True, start))
fields = st.sampled_from(list(VALUES)).flatmap(
    lambda name: st.sampled_from(VALUES[name]).map(lambda value: Field(name, value, ""))
)
spans = st.sampled_from([timedelta(), timedelta(days=6), timedelta(hours=30), timedelta.max])
leaves = st.one_of(typed, prefixes, fields, days.map(Since), days.map(Before), spans.map(Last))
nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, max_size=3).map(tuple).map(AllOf),
        st.lists(part, max_size=3).map(tuple).map(AnyOf),
    ),
    max_leaves=8,
)


def means(node: Node, document: Document) -> bool:  # noqa: PLR0911 - one return for each kind of node
    """Whether a query holds for a document, said as plainly as can be."""
    match node:
        case Words(_, _, _):
            return bool(node.tokens) and node.needle in document.words
        case Field(name, value):
            return value in values_of(document, name)
        case Since(day):
            return document.day is not None and document.day >= day
        case Before(day):
            return document.day is not None and document.day < day
        case Last(age):
            return document.day is not None and TODAY - document.day <= age
        case Not(part):
            return not means(part, document)
        case AllOf(parts):
            return all(means(part, document) for part in parts)
        case AnyOf(parts):
            return any(means(part, document) for part in parts)


def values_of(document: Document, name: FieldName) -> set[str] | str:
    code = document.division or ""
    values: dict[FieldName, set[str] | str] = {
        FieldName.REGION: {document.region or ""},
        FieldName.DIVISION: {code, code[:4] + "00", code[:2] + "0000"},
        FieldName.LEVEL: {document.level or ""},
        FieldName.THEME: set(document.themes),
        FieldName.PHRASE: set(document.phrases),
        FieldName.CHAIR: set(document.chairs),
        FieldName.COMMITTEE: document.committee,
        FieldName.KIND: {document.kind or "", "any"},
        FieldName.SOURCE: {name_key(document.source or "")},
        FieldName.LANG: {document.lang or ""},
        FieldName.HAS: set(document.has),
    }
    return values[name]


Hits = list[tuple[int, int | None]]
Made = list[tuple[int, int | None, Document]]


def fill(db: Database, given_items: list[tuple[Item, tuple[Readout, ...]]]) -> Made:
    """Store items; (item, meeting, document) of all their documents, oldest first."""
    made = []
    for article, told in given_items:
        item_id = items.add(db, article, NOW)
        assert item_id is not None
        found = (None, *meetings.attach(db, item_id, article, told, NOW))
        of_item = [
            (item_id, meeting, each)
            for meeting, each in zip(found, documents(article, told, NOW.date()), strict=True)
        ]
        made += of_item
    return sorted(made, key=lambda made: made[2].day or date.min)


def expected(holds: Callable[[Document], bool], made: Made) -> Hits:
    """(item, meeting) of every hit, newest first: a meeting once, and no article beside its readouts."""
    hits: Hits = []
    fitting = [(each, meeting, document) for each, meeting, document in made if holds(document)]
    told = {item_id for item_id, _, document in fitting if document.readout is not None}
    for item_id, meeting, document in reversed(fitting):
        hit = (item_id, meeting)
        is_new = meeting not in {each for _, each in hits} if meeting else hit not in hits
        if is_new and not (document.readout is None and item_id in told):
            hits.append(hit)
    return hits


def copy_of(archive: sqlite3.Connection) -> Database:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    archive.backup(conn)
    return Database(conn, execute_plugins=False)


@settings(max_examples=100, deadline=None)
@given(given_items=stored_items(), asked=st.lists(nodes, min_size=1, max_size=5), page=st.integers(1, 4))
def test_search_finds_what_a_query_means_page_by_page(
    empty_archive: sqlite3.Connection,
    given_items: list[tuple[Item, tuple[Readout, ...]]],
    asked: list[Node],
    page: int,
) -> None:
    db = copy_of(empty_archive)
    made = fill(db, given_items)
    for node in asked:
        found: Hits = []
        after = None
        while True:
            results = search(db, Query("", node), TODAY, page, after)
            found += [(hit.item, hit.meeting.id if hit.meeting else None) for hit in results.hits]
            after = results.cursor
            if after is None:
                break
        assert found == expected(partial(means, node), made)
        assert results.total == len(found)
    db.close()
