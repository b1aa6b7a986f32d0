"""How rare a term is, guessed: a watch is looked at only when its rarest needed term turns up.

A wrong guess costs time and never a match. The shares are rounded from counts over some hundred news
articles and readouts in both languages; the words are single tokens of the index.
"""

from dataclasses import dataclass

from readouts.domain.query import AllOf, AnyOf, Field, FieldName, Node, Not, Words
from readouts.domain.text import is_han
from readouts.queries.matching import ALWAYS, ANYTHING, in_haystack
from readouts.queries.nodes import all_of

_EVERYWHERE = frozenset(
    "国家 安全 工作 会议 中央 委员 员会 发展 社会 政治 家安 全委 书记 强调 近平 习近 省委 市委 领导 重要 建设"
    " the to of in and a s for on security china with as is that at from has by national are".split()
)
_OFTEN = frozenset(
    "中国 人民 经济 全面 坚持 加强 落实 贯彻 精神 讲话 主持 召开 主任 风险 防范 维护 稳定 重大 统筹 治安"
    " 全国 推动 保障 体系 能力 问题 政府 主席 总书 平总 国安 安委 总体 体国 全观 大会 组织 思想 学习 时代"
    " 新时 会稳 进行 通过 我们 没有 可以 表示 指出 要求 有关 部门 地区 新闻 今天 记者 报道 国际 美国 香港"
    " have was it be after this an not more or who will been chinese said hong kong us their people also one"
    " but new which his its over law out about they beijing all were first says government state under party"
    " meeting committee commission political social economic stability secretary chief province provincial"
    " officials".split()
)
_SHARE_OF_FIELD = {
    FieldName.REGION: 0.03,
    FieldName.DIVISION: 0.003,
    FieldName.LEVEL: 0.3,
    FieldName.THEME: 0.2,
    FieldName.PHRASE: 0.1,
    FieldName.CHAIR: 0.01,
    FieldName.KIND: 0.05,
    FieldName.SOURCE: 0.03,
    FieldName.LANG: 0.5,
    FieldName.HAS: 0.3,
}


@dataclass(frozen=True, slots=True)
class Needed:
    """Literals of which one is in the haystack of every document that matches, and the share of
    documents that have one. `rest`: what is still to be asked where one was found; None where nothing is."""

    keys: tuple[str, ...]
    share: float
    rest: Node | None = None


def needed(node: Node) -> Needed:
    """The rarest keys that `node` needs; what every haystack has, where it can hold for a document that
    has nothing in particular (a negation, a date)."""
    return _needed(node) or Needed((ALWAYS,), 1.0, node)


@dataclass(frozen=True, slots=True)
class Literally:
    """A query as literals: one of each tuple of `required` must stand in the haystack and none of
    `forbidden`. `asks_more`: whether that is not all of it."""

    required: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    asks_more: bool


def literally(node: Node | None) -> Literally:
    """What can be said of `node` with literals; None asks nothing."""
    parts = node.parts if isinstance(node, AllOf) else () if node is None else (node,)
    required = [_one_of(part) for part in parts]
    forbidden = [_one_of(part.part) if isinstance(part, Not) else None for part in parts]
    return Literally(
        required=tuple(filter(None, required)),
        forbidden=tuple(literal for literals in forbidden if literals for literal in literals),
        asks_more=not all(must or not_ for must, not_ in zip(required, forbidden, strict=True)),
    )


def _one_of(node: Node) -> tuple[str, ...] | None:
    """`node` holds if and only if one of these literals stands in the haystack."""
    parts = node.parts if isinstance(node, AnyOf) else (node,)
    literals = tuple(filter(None, map(_literal, parts)))
    return literals if len(literals) == len(parts) else None


def _literal(node: Node) -> str | None:
    """The literal that stands in a haystack if and only if `node` holds."""
    match node:
        case Words() if node.tokens:
            return node.needle
        case Field() if node.name in _SHARE_OF_FIELD and node.key != ANYTHING:
            return in_haystack(node.key)
        case _:
            return None


def _needed(node: Node) -> Needed | None:
    literal = _literal(node)
    match node:
        case Words() if literal:
            return Needed((literal,), _share_of_words(node))
        case Field() if literal:
            return Needed((literal,), _SHARE_OF_FIELD[node.name])
        case AllOf(parts) if parts:
            return _needed_of_all(parts)
        case AnyOf(parts):
            return _needed_of_any(node, [_needed(part) for part in parts])
        case _:
            return None


def _needed_of_all(parts: tuple[Node, ...]) -> Needed | None:
    needs = [(part, _needed(part) or Needed((), 1.0)) for part in parts]
    (_, need), *others = sorted(needs, key=lambda each: each[1].share)
    # The rarest first: most documents fail there.
    rest = all_of([need.rest, *(part for part, _ in others)])
    return Needed(need.keys, need.share, rest) if need.keys else None


def _needed_of_any(node: AnyOf, parts: list[Needed | None]) -> Needed | None:
    found = [part for part in parts if part]
    if len(found) < len(parts) or not found:
        return None
    keys = tuple(dict.fromkeys(key for part in found for key in part.keys))
    rest = node if any(part.rest for part in found) else None
    return Needed(keys, sum(part.share for part in found), rest)


def _share_of_words(words: Words) -> float:
    rarest = min(map(_share_of_token, words.tokens))
    beginning = 5.0 if words.prefix else 1.0
    return rarest * beginning * 0.3 ** (len(words.tokens) - 1)


def _share_of_token(token: str) -> float:
    if token in _EVERYWHERE:
        return 0.5
    if token in _OFTEN:
        return 0.15
    if is_han(token[0]):
        return 0.01 if len(token) > 1 else 0.05
    return 0.02 if len(token) < 5 or token.isdecimal() else 0.003
