"""Literals that come and go are found exactly while they are wanted."""

from hypothesis import given
from hypothesis import strategies as st

from readouts.queries.literals import Literals

some = st.text("ab安全", min_size=1, max_size=3)


@given(st.lists(st.tuples(st.booleans(), some), max_size=30), st.text("ab安全", max_size=30))
def test_literals_are_found_while_they_are_wanted(steps: list[tuple[bool, str]], text: str) -> None:
    literals, wanted = Literals(), set[str]()
    for is_added, literal in steps:
        (literals.add if is_added else literals.remove)(literal)
        (wanted.add if is_added else wanted.discard)(literal)
        assert literals.find(text) == {each for each in wanted if each in text}


def test_many_literals_are_found_however_many_came_last() -> None:
    literals = Literals()
    for number in range(450):
        literals.add(f"{number:03d}")
        if number % 10 == 0:
            assert literals.find(f"{number:03d} 999 000") == {f"{number:03d}", "000"}
    literals.remove("000")
    assert literals.find("000 449") == {"449"}
