"""What was understood is read back in plain words, in the reader's language."""

import pytest
from hypothesis import given, settings

from readouts.domain.chat import Language
from readouts.domain.query import AllOf, Node, Query
from readouts.queries.language import describe, parse_query
from tests.queries.places import PLACES
from tests.queries.strategies import nodes

LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [
        (
            '(region:anhui OR region:重庆) theme:political -"Hong Kong"',
            "in Anhui or Chongqing, stressing political security, not mentioning Hong Kong",
            "在安徽或重庆，强调政治安全，不提及Hong Kong",
        ),
        ("political security", "mentioning political and security", "提及political和security"),
        ("a1 b1 OR c1", "(mentioning a1 and b1) or mentioning c1", "（提及a1和b1）或提及c1"),
        (
            "(region:anhui OR a1) b1",
            "(in Anhui or mentioning a1), mentioning b1",
            "（在安徽或提及a1），提及b1",
        ),
        ("-(a1 OR b1)", "not mentioning a1 or b1", "不提及a1或b1"),
        ("-(a1 b1)", "not (mentioning a1 and b1)", "并非（提及a1和b1）"),
        ("国安委", "mentioning 国安委 or 国家安全委员会", "提及国安委或国家安全委员会"),
        (
            "committee:国安委",
            "by a committee called 国安委 or 国家安全委员会",
            "委员会名称含国安委或国家安全委员会",
        ),
        ("region:合肥", "in Hefei (Anhui)", "在安徽合肥市"),
        ("region:肥西", "in Feixi (Hefei)", "在合肥肥西县"),
        ("region:朝阳区", "in Chaoyang (Beijing) or Chaoyang (Jilin)", "在北京朝阳区或吉林朝阳区"),
        ("secur*", "mentioning secur*", "提及secur*"),
        ("韩*", "mentioning 韩", "提及韩"),
        ('"war and peace" or', "mentioning “war and peace” and “or”", "提及“war and peace”和“or”"),
        ("「安徽或重庆」", "mentioning “安徽或重庆”", "提及“安徽或重庆”"),
        ("<b>x</b>", "mentioning “<b>x</b>”", "提及“<b>x</b>”"),
        (
            "chair:韩俊 -来源:“Anhui Daily”",
            "chaired by 韩俊, not from Anhui Daily",
            "由韩俊主持，来源不为Anhui Daily",
        ),
        ("level:省 kind:study", "at province level, about study sessions", "层级为省级，关于学习活动"),
        (
            "kind:any lang:zh has:quote",
            "about anything, written in Chinese, with quotations",
            "关于任何内容，语言为中文，有引语",
        ),
        (
            "since:2024-05 before:2024-06",
            "since 2024-05-01, before 2024-06-01",
            "自2024-05-01起，早于2024-06-01",
        ),
        ("-last:6w", "not in the last 42 days", "不在最近42天内"),
        (
            "phrase:storms",
            "using the phrase perilous storms"
            " or mentioning storms or 风高浪急甚至惊涛骇浪 or perilous storms",
            "使用提法风高浪急甚至惊涛骇浪或提及storms或风高浪急甚至惊涛骇浪或perilous storms",
        ),
    ],
)
def test_a_query_is_read_back(query: str, english: str, chinese: str) -> None:
    understood = parse_query(query, PLACES)
    assert describe(understood, PLACES, "en") == english
    assert describe(understood, PLACES, "zh") == chinese


def test_a_query_for_everything_says_so() -> None:
    assert describe(Query("", AllOf(())), PLACES, "en") == "everything"
    assert describe(Query("", AllOf(())), PLACES, "zh") == "全部内容"


@settings(max_examples=300)
@given(nodes())
def test_every_query_can_be_read_back_in_both_languages(node: Node) -> None:
    english, chinese = (describe(Query("", node), PLACES, language) for language in LANGUAGES)
    assert english.strip()
    assert chinese.strip()
    assert "{" not in english + chinese
    assert english.count("(") == english.count(")")
