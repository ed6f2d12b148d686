"""What may be asked of a mail's header: whether servers wrote on it."""

from spamatlas.model import Message


def is_carried(message: Message) -> bool:
    """Whether the header is one that servers carried: what was pasted or stripped bears no Received field."""
    return "received" in message.fields
