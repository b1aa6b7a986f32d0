"""Laws that every message keeps, whatever the sources write: Telegram takes it, and text stays text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readouts.delivery.message import Message, plain_text
from readouts.delivery.rendering import (
    Look,
    render_alert,
    render_health,
    render_latest,
    render_meeting,
    render_regions,
    render_search,
    render_watches,
)
from readouts.domain.meeting import Meeting
from readouts.domain.readout import Bilingual, Chair, Quote
from tests.delivery import hostile
from tests.delivery.samples import ITEM, POST, delivery, look, meeting
from tests.delivery.telegram_html import Read

Rendering: TypeAlias = Callable[[Look], Message]

renderings: st.SearchStrategy[Rendering] = st.one_of(
    hostile.deliveries.map(lambda d: lambda look: render_alert(d, look)),
    hostile.meetings.map(lambda m: lambda look: render_meeting(m, look)),
    st.lists(hostile.meetings, max_size=6).map(lambda ms: lambda look: render_latest(ms, look)),
    st.tuples(hostile.results, hostile.texts).map(lambda r: lambda look: render_search(r[0], r[1], look)),
    st.lists(hostile.watches, max_size=12).map(lambda ws: lambda look: render_watches(ws, look)),
    st.lists(hostile.healths, max_size=12).map(
        lambda hs: lambda look: render_health(hs, {h.source.name: timedelta(minutes=7) for h in hs}, look)
    ),
    st.lists(hostile.coverages, min_size=1, max_size=40).map(
        lambda cs: lambda look: render_regions(cs, 2, look)
    ),
)
looks = st.sampled_from((look("en"), look("zh")))
thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@thorough
@given(renderings, looks)
def test_telegram_takes_every_message(render: Rendering, look: Look) -> None:
    """Tags close in order, 4,096 units after parsing, 32,768 bytes before, and something to see."""
    message = render(look)
    _assert_sendable(message.html)
    _assert_pressable(message)


def _assert_sendable(html: str) -> None:
    read = Read(html)
    assert not read.faults
    assert 0 < read.units <= 4_096
    assert read.text.strip()
    assert len(html.encode()) < 32_768
    assert len(read.tags) <= 200
    assert all(address.startswith(("http://", "https://")) for address in read.addresses)


def _assert_pressable(message: Message) -> None:
    buttons = [button for row in message.buttons for button in row]
    assert len(buttons) <= 100
    assert all(b.text.strip() and len(b.text.encode("utf-16-le")) <= 128 for b in buttons)
    assert all(1 <= len((b.callback or "").encode()) <= 64 for b in buttons)


@thorough
@given(renderings, looks)
def test_rendering_again_says_the_same_and_the_plain_form_is_sendable(render: Rendering, look: Look) -> None:
    """An edit that changes nothing is refused by Telegram, so equal knowledge must look equal."""
    message = render(look)
    assert render(look) == message
    text = plain_text(message)
    assert text.strip()
    assert len(text.encode("utf-16-le")) // 2 <= 4_096


@pytest.mark.parametrize("hostile_text", [text for text in hostile.NASTY if "<" in text or "&" in text])
def test_markup_in_any_field_is_shown_as_it_was_written(hostile_text: str) -> None:
    """The tags of a message are the same whether a source writes "<b>" or plain letters."""
    harmless = hostile_text.translate(str.maketrans("<>&\"'", "xxxxx"))
    evil, good = (
        [
            render_alert(delivery(_meeting_saying(text), why=(text,)), look()),
            render_meeting(_meeting_saying(text), look()),
            render_alert(delivery(replace(ITEM, title=text, text=text, source=text)), look()),
        ]
        for text in (hostile_text, harmless)
    )
    assert len(evil) == 3
    for message, twin in zip(evil, good, strict=True):
        assert Read(message.html).tags == Read(twin.html).tags
        assert hostile_text in Read(message.html).text


def _meeting_saying(text: str) -> Meeting:
    """A meeting that has this text wherever a source has a say."""
    return meeting(
        (replace(POST, title=text, source=text),),
        region_name=Bilingual(text, text),
        chair=Chair(text, text, text, text),
        phrases=(text,),
        quotes=(Quote(text, text),),
        summary=text,
    )
