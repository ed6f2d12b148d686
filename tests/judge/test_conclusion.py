from msgspec.structs import replace

from spamatlas.judge import Judge, Profile, conclude, profiles, settled
from spamatlas.judge.evidence import as_asked, unsolicited
from spamatlas.judge.profile import Thresholds
from spamatlas.model import (
    Assignment,
    Category,
    Channel,
    Evidence,
    Known,
    Likeness,
    MeasuringPoint,
    Message,
    Opinion,
    Origin,
    Reason,
    Ruling,
)

NEUTRAL = replace(Profile.load("neutral"), thresholds=Thresholds(suspect=0.5, spam=0.9, spam_when_both=0.7))
UNKNOWN = Evidence()
YES = Evidence(Known.YES, 0.9)
NEAR = (Likeness("near_copy", 0.97),)


def opinion(spam: float, category: Category = Category.ADVERTISING, asked: Evidence = UNKNOWN) -> Opinion:
    return Opinion(spam=spam, category=category, unsolicited=asked)


def test_bars() -> None:
    rulings = [conclude(opinion(spam), None, NEUTRAL).ruling for spam in (0.2, 0.6, 0.95)]
    assert rulings == [Ruling.HAM, Ruling.SUSPECT, Ruling.SPAM]


def test_ham_has_no_kind() -> None:
    assert conclude(opinion(0.2, Category.PHISHING), None, NEUTRAL).category is Category.NOT_SPAM


def test_unsolicited_and_bulk_lower_the_bar_only_together() -> None:
    many = Assignment(campaign=1, size=9, reporters=4)
    assert conclude(opinion(0.8, asked=YES), many, NEUTRAL).ruling is Ruling.SPAM
    assert conclude(opinion(0.8, asked=YES), None, NEUTRAL).ruling is Ruling.SUSPECT
    assert conclude(opinion(0.8), many, NEUTRAL).ruling is Ruling.SUSPECT


def test_what_was_asked_for_is_no_spam_unless_it_harms() -> None:
    asked = Evidence(Known.NO, 0.1)
    assert conclude(opinion(0.99, asked=asked), None, NEUTRAL).ruling is Ruling.SUSPECT
    assert conclude(opinion(0.99, Category.PHISHING, asked), None, NEUTRAL).ruling is Ruling.SPAM


def test_bulk_is_unknown_without_a_campaign_and_never_denied_by_few() -> None:
    assert conclude(opinion(0.9), None, NEUTRAL).bulk == Evidence()
    assert conclude(opinion(0.9), Assignment(campaign=1, size=2), NEUTRAL).bulk.value is Known.UNKNOWN
    assert conclude(opinion(0.9), Assignment(campaign=1, recipients=50), NEUTRAL).bulk.value is Known.YES


def test_the_sending_rate_is_evidence_of_bulk_beside_the_numbers() -> None:
    slow = Assignment(campaign=1, size=600, reporters=400)
    fast = replace(slow, hourly=20.0)
    assert [each.code for each in conclude(opinion(0.9), slow, NEUTRAL).bulk.reasons] == [
        "many-messages",
        "many-reporters",
    ]
    (*_, rate) = (many := conclude(opinion(0.9), fast, NEUTRAL).bulk).reasons
    assert (rate.code, rate.facts) == ("sending-rate", {"count": "480", "rate": "20"})
    assert many.score >= conclude(opinion(0.9), slow, NEUTRAL).bulk.score
    few = Assignment(campaign=1, size=4, reporters=1, hourly=4.0)
    assert conclude(opinion(0.9), few, NEUTRAL).bulk.value is Known.UNKNOWN, "one person's busy hour is not bulk"
    once = Assignment(campaign=1, size=600, hourly=0.04)
    assert [each.code for each in conclude(opinion(0.9), once, NEUTRAL).bulk.reasons] == ["many-messages"]


