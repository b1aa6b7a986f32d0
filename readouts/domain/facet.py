"""Facets: by what a search can be narrowed, and how many of its hits that would leave."""

from dataclasses import dataclass
from enum import StrEnum

from readouts.domain.readout import Bilingual


class FacetName(StrEnum):
    """What hits are counted by."""

    REGION = "region"  # ISO 3166-2 code
    MONTH = "month"  # 2024-06
    THEME = "theme"  # theme id
    SOURCE = "source"  # the source's name
    CHAIR = "chair"  # the chair's name in one script


@dataclass(frozen=True, slots=True)
class Facet:
    """One value, and the hits that have it. `names`: of a chair, in both scripts where they are known."""

    name: FacetName
    value: str
    count: int
    names: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """All facets of a search, those of one name together, the greatest counts first. `hits`: how many were
    counted in all. `newest`: only so many of the newest documents were looked at; None where all were."""

    facets: tuple[Facet, ...]
    hits: int
    newest: int | None = None
