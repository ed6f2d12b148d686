"""What somebody types into the one search box, understood: each part as a condition, or said why not."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from spamatlas.locale import Language, languages
from spamatlas.model import Rejected, tlp_of
from spamatlas.model.terms import term
from spamatlas.model.vocabulary import Category, Channel, Lure, Ruling
from spamatlas.web.gate import is_address
from spamatlas.web.inert import CONTROLS

LONGEST_SEARCH = 1_000
MOST_PARTS = 24
COUNTRY_WORDS = 5
"""Most words of a country's name that are looked for side by side: "Saint Vincent and the Grenadines"."""
SPAN = timedelta(days=36_500)

_PART = re.compile(r'(?:(?P<name>[^\W\d_]{1,20}):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))')
_SCHEME = re.compile(r"^h(?:tt|xx)ps?(?:\[:\]|:)//", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
_CAMPAIGN = re.compile(r"[Cc]-[0-9a-fA-F]{16}")
_NETWORK = re.compile(r"(?:AS|as)?(\d{1,10})")
_NUMBER = re.compile(r"\+?[\d\s().\-/]{5,30}")
_AGO = re.compile(r"(\d{1,5})(h|d|w)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")


class Term(Struct, frozen=True):
    """One condition: ``field`` and ``value`` for the store, ``shown`` for people; where it stood in the text."""

    field: str
    value: str
    shown: str
    begin: int
    end: int


class Problem(Struct, frozen=True):
    """Something that was not understood: the message id, the part, and at which character (from 1) it stands."""

    text: str
    part: str
    at: int


class Query(Struct, frozen=True):
    """``text`` is what was read: without what was cut off or hidden. Nothing is searched while there are problems."""

    text: str
    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def conditions(self) -> list[tuple[str, str]]:
        return [(each.field, each.value) for each in self.terms]

    def without(self, left_out: Term) -> str:
        """The search with one of its parts taken out."""
        return " ".join((self.text[: left_out.begin] + self.text[left_out.end :]).split())


class _Refused(Exception):  # noqa: N818
    """What was written after a prefix is no value of it; the text is a message id with a place for ``part``."""


def parse(text: str, language: Language, now: datetime) -> Query:
    """The search as conditions that must all hold. Any text is read or said to be wrong; nothing raises."""
    cut = CONTROLS.sub("", text[:LONGEST_SEARCH]).strip()
    parts = list(_parts(cut, language))
    terms: list[Term] = []
    problems = []
    if len(text) > LONGEST_SEARCH:
        problems.append(Problem("A search has at most {most} characters; this one was cut.", "", LONGEST_SEARCH))
    if len(parts) > MOST_PARTS:
        problems.append(Problem("A search has at most {parts} parts.", parts[MOST_PARTS][1], parts[MOST_PARTS][2] + 1))
    for name, value, begin, end in parts[:MOST_PARTS]:
        try:
            field, meant, shown = _meaning(name, value, language, now)
            terms.append(Term(field, meant, shown, begin, end))
        except _Refused as why:
            problems.append(Problem(str(why), cut[begin:end], begin + 1))
    return Query(cut, tuple(terms), tuple(problems))


def _parts(text: str, language: Language) -> Iterator[tuple[str, str, int, int]]:
    """(prefix, value, begin, end) of each part; side by side words that are one country's name stay together."""
    found = [each for each in _PART.finditer(text) if each.group("quoted") or each.group("plain")]
    at = 0
    while at < len(found):
        whole = _country_words(found[at : at + COUNTRY_WORDS], text, language)
        each, last = found[at], found[at + whole - 1]
        if whole > 1:
            yield "country", text[each.start() : last.end()], each.start(), last.end()
        else:
            yield _one(each)
        at += whole


def _one(part: re.Match[str]) -> tuple[str, str, int, int]:
    value = part["plain"] if part["quoted"] is None else part["quoted"]
    name = (part["name"] or "").lower()
    if name and part["quoted"] is None and (value.startswith("//") or is_address(part.group())):
        return "", part.group(), part.start(), part.end()
    return ("quoted" if not name and part["quoted"] is not None else name), value, part.start(), part.end()


def _country_words(parts: list[re.Match[str]], text: str, language: Language) -> int:
    for many in range(len(parts), 1, -1):
        if all(each["name"] is None and each["quoted"] is None for each in parts[:many]):
            words = " ".join(text[parts[0].start() : parts[many - 1].end()].split())
            if words.casefold() in _countries(language.code):
                return many
    return 1


def _meaning(name: str, value: str, language: Language, now: datetime) -> tuple[str, str, str]:
    if name == "quoted":
        return "text", value, value
    if not name:
        return _guess(value, language)
    if name not in PREFIXES:
        raise _Refused("{part} begins with a word and a colon, but no such prefix is known.")
    return PREFIXES[name](value, language, now)


def _guess(value: str, language: Language) -> tuple[str, str, str]:
    """What a part without a prefix must be, by its form; a word that is nothing else is looked for as it stands."""
    return next(_forms(value, language), ("text", value, value))


def _forms(value: str, language: Language) -> Iterator[tuple[str, str, str]]:
    digits, host = _digits(value), _host(value)
    if _CAMPAIGN.fullmatch(value):
        yield _campaign(value)
    if value[:2].upper() == "AS" and _NETWORK.fullmatch(value):
        yield _network(value)
    if re.fullmatch("[0-9a-f]{32}", value):
        yield _report(value)
    if is_address(value):
        yield "address", value, value
    if digits and (value.startswith("+") or len(digits) > 6):
        yield "number", digits, value
    if host and "@" not in value:
        yield "place", host, host
    if value.casefold() in _countries(language.code) or (value.isupper() and value in language.countries()):
        yield _country(value, language)


def _country(value: str, language: Language) -> tuple[str, str, str]:
    code = value.upper() if value.upper() in language.countries() else _countries(language.code).get(
        " ".join(value.split()).casefold(), ""
    )  # fmt: skip
    if not code:
        raise _Refused("{part}: no country has this name or code of two letters.")
    return "country", code, language.country(code)


def _link(value: str) -> tuple[str, str, str]:
    host = _host(value) or (value if is_address(value) else "")
    if not host:
        raise _Refused("{part}: a link is looked for by its host, like link:example.org.")
    return "link", host, host


def _number(value: str) -> tuple[str, str, str]:
    digits = _digits(value) or (value if value.isdecimal() and value.isascii() else "")
    if not digits:
        raise _Refused("{part}: a number is written in figures, like number:+442079460000.")
    return "number", digits, value


def _network(value: str) -> tuple[str, str, str]:
    found = _NETWORK.fullmatch(value)
    if not found:
        raise _Refused("{part}: a network is written by its number, like as:64500.")
    return "as", str(int(found[1])), f"AS{int(found[1])}"


def _campaign(value: str) -> tuple[str, str, str]:
    if not _CAMPAIGN.fullmatch(value):
        raise _Refused("{part}: a campaign's name is C- and 16 figures and letters from a to f.")
    return "campaign", "C-" + value[2:].lower(), value


def _report(value: str) -> tuple[str, str, str]:
    if not re.fullmatch("[0-9a-fA-F]{32}", value):
        raise _Refused("{part}: a report's id is 32 figures and letters from a to f.")
    return "id", value.lower(), value


def _word_of(vocabulary: type[Channel | Category | Lure | Ruling]) -> Callable[[str, Language], tuple[str, str]]:
    def read(value: str, language: Language) -> tuple[str, str]:
        for each in vocabulary:
            name = language.gettext(term(each).name)
            if value.casefold() in {
                each.value,
                each.value.replace("_", " "),
                name.casefold(),
                term(each).name.casefold(),
            }:
                return each.value, name
        raise _Refused("{part}: there is no such word for it; the search help lists them.")

    return read


def _language(value: str, language: Language) -> tuple[str, str]:
    for tongue in (language, languages()["en"]):
        names = {str(name).casefold(): code for code, name in tongue.locale.languages.items()}
        if code := names.get(value.casefold()):
            return code, language.language(code)
    if value.lower() == "und" or value.lower().split("-")[0] in language.locale.languages:
        return value.lower(), language.language(value.lower())
    raise _Refused("{part}: no language has this name or code.")


def _moment(value: str, now: datetime) -> datetime:
    if ago := _AGO.fullmatch(value.lower()):
        hours = int(ago[1]) * {"h": 1, "d": 24, "w": 168}[ago[2]]
        return now - min(timedelta(hours=hours), SPAN // 2)
    try:
        if _DAY.fullmatch(value):
            return max(datetime.fromisoformat(value).replace(tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
    except ValueError:
        pass
    raise _Refused("{part}: a time is written like 7d, 24h, 2w or 2026-03-01.")


def _at(field: str) -> Callable[[str, Language, datetime], tuple[str, str, str]]:
    def read(value: str, language: Language, now: datetime) -> tuple[str, str, str]:
        at = _moment(value, now)
        return field, str(int(at.timestamp())), language.moment(at)

    return read


def _closed(
    field: str, read: Callable[[str, Language], tuple[str, str]]
) -> Callable[[str, Language, datetime], tuple[str, str, str]]:
    return lambda value, language, _: (field, *read(value, language))


def _label(value: str) -> tuple[str, str, str]:
    try:
        label = tlp_of(value)
    except Rejected:
        raise _Refused("{part}: there is no such word for it; the search help lists them.") from None
    return "tlp", label.value, label.written


def _owner(value: str) -> tuple[str, str, str]:
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise _Refused("{part}: there is no such word for it; the search help lists them.")
    return "owner", str(int(value)), value


Reader = Callable[[str, Language, datetime], tuple[str, str, str]]
PREFIXES: Mapping[str, Reader] = {
    "from": lambda value, *_: ("from", value, value),
    "link": lambda value, *_: _link(value),
    "number": lambda value, *_: _number(value),
    "as": lambda value, *_: _network(value),
    "country": lambda value, language, _: _country(value, language),
    "campaign": lambda value, *_: _campaign(value),
    "report": lambda value, *_: _report(value),
    "channel": _closed("channel", _word_of(Channel)),
    "is": _closed("ruling", _word_of(Ruling)),
    "kind": _closed("category", _word_of(Category)),
    "lure": _closed("lure", _word_of(Lure)),
    "lang": _closed("language", _language),
    "tlp": lambda value, *_: _label(value),
    "owner": lambda value, *_: _owner(value),
    "since": _at("since"),
    "until": _at("until"),
}


def _host(value: str) -> str:
    """The host of a link or a bare host, however it was made harmless, in the form that the store has (A-labels)."""
    bare = _SCHEME.sub("", value).replace("[.]", ".").replace("(.)", ".").replace("[:]", ":")
    name = re.split(r"[/?#:]", bare, maxsplit=1)[0].strip(".").lower()
    if not _HOST.fullmatch(name):
        return ""
    try:
        return name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError:
        return ""


def _digits(value: str) -> str:
    if not _NUMBER.fullmatch(value):
        return ""
    digits = "".join(each for each in value if each in "0123456789")
    return ("+" if value.startswith("+") else "") + digits if 5 <= len(digits) <= 18 else ""


@lru_cache(maxsize=32)
def _countries(code: str) -> dict[str, str]:
    """Country codes by their names, in the reader's language and in English."""
    tongues = (languages()["en"], languages().get(code, languages()["en"]))
    return {name.casefold(): each for tongue in tongues for each, name in tongue.countries().items()}
