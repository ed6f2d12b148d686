"""A request's body as reports: what it holds, filed, and said back."""

import asyncio
import time
from collections.abc import Callable, Sequence
from itertools import islice
from secrets import token_hex
from typing import Annotated, Any

import msgspec
from litestar.datastructures import UploadFile
from litestar.params import QueryParameter
from msgspec import Struct

from spamatlas.model import Channel, Rejected, Submission
from spamatlas.web.contract import Node
from spamatlas.web.office import Call
from spamatlas.web.problems import Refused

BATCH_REPORTS = 512
LOOK_SECONDS = 0.05
Narrowed = Annotated[
    Channel | None,
    QueryParameter(description="How the messages reached people, where they do not say so themselves"),
]
LINES = "application/x-ndjson"
JSON_TYPES = {"application/json", "text/json"}
MEDIA_TYPES = {
    *JSON_TYPES,
    LINES,
    "application/jsonl",
    "application/mbox",
    "application/zip",
    "application/gzip",
    "application/octet-stream",
    "message/rfc822",
    "multipart/form-data",
    "text/csv",
}
UPLOAD_FIELDS = ("channel", "text", "subject", "sender", "recipient", "date", "lang", "id", "reporter", "tlp")


class Part(Struct, frozen=True):
    """One body and what it is; ``name`` stands before the path of what is refused in it."""

    body: bytes
    media_type: str
    name: str = ""
    channel: Channel | None = None


async def parts_of(request: Call) -> list[Part]:
    """What a request carries, whatever its form.

    Raises:
        Refused: 415, ``media-type-not-supported``.
        Rejected: ``unknown-channel``, ``ill-formed`` or ``empty``.
    """
    media_type = request.content_type[0].lower() or "application/octet-stream"
    channel = channel_of(request.query_params.get("channel", ""))
    if media_type == "multipart/form-data":
        return await _form_parts(request, channel)
    if media_type not in MEDIA_TYPES:
        raise Refused(415, "media-type-not-supported", "send one of: " + ", ".join(sorted(MEDIA_TYPES)))
    body = await request.body()
    if not body.strip():
        raise Rejected("empty", "the request has no body")
    if media_type in JSON_TYPES:
        return [Part(lines_of(body), LINES, "", channel)]
    return [Part(body, LINES if media_type == "application/jsonl" else media_type, "", channel)]


def lines_of(body: bytes) -> bytes:
    """A JSON object, an array of them, or an object with ``reports``, as one object a line."""
    try:
        whole = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "the body is not JSON") from error
    reports = whole.get("reports", [whole]) if isinstance(whole, dict) else whole
    if not isinstance(reports, list):
        raise Rejected("ill-formed", "expected an object, an array of objects, or an object with reports")
    return b"\n".join(msgspec.json.encode(each) for each in reports)


def channel_of(name: str) -> Channel | None:
    """Raises Rejected ``unknown-channel`` for a name that is none."""
    if not name:
        return None
    try:
        return Channel(name)
    except ValueError as error:
        raise Rejected("unknown-channel", "the channel is one of: " + ", ".join(Channel)) from error


async def file_parts(node: Node, parts: Sequence[Part], reporter: str, mark: Callable[[str], int]) -> dict[str, Any]:
    """File them and say what became of them; a part that is bad leaves the others alone.

    ``quarantined`` is None: the answer comes once everything is durable, before it is analysed; see
    ``wait_for_analysis``. ``receipts`` has a receipt number for each of ``ids``.
    """
    return await asyncio.to_thread(_file, node, parts, reporter, mark)


async def wait_for_analysis(node: Node, ids: Sequence[str], seconds: float) -> int | None:
    """How many of these reports are in quarantine, once all are analysed; None where that takes longer."""
    until = time.monotonic() + seconds
    end = await asyncio.to_thread(node.end)
    while await asyncio.to_thread(node.cursor) < end:
        if time.monotonic() > until:
            return None
        await asyncio.sleep(LOOK_SECONDS)
    return await asyncio.to_thread(node.held_among, ids)


def _file(node: Node, parts: Sequence[Part], reporter: str, mark: Callable[[str], int]) -> dict[str, Any]:
    answer: dict[str, Any] = {"accepted": 0, "duplicates": 0, "quarantined": None, "rejected": [], "ids": []}
    answer["receipts"] = []
    for part in parts:
        found = iter(node.read(part.body, part.media_type, reporter, part.channel, mark))
        while batch := list(islice(found, BATCH_REPORTS)):
            fresh = [each for each in batch if isinstance(each, Submission)]
            for refusal in batch:
                if not isinstance(refusal, Submission):
                    path = f"{part.name}{refusal.path}" if part.name else refusal.path
                    answer["rejected"].append({"path": path, "reason": refusal.reason, "code": refusal.code})
            if fresh:
                receipt = node.accept(fresh)
                answer["accepted"] += receipt.accepted
                answer["duplicates"] += receipt.duplicates
                answer["ids"].extend(receipt.ids)
                answer["receipts"].extend(map(node.receipt, receipt.ids))
    return answer


async def _form_parts(request: Call, channel: Channel | None) -> list[Part]:
    form = await request.form()
    fields = {name: str(form[name]) for name in UPLOAD_FIELDS if isinstance(form.get(name), str) and form[name]}
    channel = channel_of(fields.get("channel", "")) or channel
    parts = []
    for name, upload in form.multi_items():
        if isinstance(upload, UploadFile):
            body = await upload.read()
            if body:
                media_type = upload.content_type or "application/octet-stream"
                parts.append(Part(body, media_type, f"{name}: ", channel))
    if fields.get("text", "").strip():
        # Who fills in a form gives no id; each filling in is a report of its own.
        line = {"id": f"form-{token_hex(8)}", **fields, "channel": channel or Channel.OTHER}
        parts.append(Part(msgspec.json.encode(line), LINES, "", channel))
    if not parts:
        raise Rejected("empty", "send a file, or a field text")
    return parts
