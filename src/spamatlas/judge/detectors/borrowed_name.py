"""A known name on a foreign address."""

from collections.abc import Iterator

from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.brands import named_in
from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when the display name holds a brand that the sender's domain does not."""
    sender = message.sender
    if sender is None or not sender.name or "@" not in sender.value:
        return
    brand = named_in(sender.name)
    if brand is None or ("@" in sender.name and not MAILBOXES.isdisjoint(brand.domains)):
        return  # an address for a name says where the mailbox is
    host = sender.value.rpartition("@")[2].lower()
    if brand.name not in host.replace("-", "") and not any(f".{host}".endswith("." + own) for own in brand.domains):
        yield Finding({"name": brand.spoken})


DETECTOR = Detector(
    name="borrowed-name",
    summary="the display name is a known brand, the address is not its own",
    reason="The sender calls itself {name} but writes from elsewhere.",
    weight=1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
