import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import PathParameter, QueryParameter

from spamatlas.locale import Language
from spamatlas.model import MeasuringPoint
from spamatlas.statistics import Statistic, Table
from spamatlas.web.api.documented import problems
from spamatlas.web.face.notes import notes as notes_of
from spamatlas.web.face.view import RANGES
from spamatlas.web.guards import OPEN, known_parameters, query_parameters, unknown_parameter
from spamatlas.web.office import Call, language_of, office, sees_small_cells
from spamatlas.web.problems import Refused
from spamatlas.web.tables import Ask, ask

OURS = frozenset({"format", "lang", "notes", "where"})
CUBE = frozenset({"by", "where"})
SLOWEST = (
    "campaigns",
    "countermeasures",
    "country_pairs",
    "link_domains",
    "new_campaigns",
    "places_on_the_way",
    "rewritten_share",
    "rising_domains",
    "route_edges",
    "routes",
)
"""Those that take longest with many reports are read in turn behind (docs/ten_million.md)."""
Name = Annotated[
    str,
    PathParameter(
        description="The statistic's name", max_length=60, examples=[Example(summary="volume", value="volume")]
    ),
]
Moment = Annotated[
    str,
    QueryParameter(
        max_length=40,
        description="A date, a time (ISO 8601), or so long ago: 24h, 7d",
        examples=[Example(summary="a week", value="7d")],
    ),
]
Until = Annotated[str, QueryParameter(max_length=40, description="As `since`; now, where nothing is said")]
Point = Annotated[MeasuringPoint | None, QueryParameter(description="Where along its way a message was counted")]
By = Annotated[
    str, QueryParameter(max_length=200, description="Of the statistic `reports` alone: dimensions, with commas between")
]
Where = Annotated[
    list[str] | None,
    QueryParameter(description="Of the statistic `reports` alone: DIMENSION=VALUE, once or more", max_items=20),
]
Notes = Annotated[bool, QueryParameter(description="What it counts, above the CSV's head in lines that begin with `#`")]
Form = Annotated[Literal["json", "csv"] | None, QueryParameter(description="Else as `Accept` wishes")]
Sample = Annotated[bool | None, QueryParameter(description="Samples alone, or none; none where there are real reports")]


@get(
    "/api/v1/statistics",
    guards=[known_parameters],
    summary="Every statistic there is",
    responses={200: ResponseSpec(list[Statistic], description="By name")},
)
async def statistics(request: Request[Any, Any, Any]) -> list[dict[str, Any]]:
    """Name, unit, what is counted, parameters and caveat of each."""
    found = await asyncio.to_thread(office(request).node.statistics)
    described = [msgspec.to_builtins(each) for each in found.values()]
    return [{key: value for key, value in each.items() if key != "sql"} for each in described]


@get(
    "/api/v1/statistics/{name:str}",
    guards=[known_parameters],
    opt={OPEN: True},
    summary="One statistic",
    responses={
        200: ResponseSpec(Table, description="Its rows, and what they count"),
        **problems(404, 422),
    },
)
async def statistic(  # noqa: PLR0913, PLR0917  read with the statistic's own parameters
    request: Request[Any, Any, Any],
    name: Name,
    since: Moment = "",  # noqa: ARG001
    until: Until = "",  # noqa: ARG001
    measuring_point: Point = None,  # noqa: ARG001
    by: By = "",  # noqa: ARG001
    where: Where = None,
    sample: Sample = None,
    format: Form = None,  # noqa: A002
    notes: Notes = False,
) -> Response[bytes]:
    """As JSON, or as CSV by ``Accept: text/csv`` or ``?format=csv``; ``&notes=1`` puts what it counts above the CSV's
    head, as lines that begin with ``#``. ``where=DIMENSION=VALUE``, once or more, narrows ``reports``. Cells of too
    few reporters are left out for everyone but the node's operator. Each statistic may have parameters of its own
    beside these; the list of statistics names them. A slow one over 10,000 reports, of one of the times that
    pages offer, may be up to a minute old, and twenty where nobody asked lately: ``Age`` says how many seconds.
    """
    node = office(request).node
    found = (await asyncio.to_thread(node.statistics)).get(name)
    if found is None:
        raise Refused(404, "no-such-statistic", "/api/v1/statistics lists what there is")
    parameters = _asked(request, found)
    parameters |= {"where": _where(where)} if where else {}
    parameters |= {"sample": sample} if sample is not None else {}
    table, age = await _table(request, name, parameters)
    if _wants_csv(request):
        head = _above(table, language_of(request)) if notes else b""
        return Response(
            head + as_csv(table.rows, table.columns),
            media_type="text/csv",
            headers=_attached(table, "csv") | age,
        )
    headers = (_attached(table, "json") if format == "json" else {}) | age
    return Response(msgspec.json.encode(table), media_type="application/json", headers=headers)


def alone() -> list[Ask]:
    """What is asked for by itself and takes long."""
    return [ask(name, {"since": since}) for name in SLOWEST for since in RANGES]


async def _table(request: Call, name: str, parameters: dict[str, Any]) -> tuple[Table, dict[str, str]]:
    if parameters.keys() == {"since"} and parameters["since"] in RANGES:
        return await kept(request, ask(name, parameters))
    return await asyncio.to_thread(office(request).node.statistic, name, parameters, not sees_small_cells(request)), {}


async def kept(request: Call, question: Ask) -> tuple[Table, dict[str, str]]:
    """The table, and the header that says how old it is (RFC 9111, section 5.1) where it is not new."""
    table, age = await office(request).tables.read_alone(question, not sees_small_cells(request))
    return table, {"age": f"{ceil(age)}"} if age else {}


def _asked(request: Call, found: Statistic) -> dict[str, Any]:
    """The parameters for a statistic; one that it does not have is refused."""
    known = (query_parameters(request.route_handler) | set(found.parameters)) - (
        CUBE if "{dimensions}" not in found.sql else set()
    )
    for name in request.query_params:
        if name not in known | OURS:
            raise unknown_parameter(name, known)
    return {name: value for name, value in request.query_params.items() if value and name not in OURS}


def _where(said: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in said]
    if not all(name and mark for name, mark, _ in pairs):
        raise Refused(400, "bad-parameter", "a dimension and a value, such as where=channel=sms", where="?where")
    return {name: value for name, _, value in pairs}


def as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> bytes:
    """RFC 4180 with a header line. A text that a spreadsheet would run as a formula gets a leading apostrophe.

    ``columns`` are those of a table that may have no rows.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0].keys() if rows else columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue().encode()


def _above(table: Table, language: Language) -> bytes:
    """What a table counts, as comment lines in the reader's language; columns and values keep their names."""
    return "".join(f"# {line}\r\n" for line in notes_of(table, language)).encode()


def _attached(table: Table, kind: str) -> dict[str, str]:
    """As a file under a name that says what and when."""
    name = f"spamatlas-{table.name}-{table.since:%Y%m%d}-{table.until:%Y%m%d}.{kind}"
    return {"content-disposition": f'attachment; filename="{name}"'}


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = " ".join(str(each) for each in value)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def _wants_csv(request: Call) -> bool:
    asked = request.query_params.get("format", "")
    return asked == "csv" if asked else "text/csv" in request.headers.get("accept", "")
