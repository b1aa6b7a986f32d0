"""What a query means, form by form."""

import pytest
from hypothesis import given, settings

from readouts.domain.query import AllOf, AnyOf, Node, Not, Words
from readouts.queries.language import parse_query
from readouts.queries.matching import facts_of, hits
from tests.queries.places import PLACES
from tests.queries.printing import printed
from tests.queries.samples import TODAY, article, finds, meeting, node_of
from tests.queries.strategies import nodes


def test_words_side_by_side_must_all_be_there_but_not_together() -> None:
    assert finds("political security", article("Security first, political second"))
    assert not finds("political security", article("political"))


def test_a_phrase_must_stand_together() -> None:
    assert finds('"political security"', article("on Political Security."))
    assert not finds('"political security"', article("political and security"))


@pytest.mark.parametrize("phrase", ['"{}"', "“{}”", "„{}“", "「{}」", "『{}』", "《{}》", "‘{}’", "＂{}＂"])
def test_every_pair_of_quotation_marks_holds_a_phrase(phrase: str) -> None:
    assert node_of(phrase.format("Hong Kong")) == Words(("hong", "kong"), False, "")


@pytest.mark.parametrize("mark", [" OR ", " | ", "|", "｜", " || ", " 或 ", " 或者 "])
def test_or_is_written_in_many_ways(mark: str) -> None:
    assert node_of(f"安徽{mark}重庆") == node_of("安徽 OR 重庆")
    assert isinstance(node_of(f"安徽{mark}重庆"), AnyOf)


def test_a_chinese_or_needs_no_spaces_but_is_left_alone_in_other_words() -> None:
    assert node_of("安徽或重庆") == node_of("安徽 OR 重庆")
    assert node_of("或许") == Words(("或许",), False, "")
    assert node_of("「安徽或重庆」") == node_of('"安徽或重庆"') != node_of("安徽 OR 重庆")


@pytest.mark.parametrize("mark", ["-", "－", "–", "−", "NOT ", "非 "])
def test_not_is_written_in_many_ways(mark: str) -> None:
    assert node_of(f"安全 {mark}香港") == node_of("安全 -香港")
    assert finds(f"安全 {mark}香港", article("国家安全"))
    assert not finds(f"安全 {mark}香港", article("香港国家安全"))


def test_a_chinese_not_stands_apart_so_that_africa_can_be_looked_for() -> None:
    assert node_of("非洲") == Words(("非洲",), False, "")
    assert node_of("非(香港)") == Not(Words(("香港",), False, ""))


def test_a_hyphen_within_a_word_or_alone_denies_nothing() -> None:
    assert node_of("deep-sea") == Words(("deep", "sea"), False, "")
    assert node_of("anhui - chongqing") == node_of("anhui chongqing")
    assert node_of("--help") == Words(("help",), False, "")


def test_two_negations_are_none() -> None:
    assert node_of("NOT NOT anhui") == node_of("anhui")
    assert node_of("-(-anhui)") == node_of("anhui")
    assert node_of("NOT -(NOT anhui)") == node_of("-anhui")


def test_and_binds_closer_than_or_and_brackets_closer_still() -> None:
    assert node_of("a1 b1 OR c1 d1") == node_of("(a1 AND b1) OR (c1 AND d1)")
    assert node_of("(a1 OR b1) c1") != node_of("a1 OR b1 c1")
    assert node_of("（安徽 OR 重庆）安全") == node_of("(安徽 OR 重庆) 安全")


@pytest.mark.parametrize("mark", [" ", " AND ", " && ", " 且 ", "\u3000", "，", "、", "；", ", ", "\n", "…"])
def test_what_parts_terms_adds_them_up(mark: str) -> None:
    assert node_of(f"安徽{mark}重庆") == node_of("安徽 重庆")


def test_small_words_are_words() -> None:
    assert node_of("or") == Words(("or",), False, "")
    assert node_of("ORDER NOTE ANDES") == node_of('"order" "note" "andes"')


