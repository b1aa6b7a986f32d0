"""Stock phrases (tifa): set formulas whose coming and going is itself news, in both languages."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from readouts.domain.readout import Bilingual

# By id, the short names of those that readers of a meeting's one line know.
HEADLINE_TIFA = {
    "holistic-approach": Bilingual("holistic approach", "总体国家安全观"),
    "new-security-pattern": Bilingual("new security architecture", "新安全格局"),
    "bottom-line-extreme": Bilingual("worst-case thinking", "底线思维和极限思维"),
    "development-and-security": Bilingual("development and security", "统筹发展和安全"),
    "hostile-forces": Bilingual("hostile forces", "敌对势力"),
    "major-risks": Bilingual("major risks", "重大风险"),
}


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
