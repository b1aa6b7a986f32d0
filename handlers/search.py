"""/search and plain text: everything the archive holds, page by page."""

from dataclasses import replace

from handlers.context import Pressed, Turn
from handlers.remembered import RememberedSearch
from readouts.archive.search import search as search_archive
from readouts.delivery.message import Message, callback_button, compose
from readouts.delivery.rendering import render_search
from readouts.delivery.styling import code
from readouts.domain.hit import Results
from readouts.queries.language import parse_query

_HITS_A_PAGE = 5
_QUERY_UNITS = 200


async def search(turn: Turn) -> Message:
    """Look for a query in the archive."""
    if not turn.argument:
        return _how_to_search(turn)
    return await _page(turn, RememberedSearch(turn.chat.id, turn.argument, None, 1))


async def plain_text(turn: Turn) -> Message:
    """Somebody just talks: look for it, and say that this was a search."""
    found = await search(turn)
    hint = compose([turn.say("I searched for your text. /help shows what else I can do.")])
    return replace(found, html=f"{hint.html}\n\n{found.html}")


async def press_page(turn: Turn) -> Pressed:
    """Show the next page of a search."""
    wanted = turn.desk.searches.find(turn.argument, turn.chat.id)
    if wanted is None:
        return Pressed(turn.brief("That search is too old. Please type it again."))
    return Pressed(message=await _page(turn, wanted))


async def _page(turn: Turn, wanted: RememberedSearch) -> Message:
    query = parse_query(wanted.query, turn.desk.gazetteer)
    results = await turn.desk.archive.read(
        lambda db: search_archive(db, query, turn.desk.today(), _HITS_A_PAGE, wanted.cursor)
    )
    page = render_search(results, wanted.query, turn.look, wanted.first, _next_page(turn, wanted, results))
    keep = callback_button(turn.say("Watch for this"), f"keep {turn.desk.searches.keep(wanted)}")
    return replace(page, buttons=(*page.buttons, (keep,)))


def _next_page(turn: Turn, wanted: RememberedSearch, results: Results) -> str | None:
    """The button's data for the page after this one; None where there is none."""
    if results.cursor is None:
        return None
    first = wanted.first + len(results.hits)
    return f"page {turn.desk.searches.keep(replace(wanted, cursor=results.cursor, first=first))}"


def _how_to_search(turn: Turn) -> Message:
    return compose(
        [
            turn.say("Say what to look for after the command, for example:"),
            code("/search region:anhui political security"),
            code("/search 数据安全 last:90d"),
            turn.say("/help shows how a query is written."),
        ]
    )
