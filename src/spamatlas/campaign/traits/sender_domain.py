"""The sender's own mail domain, checked or not."""

from collections.abc import Iterator

from spamatlas.campaign.shared_hosts import place_of
from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin


def of(message: Message, _: Origin) -> Iterator[str]:
    """The domain that the mail says it is of, where it is not one that many share."""
    if message.sender is None or "@" not in message.sender.value[1:]:
        return
    host = message.sender.value.rpartition("@")[2]
    kind, name = place_of(host, host)
    if kind == "own":
        yield name


TRAIT = Trait(
    name="sender_domain",
    shared="the same sender's domain",
    differs="other senders' domains",
    weight=0.5,
    of=of,
)
