"""Telephone numbers written in a text, in E.164."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from types import ModuleType

from spamatlas.model import Link, PhoneNumber
from spamatlas.parse.digits import plain_digits

MOST_NUMBERS = 200

_KINDS = {
    0: "fixed", 1: "mobile", 2: "fixed_or_mobile", 3: "toll_free", 4: "premium", 5: "shared_cost",
    6: "voip", 7: "personal", 8: "pager", 9: "uan", 10: "voicemail",
}  # fmt: skip
# What is looked for ahead only spares the slow part most of its trials: digits made one sign, letters that may stand
# for them another and what may part them a third are found several times as fast.
_DIGIT, _LIKE_DIGIT, _PART, _OTHER = range(4)


def _kind(sign: str) -> int:
    if sign in "0123456789":
        return _DIGIT
    if sign in "OoIl":
        return _LIKE_DIGIT
    return _PART if sign.isspace() or sign in "().-/" else _OTHER


_KIND = bytes(_kind(chr(code)) for code in range(256))
_HINT = re.compile(rb"\x00(?=[\x00-\x02]{6})(?:\x02{0,3}[\x00\x01]){6}")
_RUN = re.compile(
    r"""(?=[+(0-9OoIl])(?:(?<=\s)|(?<=[:;'"<>*!?|~_\[\]])|(?<![\x00-\x7f])|\A)(?<![$€£¥₹₽]\s)(?<![$€£¥₹₽])
    (?P<plus>\+\s?|\(\+)?(?P<body>\(?(?:[0-9]|[OoIl](?=[\s.-]{0,2}[0-9]))(?:\)?[ \t.\-/]{0,3}\(?[0-9OoIl]){6,17})
    (?![A-Za-z0-9_@=%]|[.,:/-][0-9])""",
    re.VERBOSE,
)
_APART = re.compile(r"[\s().-]")
_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d\d[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./](?:19|20)?\d\d(?!\d)")
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_NANP = re.compile(
    r"(?:1[\s.-]+)?(?:\(\s?[2-9]\d\d\s?\)[\s.-]{0,2}|[2-9]\d\d[.-])[2-9]\d\d[\s.-]\d{4}\Z|1[\s.-]+[2-9]\d\d[\s.-][2-9]\d\d[\s.-]\d{4}\Z"
)
_LETTERS = str.maketrans("OoIl", "0011")
_VANITY = re.compile(
    r"(?<![\w+])(?:\+?1[\s.-]{1,2})?\(?(8(?:00|33|44|55|66|77|88)|900)\)?[\s.-]{1,2}([A-Z0-9][A-Z0-9-]{5,9}[A-Z0-9])(?!\w)"
)
_CHATS = frozenset({"wa.me", "whatsapp.com", "viber.com", "signal.me"})
_CHAT = re.compile(r"(?:/|phone=|number=)(?:\+|%2B)?(\d{8,15})(?!\d)", re.IGNORECASE)
# Two, for a pattern that starts with one fixed sign is found several times as fast as one with a choice.
_VANITY_HINTS = tuple(
    re.compile(rf"{code}\)?[\s.-]{{1,2}}[A-Z0-9][A-Z0-9-]{{5}}") for code in ("8(?:00|33|44|55|66|77|88)", "900")
)
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def numbers_in(text: str, country: str = "") -> tuple[PhoneNumber, ...]:
    """The telephone numbers of a text in order, each once, at most ``MOST_NUMBERS``.

    Numbers in full (``+``, ``00``) are read anywhere; national ones in the plan of ``country`` (ISO 3166-1
    alpha-2), and those in the customary writing of North America also without it. Letters for digits
    (``O``, ``l``) and blanks or dots between digits are seen through. A number that its plan does not
    know, a date, a price, an address and a short code are none.
    """
    text = plain_digits(text)
    found: dict[str, PhoneNumber] = {}
    for line in _lines(text):
        for match in _RUN.finditer(line):
            number = _read(bool(match["plus"]), match["body"], country)
            if number and len(found) < MOST_NUMBERS:
                found.setdefault(number.value, number)
    for vanity in _VANITY.finditer(text) if any(hint.search(text) for hint in _VANITY_HINTS) else ():
        number = number_from("+1" + vanity[1] + vanity[2].replace("-", "").translate(_KEYS)[:7], "")
        if number:
            found.setdefault(number.value, number)
    return tuple(found.values())


def _lines(text: str) -> Iterator[str]:
    """The lines with enough digits, so that the slow pattern sees no other."""
    kinds = text.encode("latin-1", "replace").translate(_KIND)
    at = 0
    while hint := _HINT.search(kinds, at):
        start, at = text.rfind("\n", 0, hint.start()) + 1, text.find("\n", hint.end())
        at = len(text) if at < 0 else at
        yield text[start:at]


@lru_cache(maxsize=65_536)
def number_from(written: str, country: str = "") -> PhoneNumber | None:
    """The number that one field gives, None where no numbering plan knows it."""
    phonenumbers = _phonenumbers()
    written = plain_digits(written)[:50]
    if written.startswith(("00", "011")) and not country:
        written = "+" + written.removeprefix("011" if written.startswith("011") else "00")
    try:
        number = phonenumbers.parse(written, country or None)
    except phonenumbers.NumberParseException:
        return None
    kind = _KINDS.get(phonenumbers.number_type(number))  # what is not valid has none
    if kind is None:
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(number)
    return PhoneNumber(value, "" if region == "001" else region, kind)


@lru_cache(maxsize=65_536)
def possible_from(written: str, country: str) -> str:
    """A number of a country in E.164 by its length alone, for ranges that the tables do not know; empty for none."""
    phonenumbers = _phonenumbers()
    try:
        number = phonenumbers.parse(plain_digits(written)[:50], country)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def has_plan(country: str) -> bool:
    """Whether the numbering plan of a country (ISO 3166-1 alpha-2) is known."""
    return country in _phonenumbers().SUPPORTED_REGIONS


def prefix_from(written: str, country: str = "") -> str:
    """The beginning of numbers as E.164 begins, ``+`` and up to 15 digits; empty for what is none.

    Digits alone begin with a country code, after ``00`` too; those that begin with the 0 that a country's own numbers
    are dialled with are national (ITU-T E.164, clause 3.32, national prefix): without ``country`` they are none.
    """
    plain = _APART.sub("", plain_digits(written[:100]))
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    elif plain.startswith("0"):
        plain = _national(plain, country)
    elif plain[:1].isdigit():
        plain = "+" + plain
    return plain if _PREFIX.fullmatch(plain) else ""


def _national(digits: str, country: str) -> str:
    phonenumbers = _phonenumbers()
    code = phonenumbers.country_code_for_region(country) if country else 0
    if not code:
        return ""
    trunk = phonenumbers.ndd_prefix_for_region(country, True) or ""
    # Italy dials none, and its numbers keep their 0.
    rest = digits.removeprefix(trunk) if trunk.startswith("0") else digits
    return f"+{code}{rest}" if rest else ""


@lru_cache(maxsize=65_536)
def _read(has_plus: bool, body: str, country: str) -> PhoneNumber | None:
    if sum(sign.isdigit() for sign in body) < 6:
        return None
    body = body.translate(_LETTERS)
    if has_plus:
        return number_from("+" + body, "")
    if _DATE.match(body) or _IPV4.match(body):
        return None
    if body.startswith(("00", "011")):
        return number_from(body, country) or number_from(body, "")
    if country:
        return number_from(body, country)
    return number_from(body, "US") if _NANP.match(body) else None


@cache
def _phonenumbers() -> ModuleType:
    # The tables cost 0.15 s: a text without numbers never pays.
    import phonenumbers  # noqa: PLC0415

    return phonenumbers


def numbers_of_links(links: Iterable[Link]) -> tuple[PhoneNumber, ...]:
    """The numbers that links lead to: chat services name the account by its number in full, without a plus sign."""
    found = []
    for link in links:
        if link.domain in _CHATS and (match := _CHAT.search(link.url)):
            number = number_from("+" + match[1], "")
            if number:
                found.append(number)
    return tuple(found)
