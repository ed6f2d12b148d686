"""A known name on a foreign address."""

from collections.abc import Iterator

from spamatlas.judge.alignment import believed, home_of, is_aligned, organisation
from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.display_name import Claim, claimed, is_of, strength_of
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the display name claims a brand that the sender's address is not of.

    Nothing is said where the brand itself signed the mail (RFC 6376), as that which its provider sends for it may be,
    or where the recipient's own list puts its address in the place of the brand's (RFC 7960, section 4.1.3.1).
    """
    sender = message.sender
    if sender is None or not sender.name or "@" not in sender.value:
        return
    claim = claimed(sender.name)
    if claim is None or ("@" in sender.name and not MAILBOXES.isdisjoint(claim.brand.domains)):
        return  # an address for a name says where the mailbox is
    strength = strength_of(claim, sender.value.lower())
    if strength and not _is_vouched(claim, message) and not _is_rewritten(message):
        yield Finding({"name": claim.brand.spoken}, strength)


def _is_vouched(claim: Claim, message: Message) -> bool:
    signed = (each for each in believed(message) if each.method == "dkim" and each.result == "pass")
    return any(is_of(claim.brand, each.domain.rpartition("@")[2].lower()) for each in signed)


def _is_rewritten(message: Message) -> bool:
    """Whether a list that shares its recipient's domain sent it in somebody's name (PayPal via Billing)."""
    if message.sender is None or " via " not in message.sender.name.lower():
        return False
    home = home_of(message)
    if not any(organisation(party.value.lower().rpartition("@")[2]) == home for party in message.recipients[:4]):
        return False
    return is_passed_on(message) and any(each.result == "pass" and is_aligned(each, home) for each in believed(message))


DETECTOR = Detector(
    name="borrowed-name",
    summary="the display name is a known brand, the address is not its own",
    reason="The sender calls itself {name} but writes from elsewhere.",
    weight=1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
