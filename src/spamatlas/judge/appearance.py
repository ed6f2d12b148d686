"""What of a message later ones are compared with."""

from functools import lru_cache

from spamatlas.judge.one_ring import ONE_RING_SECONDS
from spamatlas.judge.opt_out import is_opt_out
from spamatlas.model import Appearance, Call, Channel, Message, Origin, Party, PartyKind, short_digest
from spamatlas.model.standing import Outcome

MOST_RECIPIENTS = 8
YOUNG_DAYS = 30
MOST_ANSWERED = 4
# A line of a header has 998 letters at most (RFC 5322, section 2.1.1); the fields can be folded over many.
_MOST_ID_LETTERS, _MOST_REFERENCES_LETTERS = 998, 4_000
_BY_NUMBER = frozenset({Channel.SMS, Channel.MMS, Channel.RCS, Channel.VOICE, Channel.FAX})
_POSTS = frozenset({Channel.SOCIAL, Channel.IM})
MAILBOXES = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
        *("icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "t-online.de", "mail.ru"),
        *(
            "yandex.ru",
            "yandex.com",
            "qq.com",
            "163.com",
            "126.com",
            "naver.com",
            "hanmail.net",
            "orange.fr",
            "free.fr",
        ),
        *("libero.it", "uol.com.br", "bol.com.br", "proton.me", "protonmail.com", "rediffmail.com", "seznam.cz"),
    )
)
"""Domains whose mailboxes anybody may have: what one did says nothing of another."""
_NAMES = frozenset({PartyKind.ALPHANUMERIC, PartyKind.SHORT_CODE})
_CENTRES = ("smsc", "service-centre", "service_centre", "service-center", "service_center")


def appearance(message: Message, origin: Origin) -> Appearance:
    """What the message shows of its sender, its recipients and its way."""
    sender, call, channel = message.sender, message.call, message.channel
    is_numbered = channel in _BY_NUMBER
    who = _sender(sender, origin, call)
    writer = _key("", _written(sender)) if sender is not None and sender.value else 0
    return Appearance(
        sender=who.sender,
        domain=who.domain,
        caller=writer if is_numbered else 0,
        recipients=tuple([_key("", _written(party)) for party in message.recipients[:MOST_RECIPIENTS] if party.value]),
        device=_key("device", call.device) if call and call.device else 0,
        signer=_key("signer", call.origid) if call and call.origid else 0,
        network=_network(message, origin) if is_numbered and sender is not None and sender.kind in _NAMES else 0,
        cell=_key("cell", call.cell) if call and call.cell else 0,
        at=message.sent_at.timestamp() if message.sent_at else 0.0,
        outcome=_outcome(call) if call else "",
        is_mobile=is_numbered and _is_mobile(origin),
        is_young=channel in _POSTS and _is_young(message),
        writer=writer,
        is_vouched=_is_vouched(sender, origin, call) if is_numbered or channel is Channel.EMAIL else False,
        message_id=_id(message.fields.get("message-id", "")) if message.headers else 0,
        answers=_answered(message) if message.headers else (),
        is_opt_out=is_opt_out(message),
    )


def of_sender(kind: PartyKind, value: str, vouched: str, is_signed: bool = False) -> Appearance:
    """What a stored report shows of its sender; ``vouched`` is the domain that was authenticated.

    Apart for the real sender and whoever borrows the name: what is done under a forged one must not fall on its owner.
    """
    domain = _key("domain", vouched) if vouched and vouched not in MAILBOXES else 0
    if not value:
        return Appearance(domain=domain)
    if kind is PartyKind.EMAIL:
        value = value.lower()
        host = value.rpartition("@")[2]
        is_signed = bool(vouched) and (host == vouched or host.endswith("." + vouched))
    return Appearance(sender=_key("vouched" if is_signed else "", value), domain=domain)


def _sender(sender: Party | None, origin: Origin, call: Call | None) -> Appearance:
    is_signed = call is not None and call.attestation == "A" and call.verification in ("", "passed")
    kind, value = (sender.kind, sender.value) if sender is not None else (PartyKind.UNKNOWN, "")
    return of_sender(kind, value, origin.authenticated_domain, is_signed)


def _network(message: Message, origin: Origin) -> int:
    centre = next((message.fields[name] for name in _CENTRES if name in message.fields), "") if message.headers else ""
    way = centre.strip() or origin.network or origin.operator or origin.route_class.value
    return _key("network", way) if way not in ("", "unknown") else 0


def _written(party: Party) -> str:
    """As it is compared: what a mailbox is called has no case in practice (RFC 5321, section 2.4)."""
    return party.value.lower() if party.kind is PartyKind.EMAIL else party.value


def _is_vouched(sender: Party | None, origin: Origin, call: Call | None) -> bool:
    """Whether the sender is who it says, as far as anybody can tell: names and short codes are anybody's."""
    vouched = origin.authenticated_domain
    if sender is not None and sender.kind is PartyKind.PHONE:
        return call is None or (call.attestation in ("", "A") and call.verification in ("", "passed"))
    if sender is None or sender.kind is not PartyKind.EMAIL or not vouched:
        return False
    host = sender.value.lower().rpartition("@")[2]
    return host == vouched or host.endswith("." + vouched)


def _id(text: str) -> int:
    text = text[:_MOST_ID_LETTERS].strip(" \t\r\n,")
    return short_digest(f"message\0{text}") or 1 if text.startswith("<") else 0


def _answered(message: Message) -> tuple[int, ...]:
    """What it names as answered: the newest of both fields, as the last of References is what was answered."""
    fields = message.fields
    named = [
        fields[name][-_MOST_REFERENCES_LETTERS:].split() for name in ("in-reply-to", "references") if name in fields
    ]
    last = dict.fromkeys(each for some in named for each in some[-MOST_ANSWERED:])
    return tuple(found for each in last if (found := _id(each)))


def _outcome(call: Call) -> Outcome:
    if call.answered or call.talk_seconds:
        return "answered"
    if call.ring_seconds is None:
        return "rang" if call.answered is False else ""
    return "rang_once" if call.ring_seconds <= ONE_RING_SECONDS else "rang"


def _is_mobile(origin: Origin) -> bool:
    kinds = ("mobile", "fixed_or_mobile")
    return any(each.subject == "number_kind" and each.value in kinds for each in origin.sightings)


def _is_young(message: Message) -> bool:
    """Whether the account is said to have been made within a month before the message."""
    made, sent = message.account_made, message.sent_at
    return made is not None and sent is not None and 0 <= (sent - made).total_seconds() < YOUNG_DAYS * 86_400


@lru_cache(maxsize=16_384)
def _key(kind: str, value: str) -> int:
    return short_digest(f"{kind}\0{value}") or 1
