"""Chinese surnames: by which a name is told from other words."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Surnames:
    """Surnames of one character (and first characters of minority names), and of two."""

    single: frozenset[str]
    double: frozenset[str]


@cache
def load_surnames() -> Surnames:
    """The surnames that come with the product."""
    text = files("readouts.extractors.data").joinpath("surnames.txt").read_text(encoding="utf-8")
    single, double = text.strip().split("\n")
    return Surnames(frozenset(single), frozenset(double.split()))
