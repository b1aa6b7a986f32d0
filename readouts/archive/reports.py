"""The reports of a meeting: what each article says of it, and which are copies of which."""

from collections.abc import Sequence
from itertools import groupby
from sqlite3 import Row

from sqlite_utils import Database

from readouts.archive.rows import article_of, readout_of, text_of
from readouts.domain.copies import originals
from readouts.domain.merging import told_by
from readouts.domain.readout import told_words
from readouts.domain.report import Report

# Comparing texts takes time with their number; a meeting has some ten. No more than this of a text is read
# by the extractors, either.
_COMPARED = 20
_MOST_ROWS = 200
_MOST_CHARACTERS = 200_000
_REPORTS = """
SELECT items.id, url, title, source, published, published_offset, lang, items.first_seen,
    text, packed, readouts.readout,
    (SELECT max(replaced_at) FROM former_texts WHERE item = items.id) AS corrected,
    iif(split_from IS meeting, NULL, home) AS home,
    EXISTS (SELECT 1 FROM readouts AS earlier
        WHERE earlier.replaced = items.id AND earlier.meeting = readouts.meeting) AS corrects
FROM readouts JOIN items ON items.id = readouts.item LEFT JOIN meetings ON meetings.id = home
WHERE meeting = :meeting AND replaced IS NULL ORDER BY item, place LIMIT :rows
"""


def reports_of(db: Database, meeting_id: int) -> tuple[Report, ...]:
    """What each article of a meeting says of it, in the order in which `Meeting.articles` are; two hundred
    readouts at most."""
    rows = db.execute(_REPORTS, {"rows": _MOST_ROWS, "meeting": meeting_id}).fetchall()
    by_item = [list(each) for _, each in groupby(rows, key=lambda row: row["id"])]
    copied = originals([_words(each) for each in by_item[:_COMPARED]])
    return tuple(
        _report(number, each, copied[number - 1] if number <= len(copied) else None)
        for number, each in enumerate(by_item, start=1)
    )


def _report(number: int, rows: Sequence[Row], original: int | None) -> Report:
    return Report(
        number=number,
        article=article_of(rows[0]),
        readout=told_by(readout_of(row["readout"]) for row in rows),
        copy_of=None if original is None else original + 1,
        home=rows[0]["home"],
        corrects=bool(rows[0]["corrects"]),
    )


def _words(rows: Sequence[Row]) -> str:
    text = text_of(rows[0])[:_MOST_CHARACTERS]
    return "\n".join(told_words(text, readout_of(row["readout"])) for row in rows)
