"""What a profile's law makes of a message that would be spam by its content: why it is excused, or why it is not."""

from typing import Literal

from spamatlas.judge.profile import Consent, Profile, Terms
from spamatlas.model import Category, Evidence, Known, Opinion, Reason, Verdict

_UNNAMED = Terms(consent=Consent.MIXED)

REFUSED = frozenset({"do-not-contact", "trapped"})
"""Evidence that the recipient had refused, or never was anybody's to write to: no way out excuses that."""
CARRIES = {"way_out": frozenset({"list-unsubscribe", "way-out"}), "label": frozenset({"labelled"})}
_FOR_SALE = frozenset({Category.ADVERTISING, Category.ADULT, Category.GAMBLING, Category.LOAN, Category.OTHER})
"""What opt-out laws let one send until the recipient objects; they allow no silent calls and no lies."""
TO_BUSINESS = "role-address"

Excuse = Literal["asked-for", "exempt", "not-bulk", "may-object"]

_SAID: dict[Excuse, Reason] = {
    "asked-for": Reason("asked-for", 0.0, "It looks like spam, but the evidence says that it was asked for."),
    "exempt": Reason("exempt", 0.0, "It looks like spam, but this profile's law does not cover messages of its kind."),
    "not-bulk": Reason("not-bulk", 0.0, "It looks like spam, but this profile counts only what goes to many."),
    "may-object": Reason(
        "may-object", 0.0, "It looks like spam, but under this profile one may write until the recipient objects."
    ),
}

EXCUSES = frozenset(_SAID)
"""Codes of the reasons that laws give."""


def terms_of(opinion: Opinion | Verdict, profile: Profile) -> Terms:
    """What holds on the message's channel; as in the neutral profile where the law does not name it."""
    return profile.channels.get(opinion.channel, _UNNAMED)


def consent_of(opinion: Opinion | Verdict, terms: Terms) -> Consent:
    """The consent that this recipient had to give: a business's, where the address is that of a role."""
    if terms.business is not None and TO_BUSINESS in _codes(opinion.unsolicited):
        return terms.business
    return terms.consent


def excuse_of(opinion: Opinion | Verdict, many: Evidence, profile: Profile) -> Excuse | None:
    """Why the profile does not call it spam although its content is such; None where nothing excuses it.

    Harm is never excused. Under opt-out, a message is lawful until its recipient objects, if it carries what it must;
    whether a way out works is not known, that it names one is taken as said.
    """
    if opinion.category in profile.harmful:
        return None
    if opinion.unsolicited.value is Known.NO:
        return "asked-for"
    if opinion.category in profile.exempt_categories or opinion.lure in profile.exempt_lures:
        return "exempt"
    return _excuse_of_the_unasked(opinion, many, profile)


def _excuse_of_the_unasked(opinion: Opinion | Verdict, many: Evidence, profile: Profile) -> Excuse | None:
    terms = terms_of(opinion, profile)
    needs_bulk = terms.needs_bulk or profile.needs_bulk
    if terms.consent is not Consent.OPT_OUT and terms.business is None and not needs_bulk:
        return None
    codes = _codes(opinion.unsolicited)
    if codes & REFUSED:
        return None
    if needs_bulk and many.value is not Known.YES:
        return "not-bulk"
    return "may-object" if _may_object(opinion, terms, codes) else None


def _may_object(opinion: Opinion | Verdict, terms: Terms, codes: frozenset[str]) -> bool:
    if opinion.category not in _FOR_SALE or consent_of(opinion, terms) is not Consent.OPT_OUT:
        return False
    return all(codes & CARRIES[part] for part in terms.must_carry)


def is_in_breach(opinion: Opinion | Verdict, many: Evidence, profile: Profile) -> bool:
    """Whether the definition itself is met, so that less certainty of the content is enough.

    Unsolicited and bulk; or, where the law needs no bulk, unsolicited under opt-in, or refused under opt-out.
    """
    if opinion.unsolicited.value is not Known.YES:
        return False
    if many.value is Known.YES:
        return True
    terms = profile.channels.get(opinion.channel)
    if terms is None or terms.needs_bulk or profile.needs_bulk:
        return False
    consent = consent_of(opinion, terms)
    return consent is Consent.OPT_IN or (consent is Consent.OPT_OUT and bool(_codes(opinion.unsolicited) & REFUSED))


def is_consented(opinion: Opinion) -> bool:
    """Whether a register holds the recipient's consent to this sender."""
    return "consent-on-record" in _codes(opinion.unsolicited)


def said(excuse: Excuse) -> Reason:
    """The excuse as a reason; it weighs nothing, as it is about the law and not about the content."""
    return _SAID[excuse]


def _codes(unsolicited: Evidence) -> frozenset[str]:
    return frozenset([reason.code for reason in unsolicited.reasons])
