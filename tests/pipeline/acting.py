"""A clock that tests move, and who signs in by it."""

from datetime import UTC, datetime, timedelta

PASSWORD, OTHER = "four plain words go", "quite another sentence"
ADA, BO = "ada@example.org", "bo@example.org"


class Clock:
    """A clock that is moved by hand, also back."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: int) -> None:
        self.now += timedelta(**by)
