"""Recovery codes: ten words on paper for who lost the device of their second factor."""

from secrets import choice

from sqlalchemy.orm import Session as Moment

from spamatlas.pipeline.accounts import Accounts, Note
from spamatlas.pipeline.secrets_of_accounts import digest_of
from spamatlas.store.records import recovery_codes

CODES = 10
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: nothing that is taken for something else on paper; five bits each."""
HALF = 5
"""Two halves make 50 bits: a guess a second for a year finds one of ten with a chance of one in three million."""


class Recovery:
    """Only the keyed hash of a code is kept, under its person's number."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def renew(self, change: Moment, note: Note, person: int) -> tuple[str, ...]:
        """Ten new codes in place of those that there were."""
        codes = tuple(f"{_half()}-{_half()}" for _ in range(CODES))
        digests = [self._digest(person, each) for each in codes]
        recovery_codes.replace(change, person, digests, self._accounts.clock())
        note("recovery-codes-made", f"person {person}")
        return codes

    def use(self, change: Moment, note: Note, person: int, shown: str) -> bool:
        """Whether it is a code of theirs that was not used; it is now."""
        if len(_plain(shown)) != 2 * HALF:
            return False
        is_one = recovery_codes.use(change, person, self._digest(person, shown), self._accounts.clock())
        if is_one:
            note("recovery-code-used", f"person {person}")
        return is_one

    def _digest(self, person: int, code: str) -> bytes:
        return digest_of(f"recovery {person} {_plain(code)}", self._accounts.secret)


def _half() -> str:
    return "".join(choice(LETTERS) for _ in range(HALF))


def _plain(code: str) -> str:
    """As it is kept: without what parts it, small, and what was misread put right."""
    bare = "".join(code.split()).replace("-", "").lower()
    return bare.translate(str.maketrans("oil", "011"))
