"""Copies of a text are known as that, however they were cut, framed or converted; rewrites are not."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.copies import containment, is_copy, is_filled_anew, originals, shingles
from readouts.domain.readout import told_words
from readouts.domain.text import is_han
from readouts.extractors.article import extract_readouts
from tests.archive.making import DAY, NOW, item
from tests.golden.scoring import cases, item_of
from tests.golden.test_damage import TO_TRADITIONAL, UNRELATED
from tests.proportion import in_proportion


def _articles() -> list[str]:
    """Texts of our own, as long as short articles: five paragraphs each."""
    found = []
    for language in ("zh", "en"):
        paragraphs = [
            case["text"]
            for name in ("readouts.jsonl", "meetings.jsonl", "near_misses.jsonl")
            for case in cases(name)
            if case["lang"] == language
        ]
        count = len(paragraphs) // 5
        found += ["\n".join(paragraphs[i::count]) for i in range(count)]
    return found


TEXTS = _articles()
FILLERS = {True: "的了在是也都", False: ("also", "then", "again")}


def _framed(text: str) -> str:
    return f"首页 > 要闻\n{UNRELATED['zh']}\n{text}\n{UNRELATED['en']}"


def _half(text: str) -> str:
    return text[: len(text) // 2]


def _second_half(text: str) -> str:
    return text[len(text) // 2 :]


def _edited(text: str) -> str:
    """One character of forty, or one word of forty, is another one."""
    rng = random.Random(len(text))
    is_chinese = any(map(is_han, text))
    units = list(text) if is_chinese else text.split()
    for place in rng.sample(range(len(units)), len(units) // 40):
        units[place] = rng.choice(FILLERS[is_chinese])
    return ("" if is_chinese else " ").join(units)


def _glossed(text: str) -> str:
    return "".join(f"{c}(yī)" if is_han(c) else c for c in text)


def _respaced(text: str) -> str:
    return "\u3000\u3000" + text.replace("\n", " \r\n\r\n").replace("，", ", ")


DAMAGES: tuple[Callable[[str], str], ...] = (
    _framed, _half, _second_half, _edited, TO_TRADITIONAL.convert, _glossed, _respaced, str.upper,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_copy_is_known_as_a_copy(damage: Callable[[str], str]) -> None:
    """Ninety-nine of a hundred, either way round."""
    assert len(TEXTS) >= 60
    missed = [text for text in TEXTS if originals([text, damage(text)]) != (None, 0)]
    assert len(missed) <= 0.01 * len(TEXTS), missed
    assert [text for text in TEXTS if not is_copy(shingles(damage(text)), shingles(text))] == missed


def test_reports_that_were_written_anew_are_no_copies_of_one_another() -> None:
    """Several reports of each meeting, all in the same formula."""
    by_meeting: dict[str, list[str]] = {}
    for case in cases("meetings.jsonl"):
        item = item_of(case)
        for told in extract_readouts(item)[:1]:
            # Two states of one page, and a reprint.
            if not case["id"].startswith(("tj-", "gz-", "north-nj1-40")):
                by_meeting.setdefault(case["meeting"], []).append(told_words(item.text, told))
    pairs = [pair for texts in by_meeting.values() for pair in combinations(texts, 2)]
    assert len(pairs) >= 40
    assert max(containment(shingles(a), shingles(b)) for a, b in pairs) < 0.8


def test_a_copy_of_a_copy_points_at_the_original() -> None:
    text, other = TEXTS[0], TEXTS[-1]
    assert originals([text, other, _framed(text), _half(text), _half(other)]) == (None, None, 0, 0, 1)


def test_a_date_line_is_too_little_to_be_a_copy() -> None:
    assert originals(["6月3日，省委召开会议。", "6月3日，省委召开会议。会议强调安全。"]) == (None, None)
    assert originals(["", "", "!!"]) == (None, None, None)


@given(st.text(max_size=300), st.text(max_size=300))
def test_containment_is_a_share_and_asks_no_order(a: str, b: str) -> None:
    x, y = shingles(a), shingles(b)
    assert 0.0 <= containment(x, y) == containment(y, x) <= 1.0
    assert containment(x, x) in (0.0, 1.0)


def seconds(texts: list[str]) -> float:
    begun = time.process_time()
    originals(texts)
    return time.process_time() - begun


@pytest.mark.parametrize(
    "unit", ["省委国家安全委员会召开会议", "the committee met and ", "安(an)", "\u0300x"]
)
def test_the_work_is_bounded_however_long_the_texts_are(unit: str) -> None:
    """Eight thousand characters count; a megabyte takes no longer."""
    long, longer = ([f"{n}{unit * (size // len(unit))}" for n in range(5)] for size in (40_000, 1_000_000))
    assert len(shingles(longer[0])) <= 8_000
    texts = {40_000: long, 1_000_000: longer}
    assert in_proportion(lambda size: seconds(texts[size]), 40_000, 1_000_000, most=3)


def test_a_page_is_another_article_in_mostly_other_words_or_for_a_later_day() -> None:
    first, second = _articles()[:2]
    page = item("1", text=first, published=NOW)
    assert is_filled_anew(page, replace(page, text=second))
    assert not is_filled_anew(page, replace(page, text=first.replace("。", "，")))
    assert not is_filled_anew(page, replace(page, text="Being edited.")), "too short to tell"
    for days, anew in ((3, False), (4, True), (-4, True)):
        assert is_filled_anew(page, replace(page, published=NOW + days * DAY)) is anew
    assert not is_filled_anew(page, replace(page, published=None))
