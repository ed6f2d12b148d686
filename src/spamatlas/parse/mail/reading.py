"""One mail, read; forwards and feedback reports taken off until the message itself is there."""

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.model import Authentication, Channel, Hop, Link, Message, Party, PhoneNumber, Rejected, Submission
from spamatlas.parse.links import links_in
from spamatlas.parse.mail.authentication import STATEMENTS, authentication_from
from spamatlas.parse.mail.bounds import FIELDS, PARTS, bounded
from spamatlas.parse.mail.content import Content, links_of, message_bytes, read_content, with_messages
from spamatlas.parse.mail.encoded import decoded
from spamatlas.parse.mail.feedback import Feedback, annotate, feedback_in
from spamatlas.parse.mail.field import (
    MOST_HEADER_BYTES,
    Fields,
    Header,
    body_start,
    header_in,
    is_beyond,
    is_of_mail,
    text_of,
)
from spamatlas.parse.mail.forward import Forward, inline_forward, inner_message
from spamatlas.parse.mail.mailbox import first_mailbox, mailboxes
from spamatlas.parse.mail.moment import moment_from
from spamatlas.parse.mail.part import Part, check, read_tree
from spamatlas.parse.mail.received import MOST_HOPS, hop_from
from spamatlas.parse.numbers import numbers_in, numbers_of_links
from spamatlas.parse.uri import number_of

MOST_WRAPPERS = 5

_RECIPIENTS = frozenset({"to", "cc", "delivered-to", "x-original-to", "envelope-to"})
_BOUNCES = frozenset({"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"})


class Filing(Struct, frozen=True):
    """What was filed, the numbering plan to read it in, the wrappers taken off so far, and what was beyond bounds.

    ``around`` gathers what each wrapper says itself, the outermost first; None where nobody asks.
    """

    submission: Submission
    country: str
    wrapped: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    around: list[Message] | None = None

    def within(self, wrapper: str) -> "Filing":
        """The same, one wrapper further in."""
        return replace(self, wrapped=(*self.wrapped, wrapper))


def read_mail(submission: Submission, country: str = "", around: list[Message] | None = None) -> Message:
    """The message that a mail is or was forwarded in; ``around`` is filled with what each forward says itself.

    Raises:
        Rejected: the codes of ``part.REJECTIONS``.
    """
    check(submission.body)
    return _read(submission.body, Filing(submission, country, around=around))


def _read(body: bytes, filing: Filing) -> Message:
    body, beyond = bounded(_bare(body))
    header = header_in(body)
    if not is_of_mail(header):
        raise Rejected("no-header", "it does not start with header fields; file a whole mail, or the text as JSON")
    body, cut = _without_more_fields(body, header)
    beyond += cut
    root, warnings = read_tree(body, header)
    filing = replace(filing, beyond=(*filing.beyond, *beyond, *(each for each in warnings if each == PARTS)))
    _keep_body(root, body, header)
    feedback = feedback_in(root) if len(filing.wrapped) < MOST_WRAPPERS else None
    if feedback:
        if filing.around is not None:
            filing.around.append(_itself(header, read_content(root), filing, len(body)))
        return _reported(feedback, filing)
    content = read_content(root)
    content.warnings += warnings
    if _BOUNCES & {child.content_type for child in root.children}:
        content.warnings.append("delivery-status")
    elif len(filing.wrapped) < MOST_WRAPPERS:
        inner = _forwarded(root, header, content, filing)
        if inner:
            return inner
        content = with_messages(content)
    elif inner_message(root, header, text_of(header.first.get("subject", "")), content.text):
        content.warnings.append("forwards-beyond")
    return _message(header, content, filing, len(body))


def _without_more_fields(body: bytes, header: Header) -> tuple[bytes, tuple[str, ...]]:
    """The mail without the fields that were not read, and a warning: readers take ten times their size in memory."""
    if len(body) <= MOST_HEADER_BYTES or not is_beyond(header):
        return body, ()
    start = body_start(body)
    return (body[: header.end] + b"\n" + body[start:], (FIELDS,)) if start > MOST_HEADER_BYTES else (body, ())


def _bare(body: bytes) -> bytes:
    """The mail without what files put before it: blank lines, a byte order mark, the line of an mbox."""
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \0")
    if b"\n" not in body[:100_000] and b"\r" in body:
        body = body.replace(b"\r", b"\n")
    while body.startswith((b"From ", b">From ")):
        body = body.partition(b"\n")[2]
    return body


def _keep_body(root: Part, body: bytes, header: Header) -> None:
    """A container whose parts could not be told apart keeps the bytes that follow its header."""
    if not root.children and not root.body and root.content_type.startswith("multipart/"):
        root.body = body[header.end :]


def _reported(feedback: Feedback, filing: Filing) -> Message:
    filing = filing.within("arf")
    if feedback.original.strip():
        try:
            return annotate(_read(feedback.original, filing), feedback)
        except Rejected as why:
            if why.code != "no-header":
                raise
    return annotate(_message(Header(), Content(), filing, len(filing.submission.body)), feedback)


