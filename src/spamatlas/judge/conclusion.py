"""From an opinion and what is known of the campaign to a verdict under a profile."""

from collections.abc import Sequence

from msgspec.structs import replace

from spamatlas.judge.evidence import bulk, without
from spamatlas.judge.law import EXCUSES, excuse_of, is_consented, is_in_breach, said
from spamatlas.judge.prior_contact import OF_PEOPLE
from spamatlas.judge.profile import Profile
from spamatlas.judge.registers import PRIVATE
from spamatlas.judge.running import brings_program
from spamatlas.judge.unread import is_unread
from spamatlas.model import (
    Assignment,
    CallToAction,
    Category,
    Evidence,
    Lure,
    Opinion,
    Reason,
    Ruling,
    Verdict,
)

# Linkages that mean "the same wording"; a shared link or number alone hands no verdict on.
NEAR_COPY = frozenset({"fingerprint", "near_copy"})
_NEAR = 0.9
_MEMBERS, _AGREEMENT = 3, 0.8


def conclude(
    opinion: Opinion, assignment: Assignment | None, profile: Profile, known: Verdict | None = None
) -> Verdict:
    """What the profile makes of a message.

    *spam* when it is probable enough: harmful categories by that alone, others unless the profile excuses it
    (``law``); with a lower bar where its definition is met. *suspect* between the bars. ``known`` is the
    settled verdict of its campaign (``settled``): it is inherited by near copies.
    """
    many = bulk(assignment, profile)
    if known is not None and may_inherit(opinion, assignment, known, profile):
        return _inherited(opinion, many, known, profile)
    ruling = ruling_of(opinion, many, profile)
    is_ham = ruling is Ruling.HAM
    return Verdict(
        spam=opinion.spam,
        ruling=ruling,
        category=Category.NOT_SPAM if is_ham else opinion.category,
        lure=Lure.NONE if is_ham else opinion.lure,
        call_to_action=CallToAction.NONE if is_ham else opinion.call_to_action,
        language=opinion.language,
        unsolicited=opinion.unsolicited,
        bulk=many,
        reasons=(*_excused(opinion, many, profile), *opinion.reasons) if ruling is Ruling.SUSPECT else opinion.reasons,
        profile=profile.label,
        model=opinion.model,
        channel=opinion.channel,
    )


def without_registers(opinion: Opinion) -> Opinion:
    """The opinion as anybody may see it: what registers say of a person could be asked out of a verdict otherwise."""
    unsolicited = without(opinion.unsolicited, PRIVATE | OF_PEOPLE)
    return opinion if unsolicited is opinion.unsolicited else replace(opinion, unsolicited=unsolicited)


def for_anybody(verdict: Verdict, profile: Profile) -> Verdict:
    """A stored verdict as it would be without registers, for who may not learn what they say of a person."""
    unsolicited = without(verdict.unsolicited, PRIVATE | OF_PEOPLE)
    if unsolicited is verdict.unsolicited:
        return verdict
    reasons = tuple(each for each in verdict.reasons if each.code not in EXCUSES)
    then = replace(verdict, unsolicited=unsolicited, reasons=reasons)
    if verdict.ruling is Ruling.HAM or verdict.inherited:
        return then
    ruling = ruling_of(then, verdict.bulk, profile)
    return replace(then, ruling=ruling, reasons=(*_excused(then, verdict.bulk, profile), *reasons))


def settled(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The verdict that a campaign's members agree on, or None while they are few or differ.

    At least three members judged by themselves, four fifths of them ruled alike, not suspect. Given is the
    member of median probability, so that no single member decides.
    """
    if len(verdicts) < _MEMBERS:
        return None
    own = [verdict for verdict in verdicts if not verdict.inherited]
    if len(own) < _MEMBERS:
        return None
    for ruling in (Ruling.SPAM, Ruling.HAM):
        alike = sorted((verdict for verdict in own if verdict.ruling is ruling), key=lambda verdict: verdict.spam)
        if len(alike) >= _AGREEMENT * len(own):
            return alike[len(alike) // 2]
    return None


def may_inherit(opinion: Opinion, assignment: Assignment | None, known: Verdict, profile: Profile) -> bool:
    """Whether a campaign's settled verdict holds for this member too.

    Only for near copies. *Spam* passes on unless the member itself looks innocent; *ham* passes on only to
    a member that looks innocent itself: a spammer who copies a known newsletter gains nothing. Who is on record
    for having asked for such messages gets a verdict of their own.
    """
    if assignment is None or known.profile != profile.label:
        return False
    if not any(like.linkage in NEAR_COPY and like.score >= _NEAR for like in assignment.likenesses):
        return False
    if known.ruling is Ruling.SPAM and known.category not in profile.harmful and is_consented(opinion):
        return False
    if known.ruling is Ruling.SPAM:
        return opinion.spam >= 1 - profile.thresholds.spam
    return known.ruling is Ruling.HAM and opinion.spam < profile.thresholds.suspect and not _is_never_ham(opinion)


def _inherited(opinion: Opinion, many: Evidence, known: Verdict, profile: Profile) -> Verdict:
    reason = Reason("known-campaign", 0.0, "It is a near copy of messages whose verdict is settled.")
    return Verdict(
        spam=known.spam,
        ruling=known.ruling,
        category=known.category,
        lure=known.lure,
        call_to_action=known.call_to_action,
        language=opinion.language,
        unsolicited=opinion.unsolicited,
        bulk=many,
        reasons=(reason, *opinion.reasons),
        profile=profile.label,
        model=known.model,
        inherited=True,
        channel=opinion.channel,
    )


def ruling_of(opinion: Opinion | Verdict, many: Evidence, profile: Profile) -> Ruling:
    """The profile's one word for a probability, a category, a channel and the two pieces of evidence.

    What could not be read, whole or in part, is never *ham*: the sender would have that by silence. Nor is what
    brings a program, however well its words read: they are what a sender chooses.
    """
    bars = profile.thresholds
    if opinion.spam < min(bars.suspect, bars.spam_when_both):
        return Ruling.SUSPECT if _is_never_ham(opinion) else Ruling.HAM
    if opinion.spam < _bar(opinion, many, profile) or excuse_of(opinion, many, profile) is not None:
        return Ruling.SUSPECT
    return Ruling.SPAM


def _is_never_ham(opinion: Opinion | Verdict) -> bool:
    return is_unread(opinion.reasons) or brings_program(opinion.reasons)


def _bar(opinion: Opinion | Verdict, many: Evidence, profile: Profile) -> float:
    bars = profile.thresholds
    return bars.spam_when_both if is_in_breach(opinion, many, profile) else bars.spam


def _excused(opinion: Opinion | Verdict, many: Evidence, profile: Profile) -> tuple[Reason, ...]:
    """The law's reason, where it alone keeps a message from being ruled spam."""
    if opinion.spam < _bar(opinion, many, profile):
        return ()
    excuse = excuse_of(opinion, many, profile)
    return (said(excuse),) if excuse else ()
