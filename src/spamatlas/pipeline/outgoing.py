"""What the node asks of others' servers: short, small, and in private."""

import time
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from spamatlas.model import Rejected

SECONDS = 5.0
"""For each step of a connection; twice that for all of an answer."""
LONGEST_ANSWER = 1_000_000


class Outgoing:
    """Asks for JSON over HTTPS, or at this machine itself; redirections are not followed, proxies of the environment
    are not used, nothing is unpacked.

    Raises Rejected: ``provider-address`` for any other address, ``provider-away`` where nobody answers in time,
    ``provider-answer`` for what is too long, no JSON object, or a refusal.
    """

    def get(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The object at an address."""
        return self._ask("GET", address, headers or {}, None)

    def post(self, address: str, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
        """The object that a form is answered with."""
        return self._ask("POST", address, headers, form)

    def _ask(self, method: str, address: str, headers: dict[str, str], form: dict[str, str] | None) -> dict[str, Any]:
        refuse_open(address)
        until = time.monotonic() + 2 * SECONDS
        plain = {"accept": "application/json", "accept-encoding": "identity", **headers}
        try:
            with (
                httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
                client.stream(method, address, headers=plain, data=form) as answer,
            ):
                if answer.status_code != 200 or "content-encoding" in answer.headers:
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


def _away() -> Rejected:
    return Rejected("provider-away", "the provider does not answer; try again in a moment, or take another way")


def _no_answer() -> Rejected:
    return Rejected("provider-answer", "the provider answered with nothing that can be used; try once more")
