"""The step that lets the archive tell how sources are doing, hold polls back and owe notices."""

# `configured_url` is what the configuration said last: an address that admins took over holds until the
# configuration itself changes. `told` is when the admins were told of the trouble.
_SOURCES = (
    "ALTER TABLE sources ADD COLUMN configured_url TEXT",
    "ALTER TABLE sources ADD COLUMN trouble_since TEXT",
    "ALTER TABLE sources ADD COLUMN told TEXT",
    "ALTER TABLE sources ADD COLUMN newest TEXT",
    "ALTER TABLE sources ADD COLUMN silent_seconds REAL NOT NULL DEFAULT 0",
    "ALTER TABLE sources ADD COLUMN gaps TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE sources ADD COLUMN moved_to TEXT",
    "ALTER TABLE sources ADD COLUMN moved_polls INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sources ADD COLUMN moved_told INTEGER NOT NULL DEFAULT 0",
    """UPDATE sources SET configured_url = url,
        newest = (SELECT max(first_seen) FROM items WHERE source = sources.name)""",
)
# A poll of which most is new waits for an admin; so many of the items it showed were new. A number
# is never given twice: buttons remember it.
_HELD = (
    """CREATE TABLE held_polls (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL,
        new INTEGER NOT NULL,
        shown INTEGER NOT NULL,
        held_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE held_items (
        item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
        poll INTEGER NOT NULL REFERENCES held_polls ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX held_items_poll ON held_items (poll)",
)
# The outbox with notices in it. A notice is JSON: what it was about may be gone by the time it leaves.
_OUTBOX = (
    "ALTER TABLE outbox RENAME TO outbox_without_notices",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('alert', 'update', 'notice')),
        chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
        meeting INTEGER REFERENCES meetings ON DELETE CASCADE,
        item INTEGER REFERENCES items ON DELETE CASCADE,
        notice TEXT,
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
        CHECK ((kind = 'notice') = (notice IS NOT NULL)),
        CHECK ((meeting IS NOT NULL) + (item IS NOT NULL) + (notice IS NOT NULL) = 1)
    ) STRICT""",
    """INSERT INTO outbox (id, kind, chat, meeting, item, why, state, not_before, attempts, unknowns,
        plain, message, reason, created_at, changed_at)
    SELECT id, kind, chat, meeting, item, why, state, not_before, attempts, unknowns,
        plain, message, reason, created_at, changed_at FROM outbox_without_notices""",
    "DROP TABLE outbox_without_notices",
    """CREATE UNIQUE INDEX outbox_alert_meeting ON outbox (meeting, chat)
        WHERE kind = 'alert' AND meeting IS NOT NULL""",
    """CREATE UNIQUE INDEX outbox_alert_item ON outbox (item, chat)
        WHERE kind = 'alert' AND item IS NOT NULL""",
    "CREATE UNIQUE INDEX outbox_update ON outbox (meeting, chat) WHERE kind = 'update' AND state = 'waiting'",
    "CREATE INDEX outbox_meeting ON outbox (meeting) WHERE meeting IS NOT NULL",
    "CREATE INDEX outbox_item ON outbox (item) WHERE item IS NOT NULL",
    "CREATE INDEX outbox_due ON outbox (suspect, not_before, id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_claimed ON outbox (id) WHERE state = 'claimed'",
    "CREATE INDEX outbox_parked ON outbox (id) WHERE state = 'parked'",
    "CREATE INDEX outbox_chat ON outbox (chat, state)",
)

STATEMENTS = (*_SOURCES, *_HELD, *_OUTBOX)
