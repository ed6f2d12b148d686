"""A sender's domain written to be taken for another one."""

from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.alignment import organisation
from spamatlas.judge.appearance import MAILBOXES
from spamatlas.judge.brands import as_letters, is_one_slip, likeness, slip_of
from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin, Party, PartyKind

_MOST_RECIPIENTS, _LONGEST = 8, 63
_SHORTEST = 7  # letters of a name that is one slip away by chance seldom enough
_ONE_SLIP = 0.6


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where From or Reply-To is under a domain that looks like a brand's or a recipient's own.

    Reply-To is held against From too, as answers to somebody known are led away so. Whoever registers such a domain
    passes DMARC (RFC 7489, section 2.4: look-alikes are out of its scope).
    """
    hosts = [host for party in (message.sender, message.reply_to) if (host := _host(party))]
    known = {organisation(host) for party in message.recipients[:_MOST_RECIPIENTS] if (host := _host(party))}
    for host in hosts:
        domain = organisation(host)
        if domain in known or host in MAILBOXES:
            continue
        like = likeness(host, domain)
        # A brand among other words may be its dealer's or its friends'.
        if like and (like.strength >= 1 or slip_of(domain.partition(".")[0]) == like.name):
            yield Finding({"host": domain, "like": like.name}, like.strength)
            return
        for other in (*sorted(known), organisation(hosts[0])):
            if other not in MAILBOXES and (strength := _cousins(domain, other)):
                yield Finding({"host": domain, "like": other}, strength)
                return


def _host(party: Party | None) -> str:
    if party is None or party.kind is not PartyKind.EMAIL:
        return ""
    return party.value.rpartition("@")[2].rstrip(".").lower()


@lru_cache(maxsize=16_384)
def _cousins(domain: str, other: str) -> float:
    """How surely one registrable domain is written to be taken for another, 0 to 1: figures for letters, one slip.

    The same name under another suffix may be of the same house; so may names that differ in a figure alone, or in what
    stands between their words.
    """
    one, two = domain.partition(".")[0][:_LONGEST], other.partition(".")[0][:_LONGEST]
    if one == two or one.replace("-", "") == two.replace("-", "") or _without_figures(one) == _without_figures(two):
        return 0.0
    if as_letters(one) == as_letters(two):
        return 1.0
    return _ONE_SLIP if min(len(one), len(two)) >= _SHORTEST and is_one_slip(one, two) else 0.0


def _without_figures(word: str) -> str:
    return "".join("0" if sign.isdigit() else sign for sign in word)


DETECTOR = Detector(
    name="look-alike-sender",
    summary="the sender or the address for answers is under a look-alike of a known domain, or of the recipient's own",
    reason="Its sender's domain, or the one that answers go to ({host}), is written to look like {like}.",
    weight=1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="sender",
    judge=judge,
)
