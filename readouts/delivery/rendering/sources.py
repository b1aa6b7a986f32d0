"""How the sources are doing: trouble first, each with since when and one plain sentence."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from readouts.delivery.message import BUDGET, Message, callback_button, compose
from readouts.delivery.rendering.details import translated
from readouts.delivery.rendering.lists import MORE_UNITS, fitting
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, fill, join, short, styled
from readouts.domain.source import SourceHealth, SourceState

NAME_UNITS = 60
DETAIL_UNITS = 160
MANY_ALIKE = 4
NAMES_IN_A_LINE = 60


class Doing(Protocol):
    """What a source's health and a concern about it have in common."""

    @property
    def state(self) -> SourceState: ...
    @property
    def detail(self) -> str: ...
    @property
    def since(self) -> datetime | None: ...


def render_health(sources: Sequence[SourceHealth], intervals: Mapping[str, timedelta], look: Look) -> Message:
    """Every source: those that do not answer, the frozen, those not asked yet, those that answer, the
    paused; and a button that shows the regions.

    intervals: about how often each is asked now, by its name; those that are paused are not there.
    Addresses are not shown: some are private.
    """
    if not sources:
        return compose([look.gettext("There is no source yet. An admin adds one with /addsource.")])
    groups = [[s for s in sources if _group(s) == place] for place in range(5)]
    headings = [
        look.gettext("Not answering"),
        look.gettext("Frozen: answering, without anything new"),
        look.gettext("Not asked yet"),
        look.gettext("Answering"),
        look.gettext("Paused"),
    ]
    lines = [
        line
        for heading, group in zip(headings, groups, strict=True)
        for line in _section(heading, group, intervals, look)
    ]
    regions = callback_button(look.gettext("Regions"), "regions")
    return compose(fitting(lines, BUDGET - MORE_UNITS, look), [[regions]])


def _group(health: SourceHealth) -> int:
    """Where a source stands in the list: trouble 0, frozen 1, untried 2, well 3, paused 4."""
    if health.source.paused:
        return 4
    if health.state is SourceState.NEVER:
        return 2
    if health.state is SourceState.FROZEN:
        return 1
    return 3 if health.state.answered else 0


def _section(
    heading: Text, sources: list[SourceHealth], intervals: Mapping[str, timedelta], look: Look
) -> list[Text]:
    if not sources:
        return []
    titled = fill("{heading} ({count})", heading=bold(heading), count=len(sources))
    alike: dict[Text, list[SourceHealth]] = {}
    for health in sources:
        alike.setdefault(_facts(health, look), []).append(health)
    groups = (_told_together(group) for group in alike.values())
    return [titled, *(_line(each, intervals, look) for group in groups for each in group)]


def _told_together(alike: list[SourceHealth]) -> list[list[SourceHealth]]:
    """One line for each source; where many have the same to tell, one line for all of them."""
    return [alike] if len(alike) >= MANY_ALIKE else [[health] for health in alike]


def _line(alike: list[SourceHealth], intervals: Mapping[str, timedelta], look: Look) -> Text:
    names = [bold(short(health.source.name, NAME_UNITS)) for health in alike[:NAMES_IN_A_LINE]]
    more = [styled("…")] if len(alike) > len(names) else []
    facts = join(" · ", (_facts(alike[0], look), _asked(alike, intervals, look)))
    named = styled("• ", look.listing([*names, *more]))
    return styled(named, look.colon, facts) if facts else named


def _asked(alike: list[SourceHealth], intervals: Mapping[str, timedelta], look: Look) -> Text:
    """How often they are asked now, where that is the same for all of them."""
    if alike[0].state is SourceState.NEVER:
        return ()
    found = {look.duration(intervals[h.source.name]) for h in alike if h.source.name in intervals}
    return look.gettext("asked every {interval}", interval=found.pop()) if len(found) == 1 else ()


def _facts(health: SourceHealth, look: Look) -> Text:
    """The state and since when; for trouble also what happened and the last good answer."""
    if health.state is SourceState.NEVER:
        return ()
    facts = [state_since(health, look)]
    if health.state is SourceState.FROZEN:
        facts.append(_newest(health, look))
    elif health.state.answered:
        facts.append(look.ngettext("{count} article", "{count} articles", health.items))
    else:
        facts += [detail(health, look), _last_answer(health, look)]
    return join(" · ", facts)


def state_since(doing: Doing, look: Look) -> Text:
    """The state in the reader's language, and since when."""
    state = _state(doing.state, look)
    if doing.since is None:
        return state
    return look.gettext("{state} since {moment}", state=state, moment=look.moment(doing.since))


def detail(doing: Doing, look: Look) -> Text:
    """The sentence that says what happened, translated where it is a known one."""
    return short(translated(doing.detail, look.translations), DETAIL_UNITS)


def _newest(health: SourceHealth, look: Look) -> Text:
    newest = health.freshness.newest
    return look.gettext("last new article {moment}", moment=look.moment(newest)) if newest else ()


def _last_answer(health: SourceHealth, look: Look) -> Text:
    if health.last_answer is None:
        return look.gettext("has never answered")
    return look.gettext("last answer {moment}", moment=look.moment(health.last_answer))


def _state(state: SourceState, look: Look) -> Text:  # noqa: PLR0911 - one return for each state
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
        case SourceState.FROZEN:
            return look.gettext("frozen")
        case SourceState.MOVED:
            return look.gettext("answers, but has moved")
