"""A query that cannot be read: where, why, and what would be valid."""

import string
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from readouts.domain.query import QueryError
from readouts.queries.language import parse_query
from readouts.queries.mistakes import Mistake
from tests.queries.places import PLACES
from tests.queries.samples import mistake_of, node_of


@pytest.mark.parametrize(
    ("query", "mistake", "position"),
    [
        ("", Mistake.EMPTY, 0),
        (" ， \n", Mistake.EMPTY, 0),
        ("🎉 !?", Mistake.EMPTY, 0),
        ("()", Mistake.BRACKET_EMPTY, 0),
        ("a1 ( ) b1", Mistake.BRACKET_EMPTY, 3),
        ("(a1 (b1)", Mistake.BRACKET_NOT_CLOSED, 0),
        ("a1) b1", Mistake.BRACKET_NOT_OPENED, 2),
        (":)", Mistake.BRACKET_NOT_OPENED, 1),
        ('a1 "b1', Mistake.QUOTE_NOT_CLOSED, 3),
        ("安全 「国安", Mistake.QUOTE_NOT_CLOSED, 3),
        ("OR a1", Mistake.NOTHING_BEFORE, 0),
        ("a1 (| b1)", Mistake.NOTHING_BEFORE, 4),
        ("a1 OR", Mistake.NOTHING_AFTER, 3),
        ("a1 OR OR b1", Mistake.NOTHING_AFTER, 3),
        ("(a1 AND) b1", Mistake.NOTHING_AFTER, 4),
        ("a1 NOT", Mistake.NOTHING_AFTER, 3),
        ("NOT OR a1", Mistake.NOTHING_AFTER, 0),
        ("安徽 或", Mistake.NOTHING_AFTER, 3),
        ("x*", Mistake.PREFIX_TOO_SHORT, 0),
        ("author:bob", Mistake.NO_SUCH_FIELD, 0),
        ("a1 regoin:anhui", Mistake.MEANT_FIELD, 3),
        ("region:", Mistake.NO_VALUE, 7),
        ("region: OR anhui", Mistake.NO_VALUE, 8),
        ("region:(anhui)", Mistake.NO_VALUE, 7),
        ("region:!!", Mistake.NO_VALUE, 7),
        ("地区：", Mistake.NO_VALUE, 3),
        ("region:anhiu", Mistake.MEANT_PLACE, 7),
        ("地区:安微", Mistake.MEANT_PLACE, 3),
        ("region:qqqqq", Mistake.NO_SUCH_PLACE, 7),
        ("theme:politicl", Mistake.MEANT_THEME, 6),
        ("theme:qqqqq", Mistake.NO_SUCH_THEME, 6),
        ("level:village", Mistake.NO_SUCH_CHOICE, 6),
        ("kind:party", Mistake.NO_SUCH_CHOICE, 5),
        ("lang:fr", Mistake.NO_SUCH_CHOICE, 5),
        ("has:picture", Mistake.NO_SUCH_CHOICE, 4),
        ("since:yesterday", Mistake.NO_SUCH_DAY, 6),
        ("since:2024-02-30", Mistake.NO_SUCH_DAY, 6),
        ("before:0000", Mistake.NO_SUCH_DAY, 7),
        ("last:week", Mistake.NO_SUCH_AGE, 5),
        ("last:99999y", Mistake.NO_SUCH_AGE, 5),
        ("last:-30d", Mistake.NO_VALUE, 5),
    ],
)
def test_a_mistake_is_told_with_its_place(query: str, mistake: Mistake, position: int) -> None:
    error = mistake_of(query)
    assert (error.message, error.hint) == mistake.value
    assert error.position == position


def test_a_wrong_name_is_answered_with_the_nearest_ones() -> None:
    assert "Did you mean Anhui 安徽" in str(mistake_of("region:anhiu"))
    assert "Anhui 安徽" in str(mistake_of("地区:安微"))
    assert "Did you mean region:?" in str(mistake_of("regoin:anhui"))
    assert "political" in str(mistake_of("theme:politicl"))
    assert "central 中央, province 省, prefecture 市, county 县" in str(mistake_of("level:village"))


def test_what_would_be_valid_is_named_in_both_languages() -> None:
    for typed in ("foo:x", "theme:village", "theme:politicl", "level:x", "kind:x", "lang:x", "has:x"):
        values = dict(mistake_of(typed).values)
        named = (values.get("known") or values["nearest"]).split(", ")
        for each in named:
            name, chinese = each.split(" ")
            assert name.isascii()
            assert not chinese.isascii()


def test_a_message_names_the_place_from_one_and_gives_an_example() -> None:
    assert str(mistake_of("")) == (
        "There is nothing to look for (position 1)."
        ' Give words or fields, for example: region:anhui "political security"'
    )


def test_a_name_with_braces_is_shown_as_it_is() -> None:
    assert "no place called {0}{x}" in str(mistake_of("region:{0}{x}"))


@pytest.mark.parametrize("mistake", Mistake)
def test_every_place_in_a_mistake_is_filled(mistake: Mistake) -> None:
    message, hint = mistake.value
    names = {name for text in mistake.value for _, name, _, _ in string.Formatter().parse(text) if name}
    told = str(mistake.at(4, **dict.fromkeys(names, "something")))
    assert "(position 5)" in told
    assert "{" not in told
    assert message != hint


def test_five_hundred_characters_are_the_most() -> None:
    assert node_of("安" * 500) != node_of("安" * 499)
    error = mistake_of("安" * 501)
    assert error.message == Mistake.TOO_LONG.value[0]
    assert "500 characters" in str(error)


def test_repeated_words_count_once_but_not_without_end() -> None:
    """Eight hundred times the same word is one question; a megabyte of it is an attack."""
    assert node_of("security " * 400) == node_of("security")
    assert mistake_of("security " * 100_000).message == Mistake.TOO_LONG.value[0]


def test_forty_terms_are_the_most() -> None:
    forty = " ".join(f"w{i}" for i in range(40))
    assert node_of(f"{forty} w1 w2") == node_of(forty)
    error = mistake_of(" ".join(f"w{i}" for i in range(41)))
    assert error.message == Mistake.TOO_MANY_TERMS.value[0]
    assert "40 terms" in str(error)
    assert error.position == len(forty) + 1


def test_ten_levels_are_the_most() -> None:
    assert node_of("(" * 10 + "anhui" + ")" * 10) == node_of("anhui")
    error = mistake_of("(" * 11 + "anhui" + ")" * 11)
    assert error.message == Mistake.TOO_DEEP.value[0]
    assert error.position == 10


def test_a_mistake_passes_through_context_managers() -> None:
    """They set the traceback of what they pass on; an error that cannot be changed would be lost."""

    @contextmanager
    def nothing() -> Iterator[None]:
        yield

    def read_within() -> None:
        with ExitStack() as stack:
            stack.enter_context(nothing())
            parse_query("", PLACES)

    with pytest.raises(QueryError):
        read_within()
