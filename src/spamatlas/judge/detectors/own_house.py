"""A firm's or an office's own mail, about its own pages."""

import re
from collections.abc import Iterator

from spamatlas.judge.alignment import believed, home_of, is_aligned, organisation
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors import wallet_address
from spamatlas.judge.houses import rooms_of
from spamatlas.model import Attachment, Authentication, Channel, Message, Origin, PartyKind

_MOST_TEXT, _MOST_LINKS = 20_000, 200
_LONGEST_LINK = 2_000
# What passes a reader on to somewhere else: an address in an address, plain, escaped or in base64.
_INNER = re.compile(r"//|\\\\|%2f%2f|%5c%5c|https?(?::|%3a)|ahr0c", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
_NAMELESS = "outlook.com"  # its border writes results without its name (``parse.mail.authentication``)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:
    """Yield one finding for a mail of a house (``houses``) that its own signature vouches for and that leads nowhere
    but to its own pages.

    No domain can earn it: the houses are listed, and only those whose mail has no words of others. What a hacked
    account there could ask for keeps it off: a foreign link, address or number, a wallet, an answer elsewhere, a form,
    a file other than a picture or a plain PDF. So does being a mail within a mail, where its sender wrote the results.
    """
    home = home_of(message)
    rooms = rooms_of(home)
    if not rooms or message.numbers or message.wrapped_in or message.warnings or "form" in message.page_holds:
        return
    if (
        _is_signed(message, home)
        and sum(name.lower() == "from" for name, _ in message.headers) <= 1
        and _answers_home(message, rooms)
        and _leads_home(message, rooms)
        and all(map(_is_plain, message.attachments))
        and not any(wallet_address.judge(message, origin))
    ):
        yield Finding({"domain": home})


def _is_signed(message: Message, home: str) -> bool:
    """Whether DKIM passed for the house by the word of a receiver that has a name (RFC 8601, section 2.5).

    DMARC alone is not enough: a forgotten name in an SPF record passes it (Guardio Labs, SubdoMailing, 2024).
    """
    return any(
        each.method == "dkim" and each.result == "pass" and is_aligned(each, home) and _is_of_border(each, message)
        for each in believed(message)
    )


def _is_of_border(result: Authentication, message: Message) -> bool:
    if result.server:
        return "." in result.server
    return any(hop.by == _NAMELESS or hop.by.endswith("." + _NAMELESS) for hop in message.hops[:3])


def _answers_home(message: Message, rooms: frozenset[str]) -> bool:
    answer = message.reply_to
    return (
        answer is None or answer.kind is not PartyKind.EMAIL or organisation(answer.value.rpartition("@")[2]) in rooms
    )


def _leads_home(message: Message, rooms: frozenset[str]) -> bool:
    """Whether every link and every mail address in the text is of the house; the recipient's own address may stand."""
    if len(message.links) > _MOST_LINKS or len(message.text) > _MOST_TEXT:
        return False
    for link in message.links:
        if link.domain not in rooms or len(link.url) > _LONGEST_LINK or _INNER.search(link.url.partition("://")[2]):
            return False
    own = {party.value.lower() for party in message.recipients[:8]}
    return all(
        found.group(0).lower() in own or organisation(found.group(1).lower()) in rooms
        for found in _ADDRESS.finditer(message.text)
    )


def _is_plain(file: Attachment) -> bool:
    if file.holds:
        return False
    return file.kind == "pdf" or (
        not file.kind and file.media_type.startswith("image/") and "svg" not in file.media_type
    )


DETECTOR = Detector(
    name="own-house",
    summary="a mail that a known firm's or office's own domain signed, and that leads only there",
    reason="It is signed by {domain}, which is known, and leads nowhere but there.",
    weight=-3.0,
    channels=frozenset({Channel.EMAIL}),
    needs="authentication",
    judge=judge,
)
