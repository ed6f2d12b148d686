"""The sender's own mail domain, where a check vouches for it: anybody may write somebody's."""

from collections.abc import Iterator

from spamatlas.campaign.shared_hosts import place_of
from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin


def of(_: Message, origin: Origin) -> Iterator[str]:
    """The domain that was authenticated, where it is not one that many share."""
    if origin.authenticated_domain:
        kind, name = place_of(origin.authenticated_domain, origin.authenticated_domain)
        if kind == "own":
            yield name


TRAIT = Trait(
    name="sender_domain",
    shared="the same sender's domain",
    differs="other senders' domains",
    weight=0.5,
    of=of,
)
