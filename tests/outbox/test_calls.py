"""Calls of webhooks: signed as others sign them, and never into this house."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from spamatlas.model import Rejected
from spamatlas.outbox import call, reach
from spamatlas.outbox.event import Seen, known_events
from spamatlas.outbox.patience import FIRST, LONGEST, Throttle, wait
from spamatlas.outbox.reach import Reach


def test_the_signature_is_that_of_the_specifications_example() -> None:
    """From the reference libraries of Standard Webhooks."""
    secret, identifier = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    body = b'{"test": 2432232314}'
    assert call.signature(secret, identifier, 1_614_265_330, body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


INSIDE = [
    "127.0.0.1", "10.0.0.8", "172.16.3.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001:db8::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_called(address: str) -> None:
    assert not Reach().may_call(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_what_is_public_is(address: str) -> None:
    assert Reach().may_call(address)


def test_a_setting_opens_a_network_and_nothing_else() -> None:
    some = Reach(("10.1.0.0/16", "127.0.0.1/32"))
    assert some.may_call("10.1.2.3")
    assert not some.may_call("10.2.2.3")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://127.0.0.1/", "address-out-of-reach"),
        ("https://localhost/", "address-out-of-reach"),
        ("https://2130706433/", "address-out-of-reach"),
        ("https://[::ffff:127.0.0.1]/", "address-out-of-reach"),
        ("https://nowhere.invalid/", "address-out-of-reach"),
        ("http://1.1.1.1/", "bad-webhook"),
        ("ftp://1.1.1.1/", "bad-webhook"),
        ("https://user:word@1.1.1.1/", "bad-webhook"),
        ("https://1.1.1.1:99999/", "bad-webhook"),
        ("https://1.1.1.1/\r\nx: y", "bad-webhook"),
        ("https://", "bad-webhook"),
        ("", "bad-webhook"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused(address: str, code: str) -> None:
    with pytest.raises(Rejected) as why:
        call.checked_address(address, Reach())
    assert why.value.code == code


class Receiver(BaseHTTPRequestHandler):
    got: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(302 if self.path == "/moved" else 204)
        if self.path == "/moved":
            self.send_header("location", "/other")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Receiver.got = []
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}"
    listening.shutdown()
    listening.server_close()


NEAR = Reach(("127.0.0.0/8",))


def test_a_call_arrives_and_a_redirection_is_not_followed(server: str) -> None:
    assert call.call(f"{server}/hook", b"{}", {"webhook-id": "msg_1"}, NEAR) == 204
    path, fields, body = Receiver.got[0]
    assert (path, fields["webhook-id"], fields["content-type"], body) == ("/hook", "msg_1", "application/json", b"{}")
    assert call.call(f"{server}/moved", b"{}", {}, NEAR) == 302
    assert [each[0] for each in Receiver.got] == ["/hook", "/moved"]


def test_a_name_that_leads_elsewhere_when_it_is_called_is_not_called(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Rejected) as why:
        call.call(f"{server}/hook", b"{}", {}, Reach())
    assert why.value.code == "address-out-of-reach"
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("1.1.1.1", "127.0.0.1")]
    monkeypatch.setattr(reach.socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(Rejected):
        Reach().addresses("two-faced.example", 443)
    assert Receiver.got == []


def test_who_answers_a_letter_at_a_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "CALL_SECONDS", 1.0)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listening.accept()
        with connection:
            for each in b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200:
                try:
                    connection.send(bytes([each]))
                except OSError:
                    return
                time.sleep(0.1)

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    assert call.call(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}", {}, NEAR) == 0
    assert time.monotonic() - begun < 8
    listening.close()


def test_events_are_told_once_each() -> None:
    before = Seen(accepted=5, quarantined=1, campaigns={"C-1": 12, "C-2": 3})
    now = Seen(accepted=9, quarantined=2, campaigns={"C-1": 40, "C-2": 5, "C-3": 4})
    told = {name: list(event.tell(before, now)) for name, event in known_events().items()}
    assert told == {
        "campaign.grew": [{"campaign": "C-1", "reports": 40, "before": 12}],
        "campaign.new": [{"campaign": "C-3", "reports": 4}],
        "quarantine.filled": [{"quarantined": 2, "before": 1}],
        "reports.accepted": [{"accepted": 4, "total": 9}],
    }
    assert not any(list(event.tell(now, now)) for event in known_events().values())


def test_it_waits_twice_as_long_each_time_with_some_chance() -> None:
    assert [wait(each, 0.5) for each in (1, 2, 3)] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert wait(50, 0.5) == LONGEST
    assert wait(1, 0.0) == 0.75 * FIRST
    assert wait(1, 1.0) == 1.25 * FIRST


def test_a_domain_gets_so_many_a_minute_and_others_are_not_kept_waiting() -> None:
    throttle = Throttle(60)
    assert sum(throttle.wait_seconds("a.example", 0.0) == 0 for _ in range(100)) == 60
    assert throttle.wait_seconds("b.example", 0.0) == 0
    assert 0 < throttle.wait_seconds("a.example", 0.0) <= 1
    assert throttle.wait_seconds("a.example", 1.01) == 0
