"""Calls that ring once, and what is known of the price of calling back; no piece of its own."""

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
    """Whether the caller's number is of another country than who was called; no where one of them is not known."""
    return bool(origin.sender_country and origin.destination and origin.sender_country != origin.destination)


def premium_kind(origin: Origin) -> str:
    """``premium`` or ``shared_cost`` where the plan of the sender's number says so (types of libphonenumber)."""
    kinds = (each.value for each in origin.sightings if each.subject == "number_kind")
    return next((kind for kind in kinds if kind in DEAR_KINDS), "")


def is_dear(message: Message, origin: Origin) -> bool:
    """Whether calling the caller back costs more than a call at home: abroad, premium, shared cost or satellite."""
    if is_abroad(origin) or premium_kind(origin):
        return True
    return message.sender is not None and message.sender.value.startswith(DEAR_RANGES)
