"""Received fields: which machine took the message from which."""

import re
from functools import lru_cache
from ipaddress import ip_address
from socket import AF_INET, inet_ntop, inet_pton

from spamatlas.model import Hop
from spamatlas.parse.hosts import host_of
from spamatlas.parse.mail.moment import moment_from

MOST_HOPS = 100

_FROM = re.compile(r"(?:^|\s)from\s+(.{1,500}?)(?=\s+by\s|\s+with\s|\s+via\s|\s+id\s|;|\Z)", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
_WITH = re.compile(r"\swith\s+([A-Za-z0-9-]{1,40})(?:\s(Server|HTTP\w*))?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f.:]{3,45})(?:%\w+)?\]", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w.:-])((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.:-])")
_HELO = re.compile(r"\b(?:HELO|EHLO)\s+([^\s()]{1,255})|\bhelo=([^\s()\]]{1,255})", re.IGNORECASE)
_REVERSE = re.compile(r"\(\s*(?:[\w.+-]+@)?([A-Za-z0-9_\x80-\xff][A-Za-z0-9._\x80-\xff-]{0,253})\s*\[")
_NO_NAME = frozenset({"unknown", "unverified", "localhost", "helo", "ehlo", "may"})


def hop_from(field: str) -> Hop:
    """One hop of a Received field (RFC 5321, section 4.4), as the many MTAs write it; parts missing stay empty.

    ``helo`` is what the client called itself, ``from_name`` what its address resolved to. Postfix,
    Sendmail and Gmail put the name of the client first and its reverse name in brackets; Exim and qmail put the
    reverse name first and mark the other with ``helo=`` or ``HELO``.
    """
    field = field[:2000]
    route, _, date = field.rpartition(";")
    if not route:
        route, date = field, field
    server, protocol = _server(route)
    helo, reverse, address = _client(_source(route))
    return Hop(by=server, from_name=reverse, helo=helo, address=address, protocol=protocol, at=moment_from(date))


def _server(route: str) -> tuple[str, str]:
    """Who wrote the field and by which protocol; both stand between ``by`` and ``id`` in most, so are remembered."""
    start = route.find("by ")
    if start == 0 or (start > 0 and route[start - 1] == " "):
        end = route.find(" id ", start)
        part = route[start - 1 if start else 0 : end + 1 if end > 0 else None]
        if " with " in part and " with " not in route[:start].lower():
            return _read_server(part)
    return _find_server(route)


@lru_cache(maxsize=16_384)
def _read_server(part: str) -> tuple[str, str]:
    return _find_server(part)


def _find_server(route: str) -> tuple[str, str]:
    by, protocol = _BY.search(route), _WITH.search(route)
    return _host(by[1]) if by else "", (protocol[1] if protocol else "").upper()


def _source(route: str) -> str:
    """What stands between ``from`` and ``by``, or the next clause."""
    if route[:5].lower() == "from " and (end := route.find(" by ")) > 0:
        return route[5:end]
    found = _FROM.search(route)
    return found[1] if found else ""


@lru_cache(maxsize=16_384)
def _client(written: str) -> tuple[str, str, str]:
    first = written.split(maxsplit=1)[0] if written.strip() else ""
    said = (
        _HELO.search(written)
        if "elo" in written or "ELO" in written or "EHLO" in written or "ehlo" in written
        else None
    )
    reverse = _REVERSE.search(written) if "(" in written else None
    name = _host(first)
    if said:
        return _host(said[1] or said[2]), _named(name), _address(written)
    return name, _named(_host(reverse[1])) if reverse else "", _address(written)


def _address(written: str) -> str:
    """The last address in brackets, else the last bare one: what stands first is what the client claimed."""
    for pattern in (_BRACKETED, _BARE):
        for found in reversed(pattern.findall(written)):
            try:
                return _canonical(found)
            except (OSError, ValueError):
                continue
    return ""


def _canonical(address: str) -> str:
    """Raises OSError or ValueError for what is no address. IPv4 takes a third of the time that ``ipaddress`` does."""
    return str(ip_address(address)) if ":" in address else inet_ntop(AF_INET, inet_pton(AF_INET, address))


def _host(written: str) -> str:
    name = written.strip("[]()<>,;").rstrip(".")
    return name.lower() if name.isascii() else _a_label(name)


def _a_label(raw: str) -> str:
    """The A-label of an internationalised name (RFC 6531, section 3.7.3), so that it is like itself; a field's bytes
    come as Latin-1. What is no name stays as it is.
    """
    try:
        return host_of(raw.encode("latin-1").decode("utf-8")) or raw.lower()
    except UnicodeError:
        return raw.lower()


def _named(name: str) -> str:
    return "" if name in _NO_NAME or _BARE.fullmatch(name) else name
