"""The grammar: which marks a query is made of, and how they nest. What fields mean is in fields.py."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from lark import Lark, ParseTree, Token

from readouts.domain.query import QueryError
from readouts.queries.fields import FIELD_NAMES, KNOWN_FIELDS, example_of
from readouts.queries.mistakes import Mistake

MOST_LEVELS = 10

_QUOTES = r"\"“”„‟＂"
# 或 joins words without spaces around it (安徽或重庆), except where it begins another word.
_NOT_OR = "许然缺多"
_APART = r"\s，、；。！？…"
_ENDS_WORD = rf"{_APART}()（）|｜「『《{_QUOTES}"
# A comma joins digits (1,000) and parts everything else.
_IN_WORD = rf"(?:[^{_ENDS_WORD},;或]|(?<=[0-9]),(?=[0-9])|或(?=[{_NOT_OR}]))"
_FIELD_NAMES = "|".join(sorted(FIELD_NAMES, key=len, reverse=True))

_GRAMMAR = rf"""
start: any
any: all (_or all)*
all: part (_and? part)*
part: NOT* (_OPEN any _CLOSE | term)
term: FIELD (WORD | QUOTED) | WORD | QUOTED
_or: OR
_and: AND

_OPEN: /[(（]/
_CLOSE: /[)）]/
NOT.5: /[-－–−](?=[^{_APART}\-－–−)）])|(?:NOT|非)(?!{_IN_WORD})/
OR.5: /OR(?!{_IN_WORD})|或者?(?![{_NOT_OR}])|[|｜]+/
AND.5: /(?:AND|并且|且|&&)(?!{_IN_WORD})/
FIELD.4: /(?:{_FIELD_NAMES})[:：]\s*/i
UNKNOWN.3: /(?:[a-z_]{{1,20}}|[\u4e00-\u9fff]{{1,4}})[:：](?=[^{_APART}:：\/])/i
QUOTED.2: /(?:[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|「[^」]*」|『[^』]*』|《[^》]*》|‘[^’]*’)[*＊]?/
UNCLOSED.1: /[{_QUOTES}「『《]/
WORD: /{_IN_WORD}+/
%ignore /[{_APART},;]+/
"""


def parsed(text: str) -> ParseTree:
    """The tree of a query; raises QueryError where it has none."""
    return _parser().parse(text)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", postlex=_Checks())


class _Checks:
    """Finds every mistake while the marks pass, before the parser would only stumble over it."""

    always_accept = ("UNCLOSED", "UNKNOWN")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        before: Token | None = None
        open_brackets: list[Token] = []
        for token in stream:
            _check_order(before, token)
            _check_bracket(token, open_brackets)
            yield token
            before = token
        _check_end(before, open_brackets)


def _start(token: Token) -> int:
    return token.start_pos or 0


def _check_order(before: Token | None, token: Token) -> None:
    if before is not None and before.type == "FIELD" and token.type not in ("WORD", "QUOTED", "UNCLOSED"):
        raise _no_value(before)
    if token.type == "UNCLOSED":
        raise Mistake.QUOTE_NOT_CLOSED.at(_start(token))
    if token.type == "UNKNOWN":
        raise _no_such_field(token)
    if before is not None and before.type in ("OR", "AND", "NOT") and token.type in ("OR", "AND", "_CLOSE"):
        raise Mistake.NOTHING_AFTER.at(_start(before), word=before)
    if (before is None or before.type == "_OPEN") and token.type in ("OR", "AND"):
        raise Mistake.NOTHING_BEFORE.at(_start(token), word=token)
    if before is not None and before.type == "_OPEN" and token.type == "_CLOSE":
        raise Mistake.BRACKET_EMPTY.at(_start(before))


def _check_bracket(token: Token, open_brackets: list[Token]) -> None:
    if token.type == "_OPEN":
        open_brackets.append(token)
        if len(open_brackets) > MOST_LEVELS:
            raise Mistake.TOO_DEEP.at(_start(token), most=MOST_LEVELS)
    elif token.type == "_CLOSE":
        if not open_brackets:
            raise Mistake.BRACKET_NOT_OPENED.at(_start(token))
        open_brackets.pop()


def _check_end(last: Token | None, open_brackets: list[Token]) -> None:
    if last is None:
        raise Mistake.EMPTY.at(0)
    if last.type == "FIELD":
        raise _no_value(last)
    if last.type in ("OR", "AND", "NOT"):
        raise Mistake.NOTHING_AFTER.at(_start(last), word=last)
    if open_brackets:
        raise Mistake.BRACKET_NOT_CLOSED.at(_start(open_brackets[-1]))


def field_name(field: Token) -> str:
    """The name in front of the colon, as typed."""
    return field.replace("：", ":").partition(":")[0]


def _no_value(field: Token) -> QueryError:
    name = field_name(field)
    return Mistake.NO_VALUE.at(field.end_pos or 0, name=name, example=example_of(name))


def _no_such_field(token: Token) -> QueryError:
    name = field_name(token)
    near = get_close_matches(name.lower(), FIELD_NAMES, n=2)
    if near:
        return Mistake.MEANT_FIELD.at(_start(token), name=name, nearest=" ".join(f"{n}:" for n in near))
    return Mistake.NO_SUCH_FIELD.at(_start(token), name=name, known=KNOWN_FIELDS)
