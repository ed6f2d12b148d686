"""Addresses that open no page: a call, a text, a mail (in codes that are scanned and in links of documents)."""

import re
from urllib.parse import unquote

from spamatlas.model import Link, PhoneNumber
from spamatlas.parse.hosts import domain_of, host_of
from spamatlas.parse.links import link_from, links_in
from spamatlas.parse.numbers import number_from

MOST_CHARACTERS = 2000

# tel: RFC 3966; sms: RFC 5724; smsto:, mmsto: and MATMSG: are what writers of codes made of them.
_NUMBER = re.compile(r"\s*(?:tel|sms|smsto|mmsto|callto|facetime):\s*([+0-9(][0-9().\s-]{2,24})", re.IGNORECASE)
# mailto: RFC 6068.
_MAIL = re.compile(r"\s*(?:mailto:|matmsg:to:)\s*([^\s?;,<>\"]{1,64}@[^\s?;,<>\"&]{1,253})", re.IGNORECASE)
_CARD = re.compile(r"^TEL[^:\n]{0,80}:(?:tel:)?([+0-9(][0-9().\s-]{2,24})", re.IGNORECASE | re.MULTILINE)


def links_of(text: str, found_in: str) -> tuple[Link, ...]:
    """The links of a code's text, or of an address that a document opens; a mail address is one to its host."""
    text = text[:MOST_CHARACTERS]
    written = _MAIL.match(text)
    if not written:
        whole = link_from(text, found_in=found_in) if "://" in text[:12] else None
        return (whole,) if whole else links_in(text, found_in)
    address = unquote(written[1]).lower()
    host = host_of(address.rpartition("@")[2])
    return (Link(f"mailto:{address}", host, domain_of(host), address, found_in),) if "." in host else ()


def number_of(text: str, country: str = "") -> PhoneNumber | None:
    """The number that a code's text calls or writes to, or gives in a card (RFC 6350); None without one."""
    text = text[:MOST_CHARACTERS]
    found = _NUMBER.match(text) or (_CARD.search(text) if text[:6].upper() in ("BEGIN:", "MECARD") else None)
    return number_from(found[1].strip(), country) if found else None
