from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_interval, format_skeleton, format_timedelta
from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern

from spamatlas.locale.words import Words

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Codes of two letters in CLDR that are no country."""


_ISOLATES = "\u2066\u2067\u2068\u2069"
"""What keeps a text in one piece among words of the other direction (UAX #9)."""
RIGHT_TO_LEFT_MARK = "\u200f"
"""Without it, two numbers beside a no-break space are set as one, which goes from left to right (UAX #9, W4)."""


FIRST = "en"
"""The language that the messages themselves are written in."""
COMMAS = {"ar": "، ", "zh": "、"}
"""Where it is not the comma of Latin and Cyrillic (CLDR, list patterns of units)."""


class Language:
    """One language: its words, its direction, and how it writes numbers, times and names (CLDR, by Babel).

    A message without a translation is given in English. Digits are Latin in every language, as in the codes beside
    them. ``read`` brings the words; it is called when the first of them is asked for.
    """

    def __init__(self, code: str, read: Callable[[], Words] = Words) -> None:
        self.code = code
        self.locale = Locale.parse(code)
        self.direction = self.locale.text_direction
        self.name = _titled(self.locale.get_display_name(code) or code)
        self._read = read

    @cached_property
    def words(self) -> Words:
        return self._read()

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has read all of it."""
        return self.words.reviewed == self.words.translated

    @property
    def is_first(self) -> bool:
        """Whether it is English, in which the messages themselves are written."""
        return self.code == FIRST

    @property
    def is_mirrored(self) -> bool:
        return self.direction == "rtl"

    @property
    def comma(self) -> str:
        """What stands between words that follow each other."""
        return COMMAS.get(self.code, ", ")

    def gettext(self, message: str) -> str:
        return self.words.messages.get(message, message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        english = singular if count == 1 else plural
        return self.words.messages.get((singular, self.words.plural_index(count)), english)

    def say(self, message: str, /, **facts: Any) -> str:
        """The message with its ``{named}`` places filled; a place without a fact stays as it is."""
        return self.gettext(message).format_map(Filling(facts))

    def count(self, singular: str, plural: str, count: int, /, **facts: Any) -> str:
        """A counted message; its ``{n}`` is the count as this language writes it."""
        return self.ngettext(singular, plural, count).format_map(Filling(facts, n=self.number(count)))

    def explain(self, detail: str) -> str:
        """What an error of ours says. Errors are kept and sent in English; one that is not ours stays as it is."""
        if detail in self.words.messages:
            return self.gettext(detail)
        for pattern, message in self.words.filled:
            if found := pattern.fullmatch(detail):
                return message.format_map(Filling(found.groupdict()))
        return detail

    def listing(self, items: Iterable[str]) -> str:
        """The items one after the other, with what this language writes between them."""
        return self.gettext(", ").join(items)

    def sentences(self, *texts: str) -> str:
        """The texts as sentences, one after the other; one that ends in a stop (as "г." does) gets no second one."""
        stop = self.gettext(". ")
        marks = (stop.strip(), ".", "!", "?")
        said = [each if each.rstrip(_ISOLATES).endswith(marks) else each + stop.strip() for each in texts if each]
        return stop.replace(stop.strip(), "").join(said)

    def number(self, value: float) -> str:
        return _number(value, self.locale)

    def percent(self, fraction: float, signed: bool = False) -> str:
        """``fraction`` 1.0 is written as a hundred percent; below ten percent with one decimal place."""
        text = _percent(fraction, self.locale)
        return f"+{text}" if signed and fraction > 0 else text

    def chance(self, probability: float) -> str:
        """What a judge holds likely, 1 % to 99 %: it is never written as certain, either way."""
        return self.percent(min(max(probability, 0.01), 0.99))

    def day(self, value: date) -> str:
        return self._isolated(_dated("yMMMd", value, self.locale))

    def short_day(self, value: date) -> str:
        return self._isolated(_dated("MMMd", value, self.locale))

    def days(self, since: datetime, until: datetime) -> str:
        """The days from ``since`` to before ``until``."""
        last = max(since, until - timedelta(seconds=1))
        return self._isolated(str(format_interval(since, last, "yMMMd", locale=self.locale)))

    def moment(self, value: datetime) -> str:
        """Date and time to the minute, in UTC and saying so; a time without a zone is taken to be UTC."""
        at = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        apart = RIGHT_TO_LEFT_MARK if self.is_mirrored else ""
        return self._isolated(f"{_dated('yMMMd', at.date(), self.locale)}{apart} {at:%H:%M} UTC")

    def ago(self, value: datetime, now: datetime) -> str:
        return str(format_timedelta(value - now, add_direction=True, locale=self.locale))

    def country(self, code: str) -> str:
        """The name of an ISO 3166-1 alpha-2 code, or the code where there is none."""
        return self.locale.territories.get(code.upper(), code) if code else self.gettext("Not known")

    def countries(self) -> dict[str, str]:
        """Every country's name by its ISO 3166-1 alpha-2 code."""
        codes = ((code, str(name)) for code, name in self.locale.territories.items())
        return {code: name for code, name in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES}

    def language(self, code: str) -> str:
        """The name of a BCP 47 code, or the code where there is none."""
        if code in {"", "und"}:
            return self.gettext("Not known")
        base = code.replace("-", "_")
        return _titled(str(self.locale.languages.get(base) or self.locale.languages.get(base.split("_")[0], code)))

    def _isolated(self, text: str) -> str:
        """Kept in one piece, and on one line, among right-to-left words (UAX #9, first strong isolate)."""
        return _ISOLATES[2] + text.replace(" ", "\u00a0") + _ISOLATES[3] if self.is_mirrored else text


# Pages write the same numbers, shares and days again and again, and Babel takes 20 to 80 microseconds for each.
@lru_cache(maxsize=4_096)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale, format=_pattern("#,##0.##"))


@lru_cache(maxsize=4_096)
def _percent(fraction: float, locale: Locale) -> str:
    places = "0.##" if 0 < abs(fraction) < 0.0005 else "0.#" if 0 < abs(fraction) < 0.0995 else "0"
    pattern = locale.percent_formats[None].pattern.replace("0", places)
    return format_percent(fraction, format=_pattern(pattern), locale=locale)


@lru_cache(maxsize=4_096)
def _dated(skeleton: str, day: date, locale: Locale) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


@lru_cache(maxsize=64)
def _pattern(text: str) -> NumberPattern:
    """Read once: a page writes five hundred numbers."""
    return parse_pattern(text)


def _titled(name: str) -> str:
    """A language's name as it stands in a list of names (CLDR writes it as within a sentence)."""
    return name[:1].upper() + name[1:]


class Filling(dict[str, Any]):
    """Facts by the names of places in a message; a place without a fact stays as it is."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
