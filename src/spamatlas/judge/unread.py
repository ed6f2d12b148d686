"""What could not be read of a message, and why: said with the verdict, and never taken for a good sign."""

from collections.abc import Iterable

from spamatlas.model import Message, Reason

CODE, NO_HEADER = "could-not-read", "no-header"
CODES = frozenset({CODE, NO_HEADER})

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
    """Whether something could not be read: who says nothing that can be judged is not thereby wanted."""
    return any(each.code == CODE for each in reasons)
