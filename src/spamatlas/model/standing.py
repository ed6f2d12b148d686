from typing import Literal

from msgspec import Struct

Outcome = Literal["", "answered", "rang", "rang_once"]
StandingKind = Literal["sender", "domain", "caller", "device", "signer", "words", "place", "anchor"]


class Appearance(Struct, frozen=True, gc=False, array_like=True):
    """Whom a message comes from and goes to, for comparing it with earlier ones: 64-bit hashes, 0 where not known.

    ``sender`` is told apart by whether anybody vouches for it, ``domain`` is only one that is vouched for. ``caller``
    is the number or name as written, of texts and calls, comparable with ``recipients``; ``signer`` a signed call's
    origid, ``network`` the way that a text came, ``at`` seconds since 1970 (0 where not stated). ``writer`` is the
    sender however vouched for, comparable with ``recipients``; ``is_vouched`` whether its domain was authenticated, or
    it is a telephone number that no network doubts. ``message_id`` is a mail's own Message-ID, ``answers`` those that
    it says it answers (RFC 5322, section 3.6.4); ``is_opt_out`` whether it asks for no more and says nothing else.
    """

    sender: int = 0
    domain: int = 0
    caller: int = 0
    recipients: tuple[int, ...] = ()
    device: int = 0
    signer: int = 0
    network: int = 0
    cell: int = 0
    at: float = 0.0
    outcome: Outcome = ""
    is_mobile: bool = False
    is_young: bool = False
    writer: int = 0
    is_vouched: bool = False
    message_id: int = 0
    answers: tuple[int, ...] = ()
    is_opt_out: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether there is anything to know it by again."""
        return bool(self.sender or self.domain or self.caller or self.recipients or self.device or self.signer)


class Standing(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What was seen here, before a message, of one thing that it shows: a sender, a device, a wording.

    ``sender``, ``domain`` and ``anchor`` (where a message leads) are what all reporters filed; the other kinds are
    what the reporter of this message filed by themselves within the last days, so that nobody's records speak of
    another's. Counts of distinct ones are exact up to 64 and then stay there. ``accusers`` are reporters of its
    messages that read like spam, ``clearers`` of those that read like wanted ones. ``gap_spread`` is the deviation
    of the time between two messages over its mean; None where there were too few.
    """

    kind: StandingKind
    messages: int = 0
    age_seconds: float = 0.0
    reporters: int = 0
    accusers: int = 0
    clearers: int = 0
    recipients: int = 0
    senders: int = 0
    young_senders: int = 0
    cells: int = 0
    networks: int = 0
    is_new_network: bool = False
    is_mobile: bool = False
    answered: int = 0
    rang_once: int = 0
    received: int = 0
    gap_spread: float | None = None
