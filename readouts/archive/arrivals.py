"""Readouts from another archive: they come to the meetings that they belonged to there, under whatever
numbers these have here, and what was decided there by hand stays decided."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlite_utils import Database

from readouts.archive import meetings
from readouts.archive.candidates import Arrival, root_of
from readouts.archive.joins import known_meeting
from readouts.archive.meetings import Belonging
from readouts.archive.rows import storable
from readouts.domain.entry import Entry, Joined
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS

_DECIDED = "UPDATE meetings SET merged_into = :above, split_from = :split_from WHERE id = :id"
_PUT_RIGHT = "UPDATE readouts SET replaced = :by WHERE item = :item AND place = :place RETURNING meeting"


@dataclass(slots=True)
class Numbers:
    """What is known of a file by now: the numbers here of its meetings, by their numbers there; and the
    readouts (item, place) that an article puts right which has not come yet, by source and identity."""

    here: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    waiting: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, there: int, here: int) -> None:
        self.here.setdefault(there, here)
        self.taken.add(here)


def attach(db: Database, item_id: int, entry: Entry, numbers: Numbers) -> None:
    """Store what an entry's item, just stored, tells, and make it findable.

    Readouts whose meeting had a number come to the meeting of that number. The first of them comes to one
    that is known here already if the facts say so, and no other number has it.
    """
    item, now = entry.item, entry.first_seen
    kept: dict[int, Belonging] = {}
    told = zip(entry.readouts, entry.meetings, strict=False)
    reports = {
        place: meetings.arrival(item_id, item, readout, now)
        for place, (readout, number) in enumerate(told)
        if number is not None and readout.kind in ALERT_KINDS
    }
    for place, report in reports.items():
        joined = _joined(entry, place)
        first = _meeting(db, report, entry, joined, numbers)
        root = root_of(db, first) or first
        by = _corrector(db, item_id, place, item, joined, numbers)
        kept[place] = Belonging(root, first if first != root else None, by)
    meetings.attach(db, item_id, item, entry.readouts, now, kept=kept)
    for place, report in reports.items():
        _tell(db, kept[place], report, entry)
    put_right(db, item_id, item, numbers)


def recall(db: Database, item_id: int, entry: Entry, numbers: Numbers) -> None:
    """Learn under which numbers the meetings of an entry that is known already are here."""
    rows = db.execute("SELECT place, ifnull(home, meeting) AS first FROM readouts WHERE item = ?", (item_id,))
    for row in rows.fetchall():
        place = row["place"]
        if place < len(entry.meetings) and entry.meetings[place] and row["first"]:
            numbers.learn(_joined(entry, place).path[0][0], row["first"])


def put_right(db: Database, item_id: int, item: Item, numbers: Numbers) -> None:
    """Let an item put right what waited for it."""
    for waiting, place in numbers.waiting.pop(_name(item, item.identity), ()):
        row = db.execute(_PUT_RIGHT, {"by": item_id, "item": waiting, "place": place}).fetchone()
        if row and row["meeting"] is not None:
            meetings.retell(db, row["meeting"])


def _joined(entry: Entry, place: int) -> Joined:
    """How a readout came to its meeting; where nothing is said of that, as the facts say."""
    given = entry.joined[place] if place < len(entry.joined) else None
    return given or Joined(((entry.meetings[place] or 0, None),))


def _meeting(db: Database, report: Arrival, entry: Entry, joined: Joined, numbers: Numbers) -> int:
    """The meeting that a readout came with; those that this was merged into are there, too, by then."""
    above: int | None = None
    for number, split_from in reversed(joined.path):
        known = numbers.here.get(number)
        if known is None and above is None and split_from is None:
            known = _fitting(db, report, numbers)
        if known is None:
            known = meetings.create(db, report, entry.first_seen, number)
            origin = numbers.here.get(split_from, split_from) if split_from else None
            db.execute(_DECIDED, {"id": known, "above": above, "split_from": origin})
        numbers.learn(number, known)
        above = known
    if above is None:
        raise ValueError("no path leads to no meeting")
    return above


def _fitting(db: Database, report: Arrival, numbers: Numbers) -> int | None:
    fitting = known_meeting(db, report)
    found: int | None = fitting.row["id"] if fitting else None
    return None if found in numbers.taken else found


def _corrector(
    db: Database, item_id: int, place: int, item: Item, joined: Joined, numbers: Numbers
) -> int | None:
    """The item that puts a readout right; None where there is none, or where it has not come yet."""
    if joined.put_right_by is None:
        return None
    name = _name(item, joined.put_right_by)
    row = db.execute("SELECT id FROM items WHERE source = ? AND identity = ?", name).fetchone()
    if row is None:
        numbers.waiting[name].append((item_id, place))
    return row["id"] if row and row["id"] != item_id else None


def _tell(db: Database, belonging: Belonging, report: Arrival, entry: Entry) -> None:
    if belonging.home:
        meetings.add(db, belonging.home, report, entry.first_seen)
    if belonging.home or belonging.replaced:
        meetings.retell(db, belonging.meeting)
    else:
        meetings.add(db, belonging.meeting, report, entry.first_seen)


def _name(item: Item, identity: str) -> tuple[str, str]:
    return storable(item.source or ""), storable(identity)
