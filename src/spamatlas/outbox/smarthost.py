"""The mail server that takes our letters on (RFC 5321, RFC 6409): one connection, used for many."""

import smtplib
import ssl
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from typing import Self

from msgspec import Struct

from spamatlas.model import Unavailable
from spamatlas.settings import Settings, is_loopback

TIMEOUT_SECONDS = 60.0
MOST_LETTERS = 500
"""So many go over one connection: some servers end it at a number of their own, and count against who ignores that."""
SIGNED_IN = 235
"""RFC 4954, section 6."""
GONE = 421
"""The server closes the connection (RFC 5321, section 3.8); the letter is not to blame."""


class Reply(Struct, frozen=True):
    """``code`` is the reply's figures, with the enhanced status (RFC 2034) where there is one; never its text."""

    code: str
    status: str = ""

    @property
    def is_taken(self) -> bool:
        return self.code.startswith("2")

    @property
    def is_final(self) -> bool:
        return self.code.startswith("5")

    def __str__(self) -> str:
        return f"{self.code} {self.status}".strip()


class Smarthost:
    """Not for several threads at once. Use as a context."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection, politely where it still stands."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def send(self, return_path: str, recipient: str, mail: bytes) -> Reply:
        """Hand one letter over; what the server made of it.

        Raises:
            Unavailable: it could not be handed over, and another one could not either; where that broke off in the
                middle the server may have it.
        """
        if self._sent >= MOST_LETTERS:
            self.close()
        server = self._server or self._connected()
        try:
            reply = _handed_over(server, return_path, recipient, mail)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unavailable(f"the mail server broke off: {type(error).__name__}") from error
        self._sent += 1
        if reply.code == str(GONE):
            self._drop()
            raise Unavailable("the mail server takes nothing just now: 421")
        return reply

    def _connected(self) -> smtplib.SMTP:
        wanted = self._settings
        try:
            self._server, self._sent = _greeted(wanted), 0
            if wanted.smtp_user:
                _sign_in(self._server, wanted.smtp_user, Path(wanted.smtp_password_file).read_text("utf-8").strip())
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            raise Unavailable(f"the mail server can't be reached: {type(error).__name__}") from error
        return self._server

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _greeted(wanted: Settings) -> smtplib.SMTP:
    """A connection that is encrypted to whom it was to lead to; to this machine it may be plain.

    The certificate is verified by the authorities that this machine trusts (``SSL_CERT_FILE`` names others).
    """
    context = ssl.create_default_context()
    if wanted.smtp_implicit_tls:
        inside = smtplib.SMTP_SSL(wanted.smtp_host, wanted.smtp_port, timeout=TIMEOUT_SECONDS, context=context)
        inside.ehlo_or_helo_if_needed()
        return inside
    server = smtplib.SMTP(wanted.smtp_host, wanted.smtp_port, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if not is_loopback(wanted.smtp_host):  # which no wire lies before
            server.starttls(context=context)
            server.ehlo()
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """By the standard library, which knows ASCII alone, else PLAIN in UTF-8 (RFC 4616, section 2)."""
    if (user + password).isascii() or "PLAIN" not in server.esmtp_features.get("auth", "").split():
        server.login(user, password)
        return
    told = b64encode(b"\0".join((b"", user.encode(), password.encode()))).decode()
    code, text = server.docmd("AUTH", f"PLAIN {told}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, text)


def _handed_over(server: smtplib.SMTP, return_path: str, recipient: str, mail: bytes) -> Reply:
    reply = _reply(*server.mail(return_path))
    if reply.is_taken:
        reply = _reply(*server.rcpt(recipient))
    if reply.is_taken:
        try:
            return _reply(*server.data(mail))
        except smtplib.SMTPDataError as error:
            reply = _reply(error.smtp_code, error.smtp_error)
    if reply.code != str(GONE):
        server.rset()
    return reply


def _reply(code: int, text: bytes | str) -> Reply:
    said = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    first = said.partition(" ")[0]
    parts = first.split(".")
    is_status = len(parts) == 3 and all(each.isascii() and each.isdecimal() and len(each) < 4 for each in parts)
    return Reply(str(code), first if is_status else "")
