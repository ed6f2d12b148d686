"""Mailboxes in address fields."""

import re
from functools import lru_cache

from spamatlas.model import Party, PartyKind
from spamatlas.parse.mail.field import text_of
from spamatlas.parse.party import mail_address

MOST_MAILBOXES = 1000

_MAILBOX = re.compile(
    r"""(?:"((?:[^"\\]|\\.){0,200})"|([^<>",;:]{0,200}))\s*<\s*([^<>]{0,500})>
    | ([^\s<>",;:()]{1,200}@[^\s<>",;:()]{1,253})\s*(?:\(([^()]{0,500})\))?""",
    re.VERBOSE,
)


@lru_cache(maxsize=8192)
def mailboxes(raw: str) -> tuple[Party, ...]:
    """The mailboxes of a raw address field (RFC 5322, section 3.4), names decoded; groups are flattened."""
    found = []
    for match in _MAILBOX.finditer(raw[:50_000]):
        quoted, plain, angle, bare, comment = match.groups()
        written = (angle if angle is not None else bare).strip()
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain or comment or ""
        name = " ".join(text_of(name).split()).strip("'\" ")
        if "@" in written:
            found.append(Party(PartyKind.EMAIL, mail_address(text_of(written).replace(" ", "")), name))
        elif name or written:
            found.append(Party(PartyKind.UNKNOWN, text_of(written), name))
        if len(found) >= MOST_MAILBOXES:
            break
    return tuple(found)


def first_mailbox(raw: str) -> Party | None:
    """The first mailbox of a field, preferably one with an address; a name alone where there is nothing else."""
    found = mailboxes(raw)
    for party in found:
        if party.kind is PartyKind.EMAIL:
            return party
    if found:
        return found[0]
    name = " ".join(text_of(raw).split()).strip("<>\"' ")
    return Party(PartyKind.UNKNOWN, "", name[:500]) if name else None
