"""How the sources are doing: trouble first, each with since when and one plain sentence."""

from collections.abc import Sequence

from readouts.delivery.message import BUDGET, Message, compose
from readouts.delivery.rendering.lists import MORE_UNITS, fitting
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, fill, join, short, styled
from readouts.domain.source import SourceHealth, SourceState

_NAME_UNITS = 60
_DETAIL_UNITS = 160


def render_health(sources: Sequence[SourceHealth], look: Look) -> Message:
    """Every source: those that do not answer, those not asked yet, those that answer, the paused.

    Addresses are not shown: some are private.
    """
    if not sources:
        return compose([look.gettext("There is no source yet. An admin adds one with /addsource.")])
    groups = [[s for s in sources if _group(s) == place] for place in range(4)]
    headings = [
        look.gettext("Not answering"),
        look.gettext("Not asked yet"),
        look.gettext("Answering"),
        look.gettext("Paused"),
    ]
    lines = [
        line
        for heading, group in zip(headings, groups, strict=True)
        for line in _section(heading, group, look)
    ]
    return compose(fitting(lines, BUDGET - MORE_UNITS, look))


def _group(health: SourceHealth) -> int:
    """Where a source stands in the list: trouble 0, untried 1, well 2, paused 3."""
    if health.source.paused:
        return 3
    if health.state is SourceState.NEVER:
        return 1
    return 2 if health.state.answered else 0


def _section(heading: Text, sources: list[SourceHealth], look: Look) -> list[Text]:
    if not sources:
        return []
    titled = fill("{heading} ({count})", heading=bold(heading), count=len(sources))
    return [titled, *(_line(health, look) for health in sources)]


def _line(health: SourceHealth, look: Look) -> Text:
    """The name, the state and since when; for trouble also what happened and the last good answer."""
    name = bold(short(health.source.name, _NAME_UNITS))
    if health.state is SourceState.NEVER:
        return styled("• ", name)
    facts = [styled("• ", name, look.colon, _state_since(health, look))]
    if health.state.answered:
        facts.append(look.ngettext("{count} article", "{count} articles", health.items))
    else:
        facts += [short(look.translations.gettext(health.detail), _DETAIL_UNITS), _last_answer(health, look)]
    return join(" · ", facts)


def _state_since(health: SourceHealth, look: Look) -> Text:
    state = _state(health.state, look)
    if health.since is None:
        return state
    return look.gettext("{state} since {moment}", state=state, moment=look.moment(health.since))


def _last_answer(health: SourceHealth, look: Look) -> Text:
    if health.last_answer is None:
        return look.gettext("has never answered")
    return look.gettext("last answer {moment}", moment=look.moment(health.last_answer))


def _state(state: SourceState, look: Look) -> Text:
    """The state as a word of the reader's language."""
    match state:
        case SourceState.NEVER:
            return look.gettext("not asked yet")
        case SourceState.OK | SourceState.NOT_MODIFIED:
            return look.gettext("answers")
        case SourceState.EMPTY:
            return look.gettext("answers, but is empty")
        case SourceState.UNREADABLE:
            return look.gettext("unreadable")
        case SourceState.UNREACHABLE:
            return look.gettext("unreachable")
        case SourceState.REFUSED:
            return look.gettext("refuses us")
