"""Which part of a host name somebody registered, by the public suffix list that ``tldextract`` carries.

Only the package's list is used (publicsuffix.org, its private part too: two customers of one host are two
registrants). Its own look-up took ten times as long and loads an HTTP client.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

RESERVED = (".test", ".example", ".invalid")
"""Kept for tests and examples (RFC 2606, section 2); the list does not have them."""


def suffix_labels(labels: list[str]) -> int:
    """How many labels the public suffix of a lower-case A-label host has; 0 where the list knows none.

    The longest rule wins, an exception over all (publicsuffix.org, Algorithm).
    """
    rules = _rules()
    if labels[-1] not in _tops():
        return 0
    for start in range(len(labels)):
        rule = ".".join(labels[start:])
        if "!" + rule in rules:
            return len(labels) - start - 1
        if rule in rules:
            return len(labels) - start
        if start + 1 < len(labels) and "*." + rule.partition(".")[2] in rules:
            return len(labels) - start
    return 0


def registrable(host: str) -> str:
    """The registrable domain, empty where the host is no more than a suffix or under none that is known."""
    if host.endswith(RESERVED):
        return ".".join(host.rsplit(".", 2)[-2:])
    labels = host.split(".")
    length = suffix_labels(labels)
    return ".".join(labels[-length - 1 :]) if 0 < length < len(labels) else ""


def is_top_level(label: str) -> bool:
    """Whether the list, or RFC 2606, has names under this last label (lower case)."""
    return label in _tops() or f".{label}" in RESERVED


@cache
def _tops() -> frozenset[str]:
    return frozenset(rule.rpartition(".")[2] for rule in _rules())


@cache
def _rules() -> frozenset[str]:
    found = find_spec("tldextract")
    if found is None or not found.origin:
        return frozenset({"com"})
    text = Path(found.origin).with_name(".tld_set_snapshot").read_text("utf-8")
    rules = (line.strip() for line in text.splitlines())
    return frozenset(_a_label(rule) for rule in rules if rule and not rule.startswith("//"))


def _a_label(rule: str) -> str:
    return rule if rule.isascii() else ".".join(part if part.isascii() else _puny(part) for part in rule.split("."))


def _puny(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")
