"""Calls that ring once, and what is known of the price of calling back; no piece of its own."""

from collections.abc import Iterator

from spamatlas.judge.tariff import is_domestic
from spamatlas.model import Message, Origin

ONE_RING_SECONDS = 6.0
"""One period of the slowest usual ringing cadence, as in ``trace.tracers.call``."""
# Global services of ITU-T E.164 (list of assigned country codes): satellites, networks, premium rate.
DEAR_RANGES = ("+870", "+878", "+881", "+882", "+883", "+979")
DEAR_KINDS = frozenset({"premium", "shared_cost"})
"""Kinds of number (``PhoneNumber.kind``) that cost the caller more than an ordinary call."""


def rang_once(message: Message) -> bool:
    """Whether it is an unanswered call that rang at most 6 s (wangiri; ITU-T E.156)."""
    call = message.call
    if call is None or call.answered or call.talk_seconds:
        return False
    return call.ring_seconds is not None and call.ring_seconds <= ONE_RING_SECONDS


def is_abroad(origin: Origin) -> bool:
    """Whether the caller's number is billed as another country's than of who was called; no where one is not known."""
    caller, called = origin.sender_country, origin.destination
    if not caller or not called or caller == called:
        return False
    return not is_domestic(caller, called, next(_kinds(origin), ""))


def premium_kind(origin: Origin) -> str:
    """``premium`` or ``shared_cost`` where the plan of the sender's number says so (types of libphonenumber)."""
    return next((kind for kind in _kinds(origin) if kind in DEAR_KINDS), "")


def _kinds(origin: Origin) -> Iterator[str]:
    return (each.value for each in origin.sightings if each.subject == "number_kind")


def has_price(message: Message, origin: Origin) -> bool:
    """Whether the range of the caller's number is a dear one wherever it is called from."""
    if premium_kind(origin):
        return True
    return message.sender is not None and message.sender.value.startswith(DEAR_RANGES)


def is_dear(message: Message, origin: Origin) -> bool:
    """Whether calling the caller back costs more than a call at home: abroad, premium, shared cost or satellite."""
    return is_abroad(origin) or has_price(message, origin)
