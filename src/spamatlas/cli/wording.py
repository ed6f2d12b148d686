"""Verdict lines for a person to read: what each message is taken for and why, in a language."""

import msgspec
from msgspec import Struct

from spamatlas.judge.strength import figure, leaning
from spamatlas.locale import Language
from spamatlas.model import Category, Lure, Ruling
from spamatlas.model.terms import term

_OURS = "\u200e\u200f\u00a0\u202f"
"""What translations and numbers have in them: marks of direction, which turn nothing else round (UAX #9, section 2.6),
and spaces that no line is broken at.
"""

_EVEN = 0.5


_SCORES = frozenset({"form", "prior", "wording"})
"""Reasons that every message has; where there was nothing to read they weigh nothing, and say nothing."""


class _Said(Struct):
    text: str
    code: str = ""
    weight: float = 0.0
    translation: str = ""


class _Ruled(Struct):
    profile: str
    verdict: Ruling
    text: str = ""
    translation: str = ""


class _Line(Struct):
    id: str
    spam: float
    verdict: Ruling
    category: Category
    lure: Lure
    reasons: list[_Said]
    under: list[_Ruled] = []


def worded(line: bytes, language: Language) -> str:
    """A verdict line (``pipeline.verdict_line``, in this language) as lines for a person, each with its end.

    Each reason has its weight in log-odds and what that says in words; what weighs nothing is a remark without.
    """
    verdict = msgspec.json.decode(line, type=_Line)
    names = [term(verdict.category).name] if verdict.category is not Category.NOT_SPAM else []
    names += [term(verdict.lure).name] if verdict.lure not in {Lure.NONE, Lure.OTHER} else []
    share = language.say("{share} likely to be spam", share=language.percent(verdict.spam))
    said = [verdict.id, f"  {' · '.join((_ruling(verdict, language), *map(language.gettext, names)))} · {share}"]
    said += [_reason(each, language) for each in verdict.reasons if each.weight or each.code not in _SCORES]
    for each in verdict.under:
        said.append(f"  {each.profile} · {language.gettext(term(each.verdict).name)}")
        said += [f"          {each.translation or each.text}"] if each.text else []
    return "".join(f"{_printable(each)}\n" for each in said)


def _ruling(verdict: _Line, language: Language) -> str:
    """The profile's word; of what it lets through though it is more likely spam than not, that nothing is decided."""
    if verdict.verdict is Ruling.HAM and verdict.spam >= _EVEN:
        return language.gettext("Undecided, counted as wanted")
    return language.gettext(term(verdict.verdict).name)


def _reason(reason: _Said, language: Language) -> str:
    text = reason.translation or reason.text
    if not reason.weight:
        return f"          {text}"
    return f"  {figure(reason.weight):>6}  {text} ({language.gettext(leaning(reason.weight))})"


def _printable(text: str) -> str:
    """A terminal obeys what it is sent; what attackers chose is shown, never sent as it is."""
    return "".join(each if each.isprintable() or each in _OURS else f"\\u{ord(each):04x}" for each in text)