def test_a_campaign_settles_by_agreement_of_members_judged_by_themselves() -> None:
    spam, ham = (conclude(opinion(p, Category.FRAUD), None, NEUTRAL) for p in (0.97, 0.1))
    assert settled([spam, spam]) is None
    assert settled([spam, spam, ham]) is None
    assert settled([spam] * 4 + [ham]) == spam
    assert settled([spam, replace(spam, inherited=True), replace(spam, inherited=True)]) is None


def test_a_near_copy_inherits_and_a_mere_neighbour_does_not() -> None:
    known = conclude(opinion(0.99, Category.FRAUD), None, NEUTRAL)
    near = Assignment(campaign=1, size=4, likenesses=NEAR)
    loose = Assignment(campaign=1, size=4, likenesses=(Likeness("shared_link", 1.0),))
    taken = conclude(opinion(0.6), near, NEUTRAL, known)
    assert taken.inherited and taken.ruling is Ruling.SPAM and taken.category is Category.FRAUD
    assert not conclude(opinion(0.6), loose, NEUTRAL, known).inherited
    assert not conclude(opinion(0.05), near, NEUTRAL, known).inherited


def test_ham_is_never_handed_to_what_looks_like_spam() -> None:
    known = conclude(opinion(0.05), None, NEUTRAL)
    near = Assignment(campaign=1, size=4, likenesses=NEAR)
    assert conclude(opinion(0.2), near, NEUTRAL, known).inherited
    assert conclude(opinion(0.95, Category.PHISHING), near, NEUTRAL, known).ruling is Ruling.SPAM


def test_the_measuring_point_and_the_headers_are_evidence_of_unsolicited() -> None:
    plain = Message(submission_id="x", channel=Channel.EMAIL, text="x", measuring_point=MeasuringPoint.DELIVERED)
    trapped = replace(plain, measuring_point=MeasuringPoint.TRAPPED)
    answer = replace(plain, headers=(("In-Reply-To", "<1@example.org>"), ("List-Post", "<x>")))
    assert unsolicited(trapped, 0).value is Known.YES
    assert unsolicited(plain, 0).value is Known.UNKNOWN
    assert unsolicited(answer, 0).value is Known.NO


def test_every_profile_loads_and_names_its_source() -> None:
    for name in profiles():
        profile = Profile.load(name)
        assert profile.name == name and profile.source and profile.definition
        assert 0 < profile.thresholds.suspect < profile.thresholds.spam_when_both <= profile.thresholds.spam < 1


def test_an_opinion_of_the_judge_concludes() -> None:
    message = Message(submission_id="x", channel=Channel.SMS, text="hello")
    judge = Judge.load()
    verdict = conclude(judge.weigh([message], [Origin()])[0], None, NEUTRAL)
    assert verdict.profile == "neutral/1"
    assert verdict.model == judge.model != ""


def test_a_message_with_a_program_is_never_ham_however_well_it_reads() -> None:
    for code, ending in (("dangerous-attachment", "exe"), ("program-attached", ""), ("program-in-archive", "")):
        reason = Reason(code, 1.0, "x", {"ending": ending} if ending else {})
        brought = replace(opinion(0.01), reasons=(reason,))
        assert conclude(brought, None, NEUTRAL).ruling is Ruling.SUSPECT, code
    for ending in ("url", "mht", "docm"):
        saved = replace(opinion(0.01), reasons=(Reason("dangerous-attachment", 0.5, "x", {"ending": ending}),))
        assert conclude(saved, None, NEUTRAL).ruling is Ruling.HAM, ending


def test_of_what_nobody_filed_it_is_not_said_that_a_person_reported_it() -> None:
    reasons = unsolicited(Message(submission_id="x", channel=Channel.SMS, text="Hello"), 0.0).reasons
    asked = as_asked(reasons)
    assert [each.code for each in reasons] == ["reported"]
    assert [each.code for each in asked] == ["asked-about"]
    assert [each.weight for each in asked] == [each.weight for each in reasons]
