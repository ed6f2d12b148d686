"""The mail server that takes our letters on (RFC 5321, RFC 6409): one connection, used for many."""

import smtplib
import ssl
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from msgspec import Struct

from spamatlas.model import Unavailable
from spamatlas.settings import Settings

TIMEOUT_SECONDS = 60.0
MOST_LETTERS = 500
"""So many go over one connection: some servers end it at a number of their own, and count against who ignores that."""
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
            context = ssl.create_default_context()
            if wanted.smtp_implicit_tls:
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    wanted.smtp_host, wanted.smtp_port, timeout=TIMEOUT_SECONDS, context=context
                )
            else:
                server = smtplib.SMTP(wanted.smtp_host, wanted.smtp_port, timeout=TIMEOUT_SECONDS)
            server.ehlo_or_helo_if_needed()
            if not wanted.smtp_implicit_tls and not is_this_machine(wanted.smtp_host):
                server.starttls(context=context)
                server.ehlo()
            if wanted.smtp_user:
                server.login(wanted.smtp_user, Path(wanted.smtp_password_file).read_text("utf-8").strip())
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(f"the mail server can't be reached: {type(error).__name__}") from error
        self._server, self._sent = server, 0
        return server

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def is_this_machine(host: str) -> bool:
    """Whether a server's name is that of this machine, which no wire lies before."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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
