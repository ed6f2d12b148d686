"""Accounts without records: whom a key or a session makes somebody is said by the test."""

from typing import Any

from spamatlas.model import Principal


class FakeAccounts:
    """``keys`` and ``sessions`` say who shows what; ``noted`` is what the audit trail was told."""

    def __init__(self) -> None:
        self.keys: dict[str, Principal] = {}
        self.sessions: dict[str, Principal] = {}
        self.people = False
        self.noted: list[tuple[str, str, str]] = []
        self.recognition: Any = self
        self.trail: Any = self

    def quick(self, kind: str, shown: str) -> Principal:
        known = self.keys if kind == "key" else self.sessions
        return known.get(shown, Principal(refusal="key-unknown" if kind == "key" else "session-ended"))

    def quick_anybody(self) -> bool:
        return self.people

    def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        self.noted.append((who, what, about))
