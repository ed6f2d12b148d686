"""What the node asks of others' servers over real TLS: by an authority that this machine trusts, and no other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.outbox.authority import Authority, names_lead_here

from spamatlas.model import Rejected
from spamatlas.pipeline.outgoing import Outgoing

NAME, SAID = "login.ministry.example", b'{"issuer": "here"}'


@contextmanager
def serving(context: Any) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(SAID)))
            self.end_headers()
            self.wfile.write(SAID)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asked(port: int) -> dict[str, Any]:
    return Outgoing().get(f"https://{NAME}:{port}/.well-known/openid-configuration")


def test_an_organisations_own_authority_is_trusted_where_this_machine_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names_lead_here(monkeypatch, NAME)
    authority, other = Authority(tmp_path), Authority(tmp_path, "Other CA")
    with serving(authority.server(NAME)) as port:
        with pytest.raises(Rejected) as unknown:
            asked(port)
        monkeypatch.setenv("SSL_CERT_FILE", str(other.path))
        with pytest.raises(Rejected) as foreign:
            asked(port)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
        assert asked(port) == {"issuer": "here"}
    with serving(authority.server("elsewhere.example")) as port, pytest.raises(Rejected) as elses:
        asked(port)
    assert {unknown.value.code, foreign.value.code, elses.value.code} == {"provider-away"}
