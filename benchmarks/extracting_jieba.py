"""jieba's part-of-speech tags (persons, places) with the simplest rules on top."""

import logging

import jieba
import jieba.posseg

from benchmarks.extracting_rules import day_in, regions
from benchmarks.extracting_work import Reader, Told, Work, main
from readouts.extractors.gazetteer import load_gazetteer

_PERSON, _PLACE = "nr", "ns"


def opened() -> Reader:
    jieba.setLogLevel(logging.ERROR)
    names = regions(load_gazetteer())

    def read(work: Work) -> Told:
        tagged = [(pair.word, pair.flag) for pair in jieba.posseg.cut(work.text)]
        if "国家安全" not in work.text and "国安委" not in work.text:
            return None
        places = (
            names[w[:size]] for w, flag in tagged if flag == _PLACE for size in (3, 2) if w[:size] in names
        )
        return {"region": work.region or next(places, None), "date": day_in(work), "chair": _chair(tagged)}

    return read


def _chair(tagged: list[tuple[str, str]]) -> str | None:
    """The last person before the first 主持."""
    person: str | None = None
    for word, flag in tagged:
        if word.startswith("主持") and person:
            return person
        if flag.startswith(_PERSON):
            person = word
    return None


if __name__ == "__main__":
    main(opened)
