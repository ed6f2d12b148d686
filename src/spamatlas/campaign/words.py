"""What each linkage says, for people."""

from collections.abc import Mapping
from functools import cache

from spamatlas.campaign import linkages
from spamatlas.campaign.linkage import Linkage
from spamatlas.plugins import pieces


@cache
def words() -> Mapping[str, str]:
    """By a linkage's name, what messages of one campaign have in common by it: English message ids."""
    return {name: linkage.summary for name, linkage in pieces(linkages, Linkage).items()}
