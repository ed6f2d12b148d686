"""What would change the answer to a check, for anybody: what ``judge.what_if`` finds, and no more than explains it."""

from collections.abc import Mapping

from msgspec import Struct

from spamatlas.judge import Profile, Without, what_if
from spamatlas.locale import marked as _
from spamatlas.model import Reason, Ruling, Verdict

MOST_ALONE, MOST_TOGETHER = 3, 4
"""So many reasons are named: more explain nothing to a reader. It keeps nothing from who would try out a message until
it passes: the weights are told to anybody, and what holds such people up is that they have only so many tries
(``web.allowance``)."""
NEVER_ABSENT = frozenset({"prior"})
"""What no message can be without."""
ANSWERS: Mapping[Ruling, str] = {
    Ruling.SPAM: _("This looks like spam"),
    Ruling.SUSPECT: _("Be careful: this may be spam"),
    Ruling.HAM: _("Nothing in it looks like spam"),
}


class Turning(Struct, frozen=True):
    """What an answer hangs on: ``alone`` are reasons that decide by themselves, ``together`` those that do only so.

    Both are empty where it hangs on no few. ``inherited`` is true where the answer is that of messages like it: what
    would change it is then nothing that stands in this one.
    """

    inherited: bool
    alone: tuple[Without, ...] = ()
    together: tuple[Reason, ...] = ()


def turning(verdict: Verdict) -> Turning | None:
    """None where this version does not have the profile that it was ruled under, or weights are not the whole of it."""
    try:
        profile = Profile.load(verdict.profile.partition("/")[0])
    except ValueError:
        return None
    if verdict.inherited:
        return Turning(inherited=True)
    found = what_if(verdict, profile, NEVER_ABSENT)
    if profile.label != verdict.profile or not found.adds_up:
        return None
    alone = tuple(each for each in found.alone if each.crosses)[:MOST_ALONE]
    return Turning(False, alone, found.together if len(found.together) <= MOST_TOGETHER else ())
