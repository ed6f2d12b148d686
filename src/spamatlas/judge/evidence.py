"""Unsolicited and bulk: two words, two pieces of evidence."""

from functools import lru_cache
from math import exp, log

from spamatlas.judge.marks import marks
from spamatlas.judge.passing_on import is_passed_on
from spamatlas.judge.profile import Bulk, Profile
from spamatlas.model import Assignment, Evidence, Known, MeasuringPoint, Message, Reason

_YES, _NO = 0.7, 0.3
# Log-odds of spam below which no law is asked: a half, under every bar.
_WORTH_ASKING = 0.0

# A rate is told from so many messages within the day on, and with a figure after the point up to here.
_FEWEST_FOR_A_RATE, _WHOLE_FROM = 2, 10
_MOST_BY_RATE = 1.0

_REPORTED = Reason("reported", 0.8, "A person reported it.")
_ASKED = Reason("asked-about", 0.8, "Who asks about a message is taken to complain of it.")
_TRAPPED = Reason("trapped", 4.0, "It reached an address that nobody ever gave to anyone.")
# Anyone can write such a field: what was really answered is for ``prior_contact``.
_REPLY = Reason("in-reply-to", -0.3, "It says that it answers an earlier message.")
_LISTED = Reason("list-unsubscribe", -0.6, "It names a way to leave the list.")
_POSTED = Reason("list-post", -2.0, "It came through a discussion list.")
_BY_POINT = {MeasuringPoint.TRAPPED: (_TRAPPED,), MeasuringPoint.REPORTED: (_REPORTED,)}
_BY_FIELD = {"in-reply-to": _REPLY, "references": _REPLY, "list-unsubscribe": _LISTED, "list-post": _POSTED}


def unsolicited(message: Message, spam_log_odds: float, on_record: tuple[Reason, ...] = ()) -> Evidence:
    """Whether the recipient had asked for it.

    A complaint is evidence with a prior, not proof. A one-click way out (RFC 8058) or List-Unsubscribe
    (RFC 2369) and a field that names an earlier message (RFC 5322, section 3.6.4) speak a little against, as anyone
    can write them; a discussion list (RFC 2369, List-Post) more; what the message wants speaks too. Who wrote to whom
    before is added by ``prior_contact``.
    ``on_record`` is what registers say (``registers``). The weights are stated, not fitted: no open set tells
    what was asked for. What only laws ask about (``marks``) weighs nothing.
    """
    wording = round(max(-3.0, min(3.0, 0.5 * spam_log_odds)), 2)
    wording = wording if abs(wording) > 0.25 else 0.0
    known = _unsolicited(message.measuring_point, _stated(message) if message.headers else (), wording)
    asked = tuple(marks(message)) if spam_log_odds > _WORTH_ASKING else ()
    return _weighed((*on_record, *known.reasons, *asked)) if on_record or asked else known


def without(evidence: Evidence, codes: frozenset[str]) -> Evidence:
    """The evidence as it stands without the reasons of these codes; the same where it has none of them."""
    left = tuple(reason for reason in evidence.reasons if reason.code not in codes)
    return evidence if len(left) == len(evidence.reasons) else _weighed(left)


def with_more(evidence: Evidence, reasons: tuple[Reason, ...]) -> Evidence:
    """The evidence with these reasons before its own."""
    return _weighed((*reasons, *evidence.reasons))


def as_asked(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The reasons for *unsolicited* as they are said of a message that was judged and that nobody filed."""
    return tuple([_ASKED if each.code == _REPORTED.code else each for each in reasons])


def bulk(assignment: Assignment | None, profile: Profile) -> Evidence:
    """Whether many got it: from the counts of its campaign and how fast its messages come; unknown without one.

    Few so far is no evidence that few got it, so the answer is *unknown*, never *no*. How fast they come decides only
    where the profile counts the messages of a day: in others a rate without a number is one person's busy hour, and
    it adds to how sure the numbers are.
    """
    if assignment is None:
        return Evidence()
    bars = profile.bulk
    nearest = max(
        assignment.size / bars.messages,
        assignment.reporters / bars.reporters,
        assignment.recipients / bars.recipients,
        assignment.last_day / bars.messages_a_day if bars.messages_a_day else 0.0,
    )
    if nearest < 1:
        return _few(round(min(0.69, 0.3 + 0.3 * nearest), 3))
    counts = (
        ("messages", assignment.size, bars.messages, "{count} messages of this campaign were seen."),
        ("reporters", assignment.reporters, bars.reporters, "{count} different people reported this campaign."),
        ("recipients", assignment.recipients, bars.recipients, "It went to at least {count} recipients."),
    )
    reasons = tuple(
        Reason(f"many-{name}", round(log(1 + count / enough), 2), text, {"count": str(count)})
        for name, count, enough, text in counts
        if count >= enough
    ) + _rate(assignment, bars)
    return Evidence(Known.YES, round(1 - 0.3 * exp(-sum(reason.weight for reason in reasons)), 3), reasons)


def _rate(assignment: Assignment, bars: Bulk) -> tuple[Reason, ...]:
    """How fast the messages come, where more than one came within the day."""
    count = assignment.last_day
    if count < _FEWEST_FOR_A_RATE:
        return ()
    hourly = assignment.hourly
    facts = {"count": str(count), "rate": f"{hourly:.1f}" if hourly < _WHOLE_FROM else f"{hourly:.0f}"}
    decides = 0 < bars.messages_a_day <= count
    weight = log(1 + count / bars.messages_a_day) if decides else min(_MOST_BY_RATE, 0.2 * log(1 + hourly))
    return (
        Reason(
            "sending-rate",
            round(weight, 2),
            "About {count} messages of this campaign came within the last day, {rate} an hour.",
            facts,
        ),
    )


@lru_cache(maxsize=1_024)
def _few(score: float) -> Evidence:
    return Evidence(Known.UNKNOWN, score)


def _stated(message: Message) -> tuple[str, ...]:
    """The header fields that speak; an answer is one thing, however many fields say so, and a list is one only where
    the mail's way bears it out.
    """
    held = message.fields
    found = [name for name in _BY_FIELD if name in held and not (name == "references" and "in-reply-to" in held)]
    if "list-post" in held and not is_passed_on(message):
        found.remove("list-post")
    return tuple(found)


@lru_cache(maxsize=4_096)
def _unsolicited(point: MeasuringPoint, stated: tuple[str, ...], wording: float) -> Evidence:
    return _weighed((*_BY_POINT.get(point, ()), *(_BY_FIELD[field] for field in stated), *_by_wording(wording)))


def _by_wording(wording: float) -> tuple[Reason, ...]:
    if not wording:
        return ()
    text = "Its content is like that of spam." if wording > 0 else "Its content is like that of wanted mail."
    return (Reason("content", wording, text),)


def _weighed(reasons: tuple[Reason, ...]) -> Evidence:
    score = 1 / (1 + exp(-sum(reason.weight for reason in reasons)))
    value = Known.YES if score >= _YES else Known.NO if score <= _NO else Known.UNKNOWN
    return Evidence(value, round(score, 3), reasons)
