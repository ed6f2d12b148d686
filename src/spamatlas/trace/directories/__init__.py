"""Everything that is known offline about addresses, numbers, domains and accounts. No look-up leaves the machine."""

from pathlib import Path

from platformdirs import user_cache_path

from spamatlas.trace.directories.accounts import Accounts
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.directories.domains import Domains
from spamatlas.trace.directories.numbers import Numbers
from spamatlas.trace.facts import Facts, Questions


class Directory:
    """The directories; each answer is kept, 65,536 of a kind, oldest out first."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self.numbers = Numbers()
        self.domains = Domains()
        self.accounts = Accounts()

    @classmethod
    def open(cls, cache: Path | None = None) -> "Directory":
        """The directories of this machine.

        ``cache`` is a folder for the address data as laid out for sharing (default: the user's cache
        folder); made anew when the data changes, in some three seconds. Open once before workers start,
        so that only one of them pays.
        """
        return cls(Addresses.open(cache or user_cache_path("spamatlas", appauthor=False)))

    def answer(self, questions: Questions) -> Facts:
        """All answers; what is not known is answered as not known, so every question has one."""
        return Facts(
            {address: self.addresses.find(address) for address in questions.addresses},
            {number: self.numbers.find(number) for number in questions.numbers},
            {domain: self.domains.find(domain) for domain in questions.domains},
            self.addresses.as_of,
        )

    def warm_up(self) -> None:
        """Load what the first number would load: a worker that lives for long does it before it comes."""
        self.numbers.find("+12015550123")
