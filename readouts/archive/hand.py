"""What admins join and take apart by hand. Nothing that comes later undoes it, and nobody is alerted again.

A meeting that is merged into another one stays in the archive: what fits it belongs to the other from
then on, and a report that came with it brings it back when it is split off. A chat was told of a meeting
if it has an alert of it in the outbox, so those rows are all that has to be kept right.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readouts.archive import meetings, outbox
from readouts.archive.absorbing import absorb, move_documents
from readouts.archive.candidates import root_of
from readouts.archive.rows import utc_text

_NEW = """
INSERT INTO meetings (kind, region, division, level, readout, split_from, first_seen, changed_at,
    first_reported)
SELECT readouts.kind, region, division, level, readouts.readout, meetings.id, :now, :now, first_reported
FROM meetings JOIN readouts ON meeting = meetings.id WHERE meetings.id = :id AND item = :item
ORDER BY place LIMIT 1 RETURNING id
"""
_BRING_BACK = (
    """WITH RECURSIVE grouped (id) AS (
        SELECT :id UNION SELECT meetings.id FROM meetings JOIN grouped ON merged_into = grouped.id)
    UPDATE readouts SET meeting = :id, home = nullif(home, :id)
    WHERE meeting = :root AND home IN (SELECT id FROM grouped)""",
    "UPDATE meetings SET merged_into = NULL WHERE id = :id",
    # Nothing is put right by a report of another meeting.
    """UPDATE readouts SET replaced = NULL
    WHERE meeting = :root AND replaced IN (SELECT item FROM readouts WHERE meeting = :id)""",
    "DELETE FROM outbox WHERE kind = 'alert' AND meeting = :root AND reason = 'merged ' || :id",
)
# What a report of the meeting's own corrects goes with it.
_PARTS = """
SELECT count(DISTINCT CASE WHEN home IS NOT NULL THEN -home
    WHEN replaced IN (SELECT item FROM readouts WHERE meeting = :meeting AND home IS NULL) THEN replaced
    ELSE item END) FROM readouts WHERE meeting = :meeting
"""
_TELL_APART = """
INSERT INTO outbox (kind, chat, meeting, why, state, not_before, reason, created_at, changed_at)
SELECT 'alert', chat, :id, why, iif(state = 'waiting', state, 'sent'), not_before, 'split ' || :root,
    :now, :now
FROM outbox WHERE kind = 'alert' AND meeting = :root AND state IN ('waiting', 'claimed', 'sent')
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class NoSuchMeeting:
    number: int


@dataclass(frozen=True, slots=True)
class NoSuchReport:
    """The meeting has only so many reports."""

    meeting: int
    reports: int


@dataclass(frozen=True, slots=True)
class OnlyReport:
    """Without this report nothing would be left of the meeting."""

    meeting: int


@dataclass(frozen=True, slots=True)
class LastOwnReport:
    """All other reports of the meeting came with merged ones; `merged` is the number of one of these."""

    meeting: int
    merged: int


@dataclass(frozen=True, slots=True)
class OneAlready:
    meeting: int


@dataclass(frozen=True, slots=True)
class Split:
    """`other` is a meeting of its own now, with so many reports."""

    meeting: int
    other: int
    reports: int


@dataclass(frozen=True, slots=True)
class Merged:
    """`other` belongs to `meeting` now; `report` is the number there of its first report."""

    meeting: int
    other: int
    report: int


def merge(db: Database, meeting: int, other: int, now: datetime) -> Merged | NoSuchMeeting | OneAlready:
    """Make two meetings one, under the first one's number."""
    root, absorbed = root_of(db, meeting), root_of(db, other)
    if root is None or absorbed is None:
        return NoSuchMeeting(meeting if root is None else other)
    if root == absorbed:
        return OneAlready(root)
    came = _reports(db, absorbed)
    first = next((item for item, home in came if home is None), came[0][0])
    absorb(db, root, absorbed, now)
    _tell_anew(db, root, now)
    return Merged(root, absorbed, [item for item, _ in _reports(db, root)].index(first) + 1)


def split(
    db: Database, meeting: int, report: int, now: datetime
) -> Split | NoSuchMeeting | NoSuchReport | OnlyReport | LastOwnReport:
    """Take a report off a meeting: back to the meeting it was merged from, with all that came from there;
    else into a meeting of its own."""
    root = root_of(db, meeting)
    if root is None:
        return NoSuchMeeting(meeting)
    reports = _reports(db, root)
    if not 1 <= report <= len(reports):
        return NoSuchReport(root, len(reports))
    item, home = reports[report - 1]
    if _parts(db, root) == 1:
        return OnlyReport(root)
    merged = [number for number, (_, each) in enumerate(reports, start=1) if each]
    if home is None and len(merged) == len(reports) - 1:
        return LastOwnReport(root, merged[0])
    other = _brought_back(db, root, home) if home else _taken_off(db, root, item, now)
    move_documents(db, root)
    db.execute(_TELL_APART, {"id": other, "root": root, "now": utc_text(now)})
    for each in (root, other):
        _tell_anew(db, each, now)
    return Split(root, other, len(_reports(db, other)))


def _reports(db: Database, meeting: int) -> list[tuple[int, int | None]]:
    """(item, meeting it came with or None) of each report, in the order of their numbers."""
    rows = db.execute(
        "SELECT item, min(home) AS home FROM readouts WHERE meeting = ? AND replaced IS NULL"
        " GROUP BY item ORDER BY item",
        (meeting,),
    )
    return [(row["item"], row["home"]) for row in rows.fetchall()]


def _parts(db: Database, meeting: int) -> int:
    """Into how many meetings it could be taken apart, one split after the other."""
    count: int = db.execute(_PARTS, {"meeting": meeting}).fetchone()[0]
    return count


def _brought_back(db: Database, root: int, home: int) -> int:
    for statement in _BRING_BACK:
        db.execute(statement, {"id": home, "root": root})
    return home


def _taken_off(db: Database, root: int, item: int, now: datetime) -> int:
    """A new meeting of one report, and of what that one corrects."""
    made = db.execute(_NEW, {"id": root, "item": item, "now": utc_text(now)}).fetchone()
    other: int = made["id"]
    db.execute(
        "UPDATE readouts SET meeting = :other WHERE meeting = :root AND :item IN (item, replaced)",
        {"other": other, "root": root, "item": item},
    )
    return other


def _tell_anew(db: Database, meeting: int, now: datetime) -> None:
    """What is known of a meeting follows from its reports; who was told of it sees the change."""
    meetings.retell(db, meeting, now)
    outbox.owe_updates(db, meeting, now)
