"""The list of all divisions with a party committee, read from divisions.tsv (see README.md there)."""

from functools import cache
from importlib.resources import files

from readouts.domain.gazetteer import Division, Gazetteer, Level


@cache
def load_gazetteer() -> Gazetteer:
    """All province-level divisions, prefectures and counties with codes, names and other spellings."""
    lines = files(__package__).joinpath("divisions.tsv").read_text(encoding="utf-8").splitlines()
    return Gazetteer.of(_division(line) for line in lines if not line.startswith("#"))


def _division(line: str) -> Division:
    code, region, level, name_zh, short_zh, name_en, aliases = line.split("\t")
    return Division(
        code, region, Level(level), name_zh, short_zh, name_en, tuple(aliases.split(",")) if aliases else ()
    )
