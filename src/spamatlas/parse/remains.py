"""What is left to judge of bytes that are not the message that they should be."""

import re

from spamatlas.model import Channel, Message, Rejected, Submission
from spamatlas.parse.blanks import bytes_without_runs, pressed
from spamatlas.parse.links import links_in
from spamatlas.parse.mail.charset import decode
from spamatlas.parse.mail.page import tidy
from spamatlas.parse.numbers import numbers_in

MOST_BYTES = 200_000
UNREADABLE = frozenset({"empty", "no-header", "too-large", "timed-out", "unknown-media-type"})
"""The codes of refusals by which it is the message that cannot be read, and not a report about one."""
NOTHING = "unread-"
"""How a warning begins that says that nothing could be read; the code of the refusal follows."""
BARE = "no-header"
"""The warning where the text is read as it stands."""

# Controls that no text has (ASCII): of random bytes every tenth is one.
_CONTROLS = re.compile(rb"[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.01


def remains(submission: Submission, refusal: Rejected, home_country: str = "") -> Message:
    """A message of what text there is, else one without any, with a warning that says which.

    For a verdict on what ``parse`` refuses with one of ``UNREADABLE``; what is filed goes to quarantine instead.
    """
    channel = submission.channel or Channel.EMAIL
    is_bare = refusal.code == "no-header" and submission.media_type.startswith("message/")
    text = _text(submission.body) if is_bare else ""
    return Message(
        submission_id=submission.id,
        channel=channel,
        text=text,
        links=links_in(text),
        numbers=tuple(numbers_in(text, home_country)),
        measuring_point=submission.measuring_point,
        raw_bytes=len(submission.body),
        warnings=(BARE if text else NOTHING + refusal.code,),
    )


def refusal_of(message: Message) -> str:
    """The code by which nothing of a message could be read; empty where something could."""
    return next((each.removeprefix(NOTHING) for each in message.warnings if each[: len(NOTHING)] == NOTHING), "")


def _text(body: bytes) -> str:
    head = (bytes_without_runs(body) if len(body) > MOST_BYTES else body)[:MOST_BYTES]
    if len(_CONTROLS.findall(head)) > _MOST_CONTROLS * len(head):
        return ""
    return pressed(tidy(decode(head)[0]))
