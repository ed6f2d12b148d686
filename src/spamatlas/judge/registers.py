"""What the registers that an operator loaded say of a message: refused, consented to, dear to call."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from spamatlas.judge.alignment import believed
from spamatlas.judge.one_ring import DEAR_KINDS
from spamatlas.judge.register_file import Keys, RegisterKind, found_in, head_of, key, keys_of, prefixes_of
from spamatlas.model import BY_TELEPHONE, Channel, Message, Party, Reason

_MOST_PARTIES = 20
"""Recipients of one message that are looked up."""

# The weights are stated, not fitted; a dear range weighs what detectors/premium_number.py does.
_REFUSED = Reason("do-not-contact", 3.0, "Its recipient is on a list of those who want no such messages.")
_CONSENTED = Reason("consent-on-record", -6.0, "Its recipient's consent to this sender is on record.")
_DEAR = Reason("dear-range", 1.6, "It names a number in a range that is dear to call, by a list loaded here.")

PRIVATE = frozenset({_REFUSED.code, _CONSENTED.code})
"""Codes of reasons that tell of a person: only who works here may learn them, and what follows from them."""


class Registers:
    """All that are loaded; where none is, there is nothing to do.

    ``broken`` names files that are no registers: they are left out, and the caller says so.
    """

    def __init__(self, folder: Path | None = None, secret: bytes = b"") -> None:
        self._secret = secret
        self._tables: dict[RegisterKind, list[Keys]] = {}
        self.broken: list[str] = []
        prefixes: set[str] = set()
        for path in found_in(folder) if folder else ():
            try:
                kind = head_of(path).kind
            except ValueError:
                self.broken.append(path.name)
                continue
            if kind is RegisterKind.DEAR_RANGE:
                prefixes.update(prefixes_of(path))
            else:
                self._tables.setdefault(kind, []).append(keys_of(path))
        self._prefixes = tuple(sorted(prefixes))

    def reasons(self, message: Message) -> tuple[Reason, ...]:
        """Whether the recipient asked for it, as registers have it; consent to this sender outweighs a general no."""
        if not self._tables or not message.recipients:
            return ()
        recipients = [party for party in message.recipients[:_MOST_PARTIES] if party.value]
        if self._is_consented(message, recipients):
            return (_CONSENTED,)
        return (_REFUSED,) if self._is_refused(message.channel, recipients) else ()

    def dear(self, message: Message) -> Reason | None:
        """The reason where a number that the message names, or that rang, is in a dear range.

        Numbers that the numbering plan itself calls dear are left to the detectors.
        """
        if not self._prefixes:
            return None
        return _DEAR if any(number.startswith(self._prefixes) for number in _numbers(message)) else None

    def _is_consented(self, message: Message, recipients: Sequence[Party]) -> bool:
        """A sender whom its own domain disowns (DMARC) was consented to by nobody."""
        tables = self._tables.get(RegisterKind.CONSENT)
        if not tables or any(each.method == "dmarc" and each.result == "fail" for each in believed(message)):
            return False
        pairs = ((sender, party.value) for sender in _senders(message) for party in recipients)
        return _holds(tables, (key(self._secret, *pair) for pair in pairs))

    def _is_refused(self, channel: Channel, recipients: Sequence[Party]) -> bool:
        tables = [*self._tables.get(RegisterKind.DO_NOT_CONTACT, ())]
        if channel in BY_TELEPHONE:
            tables += self._tables.get(RegisterKind.DO_NOT_CALL, ())
        return bool(tables) and _holds(tables, (key(self._secret, party.value) for party in recipients))


def _holds(tables: Sequence[Keys], wanted: Iterable[int]) -> bool:
    return any(_is_in(table, each) for each in wanted for table in tables)


def _is_in(table: Keys, wanted: int) -> bool:
    at = int(table.searchsorted(np.uint64(wanted)))
    return at < len(table) and int(table[at]) == wanted


def _senders(message: Message) -> Iterator[str]:
    """The names under which a consent to this sender may be on record: the address or number, and its domain."""
    for party in (message.sender, message.envelope_from):
        if party is not None and party.value:
            yield party.value
            if "@" in party.value:
                yield party.value.rpartition("@")[2]


def _numbers(message: Message) -> Iterator[str]:
    yield from (number.value for number in message.numbers if number.kind not in DEAR_KINDS)
    if message.channel is Channel.VOICE and message.sender is not None:
        yield message.sender.value
