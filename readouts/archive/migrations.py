"""The archive's schema, as the steps that build it. A released step is never changed.

Every step runs in the transaction of whoever applies them, so that an upgrade happens whole or not
at all.
"""

from sqlite_utils import Database, Migrations

from readouts.archive import (
    documents,
    pages,
    tables_for_former_texts,
    tables_for_joins,
    tables_for_notices,
    wordings,
)

# "ROWA" in ASCII: tells an archive from any other SQLite file.
APPLICATION_ID = 0x524F5741

_FIRST_LIGHT = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # What to ask, and how it is doing. `configured_paused` is what the configuration said last: a
    # pause set in chat holds until the configuration itself changes.
    """CREATE TABLE sources (
        name TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        kind TEXT NOT NULL,
        region TEXT,
        lang TEXT,
        time_zone TEXT NOT NULL,
        every_seconds REAL NOT NULL,
        first_poll TEXT NOT NULL,
        file TEXT,
        paused INTEGER NOT NULL,
        configured_paused INTEGER NOT NULL,
        built_in INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'never',
        detail TEXT NOT NULL DEFAULT 'not asked yet',
        since TEXT,
        last_poll TEXT,
        last_answer TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        seeded INTEGER NOT NULL DEFAULT 0,
        etag TEXT,
        last_modified TEXT,
        body_hash BLOB,
        items INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID""",
    # Articles. `source` '' means none. `same_page` is a 128-bit hash of address and title.
    """CREATE TABLE items (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        identity TEXT NOT NULL,
        url TEXT NOT NULL,
        canonical_url TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        lang TEXT,
        published TEXT,
        published_offset INTEGER,
        region TEXT,
        first_seen TEXT NOT NULL,
        same_page BLOB
    ) STRICT""",
    "CREATE UNIQUE INDEX items_identity ON items (source, identity)",
    "CREATE INDEX items_same_page ON items (same_page, source) WHERE same_page IS NOT NULL",
    # Further identities of items whose source changed its way of naming them.
    """CREATE TABLE item_aliases (
        source TEXT NOT NULL,
        identity TEXT NOT NULL,
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        PRIMARY KEY (source, identity)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX item_aliases_item ON item_aliases (item)",
    # Events. `readout` is what all articles tell together, as JSON; `first_reported` is when
    # the earliest of them was published.
    """CREATE TABLE meetings (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        region TEXT,
        division TEXT,
        level TEXT NOT NULL,
        date TEXT,
        readout TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        first_reported TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX meetings_seat ON meetings (kind, region, division, level)",
    # What one article says about one meeting. `place` is its place in the article.
    """CREATE TABLE readouts (
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        place INTEGER NOT NULL,
        meeting INTEGER REFERENCES meetings,
        kind TEXT NOT NULL,
        readout TEXT NOT NULL,
        PRIMARY KEY (item, place)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX readouts_meeting ON readouts (meeting) WHERE meeting IS NOT NULL",
    # What a search can hit: an item as a whole (`place` is null), or one readout of it. A greater id
    # is a newer document.
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY,
        item INTEGER NOT NULL REFERENCES items,
        place INTEGER,
        meeting INTEGER REFERENCES meetings,
        day TEXT
    ) STRICT""",
    "CREATE INDEX documents_item ON documents (item)",
    "CREATE INDEX documents_meeting ON documents (meeting) WHERE meeting IS NOT NULL",
    # The inverted index over documents; rowid is documents.id. It keeps no text: that is in items.
    """CREATE VIRTUAL TABLE document_index USING fts5 (
        words, committee, fields, content = '', tokenize = 'ascii'
    )""",
    # Who can be told something. Nothing leaves for a chat before `hold_until`.
    """CREATE TABLE chats (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        language TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1,
        reason TEXT,
        created_at TEXT NOT NULL,
        hold_until TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
        query TEXT NOT NULL,
        name TEXT,
        created_at TEXT NOT NULL,
        UNIQUE (chat, query)
    ) STRICT""",
    # What is owed, and what became of it. `attempts` were made, of which `unknowns` may have arrived;
    # `message` is Telegram's id of a sent alert. States: waiting -> claimed -> sent, or
    # waiting again, or parked (an admin must look), or cancelled (the chat is gone).
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('alert', 'update')),
        chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
        meeting INTEGER REFERENCES meetings ON DELETE CASCADE,
        item INTEGER REFERENCES items ON DELETE CASCADE,
        why TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'claimed', 'sent', 'parked', 'cancelled')),
        not_before TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        unknowns INTEGER NOT NULL DEFAULT 0,
        suspect INTEGER NOT NULL GENERATED ALWAYS AS (unknowns > 0),
        plain INTEGER NOT NULL DEFAULT 0,
        message INTEGER,
        reason TEXT,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        CHECK ((meeting IS NULL) <> (item IS NULL))
    ) STRICT""",
    # One meeting, one alert: in one chat nothing rings twice.
    """CREATE UNIQUE INDEX outbox_alert_meeting ON outbox (meeting, chat)
        WHERE kind = 'alert' AND meeting IS NOT NULL""",
    """CREATE UNIQUE INDEX outbox_alert_item ON outbox (item, chat)
        WHERE kind = 'alert' AND item IS NOT NULL""",
    # Updates that wait are one update.
    "CREATE UNIQUE INDEX outbox_update ON outbox (meeting, chat) WHERE kind = 'update' AND state = 'waiting'",
    "CREATE INDEX outbox_meeting ON outbox (meeting) WHERE meeting IS NOT NULL",
    "CREATE INDEX outbox_item ON outbox (item) WHERE item IS NOT NULL",
    "CREATE INDEX outbox_due ON outbox (suspect, not_before, id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_claimed ON outbox (id) WHERE state = 'claimed'",
    "CREATE INDEX outbox_parked ON outbox (id) WHERE state = 'parked'",
    "CREATE INDEX outbox_chat ON outbox (chat, state)",
)

# Ready-made queries. `place` is that in the configuration, null for what was added in chat.
_WATCHLISTS = """CREATE TABLE watchlists (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL,
    place INTEGER,
    paused INTEGER NOT NULL DEFAULT 0,
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID"""


_LEANER_ITEMS = (
    # As in item_digests, which is there no longer: a row of its own cost more than all that is in it.
    "ALTER TABLE items ADD COLUMN listed BLOB",
    "UPDATE items SET listed = (SELECT listed FROM item_digests WHERE item = items.id)",
    "DROP TABLE item_digests",
    # Long texts, by zlib; `text` is '' then. What was stored before stays as it is.
    "ALTER TABLE items ADD COLUMN packed BLOB",
    # It follows from the address, and is asked for of few articles.
    "ALTER TABLE items DROP COLUMN canonical_url",
)

_HABITS = (
    # What a source posts by the hour of its day, and for how many days it was watched.
    "ALTER TABLE sources ADD COLUMN posting_hours BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE sources ADD COLUMN posting_days REAL NOT NULL DEFAULT 0",
    # An `every` of 0 means that the source names none. No chat could ever name one.
    "UPDATE sources SET every_seconds = 0 WHERE NOT built_in",
)


def migrations() -> Migrations:
    """All steps, oldest first."""
    steps = Migrations("readouts")
    steps(name="0001_first_light")(_first_light)
    steps(name="0002_watchlists")(_watchlists)
    steps(name="0003_notices")(_notices)
    steps(name="0004_readings")(_readings)
    steps(name="0005_habits")(_habits)
    steps(name="0006_former_texts")(_former_texts)
    steps(name="0007_pages")(_pages)
    steps(name="0008_joins")(tables_for_joins.add_joins)
    steps(name="0009_leaner_items")(_leaner_items)
    steps(name="0010_documents_by_day")(documents.number_by_day)
    steps(name="0011_hosts_as_sources")(documents.find_by_host)
    steps(name="0012_days_of_arrival")(documents.date_by_arrival)
    steps(name="0013_copies")(_copies)
    steps(name="0014_rests")(_rests)
    steps(name="0015_wordings")(_wordings)
    return steps


def _first_light(db: Database) -> None:
    for statement in _FIRST_LIGHT:
        db.execute(statement)


def _watchlists(db: Database) -> None:
    db.execute(_WATCHLISTS)


def _notices(db: Database) -> None:
    for statement in tables_for_notices.STATEMENTS:
        db.execute(statement)


def _readings(db: Database) -> None:
    # JSON: which selectors find what on a source's pages, and whether its articles are asked for.
    db.execute("ALTER TABLE sources ADD COLUMN reading TEXT NOT NULL DEFAULT '{}'")


def _habits(db: Database) -> None:
    for statement in _HABITS:
        db.execute(statement)


def _former_texts(db: Database) -> None:
    for statement in tables_for_former_texts.STATEMENTS:
        db.execute(statement)


def _pages(db: Database) -> None:
    for statement in pages.TABLES:
        db.execute(statement)


def _leaner_items(db: Database) -> None:
    for statement in _LEANER_ITEMS:
        db.execute(statement)


def _copies(db: Database) -> None:
    # Whose copy a report without place and chair is, is looked for among what was reported at the time.
    db.execute("CREATE INDEX meetings_reported ON meetings (kind, first_reported)")


def _rests(db: Database) -> None:
    # Until when the server asked to be left alone: that holds over a restart, too.
    db.execute("ALTER TABLE sources ADD COLUMN rest_until TEXT")


def _wordings(db: Database) -> None:
    # By what they say, articles are known again whose addresses change at every look.
    db.execute(wordings.INDEX)
