import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import HeaderParameter, PathParameter, QueryParameter
from msgspec import Struct

from spamatlas.intake.report_line import ReportLine
from spamatlas.model import Category, Channel, Ruling, Scope
from spamatlas.web.api.documented import TOKEN, body, example, problems
from spamatlas.web.api.intake import Narrowed, file_parts, parts_of, wait_for_analysis
from spamatlas.web.api.shapes import Filed, ReportRow, ReportWhole
from spamatlas.web.guards import known_parameters, needs
from spamatlas.web.office import caller, marks, office, principal
from spamatlas.web.problems import Refused, problem

MOST_ROWS = 500
MOST_WAIT_SECONDS = 10
PARCEL = {
    "id": "parcel-1",
    "channel": "sms",
    "text": "Your parcel is held. Pay the fee at https://parcel-fee.example/pay",
    "sender": "+447700900123",
}

Rows = Annotated[int, QueryParameter(ge=1, le=MOST_ROWS, description="How many rows at most")]
Before = Annotated[
    int | None,
    QueryParameter(ge=1, le=2**63 - 1, description="The `sequence` of the last report seen: older ones come next"),
]
Wait = Annotated[
    float,
    QueryParameter(
        ge=0,
        le=MOST_WAIT_SECONDS,
        description="Seconds to wait for the analysis, so that `quarantined` is a number; null where it took longer",
        examples=[Example(summary="until analysed", value=10)],
    ),
]
Key = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        required=False,
        description="A request sent again under its key gets its first answer again, for a week, also after a restart",
    ),
]
Label = Annotated[
    str,
    QueryParameter(
        max_length=20,
        description="Whom the reports may be shown to (TLP 2.0), where a line does not say `tlp` itself; left out, it "
        "is the member's default",
        examples=[Example(summary="the member and who runs the node", value="amber")],
    ),
]
Named = Annotated[
    list[int] | None,
    QueryParameter(
        max_items=100,
        description="The people whom the reports are for, by number, once for each: they are TLP:RED then, and nobody "
        "else sees them but who filed them; left out, RED ones are for whom the member names for all",
    ),
]
Reporter = Annotated[
    str,
    HeaderParameter(
        name="X-Reporter",
        required=False,
        description="Who files: kept as a pseudonym alone; left out, it is the caller's address",
        examples=[Example(summary="a subscriber", value="subscriber-7")],
    ),
]
Identity = Annotated[
    str,
    PathParameter(
        description="The report's id, the beginning of it, or the id that its filer gave",
        max_length=200,
        examples=[Example(summary="a filer's id", value=PARCEL["id"])],
    ),
]


async def narrowed_to(  # noqa: PLR0913, PLR0917  what a list can be narrowed to
    channel: Annotated[Channel | None, QueryParameter(description="How it reached a person")] = None,
    ruling: Annotated[Ruling | None, QueryParameter(description="What it is taken for")] = None,
    category: Annotated[Category | None, QueryParameter(description="What kind of spam it is")] = None,
    country: Annotated[
        str | None, QueryParameter(pattern="^[A-Za-z]{2}$", description="Country of origin, ISO 3166-1 alpha-2")
    ] = None,
    campaign: Annotated[
        str | None, QueryParameter(pattern="^[Cc]-[0-9A-Fa-f]{1,16}$", description="The campaign's name")
    ] = None,
    language: Annotated[str | None, QueryParameter(max_length=35, description="BCP 47")] = None,
    sample: Annotated[bool | None, QueryParameter(description="Samples alone, or none")] = None,
    q: Annotated[
        str | None, QueryParameter(max_length=200, description="Sender, host, number, operator, or an id's beginning")
    ] = None,
) -> dict[str, str]:
    """What the address narrows a list to, as the node takes it."""
    chosen = {"channel": channel, "ruling": ruling, "category": category, "campaign": campaign, "language": language}
    found = {name: str(value) for name, value in chosen.items() if value}
    found |= {"country": country.upper()} if country else {}
    found |= {"sample": str(int(sample))} if sample is not None else {}
    return found | ({"q": q} if q else {})


FILTERS = {"filters": Provide(narrowed_to)}
Filters = NamedDependency[dict[str, str]]


