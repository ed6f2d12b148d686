"""What a campaign is shown as: what most of those who reported it filed, not its newest member."""

from collections import OrderedDict
from collections.abc import Iterator

from msgspec import Struct

from spamatlas.model import Verdict

CAMPAIGNS = 30_000
"""Most campaigns whose votes are kept in mind; the one that was quiet longest goes first, and then counts anew."""
MOST_PEOPLE = 64
"""Distinct people are counted up to here: whom more have called spam, a few do not outvote."""
_DEPTHS = (1, 2, 4)
_Kinds = tuple[str, ...]


class Voice(Struct):
    """Who filed members that were judged so, and how many such members there are. Those without a reporter are one."""

    people: set[int]
    members: int = 0

    def outweighs(self, other: "Voice") -> bool:
        """More people; where the very same people filed both, more members: nobody outvotes others by filing more."""
        if len(self.people) != len(other.people):
            return len(self.people) > len(other.people)
        return self.members > other.members and self.people == other.people


class Votes:
    """How the members of one campaign were judged: first the ruling is found that leads, then the category among the
    members ruled so, then their lure and call to action. A draw leaves it as it stood.
    """

    __slots__ = ("_spam", "_stands", "_voices")

    def __init__(self) -> None:
        self._voices: dict[_Kinds, Voice] = {}
        self._spam: dict[_Kinds, str] = {}
        self._stands: _Kinds = ()

    @property
    def words(self) -> str:
        """Those of the newest member that was judged as the majority was; empty without members."""
        return "\t".join((self._spam[self._stands], *self._stands)) if self._stands else ""

    def add(self, person: int, words: str) -> None:
        """Count a member in: ``words`` are its score, ruling, category, lure and call to action, with tabs between."""
        spam, *rest = words.split("\t")
        kinds = tuple(rest)
        self._spam[kinds] = spam
        for depth in _DEPTHS:
            voice = self._voices.setdefault(kinds[:depth], Voice(set()))
            voice.members += 1
            if len(voice.people) < MOST_PEOPLE:
                voice.people.add(person)
        if kinds != self._stands:
            self._stands = self._leading()

    def _leading(self) -> _Kinds:
        chosen: _Kinds = ()
        for depth in _DEPTHS:
            ahead: _Kinds = ()
            for each in self._below(chosen, depth):
                if not ahead or self._voices[each].outweighs(self._voices[ahead]):
                    ahead = each
            chosen = ahead
        return chosen

    def _below(self, chosen: _Kinds, depth: int) -> Iterator[_Kinds]:
        """What may follow, the one that stands first, then the oldest."""
        standing = self._stands[:depth]
        if standing and standing[: len(chosen)] == chosen:
            yield standing
        for each in self._voices:
            if len(each) == depth and each[: len(chosen)] == chosen and each != standing:
                yield each


class Majorities:
    """The votes of the campaigns that were used last; most have one member, which is kept as it came."""

    def __init__(self) -> None:
        self._votes: OrderedDict[int, Votes | tuple[int, str]] = OrderedDict()

    def add(self, campaign: int, person: int, words: str) -> str:
        """Count a member in; the words that its campaign is shown with from now on."""
        votes = self._votes.get(campaign)
        if votes is None:
            self._votes[campaign] = person, words
            if len(self._votes) > CAMPAIGNS:
                self._votes.popitem(last=False)
            return words
        if isinstance(votes, tuple):
            first, votes = votes, Votes()
            votes.add(*first)
            self._votes[campaign] = votes
        self._votes.move_to_end(campaign)
        votes.add(person, words)
        return votes.words


def words_of(verdict: Verdict) -> str:
    """A verdict as the words of a campaign."""
    kinds = (verdict.ruling, verdict.category, verdict.lure, verdict.call_to_action)
    return "\t".join((f"{verdict.spam:.6g}", *map(str, kinds)))
