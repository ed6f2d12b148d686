"""What receivers stated about who really sent a message."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.model import Authentication

MOST_RESULTS = 100
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


def authentication_from(fields: tuple[tuple[str, str], ...]) -> tuple[Authentication, ...]:
    """The results that the fields state, in their order, each once; who is believed is not decided here.

    Authentication-Results (RFC 8601), ARC-Authentication-Results (RFC 8617, section 4.1.1) and
    Received-SPF (RFC 7208, section 9.1).
    """
    found: dict[Authentication, None] = {}
    for name, value in fields:
        key = name.lower()
        if key in ("authentication-results", "arc-authentication-results"):
            found.update(dict.fromkeys(_results(value)))
        elif key == "received-spf":
            found.update(dict.fromkeys(_received_spf(value)))
        if len(found) >= MOST_RESULTS:
            break
    return tuple(found)


@lru_cache(maxsize=1024)
def _results(value: str) -> tuple[Authentication, ...]:
    first, *rest = _uncommented(value).split(";")
    if re.match(r"\s*i\s*=\s*\d+\s*\Z", first) and rest:
        first, *rest = rest
    server = ""
    if "=" in first:
        rest = [first, *rest]  # one large provider leaves out the authserv-id
    else:
        server = (first.split() or [""])[0].lower()
    return tuple(_each(server, rest))


def _each(server: str, statements: list[str]) -> Iterator[Authentication]:
    for statement in statements[:MOST_RESULTS]:
        match = _RESULT.match(statement)
        if not match:
            continue
        method = match[1].lower()
        properties = {name.lower(): value.strip('"') for name, value in _PROPERTY.findall(statement)}
        domain = next((properties[name] for name in _DOMAINS.get(method, _ANY) if name in properties), "")
        yield Authentication(server, method, match[2].lower(), _domain(domain))


def _received_spf(value: str) -> Iterator[Authentication]:
    result = re.match(r"\s*([A-Za-z]{1,20})", value)
    if result:
        pairs = {name.lower(): text.strip('"') for name, text in _PAIR.findall(_uncommented(value))}
        domain = pairs.get("envelope-from") or pairs.get("helo") or ""
        yield Authentication(pairs.get("receiver", "").lower(), "spf", result[1].lower(), _domain(domain))


def _uncommented(value: str) -> str:
    value = value[:10_000]
    for _ in range(5):  # comments nest (RFC 5322, section 3.2.2), in practice twice
        if "(" not in value:
            break
        value = _COMMENT.sub(" ", value)
    return value


def _domain(written: str) -> str:
    return written.strip("<>").rpartition("@")[2].rstrip(".").lower()
