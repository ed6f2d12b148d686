"""Mail and webhooks over real TLS: a server proves that it is who it is called, or gets nothing, no password either."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from tests.outbox.authority import Authority, names_lead_here
from tests.outbox.test_calls import NEAR, Receiver

from spamatlas.model import Unavailable
from spamatlas.outbox import call
from spamatlas.outbox.smarthost import Smarthost
from spamatlas.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not")  # it is inside TLS there
NAME, OTHER, PASSWORD = "mail.node.example", "other.example", "a pass word, with ümlaut"
MAIL = b"From: a@node.example\r\nTo: b@example.org\r\nSubject: x\r\n\r\n.\r\n..two\r\nend\r\n"


class Post:
    """A mail server that notes what it saw of each connection."""

    def __init__(self) -> None:
        self.got: list[tuple[bool, bool, bytes]] = []
        self.tried: list[tuple[bool, bytes, bytes]] = []

    def knows(self, server: SMTP, _: Session, __: Envelope, ___: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        self.tried.append((server.session.ssl is not None or self.is_inside, told.login, told.password))
        return AuthResult(success=told.password == PASSWORD.encode(), handled=False)

    is_inside = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        is_secure = session.ssl is not None or self.is_inside
        self.got.append((is_secure, bool(session.authenticated), bytes(envelope.content or b"")))
        return "250 2.0.0 taken"


class Listening(Controller):
    """As it comes, but it does not try itself as a client with the server's own context."""

    def _trigger_server(self) -> None:
        socket.create_connection((self.hostname, self.port), 5).close()


@contextmanager
def listening(post: Post, **options: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    post.is_inside = "ssl_context" in options
    controller = Listening(post, hostname="127.0.0.1", port=port, authenticator=post.knows, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that this machine trusts, as by its list of authorities."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.path))
    names_lead_here(monkeypatch, NAME)
    return made


def unproven(authority: Authority, folder: Path, wrong: str) -> ssl.SSLContext:
    """What a server shows that is not the one it is called, in one of three ways."""
    if wrong == "name":
        return authority.server(OTHER)
    if wrong == "expired":
        return authority.server(NAME, expired=True)
    return Authority(folder, "Another CA").server(NAME)


def settings(folder: Path, port: int, *, implicit: bool = False, password: str = PASSWORD) -> Settings:
    (folder / "word").write_text(f"{password}\n", "utf-8")
    return Settings(
        data=folder, smtp_host=NAME, smtp_port=port, smtp_user="spamatlas", smtp_password_file=str(folder / "word"),
        smtp_implicit_tls=implicit, mail_from="reports@node.example",
    )  # fmt: skip


def sent(wanted: Settings) -> str:
    with Smarthost(wanted) as line:
        return str(line.send("reports+1-x@node.example", "b@example.org", MAIL))


def offers(context: ssl.SSLContext, *, implicit: bool) -> dict[str, Any]:
    """How a server offers TLS: from the first byte, or by STARTTLS without which it takes neither AUTH nor mail."""
    if implicit:
        return {"ssl_context": context, "auth_require_tls": False, "auth_required": True}
    return {"tls_context": context, "require_starttls": True, "auth_required": True}


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
def test_a_letter_goes_over_tls_to_a_server_that_knows_us(authority: Authority, tmp_path: Path, implicit: bool) -> None:
    post = Post()
    with listening(post, **offers(authority.server(NAME), implicit=implicit)) as port:
        assert sent(settings(tmp_path, port, implicit=implicit)) == "250 2.0.0"
    ((is_secure, is_known, content),) = post.got
    assert (is_secure, is_known, content) == (True, True, MAIL)
    assert post.tried == [(True, b"spamatlas", PASSWORD.encode())]


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
@pytest.mark.parametrize("wrong", ["name", "expired", "unknown authority"])
def test_a_server_that_does_not_prove_who_it_is_gets_neither_letter_nor_password(
    authority: Authority, tmp_path: Path, implicit: bool, wrong: str
) -> None:
    context = unproven(authority, tmp_path, wrong)
    post = Post()
    failing = pytest.raises(Unavailable, match="SSLCertVerificationError")
    with listening(post, **offers(context, implicit=implicit)) as port, failing:
        sent(settings(tmp_path, port, implicit=implicit))
    assert (post.got, post.tried) == ([], [])


def test_a_server_that_offers_no_tls_gets_neither_letter_nor_password(authority: Authority, tmp_path: Path) -> None:
    """Also where somebody in between took the offer out of its answer."""
    post = Post()
    with listening(post, auth_require_tls=False) as port, pytest.raises(Unavailable, match="SMTPNotSupportedError"):
        sent(settings(tmp_path, port))
    assert (post.got, post.tried) == ([], [])


def test_a_server_that_does_not_know_our_password_gets_no_letter(authority: Authority, tmp_path: Path) -> None:
    post = Post()
    failing = pytest.raises(Unavailable, match="SMTPAuthenticationError")
    with listening(post, **offers(authority.server(NAME), implicit=False)) as port, failing:
        sent(settings(tmp_path, port, password="another"))
    assert post.got == []
    assert {each[2] for each in post.tried} == {b"another"}


@contextmanager
def hook(context: ssl.SSLContext) -> Iterator[str]:
    """A receiver of webhooks over HTTPS; where it listens."""
    Receiver.got = []
    with ExitStack() as open_until_then:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # the client tells
        open_until_then.callback(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        open_until_then.callback(server.shutdown)
        yield f"https://{NAME}:{server.server_address[1]}/hook"


def test_a_webhook_is_called_over_tls(authority: Authority) -> None:
    with hook(authority.server(NAME)) as address:
        assert call.checked_address(address, NEAR) == address
        assert call.call(address, b"{}", {"webhook-id": "msg_1"}, NEAR) == 204
    assert [(path, body) for path, _, body in Receiver.got] == [("/hook", b"{}")]


@pytest.mark.parametrize("wrong", ["name", "expired", "unknown authority"])
def test_a_webhook_that_does_not_prove_who_it_is_is_told_nothing(
    authority: Authority, tmp_path: Path, wrong: str
) -> None:
    context = unproven(authority, tmp_path, wrong)
    with hook(context) as address:
        assert call.call(address, b'{"type": "x"}', {}, NEAR) == 0
    assert Receiver.got == []
