"""The step that lets the archive keep what articles said before they were changed."""

STATEMENTS = (
    # 128 bits of what the source listed last, to tell a change without a look at the texts. The text of
    # the item may be another one: that of the article's own page.
    """CREATE TABLE item_digests (
        item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
        listed BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE former_texts (
        id INTEGER PRIMARY KEY,
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        replaced_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX former_texts_item ON former_texts (item)",
)
