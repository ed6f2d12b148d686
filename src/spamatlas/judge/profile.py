"""National profiles: what a country's law calls spam, as data."""

import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from spamatlas.model import Category, Channel, Lure

_FOLDER = Path(__file__).parent / "profiles"
_SHARED = ("harmful", "bulk", "thresholds")

Duty = Literal["sender", "address", "contact", "purpose", "label", "way_out", "number"]
"""What a sender must state: who it is, a postal address, how to reach it, what for, that it is advertising, how to
refuse more, a number that can be called back."""
Carried = Literal["way_out", "label"]
"""What of that can be looked for in a message."""


class Consent(StrEnum):
    """Whether one must ask before the first message; *mixed* where that turns on what no message shows."""

    OPT_IN = "opt-in"
    OPT_OUT = "opt-out"
    MIXED = "mixed"


class Bulk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From how many on it is bulk: messages of one campaign, their distinct reporters, distinct recipients; messages
    within a day where the law counts those (0: it does not).
    """

    messages: int
    reporters: int
    recipients: int
    messages_a_day: int = 0


class Thresholds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Probabilities of spam from which a message is ruled suspect or spam.

    ``spam_when_both`` is the lower bar, for a message that the profile's own definition covers: one that is both
    unsolicited and bulk, or unsolicited where the law asks for no more.
    """

    suspect: float
    spam: float
    spam_when_both: float


class Terms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds on a channel.

    ``business`` is the consent that recipients who are no natural persons must give, where it differs.
    ``must_carry``: without these, nothing unsolicited is lawful under opt-out. ``register`` names the list of those
    who want none, ``hours`` the local time when one may call or write (``08:00-21:00``); hours are told, not ruled on.
    """

    consent: Consent
    business: Consent | None = None
    needs_bulk: bool = False
    must_carry: frozenset[Carried] = frozenset()
    register: str = ""
    hours: str = ""


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a profile's facts stand. ``section`` is empty where it was not seen.

    ``url`` is an official address of the text or of the office that sees to it, empty where we are not sure of one;
    ``checked`` the month (``2026-11``) in which what is said here was last compared with what is published.
    ``confidence`` is H (sure), M (the existence is sure, details may have changed) or L (must be checked).
    """

    instrument: str
    year: int
    regulator: str
    confidence: Literal["H", "M", "L"]
    native: str = ""
    section: str = ""
    url: str = ""
    checked: str = ""

    def __str__(self) -> str:
        """In one line, as lists of sources have it."""
        title = f"{self.instrument} ({self.native})" if self.native else self.instrument
        return ", ".join(part for part in (title, self.section, str(self.year), self.regulator) if part)


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a country (or none: ``neutral``) calls spam, as data; CONTRIBUTING says how to write one.

    ``country`` is ISO 3166-1 alpha-2, or empty. ``definition`` and ``sources`` are for people. ``harmful`` categories
    are spam however few got the message and whatever was agreed to. ``exempt_categories`` and ``exempt_lures`` are
    what the law does not count as spam. A channel that ``channels`` does not name is ruled as the neutral profile does.
    ``customers``: may a business write to its own customers unasked, for so many ``customer_months`` (0: no limit set).
    ``bars_version`` is the version of the neutral profile that the bars were taken from.
    """

    name: str
    version: int
    definition: str
    sources: tuple[Source, ...]
    harmful: frozenset[Category]
    bulk: Bulk
    thresholds: Thresholds
    country: str = ""
    channels: dict[Channel, Terms] = {}
    needs_bulk: bool = False
    exempt_categories: frozenset[Category] = frozenset()
    exempt_lures: frozenset[Lure] = frozenset()
    customers: Literal["", "similar", "any"] = ""
    customer_months: int = 0
    must_state: tuple[Duty, ...] = ()
    caveat: str = ""
    bars_version: int = 0

    @property
    def label(self) -> str:
        """Name and version, as every output states it: ``neutral/1``, ``us/1.1`` (over the bars of neutral/1)."""
        return f"{self.name}/{self.version}.{self.bars_version}" if self.bars_version else f"{self.name}/{self.version}"

    @property
    def source(self) -> str:
        """Every source, in one line."""
        return "; ".join(map(str, self.sources))

    @property
    def confidence(self) -> str:
        """That of the weakest source: H, M or L."""
        return max((each.confidence for each in self.sources), key="HML".index)

    @staticmethod
    def load(name: str = "neutral") -> "Profile":
        """The profile of that name (letters, digits, hyphens) in ``judge/profiles``; a country's code in any case.

        Raises:
            ValueError: there is none, or its file is ill-formed; the text says which.
        """
        return _load(name.lower())


def profiles() -> tuple[str, ...]:
    """The names of the profiles there are, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@lru_cache(maxsize=256)
def _load(name: str) -> Profile:
    if name not in profiles():
        raise ValueError(f"no profile is called {name!r}; there are: {', '.join(profiles())}")
    try:
        return msgspec.convert(_values(name), Profile)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"profile {name}: {error}") from error


def _values(name: str) -> dict[str, Any]:
    """What a file says, over the neutral profile's bars: how sure to be is not for a law to say."""
    own = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    if name == "neutral":
        return own
    neutral = tomllib.loads((_FOLDER / "neutral.toml").read_text("utf-8"))
    return {key: neutral[key] for key in _SHARED} | {"bars_version": neutral["version"]} | own
