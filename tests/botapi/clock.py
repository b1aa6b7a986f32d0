"""The server's time: the machine's own until a test freezes it."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Message dates, flood windows, the age of callbacks and updates all read this one clock.

    Waiting on a socket (a long poll, a delayed answer) still takes real time.
    """

    def __init__(self) -> None:
        self._frozen: datetime | None = None
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The moment in UTC."""
        return self._frozen if self._frozen is not None else datetime.now(UTC) + self._ahead

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, at this moment or at the present one, until `advance` or `resume`."""
        self._frozen = at if at is not None else self.now()

    def advance(self, by: timedelta) -> None:
        """Jump ahead (or back); works on a running and on a frozen clock."""
        if self._frozen is not None:
            self._frozen += by
        else:
            self._ahead += by

    def resume(self) -> None:
        """Run again with the machine's clock."""
        self._frozen = None
        self._ahead = timedelta()