class Several(Struct):
    """Reports in an object."""

    reports: list[ReportLine]


@post(
    "/api/v1/reports",
    guards=[known_parameters, needs(Scope.REPORTS_WRITE)],
    security=TOKEN,
    status_code=202,
    summary="File reports",
    operation_class=body(
        {
            "application/json": (
                (ReportLine, list[ReportLine], Several),
                {"one report": PARCEL, "several reports": {"reports": [PARCEL, {**PARCEL, "id": "parcel-2"}]}},
            ),
            "application/x-ndjson": ((), {"a line each": example("lines.jsonl")}),
            "message/rfc822": ((), {"a mail": example("mail.eml")}),
        }
    ),
    responses={
        202: ResponseSpec(Filed, description="All of it was accepted, which means that it is on disk"),
        207: ResponseSpec(Filed, description="A part was rejected: `rejected` says which, and why"),
        **problems(401, 415, 422, 503),
    },
)
async def file_reports(  # noqa: PLR0913, PLR0917  what a request may say
    request: Request[Any, Any, Any],
    channel: Narrowed = None,  # noqa: ARG001  read with the body
    wait: Wait = 0,
    key: Key = "",
    reporter: Reporter = "",
    tlp: Label = "",
    named: Named = None,
) -> Response[Any]:
    """File one report or many: JSON, JSON lines, one mail, a form with files, a table, an archive.

    202 when everything was accepted, which means that it is on disk; 207 when a part was rejected (said which, and
    why; the rest is accepted); 422 when nothing could be accepted. An ``Idempotency-Key`` makes a repeated
    request give the first answer.
    """
    place = office(request)
    parts = await parts_of(request)
    asker, who = principal(request), reporter or f"http:{caller(request)}"
    if asker.kind == "key":
        # Two members may name their reporters, and their requests, alike.
        who, key = f"member {asker.member}: {who}", key and f"member {asker.member}: {key}"

    async def work() -> tuple[int, dict[str, Any]]:
        answer = await file_parts(place.node, parts, who, marks(request, tlp, named or ()))
        if answer["rejected"] and not answer["ids"]:
            return 422, answer
        if wait:
            answer["quarantined"] = await wait_for_analysis(place.node, answer["ids"], wait)
        return (207 if answer["rejected"] else 202), answer

    whole = msgspec.msgpack.encode([(part.media_type, part.channel, part.body) for part in parts])
    status, answer = await place.answers.once(key, whole, work)
    if status == 422:
        detail = "no part of it is a report that can be read"
        return problem(422, "nothing-accepted", detail, **answer)
    return Response(answer, status_code=status)


@get(
    "/api/v1/reports",
    guards=[known_parameters, needs(Scope.REPORTS_READ)],
    security=TOKEN,
    dependencies=FILTERS,
    summary="The newest reports",
    responses={200: ResponseSpec(list[ReportRow], description="The newest first"), **problems(401)},
)
async def reports(
    request: Request[Any, Any, Any], filters: Filters, limit: Rows = 50, before: Before = None
) -> list[dict[str, Any]]:
    """Without what they say; ``before`` is the sequence of the last one seen."""
    cursor = str(before) if before else None
    node = office(request).node
    found = await asyncio.to_thread(node.reports, filters, limit, cursor)
    labels = await asyncio.to_thread(node.campaign_labels)
    names = {name: label.name for name, label in labels.items()}
    return [{**each, "campaign_label": names.get(each["campaign"], "")} for each in found]


@get(
    "/api/v1/reports/{identifier:str}",
    guards=[known_parameters, needs(Scope.REPORTS_READ, noted=True)],
    security=TOKEN,
    summary="One report through every stage",
    responses={200: ResponseSpec(ReportWhole, description="As stored"), **problems(401, 404)},
)
async def report(request: Request[Any, Any, Any], identifier: Identity) -> dict[str, Any]:
    """Its facts, message, origin, assignment and verdict, as stored."""
    found = await asyncio.to_thread(office(request).node.report, identifier)
    if found is None:
        raise Refused(404, "no-such-report", "no report has this id")
    return dict(found) | {"log": msgspec.structs.asdict(found["log"])}
