"""Who runs a host or mail service where many people have their own pages or accounts."""

from collections.abc import Iterator

from spamatlas.model import Contact, Role
from spamatlas.trace.contact import Finder, Subject


def find(subject: Subject) -> Iterator[Contact]:
    """Yield the mailbox that every domain should have for abuse (RFC 2142, section 4): a rule, which nobody checked."""
    if not subject.is_shared:
        return
    domain = subject.mail_host or (subject.domain.registrable if subject.domain else "")
    if "." in domain:
        yield Contact(Role.PLATFORM, f"abuse@{domain}", domain, "rule")


FINDER = Finder(name="platform", role=Role.PLATFORM, find=find)
