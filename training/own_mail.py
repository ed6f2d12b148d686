"""Our own mails: whole, with their parts, as a mail program or a sending service would have made them.

A line of ``mails/*.jsonl`` is a template: ``family``, ``lang``, ``label`` (spam, ham), ``category``, ``lure``,
``cta`` (the vocabularies), ``form`` (plain; letter and bulk, drawn as plain, both or HTML; html; picture), ``from``,
``subject``, ``text`` with the marks of ``mail_page``, and where wanted ``reply_to``, ``html`` (instead of the page
made of the text), ``attachments`` (``name``, ``type``, ``kind`` of ``mail_file``), ``disguise`` (of
``mail_disguise``), ``hidden`` (text that a page hides), ``encoding`` and ``charset``. Places such as ``{name}`` are
filled from ``mails/places.toml``.
"""

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.examples import Example
from training.mail import message_of
from training.mail_form import bytes_of

HERE = Path(__file__).parent / "mails"
PLACES: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "places.toml").read_text("utf-8"))
FILLS = 3
PLACE = re.compile(r"\{([a-z]+)(\d?)(\.slug)?\}")
FILLED = ("from", "reply_to", "subject", "text", "html", "hidden")
FRESH = ("track",)  # each link of a sending service has its own token, on one host
_TOKEN = re.compile(r"(?<!\*)\*\*(?!\*)")
_SIGNS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


class Filling:
    """The words of one mail: a place has the same value wherever it stands, ``{name2}`` another than ``{name}``."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.chance = chance
        self._choices = PLACES["any"] | PLACES.get(language, {})
        self._chosen: dict[str, str] = {}
        self._patterns: dict[str, str] = {}

    def fill(self, text: str, depth: int = 0, within: str = "") -> str:
        """The text without places; what only looks like one stays. Places ``within`` ``{name2}`` are numbered 2 too."""
        return PLACE.sub(lambda found: self._value(found, depth, within), text)

    def _value(self, found: re.Match[str], depth: int, within: str) -> str:
        name, number, slug = found[1], found[2] or within, found[3]
        if name not in self._choices or depth > 4:
            return found.group()
        key = name + number
        if name in FRESH:
            pattern = self._patterns.setdefault(key, self.chance.choice(self._choices[name]))
            return self.fill(self._signs(pattern), depth + 1, number)
        if key not in self._chosen:
            taken = {value for other, value in self._chosen.items() if other.rstrip("0123456789") == name}
            free = [value for value in self._choices[name] if value not in taken] or self._choices[name]
            self._chosen[key] = self.fill(self._signs(self.chance.choice(free)), depth + 1, number)
        return slug_of(self._chosen[key]) if slug else self._chosen[key]

    def _signs(self, pattern: str) -> str:
        """``#`` stands for any digit, ``*`` for any letter or digit, just two of them for a long token."""
        long = "".join(self.chance.choices(_SIGNS, k=self.chance.randint(18, 90)))
        return "".join(
            str(self.chance.randint(0, 9)) if sign == "#" else self.chance.choice(_SIGNS) if sign == "*" else sign
            for sign in _TOKEN.sub(long, pattern)
        )


def slug_of(value: str) -> str:
    """A value as it stands in a host name: letters and digits of ASCII."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain) or "mail"


def templates() -> Iterator[dict[str, Any]]:
    """Every template, by file and line."""
    for path in sorted(HERE.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def own_mails(seed: int = 52) -> Iterator[Example]:
    """Our own mails, each template built ``FILLS`` times with other words and another form."""
    for held in templates():
        chance = random.Random(f"{seed}:{held['family']}")
        for _ in range(FILLS):
            yield example_of(held, chance)


def example_of(held: dict[str, Any], chance: random.Random) -> Example:
    """One mail of a template, read as the running system reads it.

    Raises:
        ValueError: the bytes were refused.
    """
    message = message_of(bytes_of(filled(held, chance), chance))
    if message is None:
        raise ValueError(held["family"])
    return Example(
        message=message,
        is_spam=held["label"] == "spam",
        source="own-mail",
        family=f"own-mail:{held['family']}",
        category=held["category"],
        lure=held["lure"],
        call_to_action=held["cta"],
    )


def filled(held: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A template with its places filled, in the names of its files too."""
    filling = Filling(held["lang"], chance)
    out = held | {key: filling.fill(held[key]) for key in FILLED if key in held}
    out["attachments"] = [each | {"name": filling.fill(each["name"])} for each in held.get("attachments", [])]
    out["unsubscribe"], out["postal"] = filling.fill("{unsubscribe}"), filling.fill("{postal}")
    out["tail"] = filling.fill("{tail}")
    out["track"] = filling.fill("{track}")
    out["leads_to"] = filling.fill("{bad}" if held["label"] == "spam" else "{link}")
    return out
