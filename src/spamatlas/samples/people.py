"""The people of the samples: who reports, and under which number, address or handle they were reached.

Numbers are in ranges kept for fiction (Ofcom, ACMA, ARCEP, PTS, Bundesnetzagentur, ComReg, NANPA 555-01XX)
or, in plans that keep none, in a block of the right length that the plan does not assign, so that a
number has a country and no subscriber.
"""

from hashlib import blake2b
from random import Random

from spamatlas.model import BY_TELEPHONE, Channel

NUMBERS = {
    "AE": "+971999######", "AR": "+54555#######", "AU": "+6149157015#", "BD": "+880555#######", "BR": "+5520########",
    "CA": "+1613555015#", "CN": "+86555########", "CO": "+57555#######", "DE": "+49302312####", "EG": "+20555#######",
    "ES": "+34555######", "FR": "+33639980###", "GB": "+447700900###", "GH": "+233999######", "ID": "+62555#######",
    "IE": "+35320910####", "IN": "+91555#######", "IT": "+399999######", "JO": "+962555######", "JP": "+81555#######",
    "KE": "+254999######", "KR": "+82999#######", "MA": "+212555######", "MX": "+52111#######", "NG": "+234555#######",
    "PH": "+63555#######", "PK": "+92999#######", "PL": "+48999######", "RU": "+7305#######", "SA": "+966999######",
    "SE": "+4670174061#", "SN": "+221555######", "TH": "+66555######", "TR": "+90999#######", "TZ": "+255555######",
    "UA": "+380111######", "US": "+1202555014#", "VN": "+84555######", "ZA": "+27555######",
}  # fmt: skip
_BY_NUMBER = BY_TELEPHONE | {Channel.IM}


def reporter(country: str, chance: Random) -> str:
    """One of the nine who report from a country; the first of them report most."""
    which = min(int(chance.expovariate(0.4)), 8)
    return blake2b(f"sample reporter {country} {which}".encode(), digest_size=16).hexdigest()


def recipient(channel: Channel, country: str, chance: Random) -> str:
    """How the message reached its reader."""
    if channel in _BY_NUMBER:
        return digits(NUMBERS[country], chance)
    if channel is Channel.EMAIL:
        return digits(f"reader##@post-{country.lower()}.example", chance)
    return digits("@reader###", chance)


def digits(pattern: str, chance: Random) -> str:
    """The pattern with a digit for every ``#``."""
    return "".join(str(chance.randrange(10)) if sign == "#" else sign for sign in pattern)
