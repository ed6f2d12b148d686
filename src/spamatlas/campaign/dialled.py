"""A telephone number as it is dialled at home, and with the country of those who talk."""

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from spamatlas.model import Message, Party, PartyKind

_KEEPS_NOUGHT = frozenset(("39", "378"))
"""Italy and San Marino: the nought before a number is part of it (national plans under Recommendation ITU-T E.129)."""
_FEWEST_DIGITS = 11
"""A number that begins with its country's code and has fewer digits may be a number at home that begins so."""


def forms_of(number: str, message: Message) -> set[str]:
    """The forms in which others may have the same number: in that of E.164 where it is known, else as it stands too.

    A number without a country is dialled where the message was received. Where nothing tells where that was, it is
    likely the sender's country, and no more than likely: callers forge numbers of anywhere.
    """
    if code := next((code for each in message.recipients if (code := _calling_code(each))), ""):
        return {completed(number, code)}
    return {number, completed(number, _calling_code(message.sender))}


def completed(number: str, code: str) -> str:
    """Digits in the form of E.164 where this country code tells it, else as they are."""
    if number.startswith("00"):
        return f"+{number[2:]}" if len(number) >= _FEWEST_DIGITS else number
    if not code:
        return number
    if code == "1":
        return f"+1{number[-10:]}" if len(number) == 10 or (len(number) == 11 and number[0] == "1") else number
    if number.startswith("0"):
        return f"+{code}{number if code in _KEEPS_NOUGHT else number[1:]}"
    return f"+{number}" if number.startswith(code) and len(number) >= _FEWEST_DIGITS else number


def _calling_code(party: Party | None) -> str:
    """The country code of a telephone number (ITU-T E.164); empty for whatever else."""
    if party is None or party.kind is not PartyKind.PHONE or party.value[:1] != "+":
        return ""
    return next((code for long in (1, 2, 3) if (code := party.value[1 : 1 + long]) in _KNOWN), "")


_KNOWN = frozenset(map(str, COUNTRY_CODE_TO_REGION_CODE))
