"""Entries to items: what an earlier harvest gave is not made again, and nothing else is left out."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.source import Source
from tests.watchers.test_arsenal import arsenal, needs_arsenal
from tests.watchers.test_plainfeed import document_of
from watchers.entries import Entry, Words, _web_link, harvest, items_of
from watchers.parsing import _SLIPS, _entries, _feedparser, _well_formed

SOURCE = Source("Anhui Daily", "https://news.example/feed", lang="zh", region="CN-AH")
ADDRESS = "https://news.example/feed"


def entry(
    number: int, text: str = "<p>text</p>", *, id_: str | None = None, link: str | None = None, date: str = ""
) -> Entry:
    return Entry(
        f"id-{number}" if id_ is None else id_,
        f"https://news.example/{number}" if link is None else link,
        Words(f"Title {number}", is_html=False),
        Words(text, is_html=True),
        date,
    )


def digests(*entries: Entry, source: Source = SOURCE, address: str = ADDRESS) -> bytes:
    return harvest(entries, source, address).digests


def identities(*entries: Entry, known: bytes) -> list[str]:
    return [item.identity for item in harvest(entries, SOURCE, ADDRESS, known).items]


def test_what_is_known_is_counted_and_not_made_again() -> None:
    old = digests(entry(1), entry(2))
    found = harvest([entry(3), entry(1), entry(2)], SOURCE, ADDRESS, old)
    assert ([item.identity for item in found.items], found.listed) == (["id-3"], 3)
    again = harvest([entry(3), entry(1), entry(2)], SOURCE, ADDRESS, found.digests)
    assert (again.items, again.listed, again.digests) == ((), 3, found.digests)


@pytest.mark.parametrize(
    "changed",
    [
        entry(1, "<p>Text</p>"),
        entry(1, date="2024-05-31"),
        entry(1, link="https://news.example/other"),
        entry(1)._replace(title=Words("Title 1!", is_html=False)),
        entry(1)._replace(title=Words("Title 1", is_html=True)),
    ],
)
def test_an_entry_that_changed_in_any_way_is_not_known(changed: Entry) -> None:
    assert identities(changed, known=digests(entry(1))) == ["id-1"]


@pytest.mark.parametrize(
    "other",
    [
        replace(SOURCE, name="Other"),
        replace(SOURCE, lang="en"),
        replace(SOURCE, region="CN-YN"),
        replace(SOURCE, time_zone="Europe/Berlin"),
    ],
)
def test_an_entry_of_another_source_is_not_known(other: Source) -> None:
    assert identities(entry(1), known=digests(entry(1), source=other)) == ["id-1"]
    assert identities(entry(1), known=digests(entry(1), address="https://elsewhere.example/")) == ["id-1"]


def test_an_entry_whose_id_another_one_takes_is_made_again_under_its_new_identity() -> None:
    taken = [entry(2, id_="id-1"), entry(1)]
    found = harvest(taken, SOURCE, ADDRESS, digests(entry(1)))
    assert found.items == items_of(taken, SOURCE, ADDRESS)
    assert [item.identity for item in found.items] == ["https://news.example/2", "https://news.example/1"]


def test_an_entry_that_gives_no_item_is_known_and_not_counted() -> None:
    silent = Entry("x", "mailto:x", Words("<img>", is_html=True), Words("", is_html=False), "")
    first = harvest([silent, entry(1)], SOURCE, ADDRESS)
    again = harvest([silent, entry(1)], SOURCE, ADDRESS, first.digests)
    assert (first.listed, again.listed, again.items) == (1, 1, ())


FEW = st.integers(0, 3)
ENTRIES = st.lists(
    st.builds(
        lambda id_, link, title, text, date: Entry(
            f"id-{id_}" if id_ else "",
            f"https://n.example/{link}" if link else "",
            Words(f"T{title}" if title else "", is_html=False),
            Words(f"<p>{text}</p>" if text else "", is_html=True),
            f"2024-05-0{date + 1}",
        ),
        *(FEW,) * 5,
    ),
    max_size=6,
)


def check_law(before: list[Entry], after: list[Entry]) -> None:
    """What is left out is what the earlier harvest gave, item by item; the rest is as if nothing were known.

    An item under the identity of one that was left out may come besides: whoever keeps items has that one.
    """
    earlier = harvest(before, SOURCE, ADDRESS)
    whole = items_of(after, SOURCE, ADDRESS)
    rest = harvest(after, SOURCE, ADDRESS, earlier.digests)
    left_out = [item for item in whole if item not in rest.items]
    assert all(item in earlier.items for item in left_out)
    beside = [item for item in rest.items if item not in whole]
    assert {item.identity for item in beside} <= {item.identity for item in left_out}
    assert rest.digests == harvest(after, SOURCE, ADDRESS).digests or beside


@given(ENTRIES, ENTRIES)
def test_nothing_is_left_out_but_what_was_given_before(before: list[Entry], after: list[Entry]) -> None:
    check_law(before, after)


@needs_arsenal
def test_the_arsenal_loses_nothing_when_entries_come_and_go() -> None:
    """Feeds of the arsenal, changed between two harvests as feeds do change."""
    dice = random.Random(20240603)
    seen = 0
    for name in dice.sample(sorted(arsenal()), 400):
        try:
            document = document_of(arsenal()[name])
            entries = list(_entries(_feedparser(_well_formed(document)).entries)) if document else []
        except _SLIPS:
            continue
        before = [each for each in entries if dice.random() < 0.7]
        after = [each._replace(date="x") if dice.random() < 0.2 else each for each in entries]
        dice.shuffle(after)
        check_law(before, after)
        seen += bool(entries)
    assert seen > 100


LINKS = st.lists(
    st.sampled_from("a b1 . - com x xn 0 / A .. _ ~ ? = & % : @ # index.html".split()), max_size=12
)


@given(st.sampled_from(["http://", "https://", "HTTP://", "//"]), LINKS)
def test_a_plain_link_is_the_same_with_and_without_repairs(scheme: str, pieces: list[str]) -> None:
    """Links that need no repair are told by their form; a space behind makes the slow way look at them."""
    link = scheme + "".join(pieces)
    assert _web_link(link, "https://b.example/x/") == _web_link(link + " ", "https://b.example/x/")
