"""The figures of searching: how fast the newest and the best are found in a million articles, and whether all are.

`python -m benchmarks.searching ITEMS` measures another number of articles.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import TypeAlias

from benchmarks.measuring import LIMITS, as_row, limit_row, reached

FULL = 1_000_000
QUICK = 20_000

# By what was asked, the milliseconds and the recall.
Figures: TypeAlias = dict[str, dict[str, float]]

WHAT_COUNTS = """\
{items:,} articles of 500 characters, every other one in Chinese, a thousand a day; words are as frequent as in real
texts, but made up. Each word is asked for three times, of which the median counts; milliseconds are of the wall clock.

- *newest 20*: Chinese words of two characters, frequent and rare ones and names; recall is the share of the newest 20
  articles that were found.
- *best 20*: English words, as frequent as they come in texts. Ours weighs the newest thousand articles that hold the
  word, and its answer says so; the others weigh all.
- *whole answer*: with titles, highlighted snippets and the count up to 1,000+; what the others take is without them.
- *facets*: counts by region, month, theme, source and chair, of the newest thousand articles.
- jieba cuts by a dictionary, and made-up words are in none.
"""
_TABLE = """\
| what | who | p50 ms | p99 ms | recall |
|---|---|---|---|---|"""


def report(items: int) -> str:
    """The figures as Markdown."""
    ours = _figures("benchmarks.searching_ours", str(items))
    peers = {
        f"FTS5 {tokenizer}": _figures("benchmarks.searching_fts5", tokenizer, str(items))
        for tokenizer in ("unicode61", "trigram", "jieba")
    }
    if find_spec("tantivy"):
        peers["tantivy"] = _figures("benchmarks.searching_tantivy", str(items))
    rows = [
        _row(what, who, told[key])
        for what, key in _WHAT
        for who, told in (("ours", ours), *peers.items())
        if key in told
    ]
    return "\n".join([WHAT_COUNTS.format(items=items), _TABLE, *rows, "", LIMITS, *_limits(ours), ""])


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


def _figures(*command: str) -> Figures:
    done = subprocess.run([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own modules
    told: Figures = json.loads(done.stdout.strip().split("\n")[-1])
    return told


if __name__ == "__main__":
    print(report(int(sys.argv[1])))
