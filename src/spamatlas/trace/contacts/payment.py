"""The bank or card issuer that keeps an account. A wallet has none."""

from collections.abc import Iterator

from spamatlas.model import Contact, Role
from spamatlas.trace.contact import Finder, Subject


def find(subject: Subject) -> Iterator[Contact]:
    """Yield who keeps the account, by the code in its number; the address must be known to who writes."""
    account = subject.account
    if account and account.institution:
        yield Contact(Role.PAYMENT, "", account.institution, "plan")


FINDER = Finder(name="payment", role=Role.PAYMENT, find=find)
