"""Real texts: the round-up is understood whole, and nothing else is taken for a readout."""

from datetime import date

import pytest

from readouts.domain.document import documents
from readouts.domain.gazetteer import Level
from readouts.domain.readout import DatePrecision, Kind, Readout
from readouts.extractors.article import extract_readouts
from tests.extractors.corpus import items


@pytest.fixture(scope="module")
def readouts() -> dict[str | None, Readout]:
    (item,) = items("seed.jsonl")
    return {readout.region: readout for readout in extract_readouts(item)}


def test_the_round_up_yields_its_four_meetings_and_nothing_else() -> None:
    """The central commission's history and an academic's opinion stand between them."""
    (item,) = items("seed.jsonl")
    found = extract_readouts(item)
    assert [(r.kind, r.region, r.level) for r in found] == [
        (Kind.MEETING, "CN-AH", Level.PROVINCE),
        (Kind.MEETING, "CN-CQ", Level.PROVINCE),
        (Kind.MEETING, "CN-YN", Level.PROVINCE),
        (Kind.MEETING, "CN-SH", Level.PROVINCE),
    ]


@pytest.mark.parametrize(
    ("region", "day", "name", "name_zh"),
    [
        ("CN-AH", date(2024, 6, 3), "Han Jun", "韩俊"),
        ("CN-CQ", date(2024, 5, 31), "Yuan Jiajun", "袁家军"),
        ("CN-YN", date(2024, 5, 30), "Wang Ning", "王宁"),
        ("CN-SH", date(2024, 5, 15), "Chen Jining", "陈吉宁"),
    ],
)
def test_each_meeting_has_its_own_date_and_chair(
    readouts: dict[str | None, Readout], region: str, day: date, name: str, name_zh: str
) -> None:
    """Yunnan's is "the previous day": the day before the date that stands ahead of it."""
    readout = readouts[region]
    assert (readout.date, readout.date_precision) == (day, DatePrecision.DAY)
    assert readout.chair
    assert (readout.chair.name, readout.chair.name_zh) == (name, name_zh)
    assert readout.chair.post == "party chief"


def test_the_themes_are_those_each_meeting_stressed(readouts: dict[str | None, Readout]) -> None:
    """Xi's economic, military, cultural and social security belong to nobody here."""
    assert {region: set(r.themes) for region, r in readouts.items()} == {
        "CN-AH": {"political"},
        "CN-CQ": {"political", "ideological", "economic", "financial"},
        "CN-YN": {"political", "border"},
        "CN-SH": {"political", "economic", "cultural"},
    }


def test_committees_are_named_in_both_languages(readouts: dict[str | None, Readout]) -> None:
    assert readouts["CN-SH"].committee.zh == "中共上海市委国家安全委员会"
    assert (
        readouts["CN-SH"].committee.en
        == "National Security Commission of the CPC Shanghai Municipal Committee"
    )


def test_the_shared_statement_is_in_the_scope_of_all_it_names() -> None:
    (item,) = items("seed.jsonl")
    scopes = {
        r.region: " ".join(item.text[start:end] for start, end in r.scope) for r in extract_readouts(item)
    }
    assert all("olitical security" in scope for scope in scopes.values())
    assert [region for region, scope in scopes.items() if "smuggling" in scope] == ["CN-YN"]
    assert not any("academic" in scope or "political scientist" in scope for scope in scopes.values())


def test_quotations_have_the_chair_as_speaker(readouts: dict[str | None, Readout]) -> None:
    """Xi's concept, quoted for Anhui, is no utterance of its meeting; Yunnan has no quotation at all."""
    speakers = {region: [quote.speaker for quote in r.quotes] for region, r in readouts.items()}
    assert speakers == {
        "CN-AH": ["Han Jun"],
        "CN-CQ": ["Yuan Jiajun"] * 2,
        "CN-YN": [],
        "CN-SH": ["Chen Jining"] * 2,
    }


def test_every_fact_of_the_round_up_points_at_its_words() -> None:
    (item,) = items("seed.jsonl")
    for readout in extract_readouts(item):
        assert {"region", "level", "committee", "date", "chair"} <= readout.evidence.keys()
        for span in readout.evidence.values():
            assert item.text[span.start : span.end] == span.text


def test_a_summary_is_at_most_three_sentences_of_the_article(readouts: dict[str | None, Readout]) -> None:
    (item,) = items("seed.jsonl")
    for readout in readouts.values():
        assert readout.summary
        assert readout.summary.count(". ") <= 2
        assert readout.summary.split(". ")[0] in item.text


def test_an_item_and_its_readouts_make_documents() -> None:
    (item,) = items("seed.jsonl")
    assert len(documents(item, extract_readouts(item))) == 5


def test_near_misses_and_ordinary_news_hold_no_readout() -> None:
    """389 texts, among them Iran's, Washington's and Hong Kong's bodies of the same name."""
    found = {i.identity: r for i in items("other.jsonl") for r in extract_readouts(i)}
    assert not {name: r.kind for name, r in found.items() if r.kind in (Kind.MEETING, Kind.CENTRAL)}


def test_the_central_commissions_meetings_are_central() -> None:
    kinds = {i.identity: [r.kind for r in extract_readouts(i)] for i in items("central.jsonl")}
    assert all(kinds[name] == [Kind.CENTRAL] for name in kinds if "-zh-" in name)
    assert all(Kind.MEETING not in found for found in kinds.values())


def test_a_central_meeting_has_its_date() -> None:
    days = [r.date for i in items("central.jsonl") if i.lang == "zh" for r in extract_readouts(i)]
    assert days == [date(2023, 5, 30), date(2018, 4, 17), date(2014, 4, 15)]