def test_a_comma_in_a_number_parts_nothing() -> None:
    assert node_of("1,000") == Words(("1", "000"), False, "")


def test_a_star_finds_beginnings_of_words() -> None:
    assert finds("secur*", article("securities"))
    assert finds('"national secur"*', article("national security"))
    assert not finds("secur*", article("insecure"))
    assert not finds('"national secur"', article("national security"))


def test_any_stretch_of_chinese_is_found_in_a_longer_one() -> None:
    text = article("安徽省委书记韩俊主持会议")
    for query in ("韩俊", "韩", "书记韩俊", "俊主持", "议", "安徽省委书记韩俊主持会议", "安*"):
        assert finds(query, text), query
    assert not finds("安省", text)
    assert not finds("韩主", text)


def test_case_width_accents_and_traditional_characters_make_no_difference() -> None:
    text = article("Ürümqi：韓俊主持 ＡＩ 安全會議")
    for query in ("urumqi", "URUMQI", "韩俊", "韓俊", "ai", "会议", "會議"):
        assert finds(query, text), query


def test_the_committee_is_found_by_its_short_and_its_long_name() -> None:
    long, short = article("中共安徽省委国家安全委员会召开会议"), article("省委國安委召開會議")
    for query in ("国安委", "國安委", "省委国安委", "国家安全委员会", "省委国家安全委员会"):
        assert finds(query, long), query
        assert finds(query, short), query
    assert finds("国安办", article("国家安全委员会办公室"))
    assert not finds("国安办", article("国家安全委员会"))


def test_quotation_marks_keep_to_the_name_as_typed() -> None:
    assert not finds('"国安委"', article("国家安全委员会"))


def test_terms_that_ask_the_same_fold_to_one() -> None:
    assert node_of("安全 " * 800) == node_of("安全")
    assert node_of("Anhui anhui ANHUI") == node_of("anhui")
    assert node_of("a1 OR b1 OR a1") == node_of("a1 OR b1")


def test_a_query_may_only_deny() -> None:
    assert finds('-"Hong Kong"', article("Anhui"))
    assert not finds('-"Hong Kong"', article("Hong Kong"))
    assert finds("-region:anhui", meeting(region="CN-YN"))


def test_what_has_no_letter_and_no_digit_is_passed_over() -> None:
    assert node_of("🎉 anhui !?") == node_of("anhui")
    assert node_of("(😀) OR anhui") == node_of("anhui")
    assert node_of("anhui -…") == node_of("anhui")


@pytest.mark.parametrize(
    ("query", "tokens"),
    [
        ("https://example.com/a?b=c", ("https", "example", "com", "a", "b", "c")),
        ("<b>bold</b>", ("b", "bold", "b")),
        ("1=1;--", ("1", "1")),
        ("a.b+c^2", ("a", "b", "c", "2")),
        ("12:30", ("12", "30")),
        ("习近平总书记强调：安全", ("习近", "近平", "平总", "总书", "书记", "记强", "强调", "调", "安全")),
    ],
)
def test_addresses_markup_and_code_are_plain_text(query: str, tokens: tuple[str, ...]) -> None:
    assert node_of(query) == Words(tokens, False, "")


def test_full_text_syntax_of_the_index_is_plain_text() -> None:
    assert node_of("NEAR(anhui chongqing)") == AllOf(
        (Words(("near",), False, ""), Words(("anhui",), False, ""), Words(("chongqing",), False, ""))
    )
    assert node_of("^anhui + rowid") == node_of("anhui rowid")


def test_the_query_keeps_its_words_as_typed() -> None:
    query = parse_query("  Region：安徽 \0 “Political Security”  ", PLACES)
    assert query.text == "Region：安徽   “Political Security”"
    terms = hits(query.node, facts_of(meeting("political security")), TODAY)
    assert terms is not None
    assert [term.typed for term in terms] == ["Region：安徽", "Political Security"]


@settings(max_examples=500)
@given(nodes())
def test_a_query_printed_and_read_again_means_the_same(node: Node) -> None:
    assert node_of(printed(node)) == node
