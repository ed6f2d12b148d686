"""What may be asked of a mail's header: whether servers wrote on it, and whether somebody passed the mail on."""

from spamatlas.model import Message

_PASSED_ON = ("list-id", "list-post", "mailing-list", "resent-from")


def is_carried(message: Message) -> bool:
    """Whether the header is one that servers carried: what was pasted or stripped bears no Received field."""
    return "received" in message.fields


def is_passed_on(message: Message) -> bool:
    """Whether a list (RFC 2919, RFC 2369) or a person (RFC 5322, section 3.6.6) passed the mail on.

    That breaks signatures, lets foreign hosts send it and often takes away the older Received fields, all in honest
    mail (RFC 7960, sections 3.1 and 3.2).
    """
    return bool(message.headers) and any(name in message.fields for name in _PASSED_ON)
