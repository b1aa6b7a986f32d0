"""What a search found: numbered hits with the words that hit in bold, and the way to the next page."""

from collections.abc import Sequence

from readouts.delivery.message import BUDGET, Button, Message, callback_button, compose
from readouts.delivery.rendering import buttons, names
from readouts.delivery.rendering.articles import title_source_and_day
from readouts.delivery.rendering.highlights import highlighted
from readouts.delivery.rendering.lists import in_rows
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, code, cut, fill, join, short, units
from readouts.domain.hit import Hit, Results

_QUERY_UNITS = 200
_TITLE_UNITS = 100
_SNIPPET_UNITS = 240


def render_search(
    results: Results, query: str, look: Look, first: int = 1, more: str | None = None
) -> Message:
    """One page of a search: `query` as typed, `first` the number of its first hit.

    `more` is the callback data that asks for the next page; where given, a button offers it.
    Every hit of the page is shown: the more there are, the shorter each.
    """
    typed = code(short(query, _QUERY_UNITS))
    if not results.hits:
        return compose([_nothing(results, typed, look)])
    heading = _heading(results, typed, look)
    room = (BUDGET - units(heading)) // len(results.hits) - 2
    hits = [cut(_hit(n, hit, look), room) for n, hit in enumerate(results.hits, start=first)]
    return compose([heading, join("\n\n", hits)], [*_openers(results.hits, first, look), *_next(more, look)])


def no_time(look: Look) -> Text:
    """That a search ended before it had looked at everything, and what makes it faster."""
    return look.gettext(
        "I stopped after half a second, before I had looked at everything. last:90d makes it faster."
    )


def _nothing(results: Results, typed: Text, look: Look) -> Text:
    if results.is_cut_short:
        return join("\n", (look.gettext("Nothing found so far for {query}.", query=typed), no_time(look)))
    return look.gettext("Nothing found for {query}. Fewer words find more.", query=typed)


def _heading(results: Results, typed: Text, look: Look) -> Text:
    return join(
        "\n",
        (
            _count(results, typed, look),
            _weighed(results.weighed, look) if results.weighed else (),
            no_time(look) if results.is_cut_short else (),
        ),
    )


def _weighed(newest: int, look: Look) -> Text:
    return look.gettext("The best of the newest {count}; older ones were not weighed.", count=f"{newest:,}")


def _count(results: Results, typed: Text, look: Look) -> Text:
    if results.total_is_floor:
        return look.gettext("{count}+ results for {query}", count=f"{results.total:,}", query=typed)
    return look.ngettext(
        "{count} result for {query}", "{count} results for {query}", results.total, query=typed
    )


def hit_line(hit: Hit, look: Look) -> Text:
    """A hit in one line: the meeting, else the article."""
    if hit.meeting:
        return names.structured_line(hit.meeting.readout, look)
    return title_source_and_day(hit, look, _TITLE_UNITS, hit.first_seen)


def _hit(number: int, hit: Hit, look: Look) -> Text:
    """The meeting where there is one, the article, and the words around what was looked for."""
    article = title_source_and_day(hit, look, _TITLE_UNITS, hit.first_seen)
    about = bold(names.structured_line(hit.meeting.readout, look)) if hit.meeting else ()
    lines = join("\n", (about, article, _snippet(hit)))
    return fill("{number}. {lines}", number=bold(str(number)), lines=lines)


def _snippet(hit: Hit) -> Text:
    return cut(highlighted(hit.snippet.replace("\n", " "), hit.highlights), _SNIPPET_UNITS)


def _openers(hits: Sequence[Hit], first: int, look: Look) -> list[list[Button]]:
    found = [
        buttons.choose_meeting(number, hit.meeting, look)
        for number, hit in enumerate(hits, start=first)
        if hit.meeting
    ]
    return in_rows(found, 3)


def _next(more: str | None, look: Look) -> list[list[Button]]:
    return [[callback_button(look.gettext("Next results"), more)]] if more else []
