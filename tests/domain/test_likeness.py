"""How alike meetings are."""

from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.likeness import Sort, Trait, most_alike, traits
from tests.archive.making import HAN_JUN, readout

THEMES = [Trait(Sort.THEME, name) for name in ("political", "food", "cyber")]
WORDS = [Trait(Sort.WORD, name) for name in ("border", "grain", "river")]
sets = st.frozensets(st.sampled_from([*THEMES, *WORDS]))
many = st.dictionaries(st.integers(1, 9), sets)


def ranking(one: frozenset[Trait], others: dict[int, frozenset[Trait]]) -> list[int]:
    return [number for number, _ in most_alike(one, others, 10)]


def test_what_few_have_counts_more_than_what_all_have() -> None:
    political, food, cyber = THEMES
    one = frozenset([political, food])
    others = {n: frozenset([political, cyber]) for n in range(2, 6)} | {1: frozenset([food, cyber])}
    assert ranking(one, others)[0] == 1


def test_a_theme_says_more_than_a_word() -> None:
    one = frozenset([THEMES[0], WORDS[0]])
    assert ranking(one, {1: frozenset([THEMES[0]]), 2: frozenset([WORDS[0]])}) == [1, 2]


def test_what_is_shared_is_told_but_for_the_words() -> None:
    told = readout(themes=("political", "food"), phrases=("holistic",), chair=HAN_JUN, summary="Guard grain.")
    other = readout(region="CN-YN", themes=("food",), phrases=("holistic",), summary="Guard grain.")
    ((number, shared),) = most_alike(traits(told), {7: traits(other)}, 5)
    assert number == 7
    assert set(shared) == {Trait(Sort.THEME, "food"), Trait(Sort.PHRASE, "holistic")}
    assert Trait(Sort.PLACE, "CN-AH") in traits(told)
    assert Trait(Sort.CHAIR, "hanjun") in traits(told)


@given(sets, many)
def test_the_same_is_the_most_alike_and_strangers_are_left_out(
    one: frozenset[Trait], others: dict[int, frozenset[Trait]]
) -> None:
    found = ranking(one, others | {10: one})
    assert set(found) == {number for number, other in (others | {10: one}).items() if one & other}
    assert not one or found[0] == 10


def test_meetings_that_are_the_same_are_equally_alike_whatever_the_order_of_their_traits() -> None:
    """Sums of the same weights in another order differ in the last place, and so would the ranking."""
    political, food, cyber = THEMES
    one, several = frozenset([cyber, food, political]), {1: frozenset(), 3: frozenset([political])}
    for order in ([political, food, cyber], [food, cyber, political], [cyber, political, food]):
        assert ranking(one, several | {4: frozenset(order), 10: one})[:2] == [10, 4]
