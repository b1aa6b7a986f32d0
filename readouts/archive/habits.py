"""A source's posting habit, as the archive holds it: 24 short floats in 96 bytes, or nothing."""

from collections.abc import Mapping
from sqlite3 import Row
from struct import Struct
from typing import Any

from readouts.domain.posting import HOURS, PostingHabit

# Decimals of few digits would not do: from one look to the next a habit fades by less than their last one.
_HOURS = Struct(f"<{HOURS}f")


def habit_columns(habit: PostingHabit) -> dict[str, bytes | float]:
    return {"posting_hours": _HOURS.pack(*habit.hours), "posting_days": habit.days}


def habit_of(row: Row | Mapping[str, Any]) -> PostingHabit:
    hours = row["posting_hours"]
    return PostingHabit(_HOURS.unpack(hours) if hours else PostingHabit().hours, row["posting_days"])
