"""What a message, a link, a number or an address is, without keeping it."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.model import CallToAction, Category, Channel, Evidence, Known, Lure, Origin, Rejected, Ruling, Verdict
from spamatlas.pipeline.checking import Checked, Crowd, Kind, Pasted
from spamatlas.pipeline.verdict_line import translation
from spamatlas.trace import Record
from spamatlas.web.api.advice import Advised, Outcome, advised, advised_by
from spamatlas.web.api.documented import PROBLEMS, Wished, body, example
from spamatlas.web.api.intake import JSON_TYPES
from spamatlas.web.api.shapes import VerdictEvidence, VerdictReason
from spamatlas.web.guards import known_parameters, within_allowance
from spamatlas.web.office import Call, language_of, office, spoken

NOTHING_TO_READ = "nothing-to-read"
CHECKED = {"text": "Your parcel is held. Pay the fee at https://parcel-fee.example/pay", "channel": "sms"}
ALONE: dict[str, Any] = {"text": "+44 7700 900123"}


class Asked(Struct, forbid_unknown_fields=True):
    """A check as JSON: ``text`` is a message, or one link, number or address and nothing else."""

    text: str
    sender: str = ""
    channel: Channel | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What was found. ``outcome`` is the finding in a word; ``others`` tells nothing of too few people."""

    kind: Kind
    value: str
    outcome: Outcome
    spam: float
    ruling: Ruling
    category: Category
    lure: Lure
    call_to_action: CallToAction
    language: str
    unsolicited: VerdictEvidence
    bulk: VerdictEvidence
    reasons: list[VerdictReason]
    origin: Origin
    known: Record | None
    others: Crowd
    advice: Advised
    profile: str
    more: int


@post(
    "/api/v1/check",
    status_code=200,
    guards=[known_parameters, within_allowance],
    summary="Check a message, link, number or address, keeping nothing",
    operation_class=body(
        {
            "application/json": ((Asked,), {"a message": CHECKED, "a number alone": ALONE}),
            "message/rfc822": ((), {"a mail": example("mail.eml")}),
        }
    ),
    responses={200: ResponseSpec(Answer, description="What was found"), **PROBLEMS},
)
async def check(request: Request[Any, Any, Any], wished: Wished = "") -> Response[Answer]:  # noqa: ARG001
    """What it is, why, how sure, where it came from, who else reported it, and what to do now.

    Send JSON with ``text`` (and ``sender`` and ``channel`` where you know them), or a mail or another file as it is.
    Nothing of it is stored or logged. Without the token a caller may ask only so often. Where ``Accept-Language`` asks
    for another of our languages than English, reasons have a ``translation`` into it.
    """
    pasted = await _pasted(request)
    node = office(request).node
    checked, language = await asyncio.to_thread(node.check, pasted), language_of(request)
    return Response(answer_of(checked, node.settings.home_country, language), headers=spoken(language))


def answer_of(checked: Checked, country: str, language: Language) -> Answer:
    """The finding as everybody gets it, page or program; ``country`` is the node's home, ``language`` the reader's."""
    verdict, outcome = checked.verdict, outcome_of(checked)
    return Answer(
        kind=checked.thing.kind,
        value=checked.thing.value,
        outcome=outcome,
        spam=round(verdict.spam, 6),
        ruling=verdict.ruling,
        category=verdict.category,
        lure=verdict.lure,
        call_to_action=verdict.call_to_action,
        language=verdict.language,
        unsolicited=VerdictEvidence(verdict.unsolicited.value, round(verdict.unsolicited.score, 4)),
        bulk=_told(verdict.bulk, checked.crowd),
        reasons=[
            VerdictReason(each.code, round(each.weight, 4), each.text.format(**each.facts), translation(each, language))
            for each in verdict.reasons
        ],
        origin=checked.origin,
        known=checked.thing.known,
        others=checked.crowd,
        advice=advised_by(
            advised(outcome, verdict.category, verdict.lure, verdict.call_to_action, checked.message.channel, country),
            verdict.reasons,
        ),
        profile=verdict.profile,
        more=checked.more,
    )


def outcome_of(checked: Checked) -> Outcome:
    """The finding in a word. What a number or an address alone says is too little to judge it by, and so is
    a message without anything in it.
    """
    thing, ruling = checked.thing, checked.verdict.ruling
    if thing.kind in {"number", "email", "address"}:
        number = thing.known.number if thing.known else None
        if checked.crowd.is_enough:
            return "reported"
        return "costly" if number and number.cost else "unsaid"
    if ruling is Ruling.HAM and _is_blank(checked.verdict):
        return "unsaid"
    if ruling is Ruling.HAM:
        return "reported" if thing.kind == "link" and checked.crowd.is_enough else "ham"
    return "spam" if ruling is Ruling.SPAM else "suspect"


def _is_blank(verdict: Verdict) -> bool:
    """Whether there was nothing to judge by: that nothing speaks against it is no finding then."""
    return any(each.code == NOTHING_TO_READ for each in verdict.reasons) and not any(
        each.weight for each in verdict.reasons
    )


def _told(bulk: Evidence, others: Crowd) -> VerdictEvidence:
    """The evidence for bulk; of too few people nothing, since it would tell of them."""
    return (
        VerdictEvidence(bulk.value, round(bulk.score, 2)) if others.is_enough else VerdictEvidence(Known.UNKNOWN, 0.5)
    )


async def _pasted(request: Call) -> Pasted:
    """Raises Rejected: ``ill-formed``, ``empty``."""
    whole = await request.body()
    if not whole.strip():
        raise Rejected("empty", "the request has no body")
    media_type = request.content_type[0].lower() or "application/octet-stream"
    if media_type not in JSON_TYPES:
        return Pasted(file=whole, media_type=media_type)
    try:
        asked = msgspec.json.decode(whole, type=Asked)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "expected an object with text, and sender and channel where known") from error
    if not asked.text.strip() and not asked.sender.strip():
        raise Rejected("empty", "there is no text")
    return Pasted(text=asked.text, sender=asked.sender, channel=asked.channel)
