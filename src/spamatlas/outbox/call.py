"""One call of a webhook, signed as Standard Webhooks has it (its specification, version 1.0.0)."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from urllib.parse import urlsplit

import httpcore
import msgspec

from spamatlas import __version__
from spamatlas.model import Rejected
from spamatlas.outbox.reach import Backend, Reach

SECRET_BYTES = 32
"""The specification asks for 24 to 64."""
SECRET_MARK = "whsec_"  # noqa: S105  what every secret begins with
CALL_SECONDS = 15.0
"""The specification has 15 to 30."""
ANSWER_BYTES = 4_096
"""What is read of an answer, and thrown away: its status is all that counts."""
LONGEST_ADDRESS = 500


def new_secret() -> str:
    """A secret as its receivers are given it."""
    return SECRET_MARK + b64encode(token_bytes(SECRET_BYTES)).decode()


def body_of(event: str, at: str, data: Mapping[str, Any]) -> bytes:
    """What is sent; ``at`` is ISO 8601."""
    return msgspec.json.encode({"type": event, "timestamp": at, "data": data})


def signature(secret: str, identifier: str, seconds: int, body: bytes) -> str:
    """The field ``webhook-signature``; ``seconds`` since 1970."""
    signed = f"{identifier}.{seconds}.".encode() + body
    key = b64decode(secret.removeprefix(SECRET_MARK))
    return "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()


def checked_address(address: str, reach: Reach) -> str:
    """An address that may be called, as it is kept.

    Raises:
        Rejected: ``bad-webhook`` for what is no address, ``address-out-of-reach`` for one that leads into this house.
    """
    refusal = Rejected("bad-webhook", "a webhook is an address that begins with https://, without a name or password")
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise refusal from error
    is_plain = parts.username is None and parts.password is None and address.isascii() and address.strip().isprintable()
    if parts.scheme not in {"https", "http"} or not host or not is_plain or len(address) > LONGEST_ADDRESS:
        raise refusal
    try:
        found = reach.addresses(host, port)
    except OSError as error:
        raise Rejected("address-out-of-reach", "that name can't be looked up") from error
    if parts.scheme == "http" and not all(reach.is_named(each) for each in found):
        raise refusal
    return parts._replace(fragment="").geturl()


def call(address: str, body: bytes, fields: Mapping[str, str], reach: Reach) -> int:
    """The HTTP status of the answer; 0 where there was none in time. No redirection is followed.

    Raises:
        Rejected: ``address-out-of-reach``: the name leads elsewhere now.
    """
    own = {"content-type": "application/json", "user-agent": f"spamatlas/{__version__}"}
    headers = [*own.items(), *fields.items()]
    pool = httpcore.ConnectionPool(network_backend=Backend(reach, CALL_SECONDS), retries=0)
    try:
        with pool, pool.stream("POST", address, headers=headers, content=body) as answer:
            read = 0
            for part in answer.iter_stream():
                read += len(part)
                if read >= ANSWER_BYTES:
                    break
            return int(answer.status)
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        OSError,
    ):
        return 0
