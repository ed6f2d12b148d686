"""Accounts without records: whom a key or a session makes somebody is said by the test."""

from typing import Any

from spamatlas.model import Marking, Principal, Sight
from spamatlas.pipeline.recognition import Door

WHOLE = Sight(is_whole=True)


class FakeAccounts:
    """``keys`` and ``sessions`` say who shows what; ``noted`` is what the audit trail was told."""

    def __init__(self) -> None:
        self.keys: dict[str, Principal] = {}
        self.sessions: dict[str, Principal] = {}
        self.people = False
        self.noted: list[tuple[str, str, str]] = []
        self.recognition: Any = self
        self.trail: Any = self
        self.markings: Any = self

    def quick(self, kind: str, shown: str) -> Principal:
        known = self.keys if kind == "key" else self.sessions
        return known.get(shown, Principal(refusal="key-unknown" if kind == "key" else "session-ended"))

    def quick_anybody(self) -> bool:
        return self.people

    def quick_door(self) -> Door:
        return Door(self.people, WHOLE, WHOLE)

    def every(self) -> dict[int, Marking]:
        return {0: Marking()}

    def owners(self) -> dict[int, str]:
        return {}

    def groups(self) -> dict[int, str]:
        return {}

    def persons_of(self, owner: int) -> dict[int, str]:
        return {}

    def filing(self, owner: int = 0, person: int = 0, asked: str = "", named: Any = ()) -> Any:
        return lambda tlp: 0

    def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        self.noted.append((who, what, about))
