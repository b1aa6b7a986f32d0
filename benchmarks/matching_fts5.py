"""SQLite FTS5, the search turned around: `python -m benchmarks.matching_fts5 WATCHES ITEMS`

The archive's own index, and every query as the archive asks it.
"""

import sqlite3
import sys

from benchmarks.measuring import Meter, tell
from benchmarks.watching import MATCHING, distinct
from benchmarks.watchload import TODAY, news
from readouts.archive.conditions import condition
from readouts.archive.documents import field_token
from readouts.domain.document import Document
from readouts.domain.query import FieldName
from readouts.domain.text import index_tokens


def _row(document: Document) -> tuple[str, str]:
    fields = [("region", document.region or ""), ("kind", document.kind or "")]
    fields += [("theme", theme) for theme in document.themes] + [
        ("chair", chair) for chair in document.chairs
    ]
    tokens = " ".join(field_token(FieldName(name), value) for name, value in fields)
    return index_tokens(document.words), f"every {tokens}"


def main() -> None:
    asked = [condition(query.node, TODAY).match for query in distinct("ordinary", int(sys.argv[1]))]
    found = news(int(sys.argv[2]))
    meter = Meter()
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE w USING fts5(words, fields, content='', tokenize=\"unicode61 remove_diacritics 0\")"
    )
    db.executemany("INSERT INTO w (words, fields) VALUES (?, ?)", map(_row, found))
    for expression in asked:
        db.execute("SELECT rowid FROM w WHERE w MATCH ?", (expression,)).fetchall()
    tell({MATCHING: meter.usage(len(found))})


if __name__ == "__main__":
    main()
