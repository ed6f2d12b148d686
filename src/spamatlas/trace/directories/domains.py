from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from spamatlas.trace.facts import DomainFacts

# Country codes that are no hint: those that Google's search documentation treats as generic because they are
# sold as words (.ad to .ws, its list of 2013 and after), .ac .ly .to .pw .vc .st .sh likewise by our own judgement,
# .ga .ml .cf .gq that were given away for nothing (Freenom, until 2023), .su and .eu that are no country of ISO 3166-1.
# fmt: off
_WORDS = frozenset({
    "ad", "ai", "as", "bz", "cc", "cd", "co", "dj", "fm", "io", "la", "me",
    "ms", "nu", "sc", "sr", "su", "tv", "tk", "ws", "eu", "ac", "gg", "ly",
    "to", "ga", "ml", "cf", "gq", "pw", "vc", "st", "sh",
})
# fmt: on
_OTHER_NAMES = {"uk": "GB"}  # IANA root zone database: .uk is older than ISO's choice of GB


class Domains:
    """Which part of a host name somebody registered, by the public suffix list that ``tldextract`` carries.

    Only its list is used: the library's own call is slower and loads an HTTP client. The list's private
    part counts too, as in the parser: two customers of one host are two registrants.
    """

    def __init__(self) -> None:
        self._suffixes: frozenset[str] = frozenset()
        self.find = lru_cache(maxsize=65_536)(self._find)

    def _find(self, written: str) -> DomainFacts:
        host = written.strip().strip(".[]").lower()
        labels = host.split(".")
        if len(labels) < 2 or len(host) > 253 or not all(labels) or labels[-1].isdigit() or ":" in host:
            return DomainFacts(written, host)
        if not self._suffixes:
            self._suffixes = _suffixes()
        length = self._suffix_labels(labels)
        registrable = ".".join(labels[-length - 1 :])
        return DomainFacts(written, registrable, _country(labels[-1]))

    def _suffix_labels(self, labels: list[str]) -> int:
        """How many labels the public suffix has: the longest rule wins, an exception over all."""
        for start in range(len(labels)):
            rule = ".".join(labels[start:])
            if "!" + rule in self._suffixes:
                return len(labels) - start - 1
            if rule in self._suffixes:
                return len(labels) - start
            if "*." + ".".join(labels[start + 1 :]) in self._suffixes and start + 1 < len(labels):
                return len(labels) - start
        return 1


def _country(top: str) -> str:
    if len(top) != 2 or not top.isalpha() or top in _WORDS:
        return ""
    return _OTHER_NAMES.get(top, top.upper())


def _suffixes() -> frozenset[str]:
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
