"""Which part of a host name somebody registered, by the public suffix list that ``tldextract`` carries.

Only the package's list is used (publicsuffix.org, its private part too: two customers of one host are two
registrants). Its own look-up took ten times as long and loads an HTTP client.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_RULE = re.compile(r"^(?!//)\S+", re.MULTILINE)
RESERVED = (".test", ".example", ".invalid")
"""Kept for tests and examples (RFC 2606, section 2); the list does not have them."""


def public_suffix(host: str) -> str:
    """The public suffix of a lower-case A-label host; empty where the list knows none.

    The longest rule wins, an exception over all (publicsuffix.org, Algorithm).
    """
    if host.rpartition(".")[2] not in _tops():
        return ""
    rules, parents, exceptions = _rules(), _wildcard_parents(), _exceptions()
    while host:
        parent = host.partition(".")[2]
        if host in exceptions:
            return parent
        if host in rules or parent in parents:
            return host
        host = parent
    return ""


def registrable(host: str) -> str:
    """The registrable domain, empty where the host is no more than a suffix or under none that is known."""
    suffix = public_suffix(host) if not host.endswith(RESERVED) else host.rpartition(".")[2]
    if not suffix or len(suffix) == len(host):
        return ""
    return f"{host[: -len(suffix) - 1].rpartition('.')[2]}.{suffix}"


def is_top_level(label: str) -> bool:
    """Whether the list, or RFC 2606, has names under this last label (lower case)."""
    return label in _tops() or f".{label}" in RESERVED


@cache
def _tops() -> frozenset[str]:
    return frozenset(rule.rpartition(".")[2] for rule in _rules())


@cache
def _wildcard_parents() -> frozenset[str]:
    return frozenset(rule[2:] for rule in _rules() if rule.startswith("*."))


@cache
def _exceptions() -> frozenset[str]:
    return frozenset(rule[1:] for rule in _rules() if rule.startswith("!"))


@cache
def _rules() -> frozenset[str]:
    found = find_spec("tldextract")
    if found is None or not found.origin:
        return frozenset({"com"})
    text = Path(found.origin).with_name(".tld_set_snapshot").read_text("utf-8")
    return frozenset([rule if rule.isascii() else _a_label(rule) for rule in _RULE.findall(text)])


def _a_label(rule: str) -> str:
    return ".".join(part if part.isascii() else _puny(part) for part in rule.split("."))


def _puny(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")
