"""One end of a message, told apart by how it is written."""

import re
from functools import lru_cache

from spamatlas.model import Party, PartyKind
from spamatlas.parse.digits import plain_digits
from spamatlas.parse.hosts import host_of
from spamatlas.parse.numbers import number_from, possible_from

_MAIL = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"',;]{1,253}")
_ANGLE = re.compile(r"(?P<name>.*?)<\s*(?P<value>[^<>]*)>[^<>]*\Z", re.DOTALL)
_DIGITS = re.compile(r"[+0-9][0-9\s().\-/]*\Z")


@lru_cache(maxsize=32_768)
def party_from(raw: str, home_country: str = "") -> Party | None:
    """The party that a sender or recipient field names; None where the field is empty.

    A number in full is E.164; digits alone of 11 to 15 places are taken for an MSISDN without its plus
    sign, of 3 to 8 for a short code where no numbering plan knows them. Longer ones behind a 0 are a number of
    ``home_country`` where its numbers are as long, though its tables know no such range: with its country code
    it is taken too. A name with a letter, of at most 11 characters, is an alphanumeric sender (3GPP TS 23.040,
    section 9.1.2.5).
    """
    name, value = _split(raw[:2000].strip())
    if not value:
        return Party(PartyKind.UNKNOWN, "", name) if name else None
    lower = value.lower()
    if lower.startswith(("sip:", "sips:")):
        return Party(PartyKind.SIP, lower.partition(";")[0], name)
    if lower.startswith("mailto:"):
        value = value[7:]
    mail = _MAIL.search(value)
    if mail:
        return Party(PartyKind.EMAIL, mail_address(mail[0]), name)
    if lower.startswith("tel:"):
        value = value[4:].partition(";")[0]
    plain = plain_digits(value)
    if _DIGITS.match(plain):
        return _numbered(plain, name, home_country)
    return _named(value, name)


def mail_address(written: str) -> str:
    """The address with its domain as a lower-case A-label; the local part as written (RFC 5321, section 2.4)."""
    local, _, domain = written.rpartition("@")
    return f"{local}@{host_of(domain) or domain.lower()}"


def _split(raw: str) -> tuple[str, str]:
    match = _ANGLE.match(raw)
    if not match:
        return "", raw
    return match["name"].strip().strip("\"'").strip(), match["value"].strip()


def _numbered(plain: str, name: str, home_country: str) -> Party:
    digits = re.sub(r"\D", "", plain)
    number = number_from(plain, home_country)
    if number is None and 11 <= len(digits) <= 15 and not plain.startswith(("+", "0")):
        number = number_from(f"+{digits}", "")
    if number:
        return Party(PartyKind.PHONE, number.value, name)
    if plain.startswith("+") and 7 <= len(digits) <= 15:
        return Party(PartyKind.PHONE, f"+{digits}", name)
    if 3 <= len(digits) <= 8:
        return Party(PartyKind.SHORT_CODE, digits, name)
    if home_country and plain.startswith("0") and (possible := possible_from(plain, home_country)):
        return Party(PartyKind.PHONE, possible, name)
    return Party(PartyKind.UNKNOWN, digits, name)


def _named(value: str, name: str) -> Party:
    if value.startswith("@") and len(value) > 1:
        return Party(PartyKind.HANDLE, value, name)
    if len(value) <= 11 and any(sign.isalpha() for sign in value):
        return Party(PartyKind.ALPHANUMERIC, value, name)
    return Party(PartyKind.UNKNOWN, value, name)
