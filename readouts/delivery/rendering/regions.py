"""Which regions are seen: silence where sources answer, and blindness where none does."""

from collections.abc import Sequence

from readouts.delivery.message import BUDGET, Message, compose
from readouts.delivery.rendering.lists import MORE_UNITS, fitting
from readouts.delivery.rendering.look import Look
from readouts.delivery.rendering.sources import NAME_UNITS
from readouts.delivery.styling import Text, bold, fill, join, short, styled
from readouts.domain.coverage import Coverage, Sight

_NAMES_SHOWN = 3


def render_regions(regions: Sequence[Coverage], everywhere: int, look: Look) -> Message:
    """Each region with its sources: the blind first, the frozen, those seen, and those without a source.

    everywhere: how many sources stand for no region in particular.
    """
    by_sight = {sight: [each for each in regions if each.sight is sight] for sight in Sight}
    uncovered = look.listing(_name(each, look) for each in by_sight[Sight.UNCOVERED])
    general = look.ngettext(
        "{count} more source reports on all regions.",
        "{count} more sources report on all regions.",
        everywhere,
    )
    lines = [
        *_section(look.gettext("Blind: no source has answered for a day"), by_sight[Sight.BLIND], look),
        *_section(
            look.gettext("Frozen: sources answer, all without anything new for long"),
            by_sight[Sight.FROZEN],
            look,
        ),
        *_section(look.gettext("Seen: no news there means that there is none"), by_sight[Sight.SEEN], look),
        *([bold(look.gettext("No source of their own")), uncovered] if uncovered else []),
        general if everywhere else (),
    ]
    return compose(fitting(lines, BUDGET - MORE_UNITS, look))


def _section(heading: Text, regions: Sequence[Coverage], look: Look) -> list[Text]:
    if not regions:
        return []
    titled = fill("{heading} ({count})", heading=bold(heading), count=len(regions))
    return [titled, *(_line(each, look) for each in regions)]


def _line(region: Coverage, look: Look) -> Text:
    facts = (
        _sources(region, look),
        look.gettext("last answer {moment}", moment=look.moment(region.last_answer))
        if region.last_answer
        else look.gettext("has never answered"),
        look.gettext("last new article {moment}", moment=look.moment(region.newest)) if region.newest else (),
    )
    return styled("• ", _name(region, look), look.colon, join(" · ", facts))


def _sources(region: Coverage, look: Look) -> Text:
    """How many, and the names of the first few."""
    names = [short(name, NAME_UNITS) for name in region.sources[:_NAMES_SHOWN]]
    more = ["…"] if len(region.sources) > len(names) else []
    count = look.ngettext("{count} source", "{count} sources", len(region.sources))
    return fill("{count} ({names})", count=count, names=look.listing([*names, *more]))


def _name(region: Coverage, look: Look) -> Text:
    province = look.gazetteer.province(region.region)
    return styled((look.pick(province.name_en, province.short_zh) if province else None) or region.region)
