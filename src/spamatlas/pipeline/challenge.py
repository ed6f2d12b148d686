"""Challenges: what somebody's device, or an identity provider, must answer to, once, for one purpose and soon.

Nothing is kept of one until it is answered: it carries its end and a keyed hash of what it is for, so that strangers
who ask for challenges fill no table.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from hmac import compare_digest
from secrets import token_bytes

from sqlalchemy.orm import Session as Moment

from spamatlas.model import Rejected
from spamatlas.pipeline.accounts import Accounts
from spamatlas.store.records import challenges

OPEN_FOR = timedelta(minutes=10)
"""WebAuthn Level 3, section 15.1, recommends 5 to 10 minutes where the person is verified."""
RANDOM_BYTES, TIME_BYTES, MARK_BYTES = 16, 8, 16
BYTES = RANDOM_BYTES + TIME_BYTES + MARK_BYTES
"""WebAuthn Level 3, section 13.4.3: at least 16 bytes of it are random."""


class Challenges:
    """``purpose`` says what for and for whom, ``passkey-added person 3``: one for anything else is refused."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._key = blake2b(b"challenge", key=accounts.secret, digest_size=32).digest()

    def new(self, purpose: str) -> bytes:
        """One that is open for ten minutes."""
        end = int((self._accounts.clock() + OPEN_FOR).timestamp())
        head = token_bytes(RANDOM_BYTES) + end.to_bytes(TIME_BYTES)
        return head + self._mark(head, purpose)

    def use(self, change: Moment, challenge: bytes, purpose: str) -> None:
        """Take it, which happens once; it fits only the purpose that it was made for.

        Raises:
            Rejected: ``challenge-unknown``, ``challenge-expired``, ``challenge-used``.
        """
        head, mark = challenge[:-MARK_BYTES], challenge[-MARK_BYTES:]
        if len(challenge) != BYTES or not compare_digest(mark, self._mark(head, purpose)):
            raise Rejected("challenge-unknown", "this answers to nothing that was asked here; try once more")
        now = self._accounts.clock()
        end = datetime.fromtimestamp(int.from_bytes(head[RANDOM_BYTES:]), UTC)
        if not now < end <= now + OPEN_FOR:  # one that ends later was made before the clock went back
            raise Rejected("challenge-expired", "that took more than ten minutes; try once more")
        challenges.use(change, mark, end, now)

    def _mark(self, head: bytes, purpose: str) -> bytes:
        return blake2b(head + purpose.encode("utf-8", "replace"), key=self._key, digest_size=MARK_BYTES).digest()
