"""What a watch rings for, and why."""

from datetime import date

from hypothesis import given, settings

from readouts.domain.document import Document
from readouts.domain.query import AllOf, AnyOf, Node, Not
from readouts.queries.language import parse_query
from readouts.queries.matching import asks_kind, facts_of, hits, matches, rings
from tests.queries.places import PLACES
from tests.queries.samples import TODAY, article, finds, meeting, node_of
from tests.queries.strategies import documents, nodes


def rings_for(query: str, document: Document) -> bool:
    return rings(parse_query(query, PLACES), document, TODAY)


def test_a_watch_rings_for_meetings_only() -> None:
    assert rings_for("security", meeting("security"))
    assert rings_for("security", meeting("security", kind="central"))
    for kind in ("study", "office", "mention", None):
        assert not rings_for("security", meeting("security", kind=kind))
        assert finds("security", meeting("security", kind=kind))


def test_a_watch_that_asks_for_a_kind_rings_for_that() -> None:
    assert rings_for("security kind:study", meeting("security", kind="study"))
    assert not rings_for("security kind:study", meeting("security"))
    assert rings_for("security kind:any", article("security"))
    assert rings_for("security (kind:any OR kind:study)", article("security"))


def test_to_leave_a_kind_out_does_not_let_all_others_in() -> None:
    assert rings_for("security -kind:central", meeting("security"))
    assert not rings_for("security -kind:central", meeting("security", kind="central"))
    assert not rings_for("security -kind:central", article("security"))
    assert not asks_kind(node_of("security NOT (kind:central OR kind:study)"))


def told(node: Node, document: Document) -> list[str]:
    return [term.typed for term in hits(node, facts_of(document), TODAY) or ()]


def test_the_terms_that_hit_are_told_as_typed() -> None:
    node = node_of("地区:安徽 (Smuggling OR 走私 OR drugs) -香港 since:2024")
    assert told(node, meeting("严打走私 smuggling")) == ["地区:安徽", "Smuggling", "走私"]
    assert hits(node, facts_of(meeting("香港走私")), TODAY) is None


def test_terms_of_a_branch_that_failed_are_not_told() -> None:
    node = node_of("(anhui zhejiang) OR security")
    assert told(node, meeting("anhui security")) == ["security"]


def test_words_of_two_texts_never_run_into_each_other() -> None:
    assert not finds('"political security"', article("political", "security"))
    assert not finds("安徽", article("安", "徽"))


@settings(max_examples=300)
@given(nodes(), nodes(), documents())
def test_groups_and_negations_obey_logic(one: Node, other: Node, document: Document) -> None:
    a, b = (matches(node, document, TODAY) for node in (one, other))
    assert matches(Not(one), document, TODAY) is not a
    assert matches(AllOf((one, other)), document, TODAY) is (a and b)
    assert matches(AnyOf((one, other)), document, TODAY) is (a or b)


@given(documents())
def test_everything_finds_everything_and_nothing_finds_nothing(document: Document) -> None:
    for today in (TODAY, date.min, date.max):
        assert matches(AllOf(()), document, today)
        assert not matches(AnyOf(()), document, today)
