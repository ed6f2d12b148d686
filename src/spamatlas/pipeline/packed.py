"""An evidence package on its way out of a node."""

import re

from msgspec import Struct

_CAMPAIGN = re.compile(r"[Cc]-[0-9A-Fa-f]{1,16}")


class Packed(Struct, frozen=True):
    """A package as it lies in the data folder: whoever asked moves it away. ``name`` is what to call it.

    ``authority`` is the fingerprint of the certificate that it is stamped under.
    """

    path: str
    name: str
    reports: int
    left_out: int
    authority: str


def is_campaign(name: str) -> bool:
    """Whether a name is written as a campaign's."""
    return bool(_CAMPAIGN.fullmatch(name))
