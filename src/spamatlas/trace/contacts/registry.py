"""Who sold or keeps a domain; who that is must be looked up, which only people do."""

from collections.abc import Iterator

from spamatlas.model import Contact, Role
from spamatlas.trace.contact import Finder, Subject

BOOTSTRAP = "https://data.iana.org/rdap/dns.json"
"""Which registry to ask about the domains of a top level (RFC 9224, section 4); its answer names the registrar."""


def find(subject: Subject) -> Iterator[Contact]:
    """Yield where to look up the registrar of a domain of somebody's own."""
    if subject.domain and "." in subject.domain.registrable and not subject.is_shared:
        top = subject.domain.registrable.rpartition(".")[2]
        yield Contact(Role.REGISTRY, BOOTSTRAP, f".{top}", "look_up")


FINDER = Finder(name="registry", role=Role.REGISTRY, find=find)
