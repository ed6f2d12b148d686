import asyncio
import csv
import io
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from spamatlas.model import Rejected
from spamatlas.statistics import Table
from spamatlas.web.office import Call, is_operator, office
from spamatlas.web.problems import Refused

OURS = {"format", "lang", "notes", "where"}


@get("/api/v1/statistics", summary="Every statistic there is")
async def statistics(request: Request[Any, Any, Any]) -> list[dict[str, Any]]:
    """Name, unit, what is counted, parameters and caveat of each."""
    found = await asyncio.to_thread(office(request).node.statistics)
    described = [msgspec.to_builtins(each) for each in found.values()]
    return [{key: value for key, value in each.items() if key != "sql"} for each in described]


@get("/api/v1/statistics/{name:str}", summary="One statistic")
async def statistic(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """As JSON, or as CSV by ``Accept: text/csv`` or ``?format=csv``; ``&notes=1`` puts what it counts above the CSV's
    head, as lines that begin with ``#``. ``where=DIMENSION=VALUE``, once or more, narrows ``reports``. Cells of too
    few reporters are left out for everyone but the node's operator.
    """
    node = office(request).node
    if name not in await asyncio.to_thread(node.statistics):
        raise Refused(404, "no-such-statistic", "/api/v1/statistics lists what there is")
    parameters: dict[str, Any] = {key: value for key, value in request.query_params.items() if key not in OURS}
    if where := request.query_params.getall("where", []):
        parameters["where"] = _where(where)
    table = await asyncio.to_thread(node.statistic, name, parameters, not is_operator(request))
    asked = request.query_params.get("format", "")
    if _wants_csv(request):
        notes = _notes(table) if request.query_params.get("notes") == "1" else b""
        return Response(notes + as_csv(table), media_type="text/csv; charset=utf-8", headers=_attached(table, "csv"))
    headers = _attached(table, "json") if asked == "json" else {}
    return Response(msgspec.json.encode(table), media_type="application/json", headers=headers)


def as_csv(table: Table) -> bytes:
    """RFC 4180 with a header line. A text that a spreadsheet would run as a formula gets a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    rows = table.rows
    writer.writerow(rows[0].keys() if rows else [])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue().encode()


def _notes(table: Table) -> bytes:
    """What a table counts, as comment lines."""
    left_out = f"Left out, for too few reporters: {table.suppressed} rows." if table.suppressed else ""
    lines = [table.title, table.caption, f"Unit: {table.unit}.", table.caveat, left_out]
    return "".join(f"# {line}\r\n" for line in lines if line).encode()


def _attached(table: Table, kind: str) -> dict[str, str]:
    """As a file under a name that says what and when."""
    name = f"spamatlas-{table.name}-{table.since:%Y%m%d}-{table.until:%Y%m%d}.{kind}"
    return {"content-disposition": f'attachment; filename="{name}"'}


def _where(said: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in said]
    if not all(name and mark for name, mark, _ in pairs):
        raise Rejected("bad-parameter", "'where' is a dimension and a value, such as where=channel=sms")
    return {name: value for name, _, value in pairs}


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = " ".join(str(each) for each in value)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def _wants_csv(request: Call) -> bool:
    asked = request.query_params.get("format", "")
    return asked == "csv" if asked else "text/csv" in request.headers.get("accept", "")
