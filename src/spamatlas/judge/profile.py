import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas.model import Category

_FOLDER = Path(__file__).parent / "profiles"


class Bulk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From how many on it is bulk: messages of one campaign, their distinct reporters, distinct recipients."""

    messages: int
    reporters: int
    recipients: int


class Thresholds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Probabilities of spam from which a message is ruled suspect or spam.

    ``spam_when_both`` is the lower bar for a message that is both unsolicited and bulk.
    """

    suspect: float
    spam: float
    spam_when_both: float


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a country (or none: ``neutral``) calls spam, as data.

    ``definition`` and ``source`` are for people. ``harmful`` categories are spam however few got the
    message and whatever was agreed to; the others need that nothing speaks against *unsolicited* (and
    *bulk*, where ``needs_bulk``).
    """

    name: str
    version: int
    title: str
    definition: str
    source: str
    consent: str
    harmful: frozenset[Category]
    needs_bulk: bool
    bulk: Bulk
    thresholds: Thresholds

    @property
    def label(self) -> str:
        """Name and version, as every output states it."""
        return f"{self.name}/{self.version}"

    @staticmethod
    def load(name: str = "neutral") -> "Profile":
        """The profile of that name (letters, digits, hyphens) in ``judge/profiles``.

        Raises:
            ValueError: there is none, or its file is ill-formed; the text says which.
        """
        return _load(name)


def profiles() -> tuple[str, ...]:
    """The names of the profiles there are, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@lru_cache(maxsize=64)
def _load(name: str) -> Profile:
    if name not in profiles():
        raise ValueError(f"no profile is called {name!r}; there are: {', '.join(profiles())}")
    try:
        return msgspec.convert(tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")), Profile)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"profile {name}: {error}") from error
