"""The least that reading can be: a handful of patterns and the names of the provinces."""

import re

from benchmarks.extracting_work import Reader, Told, Work, main
from readouts.domain.gazetteer import Gazetteer, Level
from readouts.extractors.gazetteer import load_gazetteer

_MEETING = re.compile(r"委(?:国家安全委员会|国安委)")
_DAY = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_CHAIR = re.compile(r"(?:书记|主任)([\u3400-\u9fff]{2,3}?)(?:同志)?主持")


def regions(gazetteer: Gazetteer) -> dict[str, str]:
    """Short names of the provinces."""
    return {d.short_zh: d.region for d in gazetteer.divisions if d.level is Level.PROVINCE}


def day_in(work: Work) -> str | None:
    """The first day that the text names."""
    day = _DAY.search(work.text)
    return f"{day[1] or work.published.year}-{int(day[2]):02}-{int(day[3]):02}" if day else None


def region_in(work: Work, names: dict[str, str]) -> str | None:
    """The source's region, else the first province that the text names."""
    found = re.search("|".join(names), work.text)
    return work.region or (names[found[0]] if found else None)


def opened() -> Reader:
    names = regions(load_gazetteer())

    def read(work: Work) -> Told:
        if not _MEETING.search(work.text):
            return None
        chair = _CHAIR.search(work.text)
        return {"region": region_in(work, names), "date": day_in(work), "chair": chair[1] if chair else None}

    return read


if __name__ == "__main__":
    main(opened)
