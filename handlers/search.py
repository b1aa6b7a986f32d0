"""/search and plain text: everything the archive holds, page by page."""

from dataclasses import replace

from handlers.context import Pressed, Turn
from handlers.remembered import RememberedSearch
from readouts.archive.search import search as search_archive
from readouts.archive.snippets import words_to_show
from readouts.delivery.message import Button, Message, callback_button, compose
from readouts.delivery.rendering import render_search
from readouts.delivery.styling import code
from readouts.domain.hit import Order, Results
from readouts.domain.query import Query
from readouts.queries.language import parse_query

_HITS_A_PAGE = 5
_WORTH_SORTING = 2


async def search(turn: Turn) -> Message:
    """Look for a query in the archive."""
    if not turn.argument:
        return _how_to_search(turn)
    return await page_of(turn, RememberedSearch(turn.chat.id, turn.argument))


async def plain_text(turn: Turn) -> Message:
    """Somebody just talks: look for it, and say that this was a search."""
    found = await search(turn)
    hint = compose([turn.say("I searched for your text. /help shows what else I can do.")])
    return replace(found, html=f"{hint.html}\n\n{found.html}")


async def press_page(turn: Turn) -> Pressed:
    """Show a page of a search under the message with the button."""
    wanted = turn.desk.searches.find(turn.argument, turn.chat.id)
    return Pressed(message=await page_of(turn, wanted)) if wanted else too_old(turn)


async def press_order(turn: Turn) -> Pressed:
    """Show a search in the other order, in place of the message with the button."""
    wanted = turn.desk.searches.find(turn.argument, turn.chat.id)
    if wanted is None:
        return too_old(turn)
    again = replace(wanted, cursor=None, first=1, order=_other(wanted.order))
    return Pressed(message=await page_of(turn, again), replaces=True)


def too_old(turn: Turn) -> Pressed:
    """What a button says whose search is forgotten."""
    return Pressed(turn.brief("That search is too old. Please type it again."))


async def page_of(turn: Turn, wanted: RememberedSearch) -> Message:
    """One page of a search, and what can be done with it."""
    query = parse_query(wanted.query, turn.desk.gazetteer)
    results = await turn.desk.archive.read(
        lambda db: search_archive(
            db, query, turn.desk.today(), _HITS_A_PAGE, wanted.cursor, order=wanted.order
        )
    )
    page = render_search(results, wanted.query, turn.look, wanted.first, _next_page(turn, wanted, results))
    return replace(page, buttons=(*page.buttons, *_ways_on(turn, wanted, query, results)))


def _next_page(turn: Turn, wanted: RememberedSearch, results: Results) -> str | None:
    """The button's data for the page after this one; None where there is none."""
    if results.cursor is None:
        return None
    first = wanted.first + len(results.hits)
    return f"page {turn.desk.searches.keep(replace(wanted, cursor=results.cursor, first=first))}"


def _ways_on(
    turn: Turn, wanted: RememberedSearch, query: Query, results: Results
) -> list[tuple[Button, ...]]:
    """Buttons for the other order and for narrowing, where they make a difference, and for watching."""
    token = turn.desk.searches.keep(wanted)
    ways = []
    if results.total >= _WORTH_SORTING and words_to_show(query.node):
        words = turn.say("Best first") if wanted.order is Order.NEWEST else turn.say("Newest first")
        ways.append(callback_button(words, f"order {token}"))
    if results.total >= _WORTH_SORTING:
        ways.append(callback_button(turn.say("Narrow down"), f"narrow {token}"))
    keep = callback_button(turn.say("Watch for this"), f"keep {token}")
    return [row for row in (tuple(ways), (keep,)) if row]


def _other(order: Order) -> Order:
    return Order.NEWEST if order is Order.BEST else Order.BEST


def _how_to_search(turn: Turn) -> Message:
    return compose(
        [
            turn.say("Say what to look for after the command, for example:"),
            code("/search region:anhui political security"),
            code("/search 数据安全 last:90d"),
            turn.say("/help shows how a query is written."),
        ]
    )
