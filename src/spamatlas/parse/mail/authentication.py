"""What receivers stated about who really sent a message."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import Authentication
from spamatlas.parse.hosts import domain_of, registered
from spamatlas.parse.mail.field import Fields

MOST_RESULTS = 100
NAMELESS = "outlook.com"
"""The domain of the large provider whose border writes no authserv-id."""
# Large providers whose own hosts go by several domains, as their Received fields of 2019 to 2024 show.
_ONE_BORDER = {
    **dict.fromkeys(("office365.com", "exchangelabs.com", "office365.us"), NAMELESS),
    **dict.fromkeys(("protonmail.com", "proton.me", "proton.ch"), "protonmail.ch"),
    **dict.fromkeys(("me.com", "mac.com", "apple.com"), "icloud.com"),
}
STATEMENTS = frozenset({"authentication-results", "arc-authentication-results", "received-spf"})

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*([A-Za-z][\w-]{0,30})(?:/\d+)?\s*=\s*([A-Za-z]{1,30})")
_PROPERTY = re.compile(r"([a-z]{1,20}\.[\w-]{1,40})\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)
_PAIR = re.compile(r"([\w-]{1,40})=(\"[^\"]*\"|[^\s;]+)")
_DOMAINS = {
    "dkim": ("header.d", "header.i", "header.from"),
    "spf": ("smtp.mailfrom", "smtp.mail", "smtp.helo", "smtp.from"),
    "dmarc": ("header.from", "policy.from"),
}
_ANY = ("header.d", "header.from", "header.i", "smtp.mailfrom", "smtp.helo")


class Statement(Struct, frozen=True):
    """One field: ``name`` in lower case, below how many Received fields it stands, who states it, and what."""

    name: str
    below: int
    server: str
    results: tuple[Authentication, ...]


def authentication_from(fields: Fields, writers: Sequence[str] = ()) -> tuple[Authentication, ...]:
    """The results that the fields state, in their order, each once.

    Authentication-Results (RFC 8601), ARC-Authentication-Results (RFC 8617, section 4.1.1) and
    Received-SPF (RFC 7208, section 9.1), among the Received fields that tell how far down they stand.

    A border adds its fields above all that came with the mail and takes away what bears its name (RFC 8601, section
    5), so only the topmost Authentication-Results field is believed, with those beside it that no Received field parts
    from it and that are of the same registrable domain. ``writers`` are the hosts that wrote the Received fields, the
    newest first: what stands below those of the newest one's domain, or under another name, is strangers' word. What
    an ARC set repeats is its sealer's word, and nobody here checks the seal.
    """
    stated = statements_in(fields)
    border = border_of(writers)
    return _marked(stated, _topmost([each for each in stated if border.may_have_written(each)]))


class Border(Struct, frozen=True):
    """Who took a mail in: ``home`` is the registrable domain of the newest host that has one, ``depth`` how many of the
    newest Received fields its hosts and inner ones wrote. ``is_inner``: the newest of all bears a name that nobody can
    have registered.
    """

    home: str = ""
    depth: int = 0
    is_inner: bool = False

    def may_have_written(self, statement: Statement) -> bool:
        """Whether a field can be the border's: on top of all, or among its Received fields and under its name.

        A name that nobody can have registered is one of its own only where its newest host bears such a name too: a
        border takes away what comes in under its name (RFC 8601, section 5), not what comes under any other.
        """
        if not self.home or not statement.below:
            return True
        if statement.below > self.depth:
            return False
        if not statement.server:
            return statement.name == "received-spf" or self.home == NAMELESS
        domain = _domain_of_border(statement.server)
        return domain == self.home if domain else self.is_inner


def border_of(writers: Sequence[str]) -> Border:
    """The border by the hosts that wrote the Received fields, the newest first; a name that nobody can have registered
    is an inner host's.
    """
    home = ""
    is_inner = bool(writers) and not _domain_of_border(writers[0])
    for depth, writer in enumerate(writers):
        domain = _domain_of_border(writer)
        if domain and home and domain != home:
            return Border(home, depth, is_inner)
        home = home or domain
    return Border(home, len(writers), is_inner)


def _domain_of_border(host: str) -> str:
    domain = registered(host)
    return _ONE_BORDER.get(domain, domain)


def statements_in(fields: Fields) -> list[Statement]:
    """The fields that state results, in their order."""
    found: list[Statement] = []
    below = many = 0
    for written, value in fields:
        name = written.lower()
        if name == "received":
            below += 1
        elif name in STATEMENTS:
            server, results = _received_spf(value) if name == "received-spf" else _results(value)
            found.append(Statement(name, below, server, results))
            many += len(results)
            if many >= MOST_RESULTS or len(found) >= MOST_RESULTS:
                break
    return found


def _topmost(stated: list[Statement]) -> list[Statement]:
    """The fields that the last border may have added: the topmost run of one domain."""
    borders = [each for each in stated if each.name == "authentication-results"]
    top = borders[0] if borders else next((each for each in stated if each.name == "received-spf"), None)
    if top is None:
        return []
    home = domain_of(top.server)
    return [
        each
        for each in stated
        if (each.below <= top.below if each.name == "received-spf" else each.below == top.below)
        and (each.name == "received-spf" or (each.name == top.name and domain_of(each.server) == home))
    ]


def taken(statements: list[Statement]) -> Iterator[Authentication]:
    """What believed fields state. One mail has one SPF and one DMARC result: the topmost of a kind of field counts."""
    told: set[tuple[str, str]] = set()
    for statement in statements:
        if statement.name == "arc-authentication-results":
            continue
        own = [each for each in statement.results if (statement.name, each.method) not in told]
        told.update((statement.name, each.method) for each in own if each.method in ("spf", "dmarc"))
        yield from own


def _marked(stated: list[Statement], top: list[Statement]) -> tuple[Authentication, ...]:
    every = dict.fromkeys(result for each in stated for result in each.results)
    if len(top) == len(stated) == 1:
        return tuple(every)
    believed = frozenset(taken(top))
    return tuple([each if each in believed else replace(each, is_believed=False) for each in every])


@lru_cache(maxsize=1024)
def _results(value: str) -> tuple[str, tuple[Authentication, ...]]:
    first, *rest = _uncommented(value).split(";")
    if re.match(r"\s*i\s*=\s*\d+\s*\Z", first) and rest:
        first, *rest = rest
    server = ""
    if "=" in first:
        rest = [first, *rest]
    else:
        server = (first.split() or [""])[0].lower()
    return server, tuple(_each(server, rest))


def _each(server: str, statements: list[str]) -> Iterator[Authentication]:
    for statement in statements[:MOST_RESULTS]:
        match = _RESULT.match(statement)
        if not match:
            continue
        method = match[1].lower()
        properties = {name.lower(): value.strip('"') for name, value in _PROPERTY.findall(statement)}
        domain = next((properties[name] for name in _DOMAINS.get(method, _ANY) if name in properties), "")
        yield Authentication(server, method, match[2].lower(), _domain(domain))


def _received_spf(value: str) -> tuple[str, tuple[Authentication, ...]]:
    result = re.match(r"\s*([A-Za-z]{1,20})", value)
    if not result:
        return "", ()
    pairs = {name.lower(): text.strip('"') for name, text in _PAIR.findall(_uncommented(value))}
    domain = pairs.get("envelope-from") or pairs.get("helo") or ""
    server = pairs.get("receiver", "").lower()
    return server, (Authentication(server, "spf", result[1].lower(), _domain(domain)),)


def _uncommented(value: str) -> str:
    value = value[:10_000]
    for _ in range(5):  # comments nest (RFC 5322, section 3.2.2), in practice twice
        if "(" not in value:
            break
        value = _COMMENT.sub(" ", value)
    return value


def _domain(written: str) -> str:
    return written.strip("<>").rpartition("@")[2].rstrip(".").lower()
