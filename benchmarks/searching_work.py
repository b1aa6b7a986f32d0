"""What the contenders of searching have in common: the articles, what is asked, and who is right."""

import json
import random
import statistics
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from benchmarks.watchload import chinese_words, english_words, person, text_in
from readouts.domain.item import Item

PAGE = 20
LAST_DAY = datetime(2026, 6, 9, tzinfo=UTC)
_A_DAY = 1_000
_SOURCES = 20
_ASKED = 200
_TIMES = 3
_TITLE = slice(60, 90)

# Finds the numbers of articles, the first PAGE of them.
Search = Callable[[str], Sequence[int]]
# p50 and p99, in milliseconds.
Percentiles: TypeAlias = dict[str, float]


def articles(count: int) -> Iterator[Item]:
    """Articles of 500 characters, the oldest first, every other one in Chinese."""
    dice = random.Random(3)
    for number in range(count):
        lang = "zh" if number % 2 else "en"
        text = text_in(lang, dice)
        yield Item(
            identity=str(number),
            url=f"https://news.test/{number}",
            title=text[_TITLE],
            text=text,
            lang=lang,
            published=LAST_DAY - timedelta(days=(count - 1 - number) // _A_DAY),
            source=f"Daily {number % _SOURCES}",
        )


def chinese() -> list[str]:
    """Words of two characters: as often as texts have them, as rare as they come, and names."""
    dice = random.Random(5)
    names = (name for name in iter(lambda: person(dice), "") if len(name) == 2)
    rare = random.Random(6).sample(chinese_words(), _ASKED)
    asked = [*chinese_words(dice, _ASKED), *rare, *(next(names) for _ in range(_ASKED // 4))]
    dice.shuffle(asked)
    return asked


def common_english() -> list[str]:
    """Words that stand in many articles."""
    return english_words(random.Random(7), _ASKED)


def newest(count: int, words: Sequence[str]) -> Mapping[str, set[int]]:
    """By each Chinese word of two characters, the numbers of the newest articles that hold it."""
    asked = set(words)
    found: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=PAGE))
    for number, article in enumerate(articles(count), start=1):
        texts = (article.title, article.text) if article.lang == "zh" else ()
        pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
        for word in pairs & asked:
            found[word].append(number)
    return {word: set(numbers) for word, numbers in found.items()}


def milliseconds(search: Callable[[str], object], words: Sequence[str]) -> Percentiles:
    """p50 and p99 over the words, of which each is asked for a few times and its median counts."""
    took = []
    for word in words:
        times = []
        for _ in range(_TIMES):
            begun = time.perf_counter()
            search(word)
            times.append(time.perf_counter() - begun)
        took.append(statistics.median(times) * 1_000)
    took.sort()
    return {"p50": statistics.median(took), "p99": took[int(len(took) * 0.99)]}


def answer(
    search: Search, best: Callable[[str], object] | None = None, **others: Callable[[], Percentiles]
) -> None:
    """Say that the articles are in, then measure whenever a line is read, until there are no more.

    `others` are measured besides; what was found for each word is told too, for the judge.
    """
    print("ready", flush=True)
    for _ in sys.stdin:
        asked = chinese()
        speeds = {"newest": milliseconds(search, asked)} | {key: measure() for key, measure in others.items()}
        if best:
            speeds["best"] = milliseconds(best, common_english())
        found = {word: list(search(word)) for word in asked}
        print(json.dumps({"speeds": speeds, "found": found}), flush=True)
