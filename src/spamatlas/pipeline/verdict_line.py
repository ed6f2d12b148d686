"""A verdict as the contract's JSON line: what ``judge`` prints and ``POST /api/v1/judge`` answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from spamatlas.judge.evidence import as_asked
from spamatlas.judge.law import EXCUSES
from spamatlas.model import Message, Origin, Reason, Submission, Verdict

if TYPE_CHECKING:
    from spamatlas.locale import Language  # workers say nothing in any, and start quicker without

_encode = msgspec.json.Encoder().encode


class _Translated(Struct, gc=False):
    code: str
    weight: float
    text: str
    translation: str


_Reasons = Sequence[Reason] | Sequence[_Translated]


class _Shown(Struct, gc=False):
    value: str
    score: float
    reasons: _Reasons | UnsetType = UNSET


class _Under(Struct, gc=False):
    profile: str
    verdict: str
    bulk: str
    because: str
    text: str
    translation: str | UnsetType = UNSET


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
    reasons: _Reasons
    origin: Raw
    profile: str
    under: list[_Under] | UnsetType = UNSET


def verdict_line(
    submission: Submission,
    message: Message,
    origin: Origin,
    verdicts: Sequence[Verdict],
    language: "Language | None" = None,
) -> bytes:
    """One JSON object; ``id`` is the caller's id where one was given, else the submission's.

    The reasons for *bulk* count people, so they stay with the node. The first of ``verdicts`` is the one; where there
    are more, under further profiles, ``under`` has every one. In another ``language`` than English each reason has a
    ``translation`` beside its English ``text``.
    """
    verdict = verdicts[0]
    unsolicited, bulk = verdict.unsolicited, verdict.bulk
    line = _Line(
        submission.caller_id or submission.id,
        message.channel,
        round(verdict.spam, 6),
        verdict.ruling,
        verdict.category,
        verdict.lure,
        verdict.call_to_action,
        _Shown(unsolicited.value, round(unsolicited.score, 4), _said(as_asked(unsolicited.reasons), language)),
        _Shown(bulk.value, round(bulk.score, 4)),
        verdict.language,
        _said(verdict.reasons, language),
        _UNTRACED if origin == _NOWHERE else _whole(origin),
        verdict.profile,
    )
    if len(verdicts) > 1:
        line.under = [_under(each, language) for each in verdicts]
    return _encode(line)


def _whole(origin: Origin) -> Raw:
    """With the parts that are not known, which the record leaves out."""
    return Raw(_encode(msgspec.structs.asdict(origin)))


_NOWHERE = Origin()
_UNTRACED = _whole(_NOWHERE)


def _under(verdict: Verdict, language: "Language | None") -> _Under:
    """What a profile makes of it, and the law's reason where there is one."""
    because = next((reason for reason in verdict.reasons if reason.code in EXCUSES), None)
    return _Under(
        verdict.profile,
        verdict.ruling,
        verdict.bulk.value,
        because.code if because else "",
        because.text if because else "",
        translation(because, language) if because else UNSET,
    )


def translation(reason: Reason, language: "Language | None") -> str | UnsetType:
    """The reason in a language; not there where that is English, in which it stands anyway."""
    return language.say(reason.text, **reason.facts) if language and not language.is_first else UNSET


def _said(reasons: Sequence[Reason], language: "Language | None") -> _Reasons:
    """The reasons with their facts in the text."""
    if language and not language.is_first:
        return [
            _Translated(each.code, each.weight, each.text.format(**each.facts), language.say(each.text, **each.facts))
            for each in reasons
        ]
    if not any(reason.facts for reason in reasons):
        return reasons
    return [Reason(each.code, each.weight, each.text.format(**each.facts)) if each.facts else each for each in reasons]
