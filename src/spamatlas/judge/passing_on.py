"""Whether a mailing list or a person passed a mail on, as far as the mail's way bears out what its header says."""

import re
from collections.abc import Iterator

from spamatlas.judge.alignment import believed, organisation
from spamatlas.judge.header import is_carried
from spamatlas.judge.providers import provider_of
from spamatlas.model import Message

_LIST = ("list-id", "list-post", "mailing-list")
_RESENT = ("resent-from", "resent-sender")
# A line of a header has 998 letters at most (RFC 5322, section 2.1.1), a host name 253 (RFC 1035, section 2.3.4).
_MOST_LETTERS, _MOST_NAMED, _MOST_HOPS = 998, 8, 30
_IN_BRACKETS = re.compile(r"<([^<>\s@]{1,253})>")
_AFTER_AT = re.compile(r"@([\w.-]{1,253})")
# Where a list's addresses and its hosts' names are of two domains of one provider.
_SERVED_BY = {"yahoogroups.com": "yahoo.com"}


def is_passed_on(message: Message) -> bool:
    """Whether a list (RFC 2919, RFC 2369) or a person (RFC 5322, section 3.6.6) passed the mail on.

    That breaks signatures, lets foreign hosts send it and often takes away the older Received fields, all in honest
    mail (RFC 7960, sections 3.1 and 3.2). Anybody can write such a field, so its domain has to have had the mail: a
    host of it in a Received field, its address as the envelope's sender (RFC 5321, section 4.4) where SPF does not
    disown that, or a check that passed for it. Where servers wrote nothing that could be asked, the field is believed.
    """
    fields = message.fields if message.headers else {}
    if not any(name in fields for name in (*_LIST, *_RESENT)):
        return False
    if not is_carried(message):
        return True
    named = set(_named(fields))
    return bool(named) and any(_home(host) in named for host in _had_it(message, fields))


def _named(fields: dict[str, str]) -> Iterator[str]:
    """Whom the list or the resender is of, as ``_home`` has it."""
    for name in (*_LIST, *_RESENT):
        written = fields.get(name, "")[:_MOST_LETTERS]
        hosts = _AFTER_AT.findall(written)
        if name == "list-id":
            hosts = _IN_BRACKETS.findall(written) or written.split()[-1:]
        yield from (_home(host) for host in hosts[:_MOST_NAMED] if "." in host.strip("."))


def _had_it(message: Message, fields: dict[str, str]) -> Iterator[str]:
    """Hosts that had the mail, or whose domain stands by it.

    Those of its receiver's own organisation have all mail, a forged one too.
    """
    receivers = _receivers(message)
    for place, hop in enumerate(message.hops[:_MOST_HOPS]):
        # What a client calls itself counts only where its address has no name of its own.
        for host in (hop.from_name or hop.helo, hop.by if place else ""):
            if host and _home(host) not in receivers:
                yield host
    yield from _envelope(message, fields)
    for result in believed(message):
        if result.result == "pass" and result.method in ("spf", "dkim") and result.domain:
            yield result.domain.rpartition("@")[2]


def _receivers(message: Message) -> set[str]:
    """Who wrote the newest Received fields, up to the first that names whom the mail came from."""
    found = set()
    for hop in message.hops[:_MOST_HOPS]:
        found.add(_home(hop.by))
        if hop.from_name or hop.helo or hop.address:
            break
    return found


def _envelope(message: Message, fields: dict[str, str]) -> Iterator[str]:
    """The domain of the envelope's sender; who says to have sent the mail stands in for one that was not kept."""
    if any(each.method == "spf" and each.result in ("fail", "softfail") for each in believed(message)):
        return
    if message.envelope_from is not None:
        yield message.envelope_from.value.rpartition("@")[2]
    elif "return-path" not in fields:
        for name in ("sender", "errors-to"):
            yield from _AFTER_AT.findall(fields.get(name, "")[:_MOST_LETTERS])[:1]


def _home(host: str) -> str:
    """The provider or the organisational domain of a host, whichever it has first."""
    host = host.strip(".").lower()
    home = organisation(host)
    return provider_of(host) or provider_of(_SERVED_BY.get(home, "")) or home
