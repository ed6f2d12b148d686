"""A verdict as the contract's JSON line: what ``judge`` prints and ``POST /api/v1/judge`` answers."""

from collections.abc import Sequence

import msgspec

from spamatlas.judge.law import EXCUSES
from spamatlas.model import Evidence, Message, Origin, Reason, Submission, Verdict

_encode = msgspec.json.Encoder().encode


def verdict_line(
    submission: Submission, message: Message, origin: Origin, verdict: Verdict, others: Sequence[Verdict] = ()
) -> bytes:
    """One JSON object; ``id`` is the caller's id where one was given, else the submission's.

    The reasons for *bulk* count people, so they stay with the node. ``others`` are the verdicts under further
    profiles: ``under`` then has every one, the first among them.
    """
    said = verdict.unsolicited.reasons
    return _encode(
        {
            "id": submission.caller_id or submission.id,
            "channel": message.channel,
            "spam": round(verdict.spam, 6),
            "verdict": verdict.ruling,
            "category": verdict.category,
            "lure": verdict.lure,
            "call_to_action": verdict.call_to_action,
            "unsolicited": _evidence(verdict.unsolicited) | {"reasons": [_reason(each) for each in said]},
            "bulk": _evidence(verdict.bulk),
            "language": verdict.language,
            "reasons": [_reason(reason) for reason in verdict.reasons],
            "origin": msgspec.structs.asdict(origin),
            "profile": verdict.profile,
        }
        | ({"under": [_under(each) for each in (verdict, *others)]} if others else {})
    )


def _under(verdict: Verdict) -> dict[str, object]:
    """What a profile makes of it, and the law's reason where there is one."""
    because = next((reason for reason in verdict.reasons if reason.code in EXCUSES), None)
    return {
        "profile": verdict.profile,
        "verdict": verdict.ruling,
        "bulk": verdict.bulk.value,
        "because": because.code if because else "",
        "text": because.text if because else "",
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"value": evidence.value, "score": round(evidence.score, 4)}


def _reason(reason: Reason) -> dict[str, object]:
    text = reason.text.format(**reason.facts) if reason.facts else reason.text
    return {"code": reason.code, "weight": round(reason.weight, 4), "text": text}
