"""What it costs to know who asks, and to sign in: processor time, on records of 200 members with 2,000 people, 2,000
keys and 800 markings.

``python -m benchmarks.accounts`` prints microseconds and milliseconds, the median of several rounds.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Literal

from litestar import Request
from tests.pipeline.authenticator import Authenticator

from spamatlas.model import Marking, MemberKind, Principal, Scope, Sight, Tlp
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.membership import Membership
from spamatlas.pipeline.passkeys import Passkeys, Site
from spamatlas.pipeline.sign_in import FirstPerson, SignIn
from spamatlas.settings import Settings
from spamatlas.store.records import keys, members, people, sharing
from spamatlas.web.guards import demand
from spamatlas.web.office import PRINCIPAL, Premises, at_once, office
from spamatlas.web.recognition import look_up

MEMBERS, EACH = 200, 10
PASSWORD = "four plain words go"


class Node:
    """As much of a node as who asks is found out with."""

    def __init__(self, accounts: Accounts) -> None:
        self.settings, self.token, self.accounts = Settings(host="0.0.0.0"), "5e" * 32, accounts
        self._seen: dict[Sight, Node] = {}

    def seen_by(self, sight: Sight) -> "Node":
        """As ``pipeline.answers`` keeps them."""
        return self._seen.setdefault(sight, self)


def measured(work: Callable[[], Any], times: int, rounds: int = 7) -> float:
    """Seconds of processor for one, the median of the rounds."""
    spent = []
    for _ in range(rounds):
        before = time.process_time()
        for _ in range(times):
            work()
        spent.append((time.process_time() - before) / times)
    return median(spent)


def _after_a_change(accounts: Accounts, kind: Literal["key", "session"], shown: str) -> Principal:
    accounts.recognition.sights.forget()
    return accounts.recognition.look_up(kind, shown)


def filled(accounts: Accounts) -> None:
    now = accounts.clock()
    with accounts.records.change() as change:
        for number in range(MEMBERS):
            member = members.add(change, f"Member {number}", MemberKind.SECTOR_MEMBER, "KE", now)
            for label in (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT):
                sharing.keep(change, Marking(0, sharing.owner_of(change, member.id), label))
            for each in range(EACH):
                wanted = people.NewPerson("Ada", f"ada{number}.{each}@example.org", ("analyst",))
                people.add(change, member.id, wanted, now)
                name = f"{number:04x}{each:04x}"
                keys.add(change, member.id, keys.NewKey("feed", name, bytes(32), (Scope.JUDGE,), now), now)


def main() -> None:
    with TemporaryDirectory() as folder:
        accounts = Accounts(Folder(Path(folder)))
        filled(accounts)
        first = FirstPerson("Regulator", MemberKind.STATE, "KE", "Ada", "ada@example.org", PASSWORD)
        sign = SignIn(accounts)
        word = sign.set_up(first, "").word
        key = Membership(accounts).add_key("Regulator", "feed", [Scope.REPORTS_READ])["secret"]
        accounts.recognition.forget()
        before = time.process_time()
        accounts.recognition.look_up("key", key)
        print(f"key, the first look-up of this process: {(time.process_time() - before) * 1e6:.0f} us")
        shown: dict[Literal["key", "session"], str] = {"key": key, "session": word}
        for kind, what in shown.items():
            spent = measured(lambda kind=kind, what=what: accounts.recognition.look_up(kind, what), 50) * 1e6
            print(f"{kind}, looked up in the records: {spent:.0f} us")
            spent = measured(lambda kind=kind, what=what: _after_a_change(accounts, kind, what), 20) * 1e6
            print(f"{kind}, looked up after a marking was made: {spent:.0f} us")
        spent = measured(accounts.recognition.anybody, 50) * 1e6
        print(f"whether anybody can sign in, and what strangers see: {spent:.0f} us")
        for name, headers in {
            "key": [(b"authorization", f"Bearer {key}".encode())],
            "session": [(b"cookie", f"spamatlas-session={word}".encode())],
        }.items():
            print(f"{name}, a whole check from memory: {checked(accounts, headers) * 1e6:.1f} us")
        hashing = measured(lambda: sign.sign_in("ada@example.org", PASSWORD), 1, 9)
        print(f"sign-in, all of it: {hashing * 1e3:.0f} ms")
        print(f"sign-in with a passkey, all of it: {with_passkey(accounts, sign) * 1e3:.1f} ms")
        accounts.close()


def with_passkey(accounts: Accounts, sign: SignIn) -> float:
    """Of a sign-in whose device is a program; what that takes is measured apart and left out."""
    site, keys_of_devices, device = Site("atlas.example", "https://atlas.example"), Passkeys(accounts), Authenticator()
    here = sign.sign_in("ada@example.org", PASSWORD)
    made = device.make(keys_of_devices.options_to_add(here.person, site), site.origin)
    keys_of_devices.add(here.person.id, here.session.id, made, "phone", site)

    def signed() -> str:
        device.counter += 1
        return device.sign(keys_of_devices.options_to_sign_in(site), site.origin)

    return measured(lambda: keys_of_devices.sign_in(signed(), site, ""), 20) - measured(signed, 20)


def checked(accounts: Accounts, headers: list[tuple[bytes, bytes]]) -> float:
    """Of a request: who asks, whether they may, and the node as they see it."""
    unused: Any = None
    shared = dict.fromkeys(("closing", "allowance", "tries", "answers", "tables", "providers"), unused)
    place = Premises(node=Node(accounts), **shared)  # type: ignore[arg-type]
    app = type("App", (), {"state": type("State", (), {"office": place})})
    scope: dict[str, Any] = {
        "type": "http", "method": "GET", "path": "/api/v1/reports", "raw_path": b"", "query_string": b"",
        "headers": headers, "client": ("192.0.2.1", 1), "server": ("x", 1), "scheme": "http", "root_path": "",
        "litestar_app": app, "app": app,
    }  # fmt: skip

    def once() -> None:
        scope["state"] = {}
        request: Request[Any, Any, Any] = Request(scope)  # type: ignore[arg-type]
        found = at_once(request)
        if found is None:  # what was known is too old, as it is for one request in some seconds
            look_up(request)
            found = at_once(request)
        scope["state"][PRINCIPAL] = found
        demand(request, Scope.REPORTS_READ)
        office(request)

    return measured(once, 2_000)


if __name__ == "__main__":
    sys.exit(main())
