import asyncio
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import PathParameter
from litestar.response import Redirect

from spamatlas.model import CallToAction, Category, Channel, Lure, Rejected, Ruling
from spamatlas.pipeline.posting import Posting
from spamatlas.web.api.advice import Advised, Outcome, advised
from spamatlas.web.api.receipts import standing, standing_of
from spamatlas.web.api.shapes import Standing
from spamatlas.web.face.sheet import page
from spamatlas.web.guards import within_allowance
from spamatlas.web.office import Call, language_of, office

WAIT_SECONDS = 3.0
LOOK_SECONDS = 0.1
LONGEST_NUMBER = 100
MOST_REASONS = 5

Number = Annotated[str, PathParameter(max_length=LONGEST_NUMBER)]


@get("/receipts", include_in_schema=False)
async def receipts_page(request: Request[Any, Any, Any]) -> Response[bytes] | Redirect:
    """Where a receipt's number is entered by whoever has it on paper."""
    number = request.query_params.get("number", "").strip()
    if not number:
        return page(request, "receipts.html", number="", is_wrong="number" in request.query_params)
    if len(number) > LONGEST_NUMBER or await asyncio.to_thread(standing, office(request).node, number) is None:
        return page(request, "receipts.html", status=404, number=number[:LONGEST_NUMBER], is_wrong=True)
    return Redirect(f"/receipts/{quote(number, safe='')}", status_code=303)


@get("/receipts/{number:str}", include_in_schema=False)
async def receipt_page(request: Request[Any, Any, Any], number: Number) -> Response[bytes]:
    """What became of a report: its number is all that is needed, and says nothing of who filed it."""
    node = office(request).node
    report = await asyncio.to_thread(node.receipt_report, number)
    for _ in range(round(WAIT_SECONDS / LOOK_SECONDS)):
        if report is None or standing_of(node, report).state != "waiting":
            break
        await asyncio.sleep(LOOK_SECONDS)
        report = await asyncio.to_thread(node.receipt_report, number)
    if report is None:
        return _unknown(request, number)
    found = standing_of(node, report)
    reasons = report["verdict"]["reasons"] if found.verdict else []
    reasons = [each for each in reasons if each["weight"] and each["code"] != "prior"][:MOST_REASONS]
    mailed = request.query_params.get("mailed")
    advice = _advice(request, found, report)
    return page(request, "receipt.html", found=found, reasons=reasons, advice=advice, mailed=mailed)


@get("/receipts/{number:str}/withdraw", include_in_schema=False)
async def withdraw_page(request: Request[Any, Any, Any], number: Number) -> Response[bytes] | Redirect:
    """Asks whether it is meant: what is erased can't be had back."""
    found = await asyncio.to_thread(standing, office(request).node, number)
    if found is None:
        return _unknown(request, number)
    if found.state == "withdrawn":
        return Redirect(f"/receipts/{found.number}", status_code=303)
    return page(request, "withdraw.html", found=found)


@post("/receipts/{number:str}/withdraw", include_in_schema=False)
async def withdraw(request: Request[Any, Any, Any], number: Number) -> Response[bytes] | Redirect:
    """Erases what was filed; done twice it is done once."""
    node = office(request).node
    if not await asyncio.to_thread(node.withdraw, number):
        return _unknown(request, number)
    found = await asyncio.to_thread(standing, node, number)
    return Redirect(f"/receipts/{found.number if found else quote(number, safe='')}", status_code=303)


@post("/receipts/{number:str}/feedback", include_in_schema=False)
async def say(request: Request[Any, Any, Any], number: Number) -> Response[bytes] | Redirect:
    """Takes the holder's word on whether it was spam, or takes it back.

    Where the message was withdrawn or expired since the page was made, the receipt says so: it is the answer.
    """
    node = office(request).node
    said = str((await request.form()).get("said", ""))
    try:
        known = await asyncio.to_thread(node.receipt_say, number, said)
    except Rejected as why:
        if why.code != "evidence-erased":
            raise
        known = True
    if not known:
        return _unknown(request, number)
    found = await asyncio.to_thread(standing, node, number)
    return Redirect(f"/receipts/{found.number if found else quote(number, safe='')}", status_code=303)


@post("/receipts/{number:str}/mail", include_in_schema=False, guards=[within_allowance])
async def mail(request: Request[Any, Any, Any], number: Number) -> Response[bytes] | Redirect:
    """Sends the receipt to an address, once; the address is not kept."""
    node = office(request).node
    found = await asyncio.to_thread(standing, node, number)
    if found is None or not node.settings.sends_mail:
        return _unknown(request, number)
    address = str((await request.form()).get("address") or "").strip()[:300]
    try:
        posting = Posting(node.accounts)
        sent = await asyncio.to_thread(posting.put_receipt, found.number, address, language_of(request).code)
    except Rejected:
        return Redirect(f"/receipts/{found.number}?mailed=no#mail", status_code=303)
    return Redirect(f"/receipts/{found.number}?mailed={'yes' if sent else 'again'}#mail", status_code=303)


def _unknown(request: Call, number: str) -> Response[bytes]:
    return page(request, "receipts.html", status=404, number=number, is_wrong=True)


def _advice(request: Call, found: Standing, report: Mapping[str, Any]) -> Advised | None:
    verdict = found.verdict
    if verdict is None:
        return None
    outcomes: dict[Ruling, Outcome] = {Ruling.SPAM: "spam", Ruling.SUSPECT: "suspect", Ruling.HAM: "ham"}
    category, lure, action = Category(verdict.category), Lure(verdict.lure), CallToAction(verdict.call_to_action)
    country, channel = office(request).node.settings.home_country, Channel(report["report"]["channel"])
    return advised(outcomes[Ruling(verdict.ruling)], category, lure, action, channel, country)
