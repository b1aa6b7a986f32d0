"""What is told of why a watch rang: where its words stand, and a passage of the article around them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.document import documents, index_words
from readouts.domain.item import Item
from readouts.domain.passage import Passage
from readouts.domain.query import Field, FieldName, Words
from readouts.domain.readout import Readout, Span
from readouts.domain.text import phrase_tokens
from readouts.domain.why import SEARCHED, Reasons
from tests.domain.test_document import ITEM, readout


def words(typed: str) -> Words:
    tokens, prefix = phrase_tokens(typed)
    return Words(tuple(tokens), prefix, typed)


def field(name: FieldName, value: str) -> Field:
    return Field(name, value, f"{name}:{value}")


def item(text: str, title: str = "A title") -> Item:
    return replace(ITEM, title=title, text=text)


def bold(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.highlights]


def test_words_are_found_in_the_title_and_in_the_text() -> None:
    reasons = Reasons(item("反走私，打击走私", "走私會議"), ())
    reason = reasons.reason(None, words("走私"))
    assert (reason.in_title, reason.in_text) == (((0, 2),), ((1, 3), (6, 8)))


def test_in_a_round_up_words_are_found_where_it_speaks_of_that_meeting() -> None:
    """The same words about another meeting made nothing ring."""
    text = "Anhui spoke of smuggling. Yunnan spoke of smuggling."
    yunnan = readout(scope=((26, len(text)),))
    reason = Reasons(item(text, "On smuggling"), (readout(scope=((0, 25),)), yunnan)).reason(
        1, words("smuggling")
    )
    assert (reason.in_title, reason.in_text) == ((), ((42, 51),))


def test_a_field_points_at_the_words_it_was_read_from() -> None:
    text = "Anhui met on food security. Stick to bottom-line thinking."
    evidence = {
        "region": Span("Anhui", 0, 5),
        "theme:food": Span("food security", 13, 26),
        "phrase:bottom-line": Span("bottom-line thinking", 37, 57),
    }
    reasons = Reasons(item(text), (readout(evidence=evidence, scope=()),))
    asked = {
        field(FieldName.REGION, "CN-AH"): "Anhui",
        field(FieldName.DIVISION, "340100"): "Anhui",
        field(FieldName.THEME, "food"): "food security",
        field(FieldName.PHRASE, "bottom-line"): "bottom-line thinking",
    }
    for term, read_from in asked.items():
        ((start, end),) = reasons.reason(0, term).in_text
        assert text[start:end] == read_from
    for without in (field(FieldName.SOURCE, "anhuidaily"), field(FieldName.CHAIR, "wangning")):
        assert reasons.reason(0, without).in_text == ()
        assert reasons.reason(None, without).in_text == ()


def test_only_the_first_places_are_told_and_nothing_deep_inside() -> None:
    reasons = Reasons(item("走私 " * 30 + "x " * SEARCHED + "毒品"), ())
    assert reasons.reason(None, words("走私")).in_text == ((0, 2), (3, 5), (6, 8))
    assert reasons.reason(None, words("毒品")).in_text == ()
    assert reasons.passages(((None, words("毒品")),)) == ()


def test_a_passage_is_a_line_of_the_article_around_what_hit() -> None:
    text = (
        "padding words " * 50 + "officials spoke of\n\n  smuggling across the\tborder " + "more words " * 50
    )
    (passage,) = Reasons(item(text), ()).passages(((None, words("smuggling")),))
    assert passage.text.startswith("…")
    assert passage.text.endswith("…")
    assert "officials spoke of smuggling across the border" in passage.text
    assert len(passage.text) <= 122
    assert bold(passage) == ["smuggling"]


def test_a_chinese_passage_is_half_as_long() -> None:
    (passage,) = Reasons(item("字" * 300 + "打击走私" + "字" * 300), ()).passages(((None, words("走私")),))
    assert len(passage.text) == 62
    assert bold(passage) == ["走私"]


def test_terms_that_stand_together_share_a_passage() -> None:
    text = "边境反走私、禁毒。" + "字" * 200 + "网络诈骗"
    hits = tuple((None, words(typed)) for typed in ("走私", "禁毒", "网络诈骗"))
    together, apart = Reasons(item(text), ()).passages(hits)
    assert (bold(together), bold(apart)) == (["走私", "禁毒"], ["网络诈骗"])


def test_what_stands_only_in_the_title_is_shown_there() -> None:
    (passage,) = Reasons(item("Nothing more.", "On smuggling"), ()).passages(((None, words("smuggling")),))
    assert passage == Passage("On smuggling", ((3, 12),))


def test_fields_that_an_alert_shows_anyway_need_no_passage_but_a_stock_phrase_does() -> None:
    evidence = {"region": Span("Anhui", 0, 5), "phrase:bottom-line": Span("bottom lines", 12, 24)}
    reasons = Reasons(item("Anhui spoke bottom lines"), (readout(evidence=evidence, scope=()),))
    hits = ((0, field(FieldName.REGION, "CN-AH")), (0, field(FieldName.PHRASE, "bottom-line")))
    assert [bold(each) for each in reasons.passages(hits)] == [["bottom lines"]]


def test_evidence_that_points_behind_the_text_shows_nothing() -> None:
    evidence = {"phrase:bottom-line": Span("bottom lines", 12, 24)}
    reasons = Reasons(item("Anhui"), (readout(evidence=evidence, scope=()),))
    for passage in reasons.passages(((0, field(FieldName.PHRASE, "bottom-line")),)):
        assert passage.highlights == ()


PIECES = st.sampled_from(
    ["安徽", "国家安全", "國家", "安", "全", "security", "secure", "é", "Ｓ", " ", "，", "\n", "ß", "e\u0301"]
)
TEXTS = st.lists(PIECES, max_size=20).map("".join)
TYPED = st.lists(PIECES, min_size=1, max_size=3).map("".join)


@st.composite
def told(draw: st.DrawFn) -> tuple[Item, tuple[Readout, ...]]:
    article = item(draw(TEXTS), draw(TEXTS))
    ends = st.integers(0, len(article.text))
    scopes = draw(st.lists(st.lists(st.tuples(ends, ends).map(sorted), max_size=2), max_size=2))
    return article, tuple(readout(scope=tuple((a, b) for a, b in scope)) for scope in scopes)


@given(told(), TYPED.filter(lambda typed: phrase_tokens(typed)[0] != []))
def test_every_word_that_made_a_watch_ring_is_found_and_no_other(
    article: tuple[Item, tuple[Readout, ...]], typed: str
) -> None:
    asked, reasons = words(typed), Reasons(*article)
    for document in documents(*article):
        reason = reasons.reason(document.readout, asked)
        assert bool(reason.in_title or reason.in_text) == (asked.needle in document.words)
        for text, places in ((article[0].title, reason.in_title), (article[0].text, reason.in_text)):
            assert all(asked.needle.strip() in index_words(text[start:end]) for start, end in places)
        passages = reasons.passages(((document.readout, asked),))
        assert bool(passages) == (asked.needle in document.words)
        assert all(asked.needle.strip() in index_words(hit) for each in passages for hit in bold(each))
