"""What could not be read of a message, and why: said with the verdict, and never taken for a good sign."""

from collections.abc import Iterable

from spamatlas.model import Message, Reason

CODE, NO_HEADER = "could-not-read", "no-header"
CODES = frozenset({CODE, NO_HEADER})
IN_PART = "read-in-part"
OF_CARRIER = "said-around"
"""The code of the reason that what stands around a report's message is itself like spam (``carried``)."""

# Stated, not fitted: no set has mail built to pass the bounds. Of every third mail of the open corpora (3,297, November
# 2026) none has more than 23 parts or 9 levels, so that a thousand or thirty are strong signs; what is broken, empty or
# long is none. The bounds are those of ``parse.mail``.
_BEYOND = 2.5
_SAID = {
    "parts-beyond": Reason(
        CODE,
        _BEYOND,
        "It has more than {count} parts, as no mail program makes: only the first {count} that hold anything could be "
        "read.",
        {"count": "1000"},
    ),
    "levels-beyond": Reason(
        CODE,
        _BEYOND,
        "Its parts lie more than {count} deep in one another, as no mail program puts them: what is further in could "
        "be read only as it stands.",
        {"count": "30"},
    ),
    "forwards-beyond": Reason(
        CODE, 1.0, "It is a mail in mails, one in the other: only the first {count} were opened.", {"count": "5"}
    ),
    "unread-parts": Reason(CODE, 0.5, "Its parts could not be told apart: it was read as one text."),
    "fields-beyond": Reason(
        CODE,
        _BEYOND,
        "Its header is larger than {count} bytes, as no mail program makes it: only its beginning was read.",
        {"count": "1000000"},
    ),
    # What large and harmless mail has as well weighs nothing.
    "text-cut": Reason(
        CODE, 0.0, "Its text is longer than {count} letters: only its beginning could be read.", {"count": "200000"}
    ),
    "picture-unread": Reason(
        CODE, 0.0, "A picture in it is larger than what is looked at, or says so: whether it holds a code is not known."
    ),
    "pictures-beyond": Reason(
        CODE, 0.0, "It has many pictures: only the first {count} that can hold a code were looked at.", {"count": "20"}
    ),
    "document-unread": Reason(CODE, 0.0, "A PDF in it could not be opened, or only in part."),
    "documents-beyond": Reason(
        CODE, 0.0, "It has many PDF files: only the first {count} were looked into.", {"count": "10"}
    ),
    "archive-unread": Reason(
        CODE,
        0.0,
        "An archive in it lists more than what is looked at, or unpacks to far more than what it is packed in.",
    ),
    # Digests bring dozens: that alone keeps none from being wanted.
    "messages-beyond": Reason(
        IN_PART, 0.0, "It brings many mails as files: only the first {count} were read.", {"count": "5"}
    ),
    # All of it was read.
    "no-header": Reason(NO_HEADER, 0.0, "It has no mail header: its text was read as it stands."),
    "unread-empty": Reason(CODE, 0.0, "It is empty: there was nothing that could be read."),
    "unread-no-header": Reason(CODE, 0.0, "It is neither a mail nor a text: nothing of it could be read."),
    "unread-too-large": Reason(CODE, 0.0, "It is larger than what is read: nothing of it could be read."),
    "unread-timed-out": Reason(CODE, 0.0, "Reading it took too long: nothing of it could be read."),
    "unread-unknown-media-type": Reason(CODE, 0.0, "Its kind is not known here: nothing of it could be read."),
}


def unread(message: Message) -> tuple[Reason, ...]:
    """A reason for each thing that could not be read, by the parser's warnings; most messages have none."""
    return tuple([_SAID[each] for each in message.warnings if each in _SAID]) if message.warnings else ()


def is_unread(reasons: Iterable[Reason]) -> bool:
    """Whether something could not be read, or stands beside what was judged: who says nothing that can be judged is not
    thereby wanted.
    """
    return any(each.code in (CODE, OF_CARRIER) for each in reasons)
