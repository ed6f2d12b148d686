from functools import lru_cache

from spamatlas.suffixes import public_suffix
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
    """Which part of a host name somebody registered, and the country that it hints at."""

    def __init__(self) -> None:
        self.find = lru_cache(maxsize=65_536)(self._find)

    def _find(self, written: str) -> DomainFacts:
        host = written.strip().strip(".[]").lower()
        labels = host.split(".")
        top = labels[-1]
        if len(labels) < 2 or len(host) > 253 or not all(labels) or top.isdigit() or ":" in host:
            return DomainFacts(written, host)
        suffix = public_suffix(host) or top
        length = suffix.count(".") + 1
        return DomainFacts(written, ".".join(labels[-length - 1 :]), _country(top))


def _country(top: str) -> str:
    if len(top) != 2 or not top.isalpha() or top in _WORDS:
        return ""
    return _OTHER_NAMES.get(top, top.upper())
