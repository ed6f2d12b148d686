"""Mails of our own wording, which a node's worker reads when nobody asks for anything yet.

A process is slow at first: the interpreter has not fitted its instructions to what they meet (PEP 659), memory is not
yet its own, decoders of pictures have not run. Who waits for one mail should not wait for that.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from io import BytesIO

from spamatlas.model import Submission, submission_id
from spamatlas.pipeline.analyst import Analyst
from spamatlas.pipeline.outcome import Item, Kind, Outcomes, Task, unfiled

_KINDS: tuple[Kind, ...] = ("judge", "examine")

# Hosts, addresses and numbers are those kept for documentation (RFC 2606, RFC 5737) and fiction.
_LINES = (
    "Dear reader, the club's evening moves to Thursday at 19:30; bring your own cup.",
    "Your parcel 4471-09 waits at the desk. Please confirm the address within 24 hours!",
    "> As Mira wrote last week: the second patch fixes the loop, the first one only hides it.",
    "Call +44 20 7946 0958 or (212) 555-0147 between 9 and 5, or write to desk@example.org.",
    "LIMITED OFFER: save 40% on every order above $25.00, only t o d a y, for memb3rs.",
    "The minutes are at https://www.example.com/club/minutes?year=2026&page=3 as always.",
    "Sehr geehrte Damen und Herren, anbei erhalten Sie die Rechnung für den Monat März.",
    "Votre compte sera bloqué; vérifiez vos données ici : http://compte.example.net/verifier",
    "Уважаемый клиент, ваш заказ готов, получить его можно до пятницы.",
    "您的包裹已到达，请在今天之内确认收货地址。",
)


def rehearsal(analyst: Analyst) -> Iterator[Outcomes]:
    """Have every mail read twice, one when the next outcomes are asked for, 3 to 8 ms each; nothing is kept of them.

    Twice, for the first mail of 30 kB took 10 ms of processor without, 4.9 after all were read once, 4.1 after twice
    (November 2026).
    """
    for kind in _KINDS:
        for mail in mails():
            yield analyst.do(Task(kind, [mail], "", *analyst.taken_up_at()))


@cache
def mails() -> tuple[Item, ...]:
    """Six mails of 10 to 35 kB as they come: lists' texts, shops' pages, letters with a picture.

    They are written in 15 ms: best once, where workers are forked from.
    """
    return tuple(unfiled(_submission(body)) for turn in range(2) for body in (_post(turn), _offer(turn), _letter(turn)))


def _post(turn: int) -> bytes:
    mail = _mail(f"Re: [club] minutes, part {turn}")
    mail["List-Id"] = "<club.lists.example.org>"
    mail.set_content(_text(turn, 240))
    return mail.as_bytes()


def _offer(turn: int) -> bytes:
    mail = _mail(f"Only {turn + 2} days: 40% off!")
    mail.set_content(_text(turn, 20))
    mail.add_alternative(_page(turn, 90), subtype="html")
    return mail.as_bytes()


def _letter(turn: int) -> bytes:
    mail = _mail("Ihre Rechnung")
    mail.set_content(_text(turn, 60), charset="utf-8", cte="base64")
    mail.add_attachment(_picture(turn), maintype="image", subtype="jpeg", filename="card.jpg")
    return mail.as_bytes()


def _mail(subject: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["Received"] = (
        "from relay.example.net (relay.example.net [192.0.2.17]) by mx.example.org with ESMTPS id 4W1; "
        "Fri, 27 Nov 2026 08:00:04 +0000"
    )
    mail["Received"] = "from [198.51.100.23] by relay.example.net with ESMTPA id q2; Fri, 27 Nov 2026 08:00:00 +0000"
    mail["Date"] = "Fri, 27 Nov 2026 08:00:00 +0000"
    mail["From"] = "Club desk <desk@example.net>"
    mail["To"] = "reader@example.org"
    mail["Subject"] = subject
    mail["Message-ID"] = "<1.2@relay.example.net>"
    return mail


def _text(turn: int, lines: int) -> str:
    said = (_LINES[(at * 3 + turn) % len(_LINES)] for at in range(lines))
    return "\n".join(f"{line} {at}" if at % 7 else "" for at, line in enumerate(said))


def _page(turn: int, rows: int) -> str:
    cells = "".join(
        f'<tr><td bgcolor="#ffffff" style="color:#333333;font-size:{10 + at % 5}px">'
        f'<font face="Arial"><a href="http://shop{at % 9}.example.com/item?id={at}">{line}</a></font><br>'
        f'<span style="display:none">{at} hidden</span><b>&nbsp;&euro;{at}.95</b></td></tr>\n'
        for at, line in enumerate(_text(turn, rows).split("\n"))
    )
    head = f"<head><style>.x {{display:none}}</style></head><body><!-- {turn} -->"
    return f"<html>{head}<table>{cells}</table></body></html>"


def _picture(turn: int) -> bytes:
    from PIL import Image  # noqa: PLC0415  as in parse.mail.code

    held = BytesIO()
    Image.radial_gradient("L").resize((300 + turn, 180)).convert("RGB").save(held, "JPEG")
    return held.getvalue()


def _submission(body: bytes) -> Submission:
    return Submission(
        id=submission_id("", "", body),
        media_type="message/rfc822",
        body=body,
        received_at=datetime(2026, 11, 27, tzinfo=UTC),
        reporter="",
    )
