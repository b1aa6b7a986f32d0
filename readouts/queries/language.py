"""The query language: text in, Query out. docs/queries.md shows every form."""

import re

from lark import Token, Tree

from readouts.domain.gazetteer import Gazetteer
from readouts.domain.query import Node, Not, Query, Words
from readouts.domain.text import is_han, phrase_tokens
from readouts.queries.aliases import spellings
from readouts.queries.fields import read_field
from readouts.queries.grammar import field_name, parsed
from readouts.queries.mistakes import Mistake
from readouts.queries.nodes import all_of, any_of
from readouts.queries.values import Value
from readouts.queries.wording import describe

__all__ = ["MOST_CHARACTERS", "MOST_TERMS", "describe", "parse_query"]

MOST_CHARACTERS = 500
MOST_TERMS = 40

# One Telegram message; repeating words beyond that is not asking more.
_MOST_TYPED = 4096
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
_STARS = "*＊"


def parse_query(text: str, gazetteer: Gazetteer) -> Query:
    """Understand a query as typed; raises QueryError with position, reason and what would be valid.

    Whatever the text, the result has at most forty distinct terms, in brackets at most ten deep.
    """
    typed = _UNSENDABLE.sub(" ", text)
    if len(typed) > _MOST_TYPED or len(" ".join(set(typed.split()))) > MOST_CHARACTERS:
        raise Mistake.TOO_LONG.at(MOST_CHARACTERS, most=MOST_CHARACTERS)
    node = _Reading(gazetteer).node(parsed(typed))
    if node is None:
        raise Mistake.EMPTY.at(0)
    return Query(typed.strip(), node)


class _Reading:
    """Turns one tree into nodes, counting its distinct terms."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._terms: set[Node] = set()

    def node(self, tree: Tree[Token]) -> Node | None:
        """What a tree asks for; None where it holds no letter and no digit."""
        if tree.data == "term":
            return self._counted(self._term(_tokens(tree)), _tokens(tree)[0])
        if tree.data == "part":
            return self._part(tree)
        join = any_of if tree.data == "any" else all_of
        return join([self.node(child) for child in tree.children if isinstance(child, Tree)])

    def _part(self, tree: Tree[Token]) -> Node | None:
        *marks, asked = tree.children
        node = self.node(asked) if isinstance(asked, Tree) else None
        if node is None or len(marks) % 2 == 0:
            return node
        return node.part if isinstance(node, Not) else Not(node)

    def _counted(self, node: Node | None, token: Token) -> Node | None:
        if node is not None:
            self._terms.add(node)
        if len(self._terms) > MOST_TERMS:
            raise Mistake.TOO_MANY_TERMS.at(token.start_pos or 0, most=MOST_TERMS)
        return node

    def _term(self, tokens: list[Token]) -> Node | None:
        *field, value = tokens
        if not field:
            return _phrase(value) if value.type == "QUOTED" else _word(value)
        return read_field(_value(field[0], value), self._gazetteer)


def _tokens(tree: Tree[Token]) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token)]


def _value(field: Token, value: Token) -> Value:
    text = _unquoted(value) if value.type == "QUOTED" else str(value)
    return Value(field_name(field), text, f"{field}{value}", value.start_pos or 0)


def _unquoted(token: Token) -> str:
    return token.rstrip(_STARS)[1:-1]


def _phrase(token: Token) -> Node | None:
    """Exactly these words; other spellings are not added."""
    return _words(_unquoted(token), token)


def _word(token: Token) -> Node | None:
    return any_of(_words(text, token) for text in spellings(token.rstrip(_STARS)))


def _words(text: str, token: Token) -> Words | None:
    tokens, prefix = phrase_tokens(text)
    if not tokens:
        return None
    starred = token[-1] in _STARS
    if starred and len(tokens[-1]) == 1 and not is_han(tokens[-1]):
        raise Mistake.PREFIX_TOO_SHORT.at(token.start_pos or 0)
    return Words(tuple(tokens), prefix or starred, text)
