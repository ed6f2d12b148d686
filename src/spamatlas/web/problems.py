"""Errors as problem details (RFC 9457), each with a stable code; pages get the same in words."""

from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from spamatlas.model import Rejected, Unavailable

_events = structlog.get_logger()

CODES = {
    400: "bad-request",
    401: "token-wanted",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "media-type-not-supported",
    422: "not-usable",
    429: "too-many-requests",
}
"""The codes of errors that carry none of their own, by status."""


class Refused(Exception):  # noqa: N818
    """A request that is answered with a problem: status, stable code, and what to do next.

    ``where`` names the part of the request that is to blame: ``?limit``, say.
    """

    def __init__(
        self, status: int, code: str, detail: str, headers: dict[str, str] | None = None, where: str = ""
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}
        self.where = where


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response[bytes]:
    """The problem details; ``type`` is a reference that says where the code is explained."""
    body = {
        "type": f"/schema/problems#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    return Response(
        msgspec.json.encode(body | more), status_code=status, media_type="application/problem+json", headers=headers
    )


def as_refused(error: Exception) -> Refused:
    """What any error is to the caller. Ours are told apart from the caller's; content is in neither."""
    match error:
        case Refused():
            return error
        case Rejected():
            return Refused(422, error.code, error.detail)
        case Unavailable():
            return Refused(503, "unavailable", f"{error}; try again in a moment", {"retry-after": "5"})
        case HTTPException():
            headers = dict(error.headers or {})
            if found := _misfit(error):
                return found
            return Refused(error.status_code, CODES.get(error.status_code, "failed"), _phrase(error), headers)
        case _:
            _events.error("request-crashed", error=type(error).__name__, exc_info=error)
            return Refused(500, "crashed", "this is our fault; it is in the node's log, and nothing you filed is lost")


def answer_problem(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Any error as problem details."""
    refused = as_refused(error)
    where = {"where": refused.where} if refused.where else {}
    return problem(refused.status, refused.code, refused.detail, refused.headers, **where)


def _misfit(error: HTTPException) -> Refused | None:
    """What is too large, or a parameter of the wrong kind or out of its range, named; what was given is not quoted."""
    if error.status_code == 413:
        return Refused(413, "too-large", "it is larger than this node takes; send it in smaller parts")
    extra = error.extra if isinstance(error.extra, list) else []
    for each in extra:
        if isinstance(each, dict) and each.get("source") in {"query", "path"}:
            mark = "?" if each["source"] == "query" else "/"
            return Refused(400, "bad-parameter", str(each.get("message", "")), where=f"{mark}{each.get('key')}")
    return None


def _phrase(error: HTTPException) -> str:
    return error.detail or HTTPStatus(error.status_code).phrase
