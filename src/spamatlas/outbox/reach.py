"""Where a call of a webhook may go: to public addresses, whatever the name it was given says (SSRF).

Names are looked up once, all answers are looked at, and the connection goes to what was looked at: a name that answers
otherwise a moment later (DNS rebinding) leads nowhere.
"""

import socket
import time
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore

from spamatlas.model import Rejected

NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: the last four octets are an IPv4 address."""


class Reach:
    """``networks`` (CIDR) may be called beside what is public, without TLS as well."""

    def __init__(self, networks: Sequence[str] = ()) -> None:
        self._networks = tuple(ip_network(each, strict=False) for each in networks)

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host.

        Raises:
            Rejected: ``address-out-of-reach`` where one of them is none that may be called.
            OSError: the name can't be looked up.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not addresses or not all(self.may_call(each) for each in addresses):
            raise Rejected("address-out-of-reach", "that address leads to no public network")
        return addresses

    def may_call(self, address: str) -> bool:
        """Whether an IP address is public, or one of the networks that a setting names."""
        plain = ip_address(address.partition("%")[0])
        return self.is_named(address) or all(map(_is_public, _meant(plain)))

    def is_named(self, address: str) -> bool:
        """Whether an IP address is in one of the networks that a setting names."""
        plain = ip_address(address.partition("%")[0])
        return any(plain.version == each.version and plain in each for each in self._networks)


def _meant(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address | IPv6Address]:
    """The address, and any IPv4 address that it stands for."""
    if isinstance(address, IPv6Address) and address in NAT64:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)
        return
    yield address
    if isinstance(address, IPv6Address):
        yield from (each for each in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if each)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


class Backend(httpcore.SyncBackend):
    """Connects within reach alone, and gives every call one time for all of it, however slowly it is answered."""

    def __init__(self, reach: Reach, seconds: float) -> None:
        self._reach, self._until = reach, time.monotonic() + seconds

    def connect_tcp(self, host: str, port: int, **options: Any) -> httpcore.NetworkStream:  # type: ignore[override]
        try:
            addresses = self._reach.addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError("the name can't be looked up") from error
        options["timeout"] = _left(self._until)
        return _Hurried(super().connect_tcp(addresses[0], port, **options), self._until)


class _Hurried(httpcore.NetworkStream):
    """A stream that ends when the time of its call is over."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:  # noqa: ARG002
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time of the call is over")
    return left
