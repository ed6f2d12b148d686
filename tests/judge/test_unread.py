"""What could not be read is a reason, and never one for *ham*."""

import pytest

from spamatlas.judge import Judge, Profile, conclude
from spamatlas.judge.unread import CODE, unread
from spamatlas.judge.what_if import what_if
from spamatlas.model import CallToAction, Category, Channel, Lure, Message, Opinion, Origin, Ruling
from spamatlas.parse import UNREADABLE
from spamatlas.parse.mail.bounds import DEEPEST, MOST_PART_HEADER, MOST_PARTS
from spamatlas.parse.mail.content import MOST_DOCUMENTS, MOST_MESSAGES, MOST_PICTURES, MOST_TEXT
from spamatlas.parse.mail.reading import MOST_WRAPPERS
from spamatlas.parse.remains import NOTHING

JUDGE, NEUTRAL = Judge.load(), Profile.load()
LUNCH = "Hi Anna, shall we meet for lunch on Thursday at the usual place? I will bring the photos of the trip. Tom"


def opinion(text: str, *warnings: str) -> Opinion:
    message = Message(submission_id="one", channel=Channel.EMAIL, text=text, warnings=warnings)
    return JUDGE.weigh([message], [Origin()])[0]


@pytest.mark.parametrize("code", sorted(UNREADABLE))
def test_nothing_read_is_even_odds_and_no_kind_of_spam_and_not_ham(code: str) -> None:
    verdict = conclude(opinion("", NOTHING + code), None, NEUTRAL)
    assert (verdict.spam, verdict.ruling, verdict.category) == (0.5, Ruling.SUSPECT, Category.OTHER)
    assert (verdict.lure, verdict.call_to_action) == (Lure.NONE, CallToAction.NONE)
    assert [each.weight for each in verdict.reasons if each.code == CODE] == [0]


@pytest.mark.parametrize(("warning", "bound"), [("parts-beyond", MOST_PARTS), ("levels-beyond", DEEPEST)])
def test_a_mail_built_beyond_bounds_is_nearer_to_spam_and_not_ham(warning: str, bound: int) -> None:
    plain, built = opinion(LUNCH), opinion(LUNCH, warning)
    assert built.spam > plain.spam
    assert conclude(plain, None, NEUTRAL).ruling is Ruling.HAM
    verdict = conclude(built, None, NEUTRAL)
    assert verdict.ruling is Ruling.SUSPECT
    (reason,) = [each for each in verdict.reasons if each.code == CODE]
    assert str(bound) in reason.text.format(**reason.facts)
    assert what_if(verdict, NEUTRAL).adds_up


BOUNDS = {
    "text-cut": MOST_TEXT,
    "pictures-beyond": MOST_PICTURES,
    "documents-beyond": MOST_DOCUMENTS,
    "messages-beyond": MOST_MESSAGES,
    "fields-beyond": MOST_PART_HEADER,
}


@pytest.mark.parametrize("warning", BOUNDS)
def test_a_bound_that_is_said_is_the_parser_s(warning: str) -> None:
    (reason,) = unread(Message(submission_id="one", channel=Channel.EMAIL, warnings=(warning,)))
    assert reason.facts == {"count": str(BOUNDS[warning])}


@pytest.mark.parametrize(
    "warning",
    ["text-cut", "picture-unread", "pictures-beyond", "document-unread", "documents-beyond", "archive-unread"],
)
def test_what_was_not_looked_at_is_no_reason_for_spam_and_not_ham(warning: str) -> None:
    assert opinion(LUNCH, warning).spam == opinion(LUNCH).spam
    assert conclude(opinion(LUNCH, warning), None, NEUTRAL).ruling is Ruling.SUSPECT


def test_the_bound_of_forwards_is_the_parser_s() -> None:
    (reason,) = unread(Message(submission_id="one", channel=Channel.EMAIL, warnings=("forwards-beyond",)))
    assert reason.facts == {"count": str(MOST_WRAPPERS)}


@pytest.mark.parametrize(
    "warning", ["second-reader", "charset-wrong", "messages-beyond", "no-header", "no-parts", "of-tomorrow"]
)
def test_what_was_read_all_the_same_may_be_ham(warning: str) -> None:
    assert conclude(opinion(LUNCH, warning), None, NEUTRAL).ruling is Ruling.HAM


def test_a_call_without_a_word_is_no_unread_message() -> None:
    message = Message(submission_id="one", channel=Channel.VOICE)
    assert not unread(message)
    assert conclude(JUDGE.weigh([message], [Origin()])[0], None, NEUTRAL).ruling is Ruling.HAM
