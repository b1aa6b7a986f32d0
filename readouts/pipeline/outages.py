"""Sources that became unreachable together, as when our own network was down, come back together. Pure."""

from datetime import datetime, timedelta

from readouts.domain.source import Poll, SourceState


class Outages:
    """Who is unreachable since when. together: what broke within so long of another broke with it."""

    def __init__(self, together: timedelta) -> None:
        self._together = together
        self._since: dict[str, datetime] = {}

    def after(self, poll: Poll, since: datetime) -> list[str]:
        """The sources that are worth another look now: where this one answers again, those that broke with
        it, each once. since: when its trouble began, if it is in any."""
        name = poll.source.name
        began = self._since.pop(name, None)
        if poll.state is SourceState.UNREACHABLE and not poll.retry_after:  # who names a pause is given it
            self._since[name] = since
        if poll.state is SourceState.UNREACHABLE or began is None:
            return []
        called = [other for other, at in self._since.items() if abs(at - began) <= self._together]
        for other in called:
            del self._since[other]
        return called
