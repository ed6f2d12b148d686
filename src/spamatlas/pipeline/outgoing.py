"""What the node asks of others' servers: short, small, and in private."""

import re
import ssl
import time
from contextlib import suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import structlog
from msgspec import Struct

from spamatlas.model import Rejected

SECONDS = 5.0
"""For each step of a connection; twice that for all of an answer."""
LONGEST_ANSWER = 1_000_000
WORD = re.compile(r"[a-z_]{1,40}")
_events = structlog.get_logger()


class Outgoing:
    """Asks for JSON over HTTPS, or at this machine itself; redirections are not followed, proxies of the environment
    are not used, nothing is unpacked. Certificates are verified by the authorities that this machine trusts
    (``SSL_CERT_FILE`` names others), as those of mail servers are: an organisation's provider may be by its own.

    Raises Rejected: ``provider-address`` for any other address, ``provider-away`` where nobody answers in time,
    ``provider-wrong-client`` where it does not take the node for its client, ``provider-answer`` for any other refusal
    and for what is too long or no JSON object.
    """

    def __init__(self) -> None:
        self._trusted = ssl.create_default_context()

    def get(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The object at an address."""
        return self._ask("GET", address, headers or {}, None)

    def post(self, address: str, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
        """The object that a form is answered with."""
        return self._ask("POST", address, headers, form)

    def _ask(self, method: str, address: str, headers: dict[str, str], form: dict[str, str] | None) -> dict[str, Any]:
        refuse_open(address)
        parts = urlsplit(address)
        until = time.monotonic() + 2 * SECONDS
        plain = {"accept": "application/json", "accept-encoding": "identity", **headers}
        try:
            with (
                httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False, verify=self._trusted) as client,
                client.stream(method, address, headers=plain, data=form) as answer,
            ):
                if "content-encoding" in answer.headers:
                    raise _no_answer()
                body = bytearray()
                for part in answer.iter_raw():
                    body += part
                    if len(body) > LONGEST_ANSWER:
                        raise _no_answer()
                    if time.monotonic() > until:
                        raise _away()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _away() from error
        if answer.status_code != 200:
            raise _refusal(parts.hostname or "", answer.status_code, bytes(body))
        try:
            return msgspec.json.decode(body, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _no_answer() from error


def refuse_open(address: str) -> None:
    """Raises Rejected ``provider-address`` for an address that others can read along."""
    try:
        parts = urlsplit(address)
        is_near = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_near = False
    if not address.startswith("https://") and not (is_near and address.startswith("http://")):
        raise Rejected("provider-address", "the provider's addresses must begin with https://")


class _Said(Struct):
    """What a token endpoint refuses with (RFC 6749, section 5.2)."""

    error: str = ""


def _refusal(host: str, status: int, body: bytes) -> Rejected:
    """By the word that it gives, which is noted too: it tells whoever set the provider up what to look at."""
    said = ""
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = msgspec.json.decode(body, type=_Said).error
    _events.warning("provider-refused-us", host=host, status=status, error=said if WORD.fullmatch(said) else "")
    if status == 401 or said in {"invalid_client", "unauthorized_client"}:
        return Rejected("provider-wrong-client", "the provider does not know this node; tell whoever runs it")
    return _no_answer()


def _away() -> Rejected:
    return Rejected("provider-away", "the provider does not answer; try again in a moment, or take another way")


def _no_answer() -> Rejected:
    return Rejected("provider-answer", "the provider answered with nothing that can be used; try once more")
