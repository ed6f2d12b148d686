"""A verdict as the contract's JSON line: what ``judge`` prints and ``POST /api/v1/judge`` answers."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from spamatlas.judge.evidence import as_asked
from spamatlas.judge.law import EXCUSES
from spamatlas.model import Message, Origin, Reason, Submission, Verdict

_encode = msgspec.json.Encoder().encode


class _Shown(Struct, gc=False):
    value: str
    score: float
    reasons: Sequence[Reason] | UnsetType = UNSET


class _Under(Struct, gc=False):
    profile: str
    verdict: str
    bulk: str
    because: str
    text: str


class _Line(Struct, gc=False):
    """The contract's names in its order."""

    id: str
    channel: str
    spam: float
    verdict: str
    category: str
    lure: str
    call_to_action: str
    unsolicited: _Shown
    bulk: _Shown
    language: str
    reasons: Sequence[Reason]
    origin: Raw
    profile: str
    under: list[_Under] | UnsetType = UNSET


def verdict_line(
    submission: Submission, message: Message, origin: Origin, verdict: Verdict, others: Sequence[Verdict] = ()
) -> bytes:
    """One JSON object; ``id`` is the caller's id where one was given, else the submission's.

    The reasons for *bulk* count people, so they stay with the node. ``others`` are the verdicts under further
    profiles: ``under`` then has every one, the first among them.
    """
    unsolicited, bulk = verdict.unsolicited, verdict.bulk
    line = _Line(
        submission.caller_id or submission.id,
        message.channel,
        round(verdict.spam, 6),
        verdict.ruling,
        verdict.category,
        verdict.lure,
        verdict.call_to_action,
        _Shown(unsolicited.value, round(unsolicited.score, 4), _said(as_asked(unsolicited.reasons))),
        _Shown(bulk.value, round(bulk.score, 4)),
        verdict.language,
        _said(verdict.reasons),
        _UNTRACED if origin == _NOWHERE else _whole(origin),
        verdict.profile,
    )
    if others:
        line.under = list(map(_under, (verdict, *others)))
    return _encode(line)


def _whole(origin: Origin) -> Raw:
    """With the parts that are not known, which the record leaves out."""
    return Raw(_encode(msgspec.structs.asdict(origin)))


_NOWHERE = Origin()
_UNTRACED = _whole(_NOWHERE)


def _under(verdict: Verdict) -> _Under:
    """What a profile makes of it, and the law's reason where there is one."""
    because = next((reason for reason in verdict.reasons if reason.code in EXCUSES), None)
    return _Under(
        verdict.profile,
        verdict.ruling,
        verdict.bulk.value,
        because.code if because else "",
        because.text if because else "",
    )


def _said(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """The reasons with their facts in the text."""
    if not any(reason.facts for reason in reasons):
        return reasons
    return [Reason(each.code, each.weight, each.text.format(**each.facts)) if each.facts else each for each in reasons]
