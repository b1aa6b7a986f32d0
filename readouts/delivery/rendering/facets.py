"""By what a search can be narrowed, with a button for each."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from readouts.delivery.message import Button, Message, callback_button, compose
from readouts.delivery.rendering import names
from readouts.delivery.rendering.lists import in_rows
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, code, fill, short, styled
from readouts.domain.facet import Facet, FacetName, Facets

_QUERY_UNITS = 200


def render_facets(facets: Facets, offered: Sequence[tuple[Facet, str]], query: str, look: Look) -> Message:
    """Counts by region, month, theme, source and chair. offered: facets, those of one name together, each
    with the callback data that narrows the search to it."""
    typed = code(short(query, _QUERY_UNITS))
    if not offered:
        return compose([look.gettext("Nothing narrows {query} any further.", query=typed)])
    lines, rows = [look.gettext("Narrow {query} down:", query=typed)], list[list[Button]]()
    if facets.newest is not None:
        lines.append(look.gettext("Counted in the newest {count}.", count=f"{facets.newest:,}"))
    for name, group in groupby(offered, key=lambda each: each[0].name):
        these = list(group)
        counts = look.listing(_counted(facet, look) for facet, _ in these)
        lines.append(styled(bold(_heading(name, look)), look.colon, counts))
        rows += in_rows([callback_button(_counted(facet, look), data) for facet, data in these], 3)
    return compose(lines, rows)


def _heading(name: FacetName, look: Look) -> Text:
    return {
        FacetName.REGION: look.gettext("Regions"),
        FacetName.MONTH: look.gettext("Months"),
        FacetName.THEME: look.gettext("Themes"),
        FacetName.SOURCE: look.gettext("Sources"),
        FacetName.CHAIR: look.gettext("Chairs"),
    }[name]


def _counted(facet: Facet, look: Look) -> Text:
    return fill("{value} {count}", value=_value(facet, look), count=f"({facet.count:,})")


def _value(facet: Facet, look: Look) -> Text:
    match facet.name:
        case FacetName.REGION:
            province = look.gazetteer.province(facet.value)
            place = look.pick(province.name_en, province.short_zh) if province else facet.value
            return short(place or facet.value, names.NAME_UNITS)
        case FacetName.MONTH:
            return styled(look.month(date.fromisoformat(f"{facet.value}-01")))
        case FacetName.THEME:
            return names.theme(facet.value, look)
        case _:
            return short(look.name(facet.names) or facet.value, names.NAME_UNITS)
