"""Who stamps: a node's own authority, made once and kept; an outside one by setting, asked at a local server here."""

import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from spamatlas.custody.authority import Authority, answer, make
from spamatlas.custody.time_stamp import certificates, stamped
from spamatlas.custody.time_stamp import read as read_stamp
from spamatlas.model import Unavailable
from spamatlas.pipeline.stamping import known_roots, outside_stamper, own_stamper
from spamatlas.settings import Settings


class Outside(HTTPServer):
    """A time-stamp authority of somebody else's, on this machine (RFC 3161, section 3.4)."""

    authority: Authority
    asked: list[tuple[str, bytes]]
    broken = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tsa"


class Window(BaseHTTPRequestHandler):
    server: Outside

    def do_POST(self) -> None:
        request = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append((self.headers["content-type"], request))
        self.send_response(500 if self.server.broken else 200)
        self.send_header("content-type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer(self.server.authority, request, datetime.now(UTC)))

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def outside() -> Iterator[Outside]:
    server = Outside(("127.0.0.1", 0), Window)
    server.authority, server.asked = make("Somebody else", datetime.now(UTC)), []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def settings(data: Path, outside: Outside) -> Settings:
    roots = data / "outside.pem"
    roots.write_bytes(outside.authority.root)
    return Settings(data=data, time_stamp_authority=outside.address, time_stamp_roots=str(roots))


def test_the_authority_is_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert known_roots(Settings(data=data)) == []
    first = own_stamper(Settings(data=data)).roots
    assert own_stamper(Settings(data=data, node_name="Renamed")).roots == first
    assert known_roots(Settings(data=data)) == certificates(first)
    folder = data / "authority"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    assert sorted(each.name for each in folder.iterdir()) == [
        "root-key.pem",
        "root.pem",
        "signer-key.pem",
        "signer.pem",
    ]
    assert [each.name for each in data.iterdir()] == ["authority"]


def test_many_that_need_it_at_once_get_one_authority(tmp_path: Path) -> None:
    found: list[bytes] = []
    place = Settings(data=tmp_path / "data")
    threads = [threading.Thread(target=lambda: found.append(own_stamper(place).roots)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_nobody_outside_is_asked_unless_it_is_set(tmp_path: Path) -> None:
    assert outside_stamper(Settings(data=tmp_path)) is None


def test_an_outside_authority_gets_a_hash_and_nothing_else(tmp_path: Path, outside: Outside) -> None:
    stamper = outside_stamper(settings(tmp_path, outside))
    assert stamper
    stamp = stamped(b"secret content", stamper)
    assert read_stamp(stamp, b"secret content", certificates(outside.authority.root))
    ((kind, request),) = outside.asked
    assert kind == "application/timestamp-query"
    assert b"secret" not in request
    assert len(request) < 100


def test_an_outside_authority_that_is_known_by_setting_is_trusted(tmp_path: Path, outside: Outside) -> None:
    assert certificates(outside.authority.root)[0] in known_roots(settings(tmp_path, outside))


def test_an_outside_authority_that_fails_or_is_another_is_unavailable(tmp_path: Path, outside: Outside) -> None:
    place = settings(tmp_path, outside)
    stamper = outside_stamper(place)
    assert stamper
    outside.broken = True
    with pytest.raises(Unavailable):
        stamped(b"content", stamper)
    outside.broken = False
    outside.authority = make("An impostor", datetime.now(UTC))
    with pytest.raises(Unavailable):
        stamped(b"content", stamper)


def test_roots_that_can_not_be_read_are_said(tmp_path: Path) -> None:
    for roots in ("", str(tmp_path / "none.pem")):
        with pytest.raises(Unavailable, match="time_stamp_roots"):
            outside_stamper(Settings(data=tmp_path, time_stamp_authority="http://127.0.0.1:9/", time_stamp_roots=roots))
