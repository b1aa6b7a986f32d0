"""The measure: cases of our own writing, scored per field, with floors that may only rise."""

import sys

import pytest

from readouts.domain.readout import Kind
from readouts.extractors.article import extract_readouts
from tests.golden.scoring import Score, cases, item_of, score_readouts

FLOORS = {
    "readouts": 0.98,
    "kind": 0.98,
    "region": 0.98,
    "division": 0.98,
    "level": 0.98,
    "date": 0.98,
    "precision": 0.98,
    "chair": 0.98,
    "post": 0.95,
    "conveyed": 1.0,
    "adopted": 1.0,
    "predecessor": 1.0,
    "attendees": 0.95,
}
THEMES_FLOOR = 0.95


@pytest.fixture(scope="module")
def score() -> Score:
    return score_readouts(cases("readouts.jsonl"))


def test_the_golden_set_is_large_enough_to_mean_something() -> None:
    """Eighty readouts and seventy near misses, each with its own name."""
    names = [case["id"] for name in ("readouts.jsonl", "near_misses.jsonl") for case in cases(name)]
    assert len(cases("readouts.jsonl")) >= 80
    assert len(cases("near_misses.jsonl")) >= 70
    assert len(names) == len(set(names))


def test_each_field_reaches_its_floor(score: Score, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(score.lines()) + "\n")
    below = {name: score.share(name) for name, floor in FLOORS.items() if score.share(name) < floor}
    assert not below, "\n".join(score.misses)


def test_themes_reach_their_floor(score: Score) -> None:
    assert score.themes_expected > 80
    assert score.themes_f1 >= THEMES_FLOOR, "\n".join(score.misses)


def test_no_near_miss_is_taken_for_a_regional_meeting() -> None:
    alarms = [c["id"] for c in cases("near_misses.jsonl") if Kind.MEETING in _kinds(c)]
    assert not alarms


def test_near_misses_are_told_apart_by_kind() -> None:
    """Study sessions, office notices, mentions, the central commission's own meeting, or nothing at all."""
    told = [case for case in cases("near_misses.jsonl") if case["expect"] is not None]
    assert len(told) > 60
    wrong = {c["id"]: _kinds(c) for c in told if _kinds(c) != [e["kind"] for e in c["expect"]]}
    assert not wrong


def _kinds(case: dict[str, object]) -> list[str]:
    return [readout.kind.value for readout in extract_readouts(item_of(case))]
