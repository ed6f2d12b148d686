import asyncio
from typing import Any

from litestar import Request, Response, post
from litestar.openapi.datastructures import ResponseSpec

from spamatlas.intake.report_line import ReportLine
from spamatlas.pipeline.manner import Manner
from spamatlas.web.api.documented import Wished, body, example, problems
from spamatlas.web.api.intake import Narrowed, parts_of
from spamatlas.web.api.shapes import Unjudged, VerdictLine
from spamatlas.web.guards import known_parameters, within_allowance
from spamatlas.web.office import language_of, office, sees_small_cells, spoken

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
async def judge(
    request: Request[Any, Any, Any],
    channel: Narrowed = None,  # noqa: ARG001
    wished: Wished = "",  # noqa: ARG001
) -> Response[list[dict[str, Any]]]:
    """One verdict a message, in order, in the same form as the command ``spamatlas judge``.

    *bulk* comes from the campaign that the message would join. One message alone is read for its meaning too (a reason
    with the code *meaning*), which takes it 25 to 150 ms; several in one request are judged by their words. Without the
    token a caller may ask only so often.

    Each reason has its code, its weight and its English text; where ``Accept-Language`` asks for another of our
    languages, its ``translation`` too.
    """
    language = language_of(request)
    node = office(request).node
    parts, public = list(await parts_of(request)), not sees_small_cells(request)
    answers = [
        await asyncio.to_thread(
            node.judge,
            part.body,
            part.media_type,
            part.channel,
            public,
            Manner(careful=len(parts) == 1, language=language),
        )
        for part in parts
    ]
    return Response([dict(each) for answer in answers for each in answer], headers=spoken(language))
