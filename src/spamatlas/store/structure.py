"""What is stored of a message's form, beside its columns: a document."""

from msgspec import Struct

from spamatlas.model import Authentication, Call, Hop, Message, Party, PhoneNumber

MANY = 64
"""Most links, numbers or hops kept of one message: a hostile one may hold a million."""


class Structure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What ``follow`` shows of a message: identities and form, never the text; empty parts are left out."""

    sender: Party | None = None
    reply_to: Party | None = None
    envelope_from: Party | None = None
    recipients: int = 0
    links: tuple[tuple[str, str, str], ...] = ()
    numbers: tuple[PhoneNumber, ...] = ()
    attachments: tuple[tuple[str, int, str], ...] = ()
    hops: tuple[Hop, ...] = ()
    authentication: tuple[Authentication, ...] = ()
    call: Call | None = None
    characters: int = 0
    hidden_characters: int = 0
    html_bytes: int = 0
    wrapped_in: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def structure_of(message: Message) -> Structure:
    """What a message is made of."""
    links, call = message.links, message.call
    return Structure(
        sender=message.sender,
        reply_to=message.reply_to,
        envelope_from=message.envelope_from,
        recipients=len(message.recipients),
        links=tuple([(link.host, link.domain, link.found_in) for link in links[:MANY]]) if links else (),
        numbers=message.numbers[:MANY],
        attachments=tuple([(each.media_type, each.body_bytes, each.sha256) for each in message.attachments[:MANY]]),
        hops=message.hops[:MANY],
        authentication=message.authentication[:MANY],
        call=call,
        characters=len(message.text),
        hidden_characters=len(message.hidden_text),
        html_bytes=message.html_bytes,
        wrapped_in=message.wrapped_in,
        warnings=message.warnings,
    )
