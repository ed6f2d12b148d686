"""A message that carries another one: which of the two a verdict is on (decision 24).

Who is asked about a mail as it arrived cannot know whether a person passes something on or a spammer has put something
innocent below. So what carries is judged by what it says itself, and what is carried by itself.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from spamatlas.judge.conclusion import ruling_of
from spamatlas.judge.profile import Profile
from spamatlas.judge.unread import OF_CARRIER
from spamatlas.model import Evidence, Opinion, Reason, Ruling

CARRIED, AROUND = "carried-message", "around-message"
_CARRIED = Reason(
    CARRIED,
    0.0,
    "It carries another message, and this verdict is on that one and its sender, not on who passed it on.",
)
_AROUND = Reason(
    AROUND,
    0.0,
    "It carries another message, which was judged too: this verdict is on what stands around that one, which is more "
    "like spam.",
)
_OF_CARRIER = Reason(
    OF_CARRIER,
    0.0,
    "What stands around the message that was passed on is itself like spam, and the message is not: see who sent the "
    "whole.",
)
_SEVERITY = {Ruling.HAM: 0, Ruling.SUSPECT: 1, Ruling.SPAM: 2}


def worse(carried: Opinion, around: Sequence[Opinion], profile: Profile) -> tuple[int, Opinion]:
    """Of a message as it arrived the opinion that counts, with a reason that says on what it is, and its place: 0 is
    the message that is carried, 1 the first of those ``around`` it.

    The worse of the rulings rules; of two that are *spam* the carried message is meant, so that nobody is accused for
    having passed on spam with a few words; of others the one more like spam.
    """
    if not around:
        return 0, carried
    place, one = max(enumerate(around, 1), key=lambda each: each[1].spam)
    ours, theirs = _severity(one, profile), _severity(carried, profile)
    if ours > theirs or (ours == theirs < _SEVERITY[Ruling.SPAM] and one.spam > carried.spam):
        return place, replace(one, reasons=(*one.reasons, _AROUND))
    return 0, replace(carried, reasons=(*carried.reasons, _CARRIED))


def noted(carried: Opinion, around: Sequence[Opinion], profile: Profile) -> Opinion:
    """The opinion on a message that was reported, which stays on that message; with a reason that keeps it from being
    *ham* where what stands around it is *spam* and it is not.
    """
    if _severity(carried, profile) == _SEVERITY[Ruling.SPAM]:
        return carried
    if all(_severity(each, profile) < _SEVERITY[Ruling.SPAM] for each in around):
        return carried
    return replace(carried, reasons=(*carried.reasons, _OF_CARRIER))


def _severity(opinion: Opinion, profile: Profile) -> int:
    return _SEVERITY[ruling_of(opinion, Evidence(), profile)]
