"""The archive's search: `python -m benchmarks.searching_ours ITEMS`

One article in twenty tells of something, so that the archive has to see that it is shown once.
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from benchmarks.searching_work import LAST_DAY, PAGE, answer, articles, chinese, milliseconds
from benchmarks.watchload import REGIONS, THEMES
from readouts.archive import items, meetings
from readouts.archive.connections import make_reader, open_database, transaction
from readouts.archive.facets import facets
from readouts.archive.finding import Deadline, hits, wanted
from readouts.archive.migrations import migrations
from readouts.archive.search import search
from readouts.domain.hit import Order, Results
from readouts.domain.item import Item
from readouts.domain.query import Query, Words
from readouts.domain.readout import Bilingual, DatePrecision, Kind, Readout
from readouts.domain.text import phrase_tokens
from tests.archive.making import readout

_AT_ONCE = 5_000
_TODAY = LAST_DAY.date()
_FEW = 50
_LONG = timedelta(minutes=1)


def main() -> None:
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.sqlite3"
        _build(path, count)
        db = open_database(path, "ro")
        make_reader(db)
        answer(
            lambda word: _numbers(db, word),
            best=lambda word: _page(db, word, Order.BEST),
            answer=lambda: milliseconds(lambda word: _page(db, word, Order.NEWEST), chinese()),
            facets=lambda: milliseconds(lambda word: facets(db, _query(word), _TODAY), chinese()[:_FEW]),
        )


def _query(word: str) -> Query:
    tokens, prefix = phrase_tokens(word)
    return Query(word, Words(tuple(tokens), prefix, word))


def _numbers(db: Database, word: str) -> list[int]:
    found, _ = hits(db, wanted(db, _query(word), _TODAY), None, PAGE, Deadline(_LONG))
    return [row["item"] for row in found]


def _page(db: Database, word: str, order: Order) -> Results:
    return search(db, _query(word), _TODAY, PAGE, order=order)


def _build(path: Path, count: int) -> None:
    db = open_database(path, "rwc")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    migrations().apply(db)
    dice, waiting = random.Random(4), articles(count)
    while some := list(islice(waiting, _AT_ONCE)):
        with transaction(db, "BEGIN IMMEDIATE"):
            _store(db, some, dice)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def _store(db: Database, some: Sequence[Item], dice: random.Random) -> None:
    for article in some:
        came = article.published or LAST_DAY
        number = items.add(db, article, came)
        if number is None:
            raise ValueError(f"{article.identity} was stored before")
        told = (_told(article, dice),) if dice.random() < 1 / 20 else ()
        meetings.attach(db, number, article, told, came)


def _told(article: Item, dice: random.Random) -> Readout:
    """A study session on the day of publication: the hit is the article, told by its readout."""
    region = dice.choice(REGIONS)
    return readout(
        kind=Kind.STUDY,
        region=region,
        region_name=Bilingual(region, region),
        committee=Bilingual(None, "省委"),
        date=None,
        date_precision=DatePrecision.UNKNOWN,
        themes=tuple(sorted(dice.sample(THEMES, 2))),
        language="zh" if article.lang == "zh" else "en",
        scope=((0, len(article.text)),),
    )


if __name__ == "__main__":
    main()
