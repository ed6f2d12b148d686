import asyncio
from typing import Any

from litestar import Request, post
from litestar.openapi.datastructures import ResponseSpec

from spamatlas.intake.report_line import ReportLine
from spamatlas.web.api.documented import body, example, problems
from spamatlas.web.api.intake import Narrowed, parts_of
from spamatlas.web.api.shapes import Unjudged, VerdictLine
from spamatlas.web.guards import known_parameters, within_allowance
from spamatlas.web.office import office, sees_small_cells

ONE = {"id": "1", "channel": "sms", "text": "Your parcel is held. Pay at https://parcel-fee.example/pay"}


@post(
    "/api/v1/judge",
    status_code=200,
    guards=[known_parameters, within_allowance],
    summary="Judge messages, storing nothing",
    operation_class=body(
        {
            "application/json": ((ReportLine, list[ReportLine]), {"one": ONE, "several": [ONE, {**ONE, "id": "2"}]}),
            "application/x-ndjson": ((), {"a line each": example("lines.jsonl")}),
            "message/rfc822": ((), {"a mail": example("mail.eml")}),
        }
    ),
    responses={
        200: ResponseSpec(list[VerdictLine | Unjudged], description="One a message"),
        **problems(415, 422, 429, 503),
    },
)
async def judge(request: Request[Any, Any, Any], channel: Narrowed = None) -> list[dict[str, Any]]:  # noqa: ARG001
    """One verdict a message, in order, in the same form as the command ``spamatlas judge``.

    *bulk* comes from the campaign that the message would join. One message alone is read for its meaning too (a reason
    with the code *meaning*), which takes it 25 to 150 ms; several in one request are judged by their words. Without the
    token a caller may ask only so often.
    """
    node = office(request).node
    parts, public = list(await parts_of(request)), not sees_small_cells(request)
    answers = [
        await asyncio.to_thread(node.judge, part.body, part.media_type, part.channel, public, careful=len(parts) == 1)
        for part in parts
    ]
    return [dict(each) for answer in answers for each in answer]
