"""The same message, the same evidence, another law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spamatlas.judge import Judge, Profile, conclude, profiles, ruling_of
from spamatlas.judge.marks import marks
from spamatlas.model import (
    Assignment,
    Category,
    Channel,
    Evidence,
    Known,
    Likeness,
    Lure,
    MeasuringPoint,
    Message,
    Opinion,
    Origin,
    Party,
    PartyKind,
    Reason,
    Ruling,
)

SHIP = {name: Profile.load(name) for name in profiles()}
MANY = Assignment(campaign=1, size=500, reporters=200)
OF_TODAY = replace(MANY, hourly=20.0)


def advertising(
    *codes: str, spam: float = 0.95, value: Known = Known.YES, channel: Channel = Channel.EMAIL, **changes: object
) -> Opinion:
    evidence = Evidence(value, 0.5, tuple(Reason(code, 0.0, "It is so.") for code in codes))
    opinion = Opinion(spam=spam, category=Category.ADVERTISING, unsolicited=evidence, channel=channel)
    return replace(opinion, **changes)


def ruling(name: str, opinion: Opinion, assignment: Assignment | None = None) -> str:
    return conclude(opinion, assignment, SHIP[name]).ruling.value


def test_one_unasked_mail_is_spam_under_opt_in_and_lawful_with_a_way_out_under_opt_out() -> None:
    mail = advertising("way-out", spam=0.8)
    assert ruling("de", mail) == "spam"
    assert ruling("us", mail) == "suspect"
    assert ruling("neutral", mail) == "suspect", "neither bulk nor certain"
    surer = advertising("way-out")
    assert (ruling("de", surer), ruling("us", surer), ruling("neutral", surer)) == ("spam", "suspect", "spam")


def test_without_its_way_out_opt_out_excuses_nothing() -> None:
    assert ruling("us", advertising()) == "spam"
    assert ruling("us", advertising("list-unsubscribe")) == "suspect"


def test_who_has_refused_is_not_told_to_object() -> None:
    assert ruling("us", advertising("way-out", "do-not-contact")) == "spam"
    assert ruling("us", advertising("way-out", "trapped")) == "spam"
    call = advertising(channel=Channel.VOICE, spam=0.8)
    assert ruling("au", call) == "suspect"
    assert ruling("au", advertising("do-not-contact", channel=Channel.VOICE, spam=0.8)) == "spam"


def test_a_law_may_need_bulk_and_its_own_number() -> None:
    mail = advertising("way-out", "labelled")
    assert ruling("ch", mail) == "suspect"
    assert ruling("ch", mail, MANY) == "spam"
    unlabelled = advertising("way-out")
    assert ruling("sg", unlabelled) == "suspect"
    assert ruling("sg", unlabelled, replace(MANY, size=100, reporters=50)) == "suspect"
    assert ruling("sg", unlabelled, MANY) == "suspect", "nobody knows when"
    assert ruling("sg", unlabelled, OF_TODAY) == "spam"
    slow = Assignment(campaign=1, size=300, reporters=90, hourly=2.0)
    assert ruling("sg", unlabelled, slow) == "suspect", "48 within the day"
    assert ruling("sg", unlabelled, replace(slow, hourly=4.21)) == "spam", "101 within the day"
    assert ruling("sg", unlabelled, replace(slow, size=100, hourly=90.0)) == "suspect", (
        "100 within an hour, and no more"
    )
    assert ruling("sg", mail, OF_TODAY) == "suspect", "labelled, with a way out"


def test_businesses_are_protected_less_where_the_law_says_so() -> None:
    mail = advertising("way-out", "role-address")
    assert (ruling("gb", mail), ruling("de", mail)) == ("suspect", "spam")
    assert ruling("gb", advertising("way-out")) == "spam"


def test_what_the_law_does_not_cover_is_excused_and_harm_never() -> None:
    vote = advertising(lure=Lure.POLITICAL)
    assert (ruling("ca", vote), ruling("gb", vote)) == ("suspect", "spam")
    for name in SHIP:
        fraud = advertising("way-out", "labelled", category=Category.FRAUD, lure=Lure.POLITICAL, value=Known.NO)
        assert ruling(name, fraud) == "spam"


def test_silent_calls_are_no_advertising() -> None:
    silent = advertising(channel=Channel.VOICE, category=Category.NUISANCE, value=Known.UNKNOWN)
    assert ruling("au", silent) == "spam"


def test_the_law_is_a_reason_in_words_where_it_alone_excuses() -> None:
    told = conclude(advertising("way-out"), None, SHIP["us"]).reasons
    assert [(each.code, each.weight) for each in told] == [("may-object", 0.0)]
    assert conclude(advertising("way-out", spam=0.65), None, SHIP["us"]).reasons == ()
    assert conclude(advertising("way-out"), None, SHIP["de"]).reasons == ()


def test_consent_on_record_is_not_overruled_by_the_campaign() -> None:
    known = conclude(advertising(), None, SHIP["de"])
    near = Assignment(campaign=1, size=9, likenesses=(Likeness("near_copy", 1.0),))
    asked = advertising("consent-on-record", value=Known.NO)
    verdict = conclude(asked, near, SHIP["de"], known)
    assert not verdict.inherited and verdict.ruling is Ruling.SUSPECT
    assert conclude(advertising(), near, SHIP["de"], known).inherited


@given(
    st.sampled_from(sorted(SHIP)),
    st.floats(0, 1),
    st.sampled_from([each for each in Category if each is not Category.NOT_SPAM]),
    st.sampled_from(Channel),
    st.sampled_from(Known),
    st.sets(st.sampled_from(["way-out", "labelled", "role-address", "do-not-contact", "list-unsubscribe"])),
)
def test_surer_is_never_ruled_milder_and_refusal_never_helps_the_sender(
    name: str, spam: float, category: Category, channel: Channel, value: Known, codes: set[str]
) -> None:
    order = [Ruling.HAM, Ruling.SUSPECT, Ruling.SPAM]

    def at(spam: float, codes: set[str]) -> int:
        opinion = advertising(*codes, spam=spam, category=category, channel=channel, value=value)
        return order.index(ruling_of(opinion, Evidence(), SHIP[name]))

    assert at(spam, codes) <= at(min(1.0, spam + 0.2), codes)
    assert at(spam, codes) <= at(spam, codes | {"do-not-contact"})
    assert at(spam, codes) >= at(spam, codes | {"way-out"})


@pytest.mark.parametrize(
    ("subject", "text", "recipient", "found"),
    [
        ("", "50% off all shoes. Reply STOP to end", "", {"way-out"}),
        ("<ADV> Sale", "Klicken Sie hier, um sich abzumelden oder: abmelden", "", {"labelled", "way-out"}),
        ("", "(광고) 봄 세일 무료수신거부 080-123-4567", "", {"labelled", "way-out"}),
        ("【广告】新品", "回T退订", "sales@shop.example", {"labelled", "way-out", "role-address"}),
        ("Ad hoc meeting", "Please stop by my office at ten", "ana@shop.example", set()),
        ("", "Advice for you: don't stop to think", "", set()),
    ],
)
def test_marks(subject: str, text: str, recipient: str, found: set[str]) -> None:
    recipients = (Party(PartyKind.EMAIL, recipient),) if recipient else ()
    message = Message(submission_id="x", channel=Channel.EMAIL, subject=subject, text=text, recipients=recipients)
    assert {each.code for each in marks(message)} == found
    assert all(each.weight == 0 for each in marks(message))


def test_a_real_message_is_ruled_differently_under_two_laws() -> None:
    text = "MEGA SALE! 70% off designer watches, buy now at http://watches-deal.example/buy. Reply STOP to unsubscribe"
    message = Message(submission_id="x", channel=Channel.EMAIL, text=text, measuring_point=MeasuringPoint.REPORTED)
    opinion = Judge.load().weigh([message], [Origin()])[0]
    assert opinion.channel is Channel.EMAIL
    surer = replace(opinion, spam=max(opinion.spam, 0.95), category=Category.ADVERTISING)
    assert (ruling("de", surer), ruling("us", surer)) == ("spam", "suspect")
