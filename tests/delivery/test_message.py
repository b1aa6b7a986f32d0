"""Styled text and messages: cut on text, escaped once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.delivery.message import Button, Message, as_many_as_fit, callback_button, compose, plain_text
from readouts.delivery.styling import as_html, bold, cut, fill, italic, join, link, short, styled, units
from tests.delivery.telegram_html import Read
from tests.proportion import in_proportion


def test_tags_that_neighbours_share_are_opened_once() -> None:
    assert as_html(bold("a", italic("b"), "c")) == "<b>a<i>b</i>c</b>"
    assert as_html(styled(bold("a"), " ", bold("b"))) == "<b>a</b> <b>b</b>"


def test_a_cut_closes_what_is_open_and_shows_an_ellipsis() -> None:
    assert as_html(cut(bold("one ", italic("two three")), 9)) == "<b>one <i>two…</i></b>"


def test_a_text_that_fits_exactly_is_not_cut() -> None:
    assert as_html(cut("12345", 5)) == "12345"
    assert as_html(cut("123456", 5)) == "1234…"


def test_a_cut_never_splits_a_character_of_two_units() -> None:
    assert as_html(cut("😀😀😀", 4)) == "😀…"
    assert units("😀😀😀") == 6


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 70))
def test_a_cut_text_is_a_beginning_of_the_whole(text: str, limit: int) -> None:
    whole = "".join(run.text for run in styled(text))
    part = "".join(run.text for run in cut(text, limit))
    assert units(part) <= limit
    assert part == whole or (part.endswith("…") and whole.startswith(part[:-1]))


def test_a_sentence_is_filled_with_styled_parts_and_reads_nothing_in_them_as_markup() -> None:
    filled = fill("{name} chaired {count} times", name=bold("<b>{count}</b>"), count=3)
    assert as_html(filled) == "<b>&lt;b&gt;{count}&lt;/b&gt;</b> chaired 3 times"


def test_a_missing_value_is_a_fault_of_the_translation_and_is_heard_of() -> None:
    with pytest.raises(KeyError):
        fill("{nom}", name="x")


def test_empty_parts_leave_no_separator_behind() -> None:
    assert as_html(join(" · ", ("a", "", (), bold("b")))) == "a · <b>b</b>"


def test_words_from_outside_become_one_line_of_bounded_length() -> None:
    assert as_html(short("  a\n\tb\u2028c \0d  ", 50)) == "a b c d"
    assert units(short("x" * 10_000_000, 80)) == 80


def test_an_address_is_escaped_inside_its_tag() -> None:
    html = as_html(link("https://a.example/?a='1'&b=\"2\"<", "x"))
    assert html == '<a href="https://a.example/?a=&#x27;1&#x27;&amp;b=&quot;2&quot;&lt;">x</a>'
    assert Read(html).addresses == ["https://a.example/?a='1'&b=\"2\"<"]


def test_more_links_than_one_message_can_hold_stay_words() -> None:
    """Telegram refuses a message whose entities take more than about 9,500 bytes."""
    many = [link(f"https://a.example/{n}?{'&' * 900}", f"article {n}") for n in range(20)]
    read = Read(compose(many).html)
    assert 0 < len(read.addresses) < 3
    assert "article 19" in read.text


def test_from_the_hundred_and_first_entity_on_words_stay_plain() -> None:
    html = compose([bold(f"word {n}") for n in range(150)]).html
    assert html.count("<b>") == 100
    assert "word 149" in html


def test_a_message_is_cut_to_what_telegram_takes() -> None:
    assert Read(compose(["&" * 9_000]).html).units == 4_000


def test_only_what_fits_is_listed_and_the_rest_is_counted() -> None:
    entries = [styled("x" * 9)] * 5
    listed = as_many_as_fit(entries, 30, lambda n: styled(f"{n} more"))
    assert ["".join(run.text for run in entry) for entry in listed] == ["x" * 9] * 3 + ["2 more"]
    assert as_many_as_fit(entries, 50, lambda _: styled("never")) == entries


@pytest.mark.parametrize(
    "faulty",
    [
        {"text": " ", "callback": "x"},
        {"text": "x"},
        {"text": "x", "callback": "x", "url": "https://a.example"},
        {"text": "x", "callback": ""},
        {"text": "x", "callback": "安" * 22},
    ],
)
def test_a_button_that_telegram_would_refuse_cannot_be_made(faulty: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"button|callback"):
        Button(**faulty)


def test_a_buttons_words_are_cut_and_never_empty() -> None:
    assert callback_button("x" * 100, "v").text == "x" * 59 + "…"
    assert callback_button(" \n", "v").text == "…"


def test_plain_text_undoes_the_escaping_and_writes_links_out() -> None:
    message = compose([bold("a & <b>"), link("https://a.example/?x=1&y=2", "there")])
    assert plain_text(message) == "a & <b>\nthere (https://a.example/?x=1&y=2)"


def test_plain_text_is_cut_too() -> None:
    message = Message('<a href="https://a.example/">x</a>' * 900)
    assert units(plain_text(message)) <= 4_000


@pytest.mark.parametrize("shape", ["<", "&amp;", "😀", "a ", "\u202e", "<b>", "</", "&", '"'])
def test_time_grows_with_the_text_and_not_with_its_square(shape: str) -> None:
    def seconds(n: int) -> float:
        begin = time.perf_counter()
        plain_text(compose([short(shape * n, n), bold(shape * n)]))
        return time.perf_counter() - begin

    assert in_proportion(seconds, 50_000, 200_000, most=9)
