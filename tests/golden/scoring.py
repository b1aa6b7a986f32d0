"""Scores extraction against cases of our own writing, field by field."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.extractors.article import extract_readouts

HERE = Path(__file__).parent
FIELDS = (
    "kind region division level date precision chair post name_zh name_en conveyed adopted predecessor"
    " attendees quotes"
).split()
ALERTING = ("meeting", "central")


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file, one JSON object a line."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def item_of(case: dict[str, Any]) -> Item:
    published = case.get("published")
    return Item(
        identity=case["id"],
        url=case.get("url", ""),
        title=case.get("title", ""),
        text=case["text"],
        lang=case["lang"],
        published=datetime.fromisoformat(published) if published else None,
        source=case.get("source"),
        region=case.get("region"),
    )


@dataclass
class Score:
    """Right and asked answers per field; themes as true positives, found and expected."""

    right: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    themes_right: int = 0
    themes_found: int = 0
    themes_expected: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, name: str, case: str, expected: object, got: object) -> None:
        self.asked[name] = self.asked.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + (expected == got)
        if expected != got:
            self.misses.append(f"{case}: {name} is {got!r}, expected {expected!r}")

    def share(self, name: str) -> float:
        return self.right.get(name, 0) / self.asked[name]

    @property
    def themes_f1(self) -> float:
        return 2 * self.themes_right / (self.themes_found + self.themes_expected)

    def lines(self) -> Iterator[str]:
        for name in sorted(self.asked):
            yield f"{name:12} {self.share(name):6.3f}  ({self.right[name]} of {self.asked[name]})"
        if self.themes_expected:
            yield f"{'themes F1':12} {self.themes_f1:6.3f}"
        yield from self.misses


def score_readouts(rows: list[dict[str, Any]]) -> Score:
    score = Score()
    for case in rows:
        found, expected = extract_readouts(item_of(case)), case["expect"]
        meetings = [r for r in found if r.kind.value in ALERTING]
        score.count("readouts", case["id"], len(expected), len(meetings))
        for wanted in expected:
            _score_one(score, case["id"], wanted, _partner(wanted, meetings))
    return score


def _partner(wanted: dict[str, Any], found: list[Readout]) -> Readout | None:
    return next(
        (r for r in found if (r.region, r.division) == (wanted["region"], wanted["division"])), None
    ) or (found[0] if len(found) == 1 else None)


def _score_one(score: Score, case: str, wanted: dict[str, Any], readout: Readout | None) -> None:
    got = _answers(readout) if readout else {}
    for name in FIELDS:
        if name in wanted:
            score.count(name, case, wanted[name], got.get(name))
    if "themes" in wanted:
        themes = set(readout.themes) if readout else set()
        expected = set(wanted["themes"])
        score.themes_right += len(themes & expected)
        score.themes_found += len(themes)
        score.themes_expected += len(expected)
        if themes != expected:
            score.misses.append(f"{case}: themes are {sorted(themes)}, expected {sorted(expected)}")


def _answers(readout: Readout) -> dict[str, object]:
    chair = readout.chair
    return {
        "kind": readout.kind.value,
        "region": readout.region,
        "division": readout.division,
        "level": readout.level.value,
        "date": readout.date.isoformat() if readout.date else None,
        "precision": readout.date_precision.value,
        "chair": chair.name if chair else None,
        "post": chair.post if chair else None,
        "name_zh": chair.name_zh if chair else None,
        "name_en": chair.name_en if chair else None,
        "conveyed": [meeting.key for meeting in readout.conveyed],
        "adopted": len(readout.adopted),
        "predecessor": readout.predecessor,
        "attendees": [[person.name, person.post, person.role.value] for person in readout.attendees],
        "quotes": len(readout.quotes),
    }
