"""The schema's step for joining by place or chair, for corrections, and for what admins join by hand."""

from sqlite_utils import Database

from readouts.archive.rows import readout_of
from readouts.domain.chairs import chair_key

_STATEMENTS = (
    # The chair's name as it is looked up. A meeting that an admin merged into another one stays, so that
    # reports which fit it are known to belong there and the merge can be undone; so is known from which
    # one an admin split it.
    "ALTER TABLE meetings ADD COLUMN chair TEXT",
    "ALTER TABLE meetings ADD COLUMN merged_into INTEGER REFERENCES meetings",
    "ALTER TABLE meetings ADD COLUMN split_from INTEGER",
    # `home`: the merged meeting that a readout came with. `replaced`: the item that corrects it.
    "ALTER TABLE readouts ADD COLUMN home INTEGER REFERENCES meetings",
    "ALTER TABLE readouts ADD COLUMN replaced INTEGER REFERENCES items ON DELETE SET NULL",
    "DROP INDEX meetings_seat",
    "CREATE INDEX meetings_seat_day ON meetings (kind, region, division, level, date)",
    "CREATE INDEX meetings_seat_reported ON meetings (kind, region, division, level, first_reported)",
    "CREATE INDEX meetings_chair_day ON meetings (chair, date) WHERE chair IS NOT NULL",
    "CREATE INDEX meetings_chair_reported ON meetings (chair, first_reported) WHERE chair IS NOT NULL",
    "CREATE INDEX meetings_merged ON meetings (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX readouts_home ON readouts (home) WHERE home IS NOT NULL",
    "CREATE INDEX readouts_replaced ON readouts (replaced) WHERE replaced IS NOT NULL",
)


def add_joins(db: Database) -> None:
    """Change the tables, and note the chairs of the meetings that are known."""
    for statement in _STATEMENTS:
        db.execute(statement)
    for row in db.execute("SELECT id, readout FROM meetings").fetchall():
        key = chair_key(readout_of(row["readout"]).chair)
        db.execute("UPDATE meetings SET chair = ? WHERE id = ?", (key, row["id"]))
