"""Who asks through proxies: what trusted ones say, and everything that somebody outside can write beside it."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from litestar.testing import TestClient
from litestar.types import Receive, Scope, Send
from tests.web import fake_node

from spamatlas.settings import Settings, load
from spamatlas.web import create_app
from spamatlas.web.app import BURST, TRIES
from spamatlas.web.forwarded import client_of, networks, place_of

HERE = "http://127.0.0.1:8052"

TRUSTED = networks(("10.0.0.0/8", "2001:db8:1::/48", "127.0.0.1"))
FOR, OTHER, PROXY, CLIENT, EVIL = "x-forwarded-for", "forwarded", "10.0.0.1", "192.0.2.7", "6.6.6.6"


def asked(*fields: tuple[str, str], peer: str = PROXY, trusted: Any = TRUSTED) -> str:
    return client_of(peer, [(name.encode(), value.encode("latin-1", "replace")) for name, value in fields], trusted)


@pytest.mark.parametrize(
    ("fields", "client"),
    [
        ([(FOR, CLIENT)], CLIENT),
        ([(FOR, f"{CLIENT}, 10.2.3.4")], CLIENT),
        ([(FOR, f"{CLIENT}:4711")], CLIENT),
        ([(FOR, "2001:db8:2::7")], "2001:db8:2::7"),
        ([(FOR, "[2001:db8:2::7]:443, 2001:db8:1::5")], "2001:db8:2::7"),
        ([(FOR, "::ffff:192.0.2.7")], CLIENT),
        ([(FOR, "10.9.9.9, 10.2.3.4")], "10.9.9.9"),
        ([(OTHER, f"for={CLIENT}")], CLIENT),
        ([(OTHER, f'For="{CLIENT}:80";proto=https;by=10.0.0.1, for=10.2.3.4')], CLIENT),
        ([(OTHER, 'for="[2001:db8:2::7]:4711"')], "2001:db8:2::7"),
        ([(FOR, CLIENT), (OTHER, f"for={CLIENT};proto=https")], CLIENT),
        ([], PROXY),
    ],
)
def test_a_trusted_proxy_says_for_whom_it_asks(fields: Sequence[tuple[str, str]], client: str) -> None:
    assert asked(*fields) == client


@pytest.mark.parametrize(
    ("fields", "client"),
    [
        ([(FOR, f"{EVIL}, {CLIENT}")], CLIENT),  # what nginx makes of a field that came with the request
        ([(FOR, EVIL), (FOR, CLIENT)], CLIENT),
        ([(FOR, f"{EVIL}, 10.5.5.5, {CLIENT}, 10.2.3.4")], CLIENT),
        ([(FOR, ", ".join([EVIL] * 5000 + [CLIENT]))], CLIENT),
        ([(OTHER, f"for={EVIL}, for={CLIENT}")], CLIENT),
        # A quotation mark that is left open would swallow what the proxy adds.
        ([(OTHER, f'for={EVIL};a=", for="[2001:db8:2::7]"')], PROXY),
        ([(OTHER, f'for="{EVIL}, for={CLIENT}')], PROXY),
        ([(OTHER, f'for="\\", for={EVIL}, for={CLIENT}')], PROXY),
        ([(OTHER, f'a="for={EVIL}", for={CLIENT}')], CLIENT),
        ([(OTHER, f'for={CLIENT};a="x;for={EVIL}"')], CLIENT),
        ([(OTHER, ", ".join([f"for={EVIL}"] * 5000 + [f"for={CLIENT}"]))], PROXY),
        # One of the two came through from outside, and nobody knows which.
        ([(FOR, CLIENT), (OTHER, f"for={EVIL}")], PROXY),
        ([(FOR, EVIL), (OTHER, f"for={CLIENT}")], PROXY),
        ([(FOR, "unknown")], PROXY),
        ([(FOR, f"{EVIL}, unknown")], PROXY),
        ([(FOR, f"{EVIL}, _hidden, 10.2.3.4")], "10.2.3.4"),
        ([(OTHER, "for=_hidden")], PROXY),
        ([(OTHER, "proto=https")], PROXY),
        ([(FOR, "")], PROXY),
        ([(FOR, "<script>")], PROXY),
        ([("x-real-ip", EVIL)], PROXY),
    ],
)
def test_what_was_written_outside_is_not_believed(fields: Sequence[tuple[str, str]], client: str) -> None:
    assert asked(*fields) == client


@pytest.mark.parametrize("peer", ["192.0.2.1", "11.0.0.1", "2001:db8:2::1", "::ffff:192.0.2.1", "testclient", ""])
def test_from_anybody_else_it_is_not_read(peer: str) -> None:
    said = [(FOR, EVIL), (OTHER, f"for={EVIL}")]
    assert asked(*said, peer=peer) == asked(peer=peer)
    assert EVIL not in asked(*said, peer=peer)
    assert asked(*said, trusted=()) == PROXY, "none is trusted where none is named"


def test_a_proxy_that_is_seen_as_ipv4_in_ipv6_is_the_same_proxy() -> None:
    assert asked((FOR, CLIENT), peer="::ffff:10.0.0.1") == CLIENT


@given(st.lists(st.tuples(st.sampled_from([FOR, OTHER, "x-real-ip"]), st.text(max_size=300))))
@example([(OTHER, '"' * 4000)])
@example([(OTHER, 'a="' * 1300)])
@example([(OTHER, "a=" * 2000)])
def test_whatever_stands_left_of_what_the_proxy_wrote_changes_nothing(fields: list[tuple[str, str]]) -> None:
    outside = [(name, "".join(value.split("\n"))) for name, value in fields]
    assert asked(*outside, (FOR, CLIENT)) in {CLIENT, PROXY}
    assert asked(*outside, (OTHER, f"for={CLIENT}")) in {CLIENT, PROXY}
    assert asked(*outside, (OTHER, 'for="[2001:db8:2::7]"')) in {"2001:db8:2::7", PROXY}


def test_a_subscribers_addresses_are_one_place() -> None:
    assert place_of("2001:db8:2:3::1") == place_of("2001:db8:2:3:ffff::9") != place_of("2001:db8:2:4::1")
    assert place_of(CLIENT) == CLIENT
    assert place_of("unknown") == "unknown"


@pytest.mark.parametrize("written", ["0.0.0.0/0", "::/0", "proxy.example", "10.0.0.1/8", "*", ""])
def test_everybody_and_nobody_are_no_proxy(written: str) -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=(written,))


def test_proxies_are_named_in_the_environment_too(tmp_path: Any) -> None:
    named = load(tmp_path, {"SPAMATLAS_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}).trusted_proxies
    assert named == ("127.0.0.1", "10.0.0.0/8")


class At:
    """An application that is asked from an address."""

    def __init__(self, app: Any, peer: str, version: str = "1.1") -> None:
        self.app, self.peer, self.version = app, peer, version

    def __getattr__(self, name: str) -> Any:
        return getattr(self.app, name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["client"], scope["http_version"] = (self.peer, 4711), self.version
        await self.app(scope, receive, send)


def statuses(node: Any, peer: str, fields: Sequence[dict[str, str]], path: str = "/api/v1/judge") -> list[int]:
    with TestClient(At(create_app(node), peer), base_url=HERE) as client:  # type: ignore[arg-type]
        if path == "/api/v1/judge":
            return [
                client.post(path, content=b"Hi", headers={"content-type": "text/plain", **each}).status_code
                for each in fields
            ]
        return [client.post(path, data={"token": "no"}, headers=each).status_code for each in fields]


def test_strangers_behind_a_trusted_proxy_have_an_allowance_each() -> None:
    node = fake_node.FakeNode(host="0.0.0.0", trusted_proxies=(PROXY,))
    of_two = [{FOR: CLIENT}] * (int(BURST) + 1) + [{FOR: "192.0.2.8"}]
    found = statuses(node, PROXY, of_two)
    assert found[-2] == 429
    assert found[-1] != 429
    assert 429 not in found[:-2]


@pytest.mark.parametrize("name", [FOR, OTHER, "x-real-ip"])
@pytest.mark.parametrize(("peer", "trusted"), [("192.0.2.1", (PROXY,)), (PROXY, ())])
def test_who_writes_the_field_themselves_gets_no_second_allowance(name: str, peer: str, trusted: Any) -> None:
    said = "for=198.51.100.{}" if name == OTHER else "198.51.100.{}"
    spoofed = [{name: said.format(number)} for number in range(int(BURST) + 1)]
    assert statuses(fake_node.FakeNode(host="0.0.0.0", trusted_proxies=trusted), peer, spoofed)[-1] == 429
    tries = spoofed[: TRIES + 1]
    node = fake_node.FakeNode(host="0.0.0.0", trusted_proxies=trusted)
    assert statuses(node, peer, tries, "/console/sign-in")[-1] == 429


def test_who_has_the_proxy_add_to_their_own_claim_gets_no_second_allowance() -> None:
    claims = [{FOR: f"198.51.100.{number}, {CLIENT}"} for number in range(TRIES + 1)]
    node = fake_node.FakeNode(host="0.0.0.0", trusted_proxies=(PROXY,))
    assert statuses(node, PROXY, claims, "/console/sign-in")[-1] == 429


@pytest.mark.parametrize(
    ("peer", "trusted", "fields", "is_operator"),
    [
        ("127.0.0.1", (), {}, True),
        ("127.0.0.1", (), {FOR: "127.0.0.1"}, False),
        ("127.0.0.1", ("127.0.0.1",), {FOR: "127.0.0.1"}, False),
        ("127.0.0.1", ("127.0.0.1",), {OTHER: "for=127.0.0.1"}, False),
        ("127.0.0.1", ("127.0.0.1",), {"x-real-ip": "127.0.0.1"}, False),
        ("127.0.0.1", ("127.0.0.1",), {}, False),  # a proxy that forgets to say for whom it asks
        ("127.0.0.1", (PROXY,), {}, True),
        ("127.0.0.1", (), {"host": "localhost:8052"}, True),
        ("127.0.0.1", (), {"host": "[::1]:8052"}, True),
        ("127.0.0.1", (), {"host": "192.0.2.7"}, False),  # HAProxy, which passes the name on and no more
    ],
)
def test_nobody_behind_a_proxy_is_its_operator(
    peer: str, trusted: tuple[str, ...], fields: dict[str, str], is_operator: bool
) -> None:
    node = fake_node.FakeNode(trusted_proxies=trusted)
    with TestClient(At(create_app(node), peer), base_url=HERE) as client:  # type: ignore[arg-type]
        assert (client.get("/console", headers=fields).status_code == 200) is is_operator


@pytest.mark.parametrize("version", ["1", "1.0"])
def test_nor_by_a_proxy_that_says_nothing_and_speaks_as_nginx_does_where_nothing_is_said(version: str) -> None:
    with TestClient(At(create_app(fake_node.FakeNode()), "127.0.0.1", version), base_url=HERE) as client:  # type: ignore[arg-type]
        assert client.get("/console").status_code == 401


def test_a_node_that_has_a_public_name_takes_nobody_for_who_sits_there() -> None:
    node = fake_node.FakeNode(host_names=("atlas.example",))
    with TestClient(create_app(node), base_url=HERE) as client:
        assert client.get("/console").status_code == 401
        token = {"authorization": f"Bearer {node.token}"}
        assert client.get("/console", headers=token).status_code == 200
