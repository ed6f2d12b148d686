"""Whether what a mail's receiver checked is of the domain that people see (RFC 7489, section 3.1)."""

from functools import lru_cache

from spamatlas.model import Authentication, Message, PartyKind
from spamatlas.suffixes import registrable


@lru_cache(maxsize=65_536)
def organisation(host: str) -> str:
    """The organisational domain of a lower-case host (RFC 7489, section 3.2), the host itself where none is known."""
    return registrable(host) or host


def home_of(message: Message) -> str:
    """The organisational domain of From, empty where it is no mail address."""
    sender = message.sender
    if sender is None or sender.kind is not PartyKind.EMAIL:
        return ""
    return organisation(sender.value.rpartition("@")[2].rstrip(".").lower())


def believed(message: Message) -> list[Authentication]:
    """The results that the receiver's own border may have stated (RFC 8601, section 5)."""
    return [each for each in message.authentication if each.is_believed]


def is_aligned(result: Authentication, home: str) -> bool:
    """Whether a result is of the sender's organisation; relaxed alignment, whole labels only.

    A DMARC result that names no domain is of From, which is all that DMARC looks at.
    """
    if not result.domain:
        return result.method == "dmarc"
    return organisation(result.domain.rpartition("@")[2]) == home
