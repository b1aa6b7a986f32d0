"""The real texts to measure on: beside the repository, their publishers', never copied into it."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from readouts.domain.item import Item

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"


def items(name: str) -> list[Item]:
    """The items of one file; skips the test with a clear reason where the corpus is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the corpus of real texts is not beside the repository ({name})")
    return [_item(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _item(row: dict[str, Any]) -> Item:
    published = _moment(row.get("published"))
    return Item(row["id"], row["url"], row["title"], row["text"], row["lang"], published, row["source"])


def _moment(written: str | None) -> datetime | None:
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
