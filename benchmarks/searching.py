"""The figures of searching: how fast the newest and the best are found in a million articles, and whether all are.

`python -m benchmarks.searching ITEMS` measures another number of articles.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TypeAlias

from benchmarks.measuring import LIMITS, as_row, limit_row, reached
from benchmarks.searching_work import chinese, newest

FULL = 1_000_000
QUICK = 20_000
_ROUNDS = 3
# jieba cuts three hundred texts a second.
_FEWER = 10

# By what was asked, the milliseconds, and the recall where it counts.
Figures: TypeAlias = dict[str, dict[str, float]]
# By each word, the numbers of its newest articles.
Truth: TypeAlias = Mapping[str, set[int]]

WHAT_COUNTS = """\
{items:,} articles of 500 characters, every other one in Chinese, a thousand a day; words are as frequent as in real
texts, but made up. All contenders put their articles in, then answer in turn, three rounds; each word is asked for
three times a round. Medians count; milliseconds are of the wall clock.

- *newest 20*: Chinese words of two characters, frequent and rare ones and names; recall is the share of the newest 20
  articles that were found.
- *best 20*: English words, as frequent as they come in texts. Ours weighs the newest thousand articles that hold the
  word, and its answer says so; the others weigh all.
- *whole answer*: with titles, highlighted snippets and the count up to 1,000+; what the others take is without them.
- *facets*: counts by region, month, theme, source and chair, of the newest thousand articles.
- jieba cuts by a dictionary, and made-up words are in none. It is slow at it, and has a tenth of the articles.
"""
_TABLE = """\
| what | who | p50 ms | p99 ms | recall |
|---|---|---|---|---|"""


class _Contender:
    """A process that has put `items` articles in, and measures itself as often as it is asked to."""

    def __init__(self, name: str, items: int, command: str) -> None:
        self.name, self.items = name, items
        arguments = [sys.executable, "-m", *f"benchmarks.{command} {items}".split()]
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own modules
        assert self._process.stdin
        assert self._process.stdout
        self._questions, self._answers = self._process.stdin, self._process.stdout
        if self._answers.readline() != "ready\n":
            raise ChildProcessError(f"{name} did not put its articles in")

    def figures(self, truth: Truth) -> Figures:
        self._questions.write("\n")
        self._questions.flush()
        told = json.loads(self._answers.readline())
        found = sum(len(numbers & set(told["found"][word])) for word, numbers in truth.items())
        told["speeds"]["newest"]["recall"] = found / sum(map(len, truth.values()))
        speeds: Figures = told["speeds"]
        return speeds

    def end(self) -> None:
        self._questions.close()
        self._process.wait()


def report(items: int) -> str:
    """The figures as Markdown."""
    with ThreadPoolExecutor(os.cpu_count()) as pool, ExitStack() as stack:
        truths = {count: pool.submit(newest, count, chinese()) for count in (items, items // _FEWER)}
        begun = [pool.submit(_Contender, *arguments) for arguments in _contenders(items)]
        contenders = [each.result() for each in begun]
        sys.stderr.write("all articles are in; measuring begins ...\n")
        for each in contenders:
            stack.callback(each.end)
        rounds = [
            {each.name: each.figures(truths[each.items].result()) for each in contenders}
            for _ in range(_ROUNDS)
        ]
    told = {name: _medians([each[name] for each in rounds]) for name in rounds[0]}
    rows = [_row(what, who, each[key]) for what, key in _WHAT for who, each in told.items() if key in each]
    return "\n".join([WHAT_COUNTS.format(items=items), _TABLE, *rows, "", LIMITS, *_limits(told["ours"]), ""])


def _contenders(items: int) -> list[tuple[str, int, str]]:
    """Name, number of articles and command of each, the slowest first."""
    found = [
        ("ours", items, "searching_ours"),
        ("FTS5 unicode61", items, "searching_fts5 unicode61"),
        ("FTS5 trigram", items, "searching_fts5 trigram"),
        ("FTS5 jieba", items // _FEWER, "searching_fts5 jieba"),
        ("tantivy", items, "searching_tantivy"),
    ]
    return found if find_spec("tantivy") else found[:-1]


def _medians(rounds: Sequence[Figures]) -> Figures:
    return {
        what: {key: statistics.median(each[what][key] for each in rounds) for key in figures}
        for what, figures in rounds[0].items()
    }


_WHAT = (
    ("newest 20", "newest"),
    ("newest 20, whole answer", "answer"),
    ("best 20", "best"),
    ("facets", "facets"),
)


def _row(what: str, who: str, told: dict[str, float]) -> str:
    found = f"{told['recall']:.2f}" if "recall" in told else ""
    return as_row(what, who, f"{told['p50']:.2f}", f"{told['p99']:.2f}", found)


def _limits(ours: Figures) -> list[str]:
    newest, best = ours["newest"], ours["best"]
    return [
        as_row("newest 20, recall", f"{newest['recall']:g}", "1", reached(newest["recall"] == 1)),
        limit_row("newest 20, p50", newest["p50"], "ms", 0.5),
        limit_row("newest 20, p99", newest["p99"], "ms", 5),
        limit_row("best 20, whole answer, p99", best["p99"], "ms", 40),
    ]


if __name__ == "__main__":
    print(report(int(sys.argv[1])))
