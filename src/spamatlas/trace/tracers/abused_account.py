import re
from collections.abc import Iterator

from spamatlas.model import PartyKind, Sighting
from spamatlas.trace.questions import domain_of
from spamatlas.trace.tracer import MAIL, Scene, Tracer

# Written by the mail programs of hosting servers (PHP, cPanel's Exim, Plesk): which script or login handed the mail in.
_SCRIPTS = ("x-php-originating-script", "x-php-script", "x-source-args")
_LOGINS = ("x-authenticated-sender", "x-authenticated-id", "x-authenticated-user", "x-auth-user")
_TELLING = frozenset((*_SCRIPTS, *_LOGINS))
_LOGIN = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})")


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield signs that somebody else's account or web site was used; each has honest explanations.

    - foreign_login: handed in with a password (RFC 3848) from a country that is not the server's: travellers do so too
    - other_login: the login is of another domain than the sender that people see
    - web_script: a script on a web site sent it
    """
    yield from _foreign_login(scene)
    fields = scene.message.fields
    if fields.keys().isdisjoint(_TELLING):
        return
    login = next((found for name in _LOGINS if (found := _LOGIN.search(fields.get(name, "")[:400]))), None)
    sender = scene.message.sender
    if login and sender and sender.kind is PartyKind.EMAIL:
        author, account = domain_of(sender.value), login[1].lower()
        if author and author != account and not author.endswith("." + account) and not account.endswith("." + author):
            yield Sighting("abused_account", "other_login", "header", 0.35, "the login is of another domain")
    if any(name in fields for name in _SCRIPTS):
        yield Sighting("abused_account", "web_script", "header", 0.35, "handed in by a script of a web site")


def _foreign_login(scene: Scene) -> Iterator[Sighting]:
    chain = scene.chain
    if chain.source_hop < 0 or chain.marks or chain.source_hop + 1 >= len(chain.hops):
        return
    taken = chain.hops[-1]
    protocol = taken.protocol.upper()
    if not (protocol.endswith("A") and protocol.startswith(("ESMTP", "UTF8SMTP", "LMTP"))):
        return
    client, server = scene.facts.addresses.get(taken.address), scene.facts.addresses.get(chain.source)
    if client and server and client.country and server.country and client.country != server.country:
        yield Sighting("abused_account", "foreign_login", "header", 0.3, "a password was used from another country")


TRACER = Tracer(
    name="abused-account",
    summary="finds signs that somebody else's account or web site was used",
    channels=MAIL,
    trace=trace,
)
