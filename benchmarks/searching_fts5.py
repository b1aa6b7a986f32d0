"""SQLite FTS5 with a usual tokenizer: `python -m benchmarks.searching_fts5 unicode61|trigram|jieba ITEMS`

jieba cuts the text into words before unicode61 takes them; a query is cut in the same way.
"""

import logging
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import jieba

from benchmarks.searching_work import PAGE, answer, articles

_NEWEST = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT ?"
_BEST = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"


def _as_it_is(text: str) -> str:
    return text


def _cut(text: str) -> str:
    return " ".join(jieba.cut(text))


def main() -> None:
    tokenizer, count = sys.argv[1], int(sys.argv[2])
    jieba.setLogLevel(logging.WARNING)
    prepared = _cut if tokenizer == "jieba" else _as_it_is
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "fts5.sqlite3")
        _fill(db, "trigram" if tokenizer == "trigram" else "unicode61", prepared, count)
        answer(
            lambda word: _found(db, _NEWEST, prepared(word)),
            (lambda word: _found(db, _BEST, prepared(word))) if tokenizer == "unicode61" else None,
        )


def _fill(db: sqlite3.Connection, tokenizer: str, prepared: Callable[[str], str], count: int) -> None:
    db.execute("PRAGMA journal_mode = OFF")
    db.execute(f"CREATE VIRTUAL TABLE found USING fts5 (title, text, content = '', tokenize = '{tokenizer}')")
    db.executemany(
        "INSERT INTO found (rowid, title, text) VALUES (?, ?, ?)",
        (
            (number, prepared(article.title), prepared(article.text))
            for number, article in enumerate(articles(count), start=1)
        ),
    )
    db.commit()


def _found(db: sqlite3.Connection, sql: str, words: str) -> list[int]:
    return [number for (number,) in db.execute(sql, (f'"{words}"', PAGE))]


if __name__ == "__main__":
    main()
