"""What the form of a payment account tells of who keeps it."""

import re
from functools import lru_cache

from spamatlas.model.check_digits import passes_luhn, passes_mod_97
from spamatlas.trace.facts import AccountFacts

# Signs of the bank's own code behind the country and the check digits (SWIFT, IBAN Registry); Italian and San Marinese
# accounts have a check letter before it. Countries that are not here: the country alone is told.
# fmt: off
_BANK_SIGNS = {
    "AE": 3, "AT": 5, "BE": 3, "BG": 4, "BR": 8, "CH": 5, "CY": 3, "CZ": 4, "DE": 8, "DK": 4, "EE": 2, "EG": 4, "ES": 4,
    "FI": 3, "FR": 5, "GB": 4, "GE": 2, "GR": 3, "HR": 7, "HU": 3, "IE": 4, "IL": 3, "JO": 4, "KW": 4, "KZ": 3, "LI": 5,
    "LT": 5, "LU": 3, "LV": 4, "MC": 5, "MT": 4, "NL": 4, "NO": 4, "PK": 4, "PL": 3, "PT": 4, "QA": 4, "RO": 4, "SA": 2,
    "SE": 3, "SI": 2, "SK": 4, "TN": 2, "TR": 5, "UA": 6,
}
# fmt: on
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
_CARD = re.compile(r"[2-6][0-9]{12,18}")
# ISO/IEC 7812-1: the issuer identification number is the first eight digits, the first few tell the network of cards.
_CARD_NETWORKS = (
    (re.compile("4"), "Visa"),
    (re.compile("5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), "Mastercard"),
    (re.compile("3[47]"), "American Express"),
    (re.compile("62"), "UnionPay"),
    (re.compile("35(?:2[89]|[3-8])"), "JCB"),
    (re.compile("6011|64[4-9]|65"), "Discover"),
)
_WALLETS = (
    (re.compile(r"bc1[ac-hj-np-z02-9]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}"), "bitcoin"),
    (re.compile(r"0x[0-9a-fA-F]{40}"), "ethereum"),
    (re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}"), "tron"),
)


class Accounts:
    """Read by form alone: whether an account exists only its bank can tell."""

    def __init__(self) -> None:
        self.find = lru_cache(maxsize=65_536)(_find)


def _find(written: str) -> AccountFacts:
    bare = written.replace(" ", "").strip()
    if _IBAN.fullmatch(bare) and passes_mod_97(bare):
        return _iban(written, bare)
    if _CARD.fullmatch(bare) and passes_luhn(bare):
        network = next((name for prefix, name in _CARD_NETWORKS if prefix.match(bare)), "")
        return AccountFacts(written, "card", institution=f"{network} {bare[:8]}".strip())
    for form, chain in _WALLETS:
        if form.fullmatch(bare):
            return AccountFacts(written, chain)
    return AccountFacts(written)


def _iban(written: str, bare: str) -> AccountFacts:
    country = bare[:2]
    start = 5 if country in ("IT", "SM") else 4
    signs = 5 if country in ("IT", "SM") else _BANK_SIGNS.get(country, 0)
    code = bare[start : start + signs]
    return AccountFacts(written, "iban", country, f"{country} {code}".strip())
