"""Hosts that asked to be left alone: told so by one page, we ask for none of their others."""

from datetime import timedelta

from watchers.errors import LESS_OFTEN, TOO_MANY_REQUESTS, Refused, SourceError

MAX_HOSTS = 5_000


class Resting:
    """Until when hosts rest. `now`: by any clock that never goes back, in seconds."""

    def __init__(self) -> None:
        self._hosts: dict[str, float] = {}

    def note(self, host: str, error: SourceError, now: float) -> None:
        """Take down what the host asked for: HTTP 429 with a Retry-After; other errors are about one page."""
        if error.status == TOO_MANY_REQUESTS and error.retry_after:
            self.rest(host, now + error.retry_after.total_seconds(), now)

    def rest(self, host: str, until: float, now: float) -> None:
        """Leave a host alone until then."""
        self._hosts = {name: end for name, end in self._hosts.items() if end > now}
        if len(self._hosts) < MAX_HOSTS:
            self._hosts[host] = max(until, self._hosts.get(host, until))

    def check(self, host: str, now: float) -> None:
        """Raises Refused, with the rest of the pause, while the host rests."""
        until = self._hosts.get(host, now)
        if until > now:
            raise Refused(LESS_OFTEN, timedelta(seconds=until - now), TOO_MANY_REQUESTS)
