"""A known name as the sender of a text, and a link that is not its own."""

from collections.abc import Iterator

from spamatlas.judge.brands import Brand, is_own, likeness, named_in
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Channel, Link, Message, Origin, PartyKind
from spamatlas.model.shorteners import SHORTENERS


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding when a sender's name is a brand and no link is the brand's own.

    Anyone who rents a way in sets the name (3GPP TS 23.040, section 9.1.2.5, knows no check). Less where links are
    shortened, and for a name that others bear too, whose hosts nobody lists.
    """
    sender = message.sender
    if sender is None or sender.kind is not PartyKind.ALPHANUMERIC:
        return
    brand = named_in(sender.value)
    if brand is None or any(_is_of(brand, link) for link in message.links[:MOST]):
        return
    hidden = all(link.domain in SHORTENERS for link in message.links[:MOST])
    yield Finding({"name": brand.spoken}, 0.5 if hidden else 0.7 if brand.is_shared else 1.0)


def _is_of(brand: Brand, link: Link) -> bool:
    """Whether a link is the brand's own, or holds its name and is not written to be taken for it."""
    if is_own(brand.name, link.host, link.domain):
        return True
    label = link.domain.partition(".")[0].replace("-", "")
    return brand.is_shared and brand.name in label and likeness(link.host, link.domain) is None


DETECTOR = Detector(
    name="borrowed-sender-id",
    summary="a text under a known name whose links are not that name's",
    reason="It comes under the name {name}, but its link leads elsewhere.",
    weight=1.6,
    channels=frozenset({Channel.SMS, Channel.MMS, Channel.RCS}),
    needs="links",
    judge=judge,
)
