"""The figures of understanding: how fast an article is read, and how much of it is read right."""

import statistics

from benchmarks.extracting_work import FIELDS, NEWS, READOUTS, articles, news
from benchmarks.measuring import FIGURES, LIMITS, Contender, Figure, Rounds, as_row, limit_row, rounds

WHAT_COUNTS = """\
Speed is in characters. Readouts are the golden cases in Chinese, padded to the length of real ones; news is
ordinary articles, in which no committee is named. Each side reads the same texts, one process each, in turn.

- **Readout Watch** does all that the bot does: meetings told from mentions, place, day, chair, attendees,
  documents, themes, stock phrases, summary, and the words behind each.
- **jieba** ([fxsjy/jieba](https://github.com/fxsjy/jieba)) tags the parts of speech; region, day and chair are
  taken from its tags by the simplest rules.
- **rules** is a handful of patterns and the names of the provinces.

The golden cases were written along with our rules, so that our shares say little beyond that they hold; the
others' say what tags and patterns alone miss in the same texts.
"""


def report(times: int) -> str:
    """The figures as Markdown."""
    sides = [Contender(name, (f"benchmarks.extracting_{name}",)) for name in ("ours", "jieba", "rules")]
    measured = rounds(sides, times)
    ours, jieba, rules = sides
    figures = [
        Figure(work, (ours, work), (peer, work)).row(measured)
        for work in (READOUTS, NEWS)
        for peer in (jieba, rules)
    ]
    limits = [
        limit_row("CPU for 1,000 characters of a readout", _seconds(measured, ours, READOUTS) * 1e6, "ms", 2),
        limit_row("CPU for an article of news", _per_article(measured, ours) * 1e6, "µs", 150),
    ]
    return "\n".join([WHAT_COUNTS, FIGURES, *figures, "", LIMITS, *limits, "", *_shares(measured, sides), ""])


def _seconds(measured: Rounds, side: Contender, work: str) -> float:
    """CPU seconds for one character."""
    return statistics.median(each[side][work].cpu_seconds / each[side][work].units for each in measured)


def _per_article(measured: Rounds, side: Contender) -> float:
    characters = [len(work.text) for work in news()]
    return _seconds(measured, side, NEWS) * sum(characters) / len(characters)


def _shares(measured: Rounds, sides: list[Contender]) -> list[str]:
    """How often each side has each field right; that is the same in every round."""
    number = len(articles())
    rows = [
        as_row(f"right {field}", *(f"{measured[0][side][field].units / number:.3f}" for side in sides))
        for field in FIELDS
    ]
    return [as_row(f"of {number} readouts", *(side.name for side in sides)), "|---|---|---|---|", *rows]