def _forwarded(root: Part, header: Header, content: Content, filing: Filing) -> Message | None:
    subject = text_of(header.first.get("subject", ""))
    inner = inner_message(root, header, subject, content.text)
    if inner:
        around, before = filing.around, len(filing.around or ())
        if around is not None:
            around.append(_itself(header, content, filing, len(root.body)))
        try:
            return _read(message_bytes(inner), filing.within("attachment"))
        except Rejected as why:
            if why.code != "no-header":
                raise
            if around is not None:
                del around[before:]
    inline = inline_forward(header, subject, content.text)
    if inline and filing.around is not None:
        own = [link for link in content.links if not (link.text and link.text in inline.text)]
        said = replace(content, texts=[inline.before], links=own)
        filing.around.append(_itself(header, said, filing, len(filing.submission.body)))
    return _inline(inline, content, filing) if inline else None


def _itself(header: Header, content: Content, filing: Filing, raw_bytes: int) -> Message:
    """What a mail says itself that carries another message; the content stays as it is.

    A link or picture of which cannot be told whose it is counts for both.
    """
    own = replace(content, hidden=[*content.hidden], beside=[*content.beside], warnings=[*content.warnings])
    return _message(header, own, filing, raw_bytes)


def _inline(forward: Forward, content: Content, filing: Filing) -> Message:
    """The message that was passed on in the text; the trace fields around it are the reporter's, and dropped.

    One that holds nothing but another one was passed on twice.
    """
    within = filing.within("inline")
    while len(within.wrapped) < MOST_WRAPPERS and (inner := _passed_on_again(forward)):
        if filing.around is not None:
            filing.around.append(_message(forward.header, Content(), within, 0))
        forward, within = inner, within.within("inline")
    before = [link for link in content.links if link.text and link.text in forward.before]
    content.links = [link for link in content.links if link not in before]
    content.texts = [forward.text]
    return _message(forward.header, content, within, len(filing.submission.body))


def _passed_on_again(forward: Forward) -> Forward | None:
    found = inline_forward(forward.header, text_of(forward.header.first.get("subject", "")), forward.text)
    return found if found and not found.before else None


def _message(header: Header, content: Content, filing: Filing, raw_bytes: int) -> Message:
    keyed, first = header.keyed, header.first
    subject, text = text_of(first.get("subject", "")), content.text
    if told := decoded(text):
        content.hidden.append(told)
        content.beside.append(told)
        content.warnings.append("encoded-text")
    hops = _hops(keyed)
    links = _all_links(text_of(first.get("list-unsubscribe", "")), content, text)
    return Message(
        submission_id=filing.submission.id,
        channel=filing.submission.channel or Channel.EMAIL,
        subject=subject,
        text=text,
        hidden_text="\n".join(hidden for hidden in content.hidden if hidden),
        sent_at=moment_from(first.get("date", "")),
        sender=_party(first, "from") or _party(first, "sender"),
        reply_to=_party(first, "reply-to"),
        envelope_from=_party(first, "return-path"),
        recipients=_recipients(keyed),
        links=links,
        numbers=_numbers((subject, text), content, links, filing.country),
        attachments=tuple(content.attachments),
        page_holds=tuple(sorted(content.holds)),
        hops=hops,
        authentication=_authentication(keyed, first, hops),
        headers=_decoded(header.fields),
        message_id=text_of(first.get("message-id", ""))[:1000],
        measuring_point=filing.submission.measuring_point,
        html_bytes=content.html_bytes,
        raw_bytes=raw_bytes,
        wrapped_in=filing.wrapped,
        warnings=tuple(dict.fromkeys((*filing.beyond, *content.warnings))),
    )


def _decoded(fields: Fields) -> Fields:
    if _is_plain("".join([value for _, value in fields])):
        return fields
    return tuple([field if _is_plain(field[1]) else (field[0], text_of(field[1])) for field in fields])


def _is_plain(raw: str) -> bool:
    return raw.isascii() and "=?" not in raw and "\0" not in raw


def _party(first: dict[str, str], name: str) -> Party | None:
    value = first.get(name)
    return first_mailbox(value) if value else None


def _recipients(keyed: Fields) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for name, value in keyed:
        if name in _RECIPIENTS:
            for party in mailboxes(value):
                found.setdefault(party.value, party)
    return tuple(party for value, party in found.items() if value)


def _hops(keyed: Fields) -> tuple[Hop, ...]:
    return tuple([hop_from(value) for name, value in keyed if name == "received"][:MOST_HOPS])


def _authentication(keyed: Fields, first: dict[str, str], hops: tuple[Hop, ...]) -> tuple[Authentication, ...]:
    return () if STATEMENTS.isdisjoint(first) else authentication_from(keyed, [hop.by for hop in hops])


def _all_links(leave: str, content: Content, text: str) -> tuple[Link, ...]:
    links = links_of(content, text)
    known = {link.url for link in links}
    return links + tuple(link for link in links_in(leave, "header") if link.url not in known) if leave else links


def _numbers(
    texts: tuple[str, ...], content: Content, links: tuple[Link, ...], country: str
) -> tuple[PhoneNumber, ...]:
    written = [number for text in texts if text for number in numbers_in(text, country)]
    dialled = [number for address in (*content.codes, *content.opened) if (number := number_of(address, country))]
    found = {number.value: number for number in (*written, *numbers_of_links(links), *dialled)}
    return tuple(found.values())
