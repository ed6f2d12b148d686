"""A sample mail as it would lie in a mailbox: fields of the machines on its way, then what a person sees."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from random import Random

from spamatlas.samples.campaign import Mail
from spamatlas.samples.people import digits


def write_mail(way: Mail, message: dict[str, str], sent_at: datetime, received_at: datetime, chance: Random) -> bytes:
    """The mail in the form of RFC 5322, as its reader's server kept it."""
    recipient = message["recipient"]
    server = f"mx1.{recipient.rpartition('@')[2]}"
    relay, address = digits(way.relay, chance), digits(way.address, chance)
    envelope = f"bounce@{relay.partition('.')[2]}"
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = f"<{envelope}>"
    mail["Received"] = (
        f"from {relay} ({relay} [{address}]) by {server} with ESMTPS id {digits('4W######', chance)} "
        f"for <{recipient}>; {format_datetime(min(sent_at + timedelta(seconds=4), received_at))}"
    )
    mail["Received"] = (
        f"from [{digits('198.51.100.1##', chance)}] by {relay} with ESMTPA id {digits('q#######', chance)}; "
        f"{format_datetime(sent_at)}"
    )
    mail["Authentication-Results"] = f"{server}; " + way.results.format(domain=envelope.partition("@")[2])
    mail["Date"] = format_datetime(sent_at)
    mail["From"] = message["sender"]
    mail["To"] = recipient
    if way.reply_to:
        mail["Reply-To"] = way.reply_to
    mail["Subject"] = message["subject"]
    mail["Message-ID"] = f"<{message['id']}.{chance.getrandbits(48):012x}@{relay}>"
    if way.unsubscribe:
        mail["List-Unsubscribe"] = f"<{way.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    _write_body(mail, way, message["text"], f"=_{chance.getrandbits(64):016x}")
    return mail.as_bytes()


def _write_body(mail: EmailMessage, way: Mail, text: str, boundary: str) -> None:
    mail.set_content(text)
    if way.html:
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)
        mail.add_alternative(way.html.replace("{text}", paragraphs), subtype="html")
        mail.set_boundary(f"{boundary}.a")
    if way.attachment:
        mail.add_attachment(
            f"A harmless line in place of {way.attachment}.\n".encode(),
            maintype="application",
            subtype="octet-stream",
            filename=way.attachment,
        )
        mail.set_boundary(f"{boundary}.m")
