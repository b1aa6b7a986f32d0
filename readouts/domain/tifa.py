"""Stock phrases (tifa): set formulas whose coming and going is itself news, in both languages."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Tifa:
    """One stock phrase. zh and en hold the wordings seen, the usual one first; `source` says where
    it was coined."""

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    source: str

    @property
    def wordings(self) -> tuple[str, ...]:
        return (*self.zh, *self.en)


@cache
def load_tifa() -> tuple[Tifa, ...]:
    """The dictionary that comes with the product."""
    lines = files("readouts.domain").joinpath("tifa.jsonl").read_text(encoding="utf-8").splitlines()
    rows = (json.loads(line) for line in lines)
    return tuple(Tifa(r["id"], tuple(r["zh"]), tuple(r["en"]), r["source"]) for r in rows)
