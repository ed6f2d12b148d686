"""What a profile says, in words: consent, duties, how sure its sources are; and the two that an address names."""

from collections.abc import Mapping

from spamatlas.judge import Profile, profiles, ruling_of
from spamatlas.judge.evidence import bulk
from spamatlas.judge.law import EXCUSES
from spamatlas.judge.profile import Consent
from spamatlas.judge.told import CODE as TOLD
from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.model import Assignment, Channel, Ruling, Verdict

OTHER = "us"
"""What stands beside the node's own profile where nobody chose."""

CONSENTS: Mapping[Consent, str] = {
    Consent.OPT_IN: _("prior consent"),
    Consent.OPT_OUT: _("until they object"),
    Consent.MIXED: _("it depends"),
}
DUTIES: Mapping[str, str] = {
    "sender": _("who sends it"),
    "address": _("a postal address"),
    "contact": _("how to reach the sender"),
    "purpose": _("what it is for"),
    "label": _("that it is advertising"),
    "way_out": _("how to refuse more"),
    "number": _("a true number"),
}
CUSTOMERS: Mapping[str, str] = {
    "": _("The profile names no exception."),
    "similar": _("They may be written to about similar things until they object."),
    "any": _("They may be written to until they object."),
}
SURE: Mapping[str, str] = {
    "H": _("high"),
    "M": _("medium"),
    "L": _("low"),
}
BECAUSE: Mapping[str, str] = {
    "asked-for": _("it was asked for"),
    "exempt": _("the law does not cover it"),
    "not-bulk": _("it is not known to be bulk"),
    "may-object": _("one may write until they object"),
}


def title(profile: Profile, language: Language) -> str:
    """The country's name, or that it is the neutral one."""
    return language.country(profile.country) if profile.country else language.gettext(_("Neutral"))


def every(language: Language) -> list[Profile]:
    """Every profile, the neutral one first, then by the name of its country."""
    found = [Profile.load(name) for name in profiles()]
    return sorted(found, key=lambda each: (bool(each.country), title(each, language)))


def chosen(query: Mapping[str, str], own: str, home: str) -> tuple[Profile, Profile]:
    """The two that an address names as ``a`` and ``b``; else the node's own, and its country's or another."""
    known = profiles()
    first = query.get("a", "").lower()
    first = first if first in known else own
    second = query.get("b", "").lower()
    if second not in known:
        second = next(name for name in (home.lower(), OTHER, "de") if name in known and name != first)
    return Profile.load(first), Profile.load(second)


def consents(profile: Profile) -> list[tuple[Channel, str, str]]:
    """Each channel that the law names, with the message for its consent and for a business's where that differs."""
    return [
        (channel, CONSENTS[terms.consent], CONSENTS[terms.business] if terms.business else "")
        for channel, terms in profile.channels.items()
    ]


def across(verdict: Verdict, assignment: Assignment | None) -> list[tuple[Ruling | None, list[Profile]]]:
    """Every national profile by how it rules a stored verdict, the commonest ruling first.

    None stands for the laws that do not name its channel. Empty where a person ruled, or where it is wanted: the bars
    are shared, so it then is under all.
    """
    if verdict.ruling is Ruling.HAM or any(each.code == TOLD for each in verdict.reasons):
        return []
    by: dict[Ruling | None, list[Profile]] = {}
    for profile in (Profile.load(name) for name in profiles()):
        is_named = verdict.channel in profile.channels or verdict.category in profile.harmful
        if profile.country:
            ruling = ruling_of(verdict, bulk(assignment, profile), profile) if is_named else None
            by.setdefault(ruling, []).append(profile)
    return sorted(by.items(), key=lambda each: (each[0] is None, -len(each[1])))


def because(verdict: Verdict) -> str:
    """The law's reason, as a message, where it alone excuses; else empty."""
    return next((each.text for each in verdict.reasons if each.code in EXCUSES), "")
