"""How a source is doing after one more poll, and when that is worth telling. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from readouts.domain.freshness import Freshness, after_answer
from readouts.domain.source import Move, Poll, SourceHealth, SourceState

# A blip is no news: what is told has failed so often, and for so long.
_FAILURES = 3
_LEAST_TROUBLE = timedelta(hours=1)
_LONGEST_REST = timedelta(days=1)
# A source that is left alone for so long at its own wish is not seen for as long.
_LONG_REST = timedelta(hours=6)
_TOGETHER = timedelta(minutes=10)
_ALIKE = frozenset((SourceState.OK, SourceState.NOT_MODIFIED))


def after_poll(before: SourceHealth, poll: Poll, new: int, now: datetime) -> SourceHealth:
    """The health after a poll that brought `new` items never seen before.

    Validators are kept from answers only: a failure says nothing about what was read before it.
    """
    if poll.state.answered:
        after = _answered(before, poll, new > 0, now)
    else:
        after = replace(before, state=poll.state, failures=before.failures + 1)
    is_as_before = after.state is before.state or {after.state, before.state} <= _ALIKE
    return replace(
        after,
        detail=_sentence(after, poll),
        last_poll=now,
        since=before.since if is_as_before and before.since else now,
        trouble_since=None if after.state.is_well else before.trouble_since or now,
        rest_until=now + min(poll.retry_after, _LONGEST_REST) if poll.retry_after else None,
    )


def routine(before: SourceHealth, poll: Poll, now: datetime) -> Freshness | None:
    """The freshness after a poll without anything new that leaves all of the health as it was but the
    sentence and the moments; None where more changes."""
    is_routine = (
        {before.state, poll.state} <= _ALIKE
        and before.seeded
        and not before.failures
        and before.since is not None
        and before.freshness.newest is not None
        and before.moved is None
        and poll.moved_to is None
        and poll.validators == before.validators
    )
    if not is_routine:
        return None
    freshness = after_answer(before.freshness, now, before.last_answer, shows=poll.listed > 0, new=False)
    return None if freshness.is_frozen else freshness


def _answered(before: SourceHealth, poll: Poll, new: bool, now: datetime) -> SourceHealth:
    freshness = after_answer(before.freshness, now, before.last_answer, shows=poll.listed > 0, new=new)
    moved = _moved(before.moved, poll.moved_to)
    state = poll.state
    if freshness.is_frozen:
        state = SourceState.FROZEN
    elif moved and moved.is_certain:
        state = SourceState.MOVED
    return replace(
        before,
        state=state,
        failures=0,
        last_answer=now,
        seeded=True,
        validators=poll.validators,
        freshness=freshness,
        moved=moved,
    )


def _moved(before: Move | None, to: str | None) -> Move | None:
    if to is None:
        return None
    if before is None or before.to != to:
        return Move(to)
    return replace(before, polls=before.polls + 1)


def _sentence(after: SourceHealth, poll: Poll) -> str:
    if after.state is SourceState.FROZEN:
        return f"It answers, but nothing new has come for {after.freshness.silent.days} days."
    if after.state is SourceState.MOVED:
        return f"It has moved for good; the old address still leads there. {poll.detail}".strip()
    return poll.detail


def about_unread(poll: Poll, count: int, *, is_archived: bool) -> Poll:
    """The poll, with a sentence about `count` articles whose pages its turn was not enough for.

    is_archived: they were taken in as they are listed; else they wait for the next look.
    """
    if not count or not poll.state.answered:
        return poll
    said = _archived_unread(count) if is_archived else _still_unread(count)
    return replace(poll, detail=f"{poll.detail} {said}")


def _archived_unread(count: int) -> str:
    if count == 1:
        return "1 article was archived as it is listed; its page was not read."
    return f"{count} articles were archived as they are listed; their pages were not read."


def _still_unread(count: int) -> str:
    if count == 1:
        return "1 article is still to be read, at the next look."
    return f"{count} articles are still to be read, at the next look."


def is_worth_telling(health: SourceHealth, now: datetime) -> bool:
    """Whether the trouble of a source has lasted, or will; one that is frozen has lasted long enough."""
    if health.trouble_since is None:
        return False
    if health.rest_until and health.rest_until - now >= _LONG_REST:
        return True
    has_lasted = health.failures >= _FAILURES and now - health.trouble_since >= _LEAST_TROUBLE
    return has_lasted or health.state is SourceState.FROZEN


def broke_together(name: str, troubled: Iterable[SourceHealth]) -> tuple[SourceHealth, ...]:
    """Those whose trouble began with that of the source `name`: each within ten minutes of another's."""
    known = [(each.trouble_since, each.source.name, each) for each in troubled if each.trouble_since]
    chains: list[list[SourceHealth]] = []
    last: datetime | None = None
    for since, _, each in sorted(known, key=lambda one: one[:2]):
        if last is None or since - last > _TOGETHER:
            chains.append([])
        chains[-1].append(each)
        last = since
    return next((tuple(chain) for chain in chains if any(h.source.name == name for h in chain)), ())


def told_together(healed: SourceHealth, troubled: Iterable[SourceHealth]) -> tuple[SourceHealth, ...]:
    """Those of whose trouble the admins were told within ten minutes of that of the healed source."""
    told = healed.told
    return tuple(each for each in troubled if told and each.told and abs(each.told - told) <= _TOGETHER)
