"""Mail, whole or forwarded (RFC 5322, RFC 2045 to 2049), and feedback reports (RFC 5965).

Files do not tell a mail from a report about one, so both are told apart here, by what is inside:

- A feedback report (a part ``message/feedback-report``) gives the message that it is about, ``wrapped_in`` ``arf``.
- A mail that passes one message on in order to report it gives that message, ``wrapped_in`` ``attachment`` or
  ``inline``; when a mail counts as such is said in ``mail.forward``. What the outer mail says of its own
  way is the reporter's and is dropped.
- A bounce or read receipt (RFC 3464, RFC 8098) is read as the mail that it is, never unwrapped, with the warning
  ``delivery-status``. It is not refused: anyone can write that media type, so refusing would be a way past
  the judges.
"""

from spamatlas.model import Message, Submission
from spamatlas.parse.mail.part import REJECTIONS
from spamatlas.parse.mail.reading import read_mail
from spamatlas.parse.parser import Parser


def parse(submission: Submission, home_country: str = "") -> Message:
    """The message in a mail.

    Raises:
        Rejected: ``empty``, ``too-large``, ``no-header``.
    """
    return read_mail(submission, home_country)


PARSER = Parser(
    name="mail",
    summary="A mail, also one forwarded as an attachment or in the text, or in a feedback report (ARF)",
    accepts=("message/rfc822", "message/global", "text/rfc822-headers", "message/feedback-report", "multipart/report"),
    parse=parse,
    rejections=REJECTIONS,
    parse_around=read_mail,
)
