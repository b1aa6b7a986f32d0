"""Articles of our own writing, by the meeting they tell of: read, joined and scored pair by pair."""

import random
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

import pytest
from sqlite_utils import Database

from readouts.archive import items, meetings
from readouts.archive.candidates import root_of
from readouts.archive.migrations import migrations
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.readout import Readout
from readouts.extractors.article import extract_readouts
from tests.golden.scoring import cases, item_of
from tests.golden.test_damage import TO_TRADITIONAL, UNRELATED

JOINED, APART = 0.98, 1.0
SPUN = (
    ("国家安全委员会", "国度平安委员会"), ("主持召开", "掌管召开"), ("强调", "夸大"), ("防范", "防备"),
    ("重大", "严重"), ("工作", "任务"), ("研究", "钻研"), ("统筹", "兼顾"),
)  # fmt: skip


class Told(NamedTuple):
    """An article with what it tells; `labels` name the meeting of each readout."""

    item: Item
    readouts: tuple[Readout, ...]
    labels: tuple[str, ...]


def read(damage: Callable[[Item], Item] = lambda item: item) -> list[Told]:
    """The articles in the order of their publication."""
    told = []
    for case in cases("meetings.jsonl"):
        item = damage(item_of(case))
        readouts = tuple(each for each in extract_readouts(item) if each.kind in ALERT_KINDS)
        told.append(Told(item, readouts, tuple(case["meeting"].split("+"))))
    return sorted(told, key=lambda each: (each.item.published, each.item.identity))


def join(told: Sequence[Told]) -> list[tuple[str, str, int]]:
    """(label, article, meeting as it is known in the end) of each readout after all arrived in this order."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    db = Database(conn, execute_plugins=False)
    migrations().apply(db)
    joined = []
    for item, readouts, labels in told:
        assert item.published
        now = item.published + timedelta(hours=1)
        item_id = items.add(db, item, now)
        assert item_id is not None
        found = meetings.attach(db, item_id, item, readouts, now)
        joined += [(label, item.identity, m) for label, m in zip(labels, found, strict=False) if m]
    roots = [(label, article, root_of(db, meeting) or meeting) for label, article, meeting in joined]
    conn.close()
    return roots


def score(joined: Sequence[tuple[str, str, int]], name: str) -> tuple[float, float]:
    """(share of pairs of one meeting that were joined, share of pairs of two that were kept apart)."""
    pairs = list(combinations(joined, 2))
    same = [(a, b) for a, b in pairs if a[0] == b[0]]
    different = [(a, b) for a, b in pairs if a[0] != b[0]]
    missed = [(a[1], b[1]) for a, b in same if a[2] != b[2]]
    wrong = [(a[1], b[1]) for a, b in different if a[2] == b[2]]
    sys.stdout.write(
        f"\n{name}: joined {len(same) - len(missed)} of {len(same)} {missed},"
        f" kept apart {len(different) - len(wrong)} of {len(different)} {wrong}"
    )
    return 1 - len(missed) / len(same), 1 - len(wrong) / len(different)


def test_every_article_is_read() -> None:
    told = read()
    assert len(told) >= 80
    assert [each.item.identity for each in told if len(each.readouts) != len(each.labels)] == []


@pytest.mark.parametrize("seed", [None, *range(7)])
def test_one_meeting_is_joined_and_two_are_kept_apart_in_whatever_order_they_come(seed: int | None) -> None:
    """Across languages, days, damaged names, places left out, corrections."""
    told = read()
    if seed is not None:
        random.Random(seed).shuffle(told)
    joined = join(told)
    assert sum(a[0] == b[0] for a, b in combinations(joined, 2)) >= 60
    together, apart = score(joined, "as published" if seed is None else f"shuffled {seed}")
    assert together >= JOINED
    assert apart >= APART


def _spun(item: Item) -> Item:
    text = item.text
    for word, other in SPUN:
        text = text.replace(word, other)
    return replace(item, text=text)


def _traditional(item: Item) -> Item:
    return replace(item, text=TO_TRADITIONAL.convert(item.text))


def _glossed(item: Item) -> Item:
    if item.lang != "zh":
        return item
    han = (f"{c}({'wěi' if c == '委' else 'yī'})" if "\u4e00" <= c <= "\u9fff" else c for c in item.text)
    return replace(item, text="".join(han))


def _framed(item: Item) -> Item:
    unrelated = UNRELATED[item.lang or "en"]
    return replace(item, text=f"{unrelated}\n{item.text}\n{unrelated}")


def _first_sentence(item: Item) -> Item:
    mark = "。" if item.lang == "zh" else ". "
    return replace(item, text=item.text.split(mark)[0] + mark.strip())


@pytest.mark.parametrize("damage", [_spun, _traditional, _glossed, _framed, _first_sentence])
def test_damaged_copies_join_the_meetings_of_the_articles_they_were_made_of(
    damage: Callable[[Item], Item],
) -> None:
    """Each article, then its copy on another site: what the copy still tells goes to the same meeting, also
    where its original was corrected since."""
    copies = [
        each._replace(item=replace(each.item, identity=f"copy-{each.item.identity}", url="", source="copier"))
        for each in read(lambda item: damage(replace(item, title="")))
        if len(each.readouts) == len(each.labels)
    ]
    assert len(copies) >= 70
    together, apart = score(join(read() + copies), damage.__name__.strip("_"))
    assert together >= JOINED
    assert apart >= APART
