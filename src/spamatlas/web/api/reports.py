import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from spamatlas.web.api.intake import file_parts, parts_of
from spamatlas.web.guards import operator_only, token_wanted
from spamatlas.web.office import Call, caller, office
from spamatlas.web.problems import Refused, problem

MOST_ROWS = 500
FILTERS = ("channel", "ruling", "category", "country", "campaign", "language", "q", "sample")


@post("/api/v1/reports", guards=[token_wanted], summary="File reports")
async def file_reports(request: Request[Any, Any, Any]) -> Response[Any]:
    """File one report or many: JSON, JSON lines, one mail, a form with files, a table, an archive.

    202 when everything was accepted, which means that it is on disk; 207 when a part was rejected (said which, and
    why; the rest is accepted); 422 when nothing could be accepted. An ``Idempotency-Key`` makes a repeated
    request give the first answer.
    """
    place = office(request)
    parts = await parts_of(request)
    reporter = request.headers.get("x-reporter", "") or f"http:{caller(request)}"

    async def work() -> tuple[int, dict[str, Any]]:
        answer = await file_parts(place.node, parts, reporter)
        if answer["rejected"] and not answer["ids"]:
            return 422, answer
        return (207 if answer["rejected"] else 202), answer

    whole = msgspec.msgpack.encode([(part.media_type, part.channel, part.body) for part in parts])
    status, answer = await place.answers.once(request.headers.get("idempotency-key", ""), whole, work)
    if status == 422:
        detail = "no part of it is a report that can be read"
        return problem(422, "nothing-accepted", detail, **answer)
    return Response(answer, status_code=status)


@get("/api/v1/reports", guards=[operator_only], summary="The newest reports")
async def reports(
    request: Request[Any, Any, Any], limit: FromQuery[int] = 50, before: FromQuery[str | None] = None
) -> list[dict[str, Any]]:
    """Without what they say; ``before`` is the sequence of the last one seen."""
    found = await asyncio.to_thread(office(request).node.reports, filters_of(request), rows(limit), before)
    return [dict(each) for each in found]


@get("/api/v1/reports/{identifier:str}", guards=[operator_only], summary="One report through every stage")
async def report(request: Request[Any, Any, Any], identifier: FromPath[str]) -> dict[str, Any]:
    """Its facts, message, origin, assignment and verdict, as stored."""
    found = await asyncio.to_thread(office(request).node.report, identifier)
    if found is None:
        raise Refused(404, "no-such-report", "no report has this id")
    return dict(found)


def filters_of(request: Call) -> dict[str, str]:
    """What the address narrows a list to; what it says beside that is passed over."""
    return {name: value for name in FILTERS if (value := request.query_params.get(name, ""))}


def rows(limit: int) -> int:
    """As many rows as asked for, within reason."""
    return max(1, min(limit, MOST_ROWS))
