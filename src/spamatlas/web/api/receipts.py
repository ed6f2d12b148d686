"""What became of a report, for whoever holds its receipt; and the way to withdraw it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import JSONBody, PathParameter

from spamatlas.judge import Profile, for_anybody
from spamatlas.model import Verdict
from spamatlas.web.api.documented import body, problems
from spamatlas.web.api.shapes import ReceiptVerdict, Said, Standing, VerdictReason
from spamatlas.web.contract import Node
from spamatlas.web.guards import known_parameters
from spamatlas.web.office import office
from spamatlas.web.problems import Refused

Number = Annotated[
    str,
    PathParameter(
        description="A receipt number, with or without its hyphens, in letters of either case",
        examples=[Example(summary="a receipt", value="A6CX-YRNZ-AZT2-891C-KK90-6WTT-AR")],
        max_length=100,
    ),
]


@get(
    "/api/v1/receipts/{number:str}",
    guards=[known_parameters],
    summary="What became of a report",
    responses={200: ResponseSpec(Standing, description="The report's fate"), **problems(404, 503)},
)
async def receipt(request: Request[Any, Any, Any], number: Number) -> Standing:
    """The receipt number is all that is needed. It was given to whoever filed the report, and to nobody else."""
    node = office(request).node
    found = await asyncio.to_thread(standing, node, number)
    if found is None:
        raise Refused(404, "no-such-receipt", "no report has this receipt number")
    return found


@delete(
    "/api/v1/receipts/{number:str}",
    status_code=200,
    guards=[known_parameters],
    summary="Withdraw a report",
    responses={200: ResponseSpec(Standing, description="The report, withdrawn"), **problems(404, 422, 503)},
)
async def withdraw(request: Request[Any, Any, Any], number: Number) -> Standing:
    """Erases what was filed, for good, and everything personal that was found in it. The report still counts.

    Sent again it changes nothing and answers the same. Where a legal hold is on the report, it is refused (``held``).
    """
    node = office(request).node
    if not await asyncio.to_thread(node.withdraw, number):
        raise Refused(404, "no-such-receipt", "no report has this receipt number")
    found = await asyncio.to_thread(standing, node, number)
    assert found, "a log entry outlives its evidence"
    return found


@put(
    "/api/v1/receipts/{number:str}/feedback",
    status_code=200,
    guards=[known_parameters],
    summary="Say whether what was reported is spam",
    operation_class=body({"application/json": ((Said,), {"it is spam": {"said": "spam"}})}),
    responses={200: ResponseSpec(Standing, description="The report's fate"), **problems(404, 422, 503)},
)
async def say(request: Request[Any, Any, Any], number: Number, data: JSONBody[Said]) -> Standing:
    """Whoever holds the receipt says what the message was; *forget* takes it back. The verdict stays as it is.

    It is one voice among many: of one reporter few lessons count, so that nobody can teach a node falsehoods alone.
    """
    node = office(request).node
    if not await asyncio.to_thread(node.receipt_say, number, data.said):
        raise Refused(404, "no-such-receipt", "no report has this receipt number")
    found = await asyncio.to_thread(standing, node, number)
    assert found, "a log entry outlives its evidence"
    return found


def standing(node: Node, number: str) -> Standing | None:
    """What is to be said of a report; None for what is no receipt's number."""
    found = node.receipt_report(number)
    return standing_of(node, found) if found else None


def standing_of(node: Node, found: Mapping[str, Any]) -> Standing:
    """What is to be said of a report to whoever holds its receipt."""
    log, evidence = found["log"], found["evidence"]
    deleted = evidence.deleted_at if evidence else None
    facts: dict[str, Any] = {"number": node.receipt(log.id), "received_at": log.received_at}
    if deleted and evidence.reason == "asked":
        return Standing(state="withdrawn", withdrawn_at=deleted, **facts)
    facts |= {"kept_until": evidence.expires_at if evidence else None, "expired_at": deleted}
    if verdict := found.get("verdict"):
        campaign = found.get("campaign_now")
        revised = verdict.get("revision", 0) > 0
        facts |= {"said": found.get("said", ""), "revised": revised}
        return Standing(state="analysed", verdict=_verdict(verdict), campaign=campaign, **facts)
    if held := found.get("quarantine"):
        return Standing(state="quarantined", held_as=held["code"], **facts)
    return Standing(state="waiting", **facts)


def _verdict(found: Mapping[str, Any]) -> ReceiptVerdict:
    """The verdict without what registers say: whoever names a recipient could learn who is on a list otherwise."""
    verdict = msgspec.convert({name: value for name, value in found.items() if name != "revision"}, Verdict)
    with suppress(ValueError):  # a profile that this version does not have
        verdict = for_anybody(verdict, Profile.load(verdict.profile.partition("/")[0]))
    reasons = [VerdictReason(each.code, each.weight, each.text.format(**each.facts)) for each in verdict.reasons]
    names = ("ruling", "spam", "category", "lure", "call_to_action")
    return ReceiptVerdict(**{name: getattr(verdict, name) for name in names}, reasons=reasons)
