"""What admins are told about the sources: who broke, healed or moved, and what is held back."""

from collections import Counter
from collections.abc import Sequence

from readouts.delivery.message import BUDGET, Button, Message, callback_button, compose
from readouts.delivery.rendering.buttons import key_of
from readouts.delivery.rendering.lists import MORE_UNITS, fitting
from readouts.delivery.rendering.look import Look
from readouts.delivery.rendering.sources import NAME_UNITS, detail, state_since
from readouts.delivery.styling import Text, bold, cut, join, link, short, styled
from readouts.domain.notice import Concern, Notice, NoticeKind
from readouts.domain.source import SourceState

_NAMES_UNITS = 1_500
_ADDRESS_UNITS = 300
_MOST_BUTTON_ROWS = 20


def render_notice(notice: Notice, look: Look) -> Message:
    """One message about all the sources it concerns: a line each, or one line where they are many."""
    match notice.kind:
        case NoticeKind.BROKE:
            return compose([_many_broke(notice, look)] if notice.is_about_many else _broke(notice, look))
        case NoticeKind.HEALED:
            return compose([_many_healed(notice, look)] if notice.is_about_many else _healed(notice, look))
        case NoticeKind.MOVED:
            return _moved(notice, look)
        case NoticeKind.HELD:
            return render_held(notice.about, look)


def render_held(polls: Sequence[Concern], look: Look, result: Text = ()) -> Message:
    """The polls that wait for an admin, with two buttons each; before them what became of another."""
    lines = [result] if result else []
    lines += fitting([_held(each, look) for each in polls], BUDGET // 2, look)
    return compose(lines, [_decide(each, look) for each in polls[:_MOST_BUTTON_ROWS]])


def _held(poll: Concern, look: Look) -> Text:
    return look.gettext(
        "✋ {name}: {new} of {shown} articles are new at once, more like a change of the source than like"
        " news. They are archived, and nobody has been alerted.",
        name=_name(poll),
        new=poll.new,
        shown=poll.shown,
    )


def _decide(poll: Concern, look: Look) -> list[Button]:
    name = short(poll.source, NAME_UNITS // 2)
    return [
        callback_button(look.gettext("Alert now: {name}", name=name), f"release {poll.held}"),
        callback_button(look.gettext("Archive silently"), f"archive {poll.held}"),
    ]


def _broke(notice: Notice, look: Look) -> list[Text]:
    return [_line("⚠️ ", each, (state_since(each, look), detail(each, look)), look) for each in notice.about]


def _many_broke(notice: Notice, look: Look) -> Text:
    """One line: how many, since when, what most of them say, and which."""
    fallen = [each for each in notice.about if each.state is not SourceState.FROZEN] or notice.about
    first = min((each.since for each in fallen if each.since), default=None)
    ((reason, _),) = Counter(each.detail for each in fallen).most_common(1)
    count, total = len(notice.about), notice.sources
    how_many = (
        look.gettext("{count} of {total} sources are in trouble since {moment}", count=count, total=total,
                     moment=look.moment(first))
        if first
        else look.gettext("{count} of {total} sources are in trouble", count=count, total=total)
    )  # fmt: skip
    said = next(detail(each, look) for each in fallen if each.detail == reason)
    return join(" · ", (styled("⚠️ ", bold(how_many)), said, _names(notice, look)))


def _healed(notice: Notice, look: Look) -> list[Text]:
    return [styled("✅ ", _well_again(each, look)) for each in notice.about]


def _well_again(concern: Concern, look: Look) -> Text:
    if concern.since is None:
        return look.gettext("{name} is well again", name=_name(concern))
    moment = look.moment(concern.since)
    return look.gettext(
        "{name} is well again, after trouble since {moment}", name=_name(concern), moment=moment
    )


def _many_healed(notice: Notice, look: Look) -> Text:
    count = look.gettext(
        "{count} of {total} sources are well again", count=len(notice.about), total=notice.sources
    )
    return join(" · ", (styled("✅ ", bold(count)), _names(notice, look)))


def _moved(notice: Notice, look: Look) -> Message:
    lines = [_new_address(each, look) for each in notice.about]
    rows = [[_take_over(each, look)] for each in notice.about[:_MOST_BUTTON_ROWS]]
    return compose(fitting(lines, BUDGET - MORE_UNITS, look), rows)


def _new_address(concern: Concern, look: Look) -> Text:
    address = concern.proposal or ""
    return look.gettext(
        "➡️ {name} says that it has moved for good, to {address}. I go on asking at the old address until"
        " you decide.",
        name=_name(concern),
        address=link(address, short(address, _ADDRESS_UNITS)),
    )


def _take_over(concern: Concern, look: Look) -> Button:
    words = look.gettext("Use the new address: {name}", name=short(concern.source, NAME_UNITS // 2))
    return callback_button(words, f"move {key_of(concern.source, concern.proposal or '')}")


def _line(sign: str, concern: Concern, facts: Sequence[Text], look: Look) -> Text:
    return styled(sign, _name(concern), look.colon, join(" · ", facts))


def _name(concern: Concern) -> Text:
    return bold(short(concern.source, NAME_UNITS))


def _names(notice: Notice, look: Look) -> Text:
    return cut(look.listing(short(each.source, NAME_UNITS) for each in notice.about), _NAMES_UNITS)
