"""A host's own name without its figures: hosts that are numbered through are made by one hand."""

import re
from collections.abc import Iterator

from spamatlas.campaign.shared_hosts import place_of
from spamatlas.campaign.trait import Trait
from spamatlas.campaign.traits.page_path import MOST_LINKS
from spamatlas.model import Message, Origin

_FEWEST_LETTERS = 5
_FIGURES = re.compile(r"[0-9]+")


def of(message: Message, _: Origin) -> Iterator[str]:
    """Each own host that a link leads to or the mail is sent from, if figures are in its name."""
    hosts = [(link.host, link.domain) for link in message.links[:MOST_LINKS]]
    if message.sender and "@" in message.sender.value[1:]:
        host = message.sender.value.rpartition("@")[2]
        hosts.append((host, host))
    for host, domain in hosts:
        kind, name = place_of(host, domain)
        family = _FIGURES.sub("#", name)
        if kind == "own" and family != name and sum(map(str.isalpha, family.partition(".")[0])) >= _FEWEST_LETTERS:
            yield family


TRAIT = Trait(
    name="host_family",
    shared="hosts that differ by a number",
    differs="other host names",
    weight=0.7,
    of=of,
)
