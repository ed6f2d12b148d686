"""The same content, once everything that copies differ by is taken out."""

from spamatlas.campaign.linkage import Linkage
from spamatlas.model import Signature


def keys(signature: Signature) -> tuple[int, ...]:
    """The fingerprint, where there is one."""
    return (signature.fingerprint,) if signature.fingerprint else ()


LINKAGE = Linkage(
    name="fingerprint",
    summary="the same words, but for names, numbers, links and look-alike letters",
    keys=keys,
    crosses_channels=False,
    compares_words=True,
)
